// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Functions without weights of a layer's own.
#include <algorithm>
#include <map>

#include "base/text.h"
#include "io/look_up.h"
#include "io/pytorch_module.h"

namespace bw::pytorch {
namespace {

std::string number(int64_t value) {
    return std::to_string(value);
}

/// A float that reads back as itself.
std::string decimal(float value) {
    return formatNumber(static_cast<double>(value));
}

/// By the name in Operator::detail, functions of one operand and of two.
const std::map<std::string_view, std::string>& functions() {
    static const std::map<std::string_view, std::string> table = {
        {"maximum", "maximum"}, {"max", "maximum"}, {"minimum", "minimum"},
        {"min", "minimum"},     {"power", "pow"},   {"pow", "pow"},
        {"sqrt", "sqrt"},       {"rsqrt", "rsqrt"}, {"exp", "exp"},
        {"log", "log"},         {"abs", "abs"},     {"neg", "neg"},
        {"square", "square"},   {"floor", "floor"}, {"ceil", "ceil"},
        {"round", "round"},     {"sin", "sin"},     {"cos", "cos"},
        {"tan", "tan"},         {"asin", "asin"},   {"acos", "acos"},
        {"atan", "atan"},       {"sinh", "sinh"},   {"cosh", "cosh"},
        {"sign", "sign"},       {"erf", "erf"},     {"reciprocal", "reciprocal"}};
    return table;
}

const std::map<std::string_view, std::string>& reductions() {
    static const std::map<std::string_view, std::string> table = {
        {"", "mean"}, {"mean", "mean"}, {"sum", "sum"}, {"max", "amax"}, {"min", "amin"}, {"logsumexp", "logsumexp"}};
    return table;
}

}  // namespace

Result<std::string> ModuleWriter::activated(Activation activation, const std::string& value) {
    const auto call = [&](const std::string& function, const std::string& rest = {}) {
        return "F." + function + "(" + value + rest + ")";
    };
    switch (activation) {
        case Activation::None:
            return value;
        case Activation::Relu:
            return call("relu");
        case Activation::Relu6:
            return call("relu6");
        case Activation::ReluN1To1:
            return call("hardtanh");
        case Activation::Sigmoid:
            return "torch.sigmoid(" + value + ")";
        case Activation::Tanh:
            return "torch.tanh(" + value + ")";
        case Activation::HardSwish:
            return call("hardswish");
        case Activation::HardSigmoid: {
            const auto slope = numbers_.slope(index_);
            if (!slope || (slope->alpha == 1.0F / 6 && slope->beta == 0.5F)) return call("hardsigmoid");
            return "torch.clamp(" + decimal(slope->alpha) + " * " + value + " + " + decimal(slope->beta) + ", 0, 1)";
        }
        case Activation::Silu:
            return call("silu");
        case Activation::Gelu:
            return call("gelu");
        case Activation::LeakyRelu:
            return call("leaky_relu", ", " + decimal(numbers_.slope(index_).value_or(Slope{0.01F, 0}).alpha));
        case Activation::Prelu:
            break;
    }
    const auto slopes = numbers_.constant(index_);
    if (!slopes) return tl::unexpected(slopes.error());
    Numbers flat = *slopes;
    flat.sizes = {flat.elements()};
    return call("prelu", ", " + addBuffer(name_ + "_slopes", flat));
}

Result<void> ModuleWriter::emitPool(const Operator& op) {
    const Shape& in = shape(op.inputs.front());
    const int spatial = in.rank() - 2;
    const Window& w = op.window;
    const bool average = op.type == OpType::AvgPool;
    const int64_t height = spatial == 2 ? in[2] : 1;
    const bool even = w.pad_top == w.pad_bottom && w.pad_left == w.pad_right;
    const bool pads = w.pad_top != 0 || w.pad_bottom != 0 || w.pad_left != 0 || w.pad_right != 0;
    if (average && !pads && w.kernel_h == height && w.kernel_w == in[in.rank() - 1])
        return give(op, input(op) + ".mean(dim=" + (spatial == 2 ? "(2, 3)" : "2") + ", keepdim=True)");
    const auto sizes = [&](int64_t tall, int64_t wide) {
        return tuple(spatial == 1 ? std::vector<int64_t>{wide} : std::vector<int64_t>{tall, wide});
    };
    const std::string tail = ", " + sizes(w.kernel_h, w.kernel_w) + ", " + sizes(w.stride_h, w.stride_w);
    const bool dilates = w.dilation_h != 1 || w.dilation_w != 1;
    if (average && dilates) return unsupported("a dilated mean over windows");
    // Pads of the layer's own may be half of the window at most.
    const bool small = 2 * w.pad_top <= w.kernel_h && 2 * w.pad_left <= w.kernel_w;
    std::string x = input(op);
    std::string padding;
    if (pads && even && small) {
        padding = ", " + sizes(w.pad_top, w.pad_left);
    } else if (pads && !average) {
        x = padded(w, spatial, x, "float('-inf')");
    }
    if (!average) {
        if (padding.empty() && dilates) padding = ", 0";
        const std::string dilation = dilates ? ", " + sizes(w.dilation_h, w.dilation_w) : "";
        return give(op, "F.max_pool" + number(spatial) + "d(" + x + tail + padding + dilation + ")");
    }
    const std::string pool = "F.avg_pool" + number(spatial) + "d(";
    if (!pads || !padding.empty())
        return give(op, pool + x + tail + padding + (pads ? ", count_include_pad=False)" : ")"));
    // Pads do not count in a mean: sums over the padded map are divided by how much of the window lay inside.
    note("a mean over windows with uneven pads is a quotient of two means");
    const std::string sums = pool + padded(w, spatial, x, {}) + tail + ")";
    const std::string shares = pool + padded(w, spatial, "torch.ones_like(" + x + ")", {}) + tail + ")";
    return give(op, sums + " / " + shares);
}

Result<void> ModuleWriter::emitArithmetic(const Operator& op) {
    const std::string sign = op.type == OpType::Sub   ? " - "
                             : op.type == OpType::Mul ? " * "
                             : op.type == OpType::Div ? " / "
                                                      : " + ";
    std::vector<std::string> operands;
    for (size_t i = 0; i < op.inputs.size(); ++i)
        operands.push_back(input(op, i));
    Numbers setting = op.weight_elements == 0 && operands.size() == 1 ? numbers_.setting(index_) : Numbers();
    if (op.weight_elements > 0 || !setting.empty()) {
        const auto constant = setting.empty() ? numbers_.constant(index_) : Result<Numbers>(std::move(setting));
        if (!constant) return tl::unexpected(constant.error());
        operands.insert(constant->leads ? operands.begin() : operands.end(), addBuffer(name_ + "_constant", *constant));
    }
    std::string sum = operands.front();
    for (size_t i = 1; i < operands.size(); ++i)
        sum += sign + operands[i];
    return give(op, op.activation == Activation::None ? sum : "(" + sum + ")");
}

Result<void> ModuleWriter::emitElementwise(const Operator& op) {
    std::vector<std::string> operands;
    for (size_t i = 0; i < op.inputs.size(); ++i)
        operands.push_back(input(op, i));
    if (op.weight_elements > 0) {
        const auto constant = numbers_.constant(index_);
        if (!constant) return tl::unexpected(constant.error());
        operands.push_back(addBuffer(name_ + "_constant", *constant));
    }
    if (op.detail == "squared_difference" && operands.size() == 2)
        return give(op, "torch.square(" + operands[0] + " - " + operands[1] + ")");
    if (op.detail == "relu_0_to_1") return give(op, "torch.clamp(" + operands[0] + ", 0, 1)");
    for (const char* function : {"elu", "selu", "celu", "softplus", "softsign", "mish"}) {
        if (op.detail == function) return give(op, "F." + op.detail + "(" + operands[0] + ")");
    }
    const auto found = functions().find(op.detail);
    if (found == functions().end()) return unsupported("the function '" + elide(op.detail, 60) + "'");
    std::string list = operands[0];
    for (size_t i = 1; i < operands.size(); ++i)
        list += ", " + operands[i];
    return give(op, "torch." + found->second + "(" + list + ")");
}

Result<void> ModuleWriter::emitActivation(const Operator& op) {
    const auto value = activated(op.activation, input(op));
    if (!value) return tl::unexpected(value.error());
    lines_.push_back(name_ + " = " + *value);
    values_[static_cast<size_t>(op.outputs.front())] = name_;
    return {};
}

Result<void> ModuleWriter::emitMatMul(const Operator& op) {
    std::string b;
    if (op.inputs.size() == 2) {
        b = input(op, 1);
    } else {
        const auto constant = numbers_.constant(index_);
        if (!constant) return tl::unexpected(constant.error());
        b = addBuffer(name_ + "_matrix", *constant);
    }
    if (op.inputs.size() == 2 && !op.axes.empty() && op.axes[0] == 1) b += ".transpose(-1, -2)";
    return give(op, "torch.matmul(" + input(op) + ", " + b + ")");
}

Result<void> ModuleWriter::emitSoftmax(const Operator& op) {
    const std::string function = op.detail == "log" ? "F.log_softmax(" : "F.softmax(";
    return give(op, function + input(op) + ", dim=" + number(op.axes.front()) + ")");
}

Result<void> ModuleWriter::emitReduce(const Operator& op) {
    const auto found = reductions().find(op.detail);
    if (found == reductions().end()) return unsupported("the reduction '" + elide(op.detail, 60) + "'");
    const bool keeps = shape(op.outputs.front()).rank() == shape(op.inputs.front()).rank();
    return give(
        op, "torch." + found->second + "(" + input(op) + ", dim=" + tuple(op.axes) + (keeps ? ", keepdim=True)" : ")"));
}

Result<void> ModuleWriter::emitArgMax(const Operator& op) {
    const int rank = shape(op.inputs.front()).rank();
    const int out_rank = shape(op.outputs.front()).rank();
    if (op.axes.empty() || (out_rank != rank && out_rank != rank - 1)) return unsupported("an index over several axes");
    const bool least = op.detail == "arg_min" || op.detail == "min";
    return give(op, input(op) + (least ? ".argmin(dim=" : ".argmax(dim=") + number(op.axes.front()) +
                        (out_rank == rank ? ", keepdim=True)" : ")"));
}

Result<void> ModuleWriter::emitConcat(const Operator& op) {
    if (op.weight_elements > 0) return unsupported("joining with learned numbers");
    std::string list;
    for (size_t i = 0; i < op.inputs.size(); ++i)
        list += (i == 0 ? "" : ", ") + input(op, i);
    return give(op,
                "torch.cat((" + list + (op.inputs.size() == 1 ? ",)" : ")") + ", dim=" + number(op.axes.front()) + ")");
}

Result<void> ModuleWriter::emitResize(const Operator& op) {
    const Shape& out = shape(op.outputs.front());
    const bool linear = op.detail == "bilinear" || op.detail == "linear";
    const bool cubic = op.detail == "bicubic" || op.detail == "cubic";
    if (!linear && !cubic && op.detail != "nearest")
        return unsupported("the interpolation '" + elide(op.detail, 60) + "'");
    const bool map = out.rank() == 4;
    if (cubic && !map) return unsupported("a cubic interpolation of a sequence");
    const Sampling grid = numbers_.sampling(index_);
    if (linear && grid == Sampling::TopLeft)
        note("a resampling whose first pixels lie on each other takes pixel centres");
    std::vector<int64_t> sizes = {out[out.rank() - 1]};
    if (map) sizes.insert(sizes.begin(), out[2]);
    const std::string mode = cubic ? "bicubic" : linear ? (map ? "bilinear" : "linear") : "nearest";
    const std::string corners =
        mode == "nearest" ? "" : std::string(", align_corners=") + (grid == Sampling::Corners ? "True" : "False");
    return give(op, "F.interpolate(" + input(op) + ", size=" + tuple(sizes) + ", mode='" + mode + "'" + corners + ")");
}

Result<void> ModuleWriter::emitPad(const Operator& op) {
    const std::string mode = op.detail.empty() ? "constant" : op.detail;
    if (mode != "constant") return unsupported("padding '" + elide(mode, 60) + "'");
    // From the last axis to the first.
    std::vector<int64_t> amounts;
    for (size_t axis = op.axes.size() / 2; axis-- > 0;)
        amounts.insert(amounts.end(), {op.axes[2 * axis], op.axes[2 * axis + 1]});
    return give(op, "F.pad(" + input(op) + ", " + tuple(amounts) + ")");
}

Result<void> ModuleWriter::emitSlice(const Operator& op) {
    const Shape& out = shape(op.outputs.front());
    const int rank = shape(op.inputs.front()).rank();
    int64_t step = 1;
    if (!op.detail.empty()) {
        const std::string_view prefix = "step ";
        const auto stated =
            op.detail.starts_with(prefix) ? parseInteger(op.detail.substr(prefix.size())) : std::nullopt;
        if (!stated || *stated < 1) return unsupported("the slice '" + elide(op.detail, 60) + "'");
        step = *stated;
    }
    std::vector<std::string> cuts(static_cast<size_t>(rank), ":");
    for (size_t i = 0; i + 1 < op.axes.size(); i += 2) {
        const auto axis = static_cast<int>(op.axes[i] < 0 ? op.axes[i] + rank : op.axes[i]);
        const int64_t begin = op.axes[i + 1];
        const int64_t end = begin + (out[axis] - 1) * step + 1;
        cuts[static_cast<size_t>(axis)] = number(begin) + ":" + number(end) + (step == 1 ? "" : ":" + number(step));
    }
    std::string list = cuts[0];
    for (size_t i = 1; i < cuts.size(); ++i)
        list += ", " + cuts[i];
    return give(op, input(op) + "[" + list + "]");
}

Result<void> ModuleWriter::emitGather(const Operator& op) {
    const Numbers indices = numbers_.indices(index_);
    if (indices.empty() || indices.sizes.size() > 1 || op.axes.size() != 1 || op.inputs.size() != 1)
        return emitUnknown(op);
    const auto look_up = lookUpOf(shape(op.inputs.front()), shape(op.outputs.front()), op.axes.front(), indices.sizes,
                                  channels_last_reshapes_);
    if (!look_up) return emitUnknown(op);
    std::string list;
    for (const float index : *indices.values)
        list += (list.empty() ? "" : ", ") + number(static_cast<int64_t>(index));
    if (!indices.sizes.empty()) list = "[" + list + "]";
    std::string x = input(op);
    if (!look_up->before.empty()) x += ".permute" + tuple(look_up->before);
    x += "[";
    for (int64_t axis = 0; axis < look_up->axis; ++axis)
        x += ":, ";
    x += list + "]";
    if (!look_up->after.empty()) x += ".permute" + tuple(look_up->after);
    return give(op, x);
}

Result<void> ModuleWriter::emitTranspose(const Operator& op) {
    return give(op, input(op) + ".permute" + tuple(op.axes));
}

Result<void> ModuleWriter::emitReshape(const Operator& op) {
    const Shape& in = shape(op.inputs.front());
    const Shape& out = shape(op.outputs.front());
    std::vector<int64_t> sizes(out.sizes().begin(), out.sizes().end());
    const bool to_map = channels_last_reshapes_ && out.rank() == 4;
    if (to_map) std::rotate(sizes.begin() + 1, sizes.begin() + 2, sizes.end());
    std::string x = input(op);
    // Batches of any size go through where the first axis is the batch.
    const bool batch = sizes.size() > 1 && in.rank() > 0 && in[0] == 1 && sizes[0] == 1;
    std::string list = batch ? x + ".shape[0]" : number(sizes.empty() ? 1 : sizes[0]);
    for (size_t i = 1; i < sizes.size(); ++i)
        list += ", " + number(sizes[i]);
    if (channels_last_reshapes_ && in.rank() == 4) x += ".permute(0, 2, 3, 1)";
    return give(op, x + ".reshape(" + list + ")" + (to_map ? ".permute(0, 3, 1, 2)" : ""));
}

Result<void> ModuleWriter::emitBlocks(const Operator& op) {
    if (op.axes.empty()) return unsupported("a rearrangement of unknown block size");
    const int64_t block = op.axes.front();
    const Shape& in = shape(op.inputs.front());
    const Shape& out = shape(op.outputs.front());
    if (op.type == OpType::DepthToSpace && op.detail == "crd")
        return give(op, "F.pixel_shuffle(" + input(op) + ", " + number(block) + ")");
    if (!op.detail.empty() && op.detail != "dcr")
        return unsupported("the rearrangement '" + elide(op.detail, 60) + "'");
    const std::string batch = input(op) + ".shape[0], ";
    if (op.type == OpType::DepthToSpace) {
        const std::string parts = batch + number(block) + ", " + number(block) + ", " + number(out[1]) + ", " +
                                  number(in[2]) + ", " + number(in[3]);
        return give(op, input(op) + ".reshape(" + parts + ").permute(0, 3, 4, 1, 5, 2).reshape(" + batch +
                            number(out[1]) + ", " + number(out[2]) + ", " + number(out[3]) + ")");
    }
    const std::string parts = batch + number(in[1]) + ", " + number(out[2]) + ", " + number(block) + ", " +
                              number(out[3]) + ", " + number(block);
    return give(op, input(op) + ".reshape(" + parts + ").permute(0, 3, 5, 1, 2, 4).reshape(" + batch + number(out[1]) +
                        ", " + number(out[2]) + ", " + number(out[3]) + ")");
}

Result<void> ModuleWriter::emitQuantize(const Operator& op) {
    note("a change of the number format is left out, the source has one format");
    values_[static_cast<size_t>(op.outputs.front())] = input(op);
    return {};
}

Result<void> ModuleWriter::emitUnknown(const Operator& op) {
    const std::string what = op.detail.empty() ? std::string(opTypeId(op.type)) : op.detail;
    return unsupported("'" + elide(what, 60) + "' of another format");
}

}  // namespace bw::pytorch
