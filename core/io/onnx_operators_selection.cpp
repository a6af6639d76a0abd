// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Joining, splitting, choosing and resampling; number formats.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/checked.h"
#include "io/onnx_import.h"

namespace bw::onnx {
namespace {

std::vector<int64_t> operandSizes(NodeImport& node, size_t index) {
    if (const Constant* operand = node.constant(index)) return operand->dims;
    return sizesOf(node.shape(*node.tensor(index)));
}

Result<void> convertConcat(NodeImport& node) {
    const auto inputs = node.activations();
    if (inputs.empty()) return fail(ErrorCode::InvalidFile, "has nothing to join");
    if (inputs.size() == 1 && node.node.inputs.size() == 1) {
        node.passOn();
        return {};
    }
    const int rank = node.shape(inputs[0]).rank();
    const auto axis = node.axis("axis", node.opset() < 4 ? 1 : 0, rank);
    if (!axis) return tl::unexpected(axis.error());
    if (inputs.size() == node.node.inputs.size()) return node.give(node.builder().concat(inputs, *axis));
    // Constants among the operands, such as a learned class token, are weights of the join.
    std::vector<int64_t> sizes = sizesOf(node.shape(inputs[0]));
    const auto along = static_cast<size_t>(*axis);
    sizes[along] = 0;
    for (size_t i = 0; i < node.node.inputs.size(); ++i) {
        const auto part = operandSizes(node, i);
        bool fits = part.size() == sizes.size();
        for (size_t k = 0; fits && k < sizes.size(); ++k)
            fits = k == along || part[k] == sizes[k];
        const auto sum = fits ? addChecked(sizes[along], part[along]) : std::nullopt;
        if (!sum) return fail(ErrorCode::InvalidFile, "the sizes of its inputs do not match");
        sizes[along] = *sum;
    }
    const auto out = checkedShape(sizes);
    if (!out) return tl::unexpected(out.error());
    return node.append(OpType::Concat, *out, {}, {*axis});
}

/// Sizes of the parts of a Split along an axis of `total` elements.
Result<std::vector<int64_t>> splitParts(NodeImport& node, int64_t total) {
    auto parts = node.integers(1, "split");
    if (!parts) return parts;
    const auto count = static_cast<int64_t>(node.node.outputs.size());
    if (parts->empty()) {
        const int64_t part = ceilDiv(total, std::max<int64_t>(count, 1));
        for (int64_t left = total; left > 0 && part > 0; left -= part)
            parts->push_back(std::min(part, left));
    }
    if (static_cast<int64_t>(parts->size()) != count) {
        return fail(ErrorCode::InvalidFile, "its parts and its outputs differ in number");
    }
    return parts;
}

Result<void> convertSplit(NodeImport& node) {
    const auto x = node.tensor(0);
    if (!x) return tl::unexpected(x.error());
    const Shape in = node.shape(*x);
    const auto axis = node.axis("axis", 0, in.rank());
    if (!axis) return tl::unexpected(axis.error());
    const auto parts = splitParts(node, in[static_cast<int>(*axis)]);
    if (!parts) return tl::unexpected(parts.error());
    int64_t begin = 0;
    for (size_t i = 0; i < parts->size(); ++i) {
        const int64_t size = (*parts)[i];
        if (size < 1 || size > in[static_cast<int>(*axis)] - begin) {
            return fail(ErrorCode::InvalidFile, "its parts do not fit its input " + in.text());
        }
        if (node.isRead(i)) {
            const auto part = node.builder().slice(*x, *axis, begin, size);
            if (!part) return tl::unexpected(part.error());
            node.bind(i, *part);
        }
        begin += size;
    }
    return {};
}

/// A slice along one axis.
struct Cut {
    int64_t axis = 0, begin = 0, step = 1, size = 0;
};

Result<Cut> cutOf(int64_t axis, int64_t start, int64_t end, int64_t step, const Shape& in) {
    Cut cut;
    cut.axis = axis < 0 ? axis + in.rank() : axis;
    cut.step = step;
    if (cut.axis < 0 || cut.axis >= in.rank() || step == 0 || step < -kMaxDimension) {
        return fail(ErrorCode::InvalidFile, "an axis or step is out of range");
    }
    const int64_t total = in[static_cast<int>(cut.axis)];
    const auto position = [&](int64_t value) {
        return value < 0 ? std::max(value, -total - 1) + total : std::min(value, total);
    };
    const int64_t low = step > 0 ? 0 : -1;
    const int64_t high = step > 0 ? total : total - 1;
    cut.begin = std::clamp(position(start), low, high);
    const int64_t last = std::clamp(position(end), low, high);
    const int64_t span = step > 0 ? last - cut.begin : cut.begin - last;
    cut.size = span > 0 ? (span - 1) / std::abs(step) + 1 : 0;
    if (cut.size < 1) return fail(ErrorCode::InvalidFile, "it takes nothing from its input " + in.text());
    return cut;
}

Result<TensorId> appendCut(NodeImport& node, TensorId x, const Cut& cut) {
    if (cut.step == 1) return node.builder().slice(x, cut.axis, cut.begin, cut.size);
    Shape out = node.shape(x);
    out.set(static_cast<int>(cut.axis), cut.size);
    Operator op;
    op.type = OpType::Slice;
    op.axes = {cut.axis, cut.begin};
    op.detail = "step " + std::to_string(cut.step);
    op.inputs = {x};
    const Shape outputs[] = {out};
    const auto ids = node.builder().custom(std::move(op), outputs);
    if (!ids) return tl::unexpected(ids.error());
    return ids->front();
}

Result<std::vector<Cut>> cutsOf(NodeImport& node, const Shape& in) {
    const auto starts = node.integers(1, "starts");
    const auto ends = node.integers(2, "ends");
    auto axes = node.integers(3, "axes");
    auto steps = node.integers(4, "steps");
    if (!starts) return tl::unexpected(starts.error());
    if (!ends) return tl::unexpected(ends.error());
    if (!axes) return tl::unexpected(axes.error());
    if (!steps) return tl::unexpected(steps.error());
    if (axes->empty()) {
        axes->resize(starts->size());
        std::iota(axes->begin(), axes->end(), 0);
    }
    if (steps->empty()) steps->assign(starts->size(), 1);
    const size_t count = starts->size();
    if (ends->size() != count || axes->size() != count || steps->size() != count || count > kMaxRank) {
        return fail(ErrorCode::InvalidFile, "its starts, ends, axes and steps differ in number");
    }
    std::vector<Cut> cuts;
    for (size_t i = 0; i < count; ++i) {
        const auto cut = cutOf((*axes)[i], (*starts)[i], (*ends)[i], (*steps)[i], in);
        if (!cut) return tl::unexpected(cut.error());
        const bool whole = cut->step == 1 && cut->size == in[static_cast<int>(cut->axis)];
        if (!whole) cuts.push_back(*cut);
    }
    return cuts;
}

Result<void> convertSlice(NodeImport& node) {
    const auto x = node.tensor(0);
    if (!x) return tl::unexpected(x.error());
    const auto cuts = cutsOf(node, node.shape(*x));
    if (!cuts) return tl::unexpected(cuts.error());
    if (cuts->empty()) {
        node.passOn();
        return {};
    }
    Result<TensorId> y = *x;
    for (const Cut& cut : *cuts) {
        y = appendCut(node, *y, cut);
        if (!y) return tl::unexpected(y.error());
    }
    return node.give(std::move(y));
}

Result<void> convertGather(NodeImport& node) {
    if (!node.has(0) || !node.has(1)) return fail(ErrorCode::InvalidFile, "needs data and indices");
    if (node.activations().empty()) return node.opaque();
    const auto data = operandSizes(node, 0);
    const auto indices = operandSizes(node, 1);
    const auto axis = node.axis("axis", 0, static_cast<int>(data.size()));
    if (!axis) return tl::unexpected(axis.error());
    std::vector<int64_t> sizes(data.begin(), data.begin() + *axis);
    sizes.insert(sizes.end(), indices.begin(), indices.end());
    sizes.insert(sizes.end(), data.begin() + *axis + 1, data.end());
    const auto out = checkedShape(sizes);
    if (!out) return tl::unexpected(out.error());
    const int32_t type = node.elementType(0);
    if (auto ok = node.append(OpType::Gather, *out, {}, {*axis}); !ok) return ok;
    node.retype(type);
    // Indices are settings of the selection; only a table that is looked up in counts as weights.
    Operator& op = node.builder().graph().operators.back();
    op.weight_elements = node.constant(0) != nullptr ? node.constant(0)->elements() : 0;
    return {};
}

/// Sizes a Resize or Upsample gives its input: from sizes, else from scales.
Result<std::vector<int64_t>> resizedSizes(NodeImport& node, const Shape& in) {
    const bool upsample = node.node.op_type == "Upsample";
    const size_t scales_input = upsample || node.opset() < 11 ? 1 : 2;
    auto axes = node.node.integers("axes");
    if (axes.empty()) {
        axes.resize(static_cast<size_t>(in.rank()));
        std::iota(axes.begin(), axes.end(), 0);
    }
    std::vector<int64_t> sizes;
    std::vector<double> scales = node.node.reals("scales");
    const bool has_sizes = scales_input == 2 && node.has(3);
    if (has_sizes) {
        const auto stated = node.integers(3, "sizes");
        if (!stated) return stated;
        sizes = *stated;
    } else if (const Constant* stated = node.constant(scales_input); stated != nullptr && stated->known) {
        scales.clear();
        for (size_t i = 0; i < static_cast<size_t>(stated->elements()); ++i)
            scales.push_back(stated->number(i));
    }
    if ((has_sizes ? sizes.size() : scales.size()) != axes.size()) {
        return fail(ErrorCode::Unsupported, "its scales are not known or do not fit its input", {},
                    "export the network with fixed sizes");
    }
    std::vector<int64_t> out = sizesOf(in);
    for (size_t i = 0; i < axes.size(); ++i) {
        const int64_t axis = axes[i] < 0 ? axes[i] + in.rank() : axes[i];
        if (axis < 0 || axis >= in.rank()) return fail(ErrorCode::InvalidFile, "an axis is out of range");
        int64_t& size = out[static_cast<size_t>(axis)];
        // The small term undoes the rounding of scales such as 1/3 that were stored in single precision.
        const double scaled = has_sizes ? 0 : std::floor(static_cast<double>(size) * scales[i] + 1e-5);
        if (!has_sizes && !(scaled >= 1 && scaled <= static_cast<double>(kMaxDimension))) {
            return fail(ErrorCode::InvalidFile, "a scale is out of range");
        }
        size = has_sizes ? sizes[i] : static_cast<int64_t>(scaled);
    }
    return out;
}

Result<void> convertResize(NodeImport& node) {
    const auto x = node.tensor(0);
    if (!x) return tl::unexpected(x.error());
    const Shape in = node.shape(*x);
    const auto sizes = resizedSizes(node, in);
    if (!sizes) return tl::unexpected(sizes.error());
    const auto out = checkedShape(*sizes);
    if (!out) return tl::unexpected(out.error());
    if (*out == in) {
        node.passOn();
        return {};
    }
    const std::string_view mode = node.node.text("mode", "nearest");
    const std::string detail = mode == "linear" || mode == "bilinear" ? "bilinear"
                               : mode == "cubic"                      ? "bicubic"
                                                                      : "nearest";
    if (in.rank() < 3 || in.rank() > 4 || (*out)[0] != in[0] || (*out)[1] != in[1]) {
        return fail(ErrorCode::Unsupported, "it resizes " + in.text() + " to " + out->text(), {},
                    "only height and width can be resized");
    }
    return node.give(node.builder().resize(*x, out->height(), (*out)[out->rank() - 1], detail));
}

Result<void> convertTopK(NodeImport& node) {
    const auto x = node.tensor(0);
    if (!x) return tl::unexpected(x.error());
    const Shape in = node.shape(*x);
    const auto axis = node.axis("axis", -1, in.rank());
    if (!axis) return tl::unexpected(axis.error());
    const auto count = node.has(1) ? node.integers(1, "k") : std::vector<int64_t>{node.node.integer("k", 0)};
    if (!count) return tl::unexpected(count.error());
    if (count->size() != 1) return fail(ErrorCode::InvalidFile, "its k is damaged");
    Shape out = in;
    out.set(static_cast<int>(*axis), (*count)[0]);
    Operator op;
    op.type = OpType::Opaque;
    op.detail = "TopK";
    op.inputs = {*x};
    const Shape outputs[] = {out, out};
    const auto ids = node.builder().custom(std::move(op), outputs);
    if (!ids) return tl::unexpected(ids.error());
    node.bind(0, (*ids)[0]);
    node.bind(1, (*ids)[1], kInt64);
    return {};
}

bool isReal(int32_t type) {
    return type == kFloat || type == kFloat16 || type == kDouble || type == kBfloat16;
}

Result<void> convertCast(NodeImport& node) {
    const auto x = node.tensor(0);
    if (!x) return tl::unexpected(x.error());
    const auto to = static_cast<int32_t>(node.node.integer("to", kFloat));
    const int32_t from = node.elementType(0);
    if (from == to || (isReal(from) && isReal(to))) {
        node.passOn();
        return {};
    }
    if (auto ok = node.append(OpType::Quantize, node.shape(*x), "cast"); !ok) return ok;
    node.retype(to);
    return {};
}

/// A quantisation that is undone at once states a number format and does no work: both nodes vanish.
Result<void> convertQuantize(NodeImport& node) {
    const auto x = node.tensor(0);
    if (!x) return tl::unexpected(x.error());
    const bool quantizes = node.node.op_type != "DequantizeLinear";
    const std::string_view number = quantizes ? node.node.outputs[0] : node.node.inputs[0];
    if (node.names().givenBy(number, "QuantizeLinear") && node.names().onlyReadBy(number, "DequantizeLinear")) {
        node.passOn();
        return {};
    }
    const int32_t type = !quantizes ? int32_t{kFloat} : node.has(2) ? node.elementType(2) : int32_t{kUint8};
    const Shape out = node.shape(*x);
    if (auto ok = node.append(OpType::Quantize, out, quantizes ? "quantize" : "dequantize"); !ok) return ok;
    node.builder().graph().operators.back().weight_elements = 0;
    node.retype(type);
    return {};
}

}  // namespace

void addSelections(ConverterTable& table) {
    table["Concat"] = convertConcat;
    table["Split"] = convertSplit;
    table["Slice"] = convertSlice;
    table["Gather"] = convertGather;
    table["Resize"] = convertResize;
    table["Upsample"] = convertResize;
    table["TopK"] = convertTopK;
}

void addQuantization(ConverterTable& table) {
    table["Cast"] = convertCast;
    table["QuantizeLinear"] = convertQuantize;
    table["DequantizeLinear"] = convertQuantize;
}

}  // namespace bw::onnx
