// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Operators that move or select data. What they give lies densely in memory, so that a copy counts where it happens.
#include <ATen/Functions.h>

#include <array>
#include <string>
#include <vector>

#include "base/text.h"
#include "estimate/torch/execute_operator.h"

namespace bw {
namespace {

at::Tensor resize(const Execution& e) {
    const at::Tensor& x = e.inputs[0];
    if (x.dim() != 4) throw NotExecutable("resizing a tensor of " + std::to_string(x.dim()) + " axes");
    const std::array<int64_t, 2> size = {e.output[2], e.output[3]};
    if (e.op.detail.find("linear") != std::string::npos) return at::upsample_bilinear2d(x, size, false);
    if (e.op.detail.find("cubic") != std::string::npos) return at::upsample_bicubic2d(x, size, false);
    return at::upsample_nearest2d(x, size);
}

at::Tensor pad(const Execution& e) {
    if (!e.op.detail.empty() && e.op.detail != "constant") throw NotExecutable("padding by '" + e.op.detail + "'");
    // LibTorch counts from the last axis.
    std::vector<int64_t> amounts;
    for (size_t axis = e.op.axes.size() / 2; axis-- > 0;) {
        amounts.push_back(e.op.axes[axis * 2]);
        amounts.push_back(e.op.axes[axis * 2 + 1]);
    }
    while (amounts.size() > 2 && amounts.back() == 0 && amounts[amounts.size() - 2] == 0)
        amounts.resize(amounts.size() - 2);
    return at::constant_pad_nd(e.inputs[0], amounts);
}

at::Tensor slice(const Execution& e) {
    at::Tensor x = e.inputs[0];
    if (x.dim() != e.output.rank()) throw NotExecutable("a selection that drops an axis");
    int64_t step = 1;
    if (e.op.detail.starts_with("step ")) step = parseInteger(std::string_view(e.op.detail).substr(5)).value_or(1);
    if (step < 1) throw NotExecutable("a selection in reverse");
    if (e.op.axes.size() == 2) {
        const int64_t axis = e.op.axes[0];
        const int64_t begin = e.op.axes[1];
        const int64_t size = e.output[static_cast<int>(axis)];
        return x.slice(axis, begin, begin + (size - 1) * step + 1, step).contiguous();
    }
    for (int axis = 0; axis < e.output.rank(); ++axis)
        x = x.narrow(axis, 0, e.output[axis]);
    return x.contiguous();
}

/// Any positions cost the same: the first ones, wrapped round.
at::Tensor positions(int64_t count, int64_t limit) {
    return at::arange(count, at::kLong).remainder(limit);
}

at::Tensor gather(const Execution& e) {
    const at::Tensor& x = e.inputs[0];
    const at::Tensor& table = e.weights.weight;
    const std::vector<int64_t> sizes(e.output.sizes().begin(), e.output.sizes().end());
    if (!e.op.detail.empty()) throw NotExecutable("a selection called '" + e.op.detail + "'");
    if (table.defined()) {
        return at::embedding(table, positions(e.output.elements() / table.size(1), table.size(0))).view(sizes);
    }
    const int64_t axis = e.op.axes.empty() ? 0 : e.op.axes[0];
    if (axis < 0 || axis >= x.dim()) throw NotExecutable("a selection along an unknown axis");
    if (e.output.rank() == x.dim()) {
        return at::index_select(x, axis, positions(e.output[static_cast<int>(axis)], x.size(axis)));
    }
    if (e.output.rank() + 1 == x.dim()) return x.select(axis, 0).contiguous();
    throw NotExecutable("a selection by several indices");
}

at::Tensor shuffleSpace(const Execution& e) {
    const at::Tensor& x = e.inputs[0];
    if (x.dim() != 4) throw NotExecutable("space to depth of a tensor without height and width");
    const bool to_depth = e.op.type == OpType::SpaceToDepth;
    const int64_t block = to_depth ? x.size(2) / e.output[2] : e.output[2] / x.size(2);
    return to_depth ? at::pixel_unshuffle(x, block) : at::pixel_shuffle(x, block);
}

}  // namespace

at::Tensor executeData(const Execution& e) {
    switch (e.op.type) {
        case OpType::Concat:
            return at::cat(std::vector<at::Tensor>(e.inputs.begin(), e.inputs.end()), e.op.axes.at(0));
        case OpType::Resize:
            return resize(e);
        case OpType::Pad:
            return pad(e);
        case OpType::Slice:
            return slice(e);
        case OpType::Gather:
            return gather(e);
        case OpType::Transpose:
            return e.inputs[0].permute(e.op.axes).contiguous();
        case OpType::Reshape:
            return e.inputs[0].reshape(std::vector<int64_t>(e.output.sizes().begin(), e.output.sizes().end()));
        case OpType::SpaceToDepth:
        case OpType::DepthToSpace:
            return shuffleSpace(e);
        case OpType::Quantize:
            // Float32 has no format to change to; indices become numbers again.
            return e.inputs[0].to(at::kFloat);
        default:
            throw NotExecutable("an operator that LibTorch has no equal of");
    }
}

}  // namespace bw
