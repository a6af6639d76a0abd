// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <numeric>

#include "base/checked.h"
#include "io/tflite_converter.h"

namespace bw::tflite {
namespace {

tl::unexpected<Error> unsupported(std::string message) {
    return fail(ErrorCode::Unsupported, std::move(message));
}

bool bit(int32_t mask, size_t axis) {
    return (static_cast<uint32_t>(mask) >> axis & 1U) != 0;
}

/// `axis` with negative values counted from the end, or nothing outside.
std::optional<int64_t> normalAxis(int64_t axis, int rank) {
    if (axis < -rank || axis >= rank) return std::nullopt;
    return axis < 0 ? axis + rank : axis;
}

/// Begin of a strided slice along an axis of `size` elements, stride 1: negative counts from the end, then clamped.
int64_t clampedPosition(int64_t position, int64_t size) {
    if (position < 0) position = std::max<int64_t>(position, -size) + size;
    return std::min(position, size);
}

}  // namespace

Result<TensorId> Converter::reshapeTo(TensorId x, const Shape& target) {
    std::vector<int64_t> sizes(target.sizes().begin(), target.sizes().end());
    // The size that other layers decide stays free: the features of a vector, the positions of a sequence, the channels
    // of a map, and the channels within a group where channels are taken apart.
    if (target.rank() == 1) sizes[0] = -1;
    if (target.rank() >= 2 && target.rank() <= 4) sizes[1] = -1;
    if (target.rank() > 4) sizes.back() = -1;
    return builder_.reshape(x, sizes);
}

Outputs Converter::reshape(const OperatorInfo& op) {
    const auto x = activationInput(op, 0);
    if (!x) return tl::unexpected(x.error());
    const auto stated = statedShape(op.outputs[0]);
    if (!stated) return tl::unexpected(stated.error());
    return finish(reshapeTo(*x, *stated));
}

Outputs Converter::concat(const OperatorInfo& op) {
    const auto act = fusedActivation(op.options, 1);
    if (!act) return tl::unexpected(act.error());
    const auto inputs = activationInputs(op);
    if (inputs.empty() || inputs.size() != op.inputs.size()) return unsupported("some of its inputs are constants");
    const int rank = builder_.shape(inputs[0]).rank();
    const auto axis = normalAxis(op.options.int32(0), rank);
    if (!axis) return unsupported("its axis does not exist");
    auto y = builder_.concat(inputs, graphAxis(*axis, rank));
    if (y && *act != Activation::None) y = builder_.activation(*y, *act);
    return finish(y);
}

Outputs Converter::pack(const OperatorInfo& op) {
    const auto inputs = activationInputs(op);
    const auto stated = statedShape(op.outputs[0]);
    if (!stated) return tl::unexpected(stated.error());
    const int rank = stated->rank();
    const auto axis = normalAxis(op.options.int32(1), rank);
    if (inputs.empty() || inputs.size() != op.inputs.size() || !axis) {
        return unsupported("some of its inputs are constants or its axis does not exist");
    }
    const int along = static_cast<int>(graphAxis(*axis, rank));
    Shape slot = *stated;
    slot.set(along, 1);
    std::vector<TensorId> parts;
    for (const TensorId input : inputs) {
        const auto part = reshapeTo(input, slot);
        if (!part) return tl::unexpected(part.error());
        parts.push_back(*part);
    }
    return finish(builder_.concat(parts, along));
}

Outputs Converter::unpack(const OperatorInfo& op) {
    const auto x = activationInput(op, 0);
    if (!x) return tl::unexpected(x.error());
    const int rank = builder_.shape(*x).rank();
    const auto axis = normalAxis(op.options.int32(1), rank);
    if (!axis) return unsupported("its axis does not exist");
    const int64_t along = graphAxis(*axis, rank);
    if (builder_.shape(*x)[static_cast<int>(along)] != static_cast<int64_t>(op.outputs.size())) {
        return unsupported("its outputs are not as many as its input has parts");
    }
    std::vector<TensorId> made;
    for (size_t i = 0; i < op.outputs.size(); ++i) {
        const auto stated = statedShape(op.outputs[i]);
        if (!stated) return tl::unexpected(stated.error());
        const auto part = builder_.slice(*x, along, static_cast<int64_t>(i), 1);
        if (!part) return tl::unexpected(part.error());
        const auto y = reshapeTo(*part, *stated);
        if (!y) return tl::unexpected(y.error());
        made.push_back(*y);
    }
    return made;
}

Outputs Converter::split(const OperatorInfo& op, bool explicit_sizes) {
    const auto x = activationInput(op, explicit_sizes ? 0 : 1);
    if (!x) return tl::unexpected(x.error());
    const auto axes = integers(op, explicit_sizes ? 2 : 0);
    if (!axes) return tl::unexpected(axes.error());
    const int rank = builder_.shape(*x).rank();
    const auto axis = axes->size() == 1 ? normalAxis(axes->front(), rank) : std::nullopt;
    if (!axis) return unsupported("its axis does not exist");
    const int64_t along = graphAxis(*axis, rank);
    int64_t begin = 0;
    std::vector<TensorId> made;
    for (const int32_t output : op.outputs) {
        const auto stated = statedShape(output);
        if (!stated) return tl::unexpected(stated.error());
        if (stated->rank() != rank) return unsupported("its outputs have another rank than its input");
        const int64_t size = (*stated)[static_cast<int>(along)];
        const auto part = builder_.slice(*x, along, begin, size);
        if (!part) return tl::unexpected(part.error());
        begin += size;
        made.push_back(*part);
    }
    if (begin != builder_.shape(*x)[static_cast<int>(along)]) return unsupported("its parts do not add up");
    return made;
}

Outputs Converter::cut(const OperatorInfo& op, const std::vector<int64_t>& begin, const std::vector<int64_t>& size) {
    const auto x = activationInput(op, 0);
    if (!x) return tl::unexpected(x.error());
    const Shape in = builder_.shape(*x);
    const int rank = in.rank();
    std::vector<int64_t> pairs;  // axis, begin
    Shape out = in;
    for (int axis = 0; axis < rank; ++axis) {
        const auto along = static_cast<int>(graphAxis(axis, rank));
        const int64_t from = begin[static_cast<size_t>(axis)];
        const int64_t count = size[static_cast<size_t>(axis)];
        if (from < 0 || count < 1 || from > in[along] || count > in[along] - from) {
            return unsupported("it takes elements that its input does not have");
        }
        if (count == in[along]) continue;
        pairs.push_back(along);
        pairs.push_back(from);
        out.set(along, count);
    }
    Result<TensorId> y = *x;
    if (pairs.size() == 2) {
        y = builder_.slice(*x, pairs[0], pairs[1], out[static_cast<int>(pairs[0])]);
    } else if (pairs.size() > 2) {
        Operator part;
        part.type = OpType::Slice;
        part.axes = pairs;
        part.inputs = {*x};
        const auto made = builder_.custom(std::move(part), std::span(&out, 1));
        if (!made) return tl::unexpected(made.error());
        y = made->front();
    }
    if (!y) return tl::unexpected(y.error());
    const auto stated = statedShape(op.outputs[0]);
    if (!stated) return tl::unexpected(stated.error());
    // An axis may vanish (shrink) or appear; a cut that takes all is still an operator of the file.
    if (pairs.empty() || !(*stated == builder_.shape(*y))) return finish(reshapeTo(*y, *stated));
    return finish(y);
}

Outputs Converter::slice(const OperatorInfo& op) {
    const auto x = activationInput(op, 0);
    if (!x) return tl::unexpected(x.error());
    const auto begin = integers(op, 1);
    if (!begin) return tl::unexpected(begin.error());
    auto size = integers(op, 2);
    if (!size) return tl::unexpected(size.error());
    const Shape in = builder_.shape(*x);
    const auto rank = static_cast<size_t>(in.rank());
    if (begin->size() != rank || size->size() != rank) return unsupported("its position has another rank");
    for (size_t axis = 0; axis < rank; ++axis) {
        const int64_t available = in[static_cast<int>(graphAxis(static_cast<int64_t>(axis), in.rank()))];
        if ((*begin)[axis] < 0 || (*begin)[axis] > available) return unsupported("its position lies outside");
        if ((*size)[axis] == -1) (*size)[axis] = available - (*begin)[axis];
    }
    return cut(op, *begin, *size);
}

Outputs Converter::stridedSlice(const OperatorInfo& op) {
    const auto x = activationInput(op, 0);
    if (!x) return tl::unexpected(x.error());
    const auto begin = integers(op, 1);
    const auto end = integers(op, 2);
    const auto strides = integers(op, 3);
    if (!begin || !end || !strides) return unsupported("its positions are not fixed");
    const Shape in = builder_.shape(*x);
    const auto rank = static_cast<size_t>(in.rank());
    const size_t given = begin->size();
    if (given > rank || end->size() != given || strides->size() != given || op.options.int32(2) != 0 ||
        op.options.int32(3) != 0 || op.options.boolean(5)) {
        return unsupported("its positions are written in an unusual way");
    }
    std::vector<int64_t> from(rank, 0);
    std::vector<int64_t> count(rank);
    for (size_t axis = 0; axis < rank; ++axis) {
        const int64_t available = in[static_cast<int>(graphAxis(static_cast<int64_t>(axis), in.rank()))];
        count[axis] = available;
        if (axis >= given) continue;
        if ((*strides)[axis] != 1) return unsupported("it skips elements");
        if (!bit(op.options.int32(0), axis)) from[axis] = clampedPosition((*begin)[axis], available);
        const int64_t to = bit(op.options.int32(1), axis) ? available : clampedPosition((*end)[axis], available);
        count[axis] = bit(op.options.int32(4), axis) ? 1 : to - from[axis];
    }
    return cut(op, from, count);
}

Outputs Converter::pad(const OperatorInfo& op) {
    const auto x = activationInput(op, 0);
    if (!x) return tl::unexpected(x.error());
    const auto amounts = integers(op, 1);
    if (!amounts) return tl::unexpected(amounts.error());
    const int rank = builder_.shape(*x).rank();
    if (amounts->size() != 2 * static_cast<size_t>(rank)) return unsupported("its amounts have another rank");
    std::vector<int64_t> before_after(amounts->size());
    for (int axis = 0; axis < rank; ++axis) {
        const auto from = 2 * static_cast<size_t>(axis);
        const auto to = 2 * static_cast<size_t>(graphAxis(axis, rank));
        before_after[to] = (*amounts)[from];
        before_after[to + 1] = (*amounts)[from + 1];
    }
    auto y = builder_.pad(*x, std::move(before_after));
    if (y && op.code == static_cast<int32_t>(Builtin::MirrorPad)) {
        model_.graph.operators.back().detail = op.options.int8(0) == 0 ? "reflect" : "symmetric";
    }
    return finish(y);
}

Outputs Converter::resize(const OperatorInfo& op, std::string mode) {
    const auto x = activationInput(op, 0);
    if (!x) return tl::unexpected(x.error());
    const auto stated = statedShape(op.outputs[0]);
    if (!stated) return tl::unexpected(stated.error());
    return finish(builder_.resize(*x, stated->height(), stated->width(), std::move(mode)));
}

Outputs Converter::transpose(const OperatorInfo& op) {
    const auto x = activationInput(op, 0);
    if (!x) return tl::unexpected(x.error());
    const auto order = integers(op, 1);
    if (!order) return tl::unexpected(order.error());
    const int rank = builder_.shape(*x).rank();
    if (order->size() != static_cast<size_t>(rank)) return unsupported("its order has another rank");
    std::vector<int64_t> permutation(order->size());
    for (int axis = 0; axis < rank; ++axis) {
        const auto from = normalAxis((*order)[static_cast<size_t>(axis)], rank);
        if (!from) return unsupported("its order names an axis that does not exist");
        permutation[static_cast<size_t>(graphAxis(axis, rank))] = graphAxis(*from, rank);
    }
    return finish(builder_.transpose(*x, std::move(permutation)));
}

Outputs Converter::blocks(const OperatorInfo& op, OpType type) {
    const auto x = activationInput(op, 0);
    if (!x) return tl::unexpected(x.error());
    const int64_t block = op.options.int32(0);
    const Shape in = builder_.shape(*x);
    if (in.rank() != 4 || block < 1 || block > kMaxDimension) return unsupported("its block size is out of range");
    const auto stated = statedShape(op.outputs[0]);
    if (!stated) return tl::unexpected(stated.error());
    const Shape& big = type == OpType::SpaceToDepth ? in : *stated;
    const Shape& deep = type == OpType::SpaceToDepth ? *stated : in;
    const auto channels = mulChecked(big.channels(), block * block);
    if (stated->rank() != 4 || big[0] != deep[0] || big.height() != deep.height() * block ||
        big.width() != deep.width() * block || !channels || deep.channels() != *channels) {
        return unsupported("its sizes do not agree with its block size");
    }
    return withStatedShapes(op, type, {}, {block});
}

Outputs Converter::quantize(const OperatorInfo& op) {
    const auto x = activationInput(op, 0);
    if (!x) return tl::unexpected(x.error());
    Operator change;
    change.type = OpType::Quantize;
    change.detail = op.code == static_cast<int32_t>(Builtin::Cast)         ? "cast"
                    : op.code == static_cast<int32_t>(Builtin::Dequantize) ? "dequantize"
                                                                           : "quantize";
    change.inputs = {*x};
    const Shape shape = builder_.shape(*x);
    return builder_.custom(std::move(change), std::span(&shape, 1));
}

Outputs Converter::gather(const OperatorInfo& op) {
    const bool has_axis = op.code == static_cast<int32_t>(Builtin::Gather) && op.input(0) >= 0;
    std::vector<int64_t> axes;
    if (has_axis) {
        const int rank = info(op.input(0)).rank;
        const auto axis = normalAxis(op.options.int32(0), rank);
        if (!axis) return unsupported("its axis does not exist");
        axes = {graphAxis(*axis, rank)};
    }
    return withStatedShapes(op, OpType::Gather, {}, std::move(axes));
}

}  // namespace bw::tflite
