// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Operators that move data.
#include <algorithm>
#include <limits>

#include "base/text.h"
#include "io/look_up.h"
#include "io/onnx_emitter.h"

namespace bw::onnx {
namespace {

/// How TensorFlow and PyTorch round on each grid.
std::string nearestMode(const std::string& grid) {
    return grid == "align_corners" ? "round_prefer_ceil" : "floor";
}

}  // namespace

Result<void> Emitter::emitConcat(const Operator& op) {
    if (op.weight_elements > 0) return unsupported("joining with learned numbers");
    Names inputs;
    for (const TensorId tensor : op.inputs)
        inputs.push_back(take(tensor));
    return appendActivated(op, "Concat", std::move(inputs), {{"axis", op.axes.front()}});
}

Result<void> Emitter::emitResize(const Operator& op) {
    const bool linear = op.detail == "bilinear" || op.detail == "linear";
    const bool cubic = op.detail == "bicubic" || op.detail == "cubic";
    if (!linear && !cubic && op.detail != "nearest") return unsupported("the interpolation '" + op.detail + "'");
    const Shape& out = shape(op.outputs.front());
    const std::vector<int64_t> sizes(out.sizes().begin(), out.sizes().end());
    // In words of the format; the default is what PyTorch computes.
    const auto gridOf = [&]() -> std::string {
        switch (numbers_.sampling(index_)) {
            case Sampling::PixelCentres:
                return "half_pixel";
            case Sampling::Corners:
                return "align_corners";
            case Sampling::TopLeft:
                return "asymmetric";
            case Sampling::Default:
                break;
        }
        return linear || cubic ? "half_pixel" : "asymmetric";
    };
    Attributes attributes = {{"mode", std::string(linear  ? "linear"
                                                  : cubic ? "cubic"
                                                          : "nearest")},
                             {"coordinate_transformation_mode", gridOf()}};
    if (!linear && !cubic) attributes.push_back({"nearest_mode", nearestMode(gridOf())});
    if (cubic) attributes.push_back({"cubic_coeff_a", -0.75F});
    return appendActivated(op, "Resize", {take(op.inputs.front()), "", "", integers(sizes, "sizes")},
                           std::move(attributes));
}

Result<void> Emitter::emitPad(const Operator& op) {
    const std::string mode = op.detail.empty() ? "constant" : op.detail;
    if (mode != "constant" && mode != "reflect" && mode != "edge") return unsupported("padding '" + mode + "'");
    const auto rank = static_cast<size_t>(shape(op.inputs.front()).rank());
    std::vector<int64_t> amounts(2 * rank);
    for (size_t axis = 0; axis < rank; ++axis) {
        amounts[axis] = op.axes[2 * axis];
        amounts[rank + axis] = op.axes[2 * axis + 1];
    }
    return appendActivated(op, "Pad", {take(op.inputs.front()), integers(amounts, "amounts")}, {{"mode", mode}});
}

Result<void> Emitter::emitSlice(const Operator& op) {
    const Shape& in = shape(op.inputs.front());
    const Shape& out = shape(op.outputs.front());
    int64_t step = 1;
    if (!op.detail.empty()) {
        const std::string_view prefix = "step ";
        const auto stated =
            op.detail.starts_with(prefix) ? parseInteger(op.detail.substr(prefix.size())) : std::nullopt;
        if (!stated || op.axes.size() != 2) return unsupported("the slice '" + op.detail + "'");
        step = *stated;
    }
    std::vector<int64_t> starts, ends, axes, steps;
    for (size_t i = 0; i + 1 < op.axes.size(); i += 2) {
        const int64_t axis = op.axes[i] < 0 ? op.axes[i] + in.rank() : op.axes[i];
        const int64_t begin = op.axes[i + 1];
        const int64_t last = begin + (out[static_cast<int>(axis)] - 1) * step;
        starts.push_back(begin);
        // An end of -1 would count from the end of the axis.
        const int64_t end = step > 0 ? last + 1 : last - 1;
        ends.push_back(end < 0 ? std::numeric_limits<int64_t>::min() : end);
        axes.push_back(axis);
        steps.push_back(step);
    }
    return appendActivated(op, "Slice",
                           {take(op.inputs.front()), integers(starts, "starts"), integers(ends, "ends"),
                            integers(axes, "axes"), integers(steps, "steps")});
}

Result<void> Emitter::emitGather(const Operator& op) {
    const Numbers indices = numbers_.indices(index_);
    if (indices.empty() || op.axes.size() != 1 || op.inputs.size() != 1) return emitUnknown(op);
    const auto look_up = lookUpOf(shape(op.inputs.front()), shape(op.outputs.front()), op.axes.front(), indices.sizes,
                                  channels_last_reshapes_);
    if (!look_up) return emitUnknown(op);
    std::string x = take(op.inputs.front());
    if (!look_up->before.empty()) x = append("Transpose", {x}, "nhwc", {{"perm", look_up->before}});
    const std::string list = integers({indices.values->begin(), indices.values->end()}, "indices");
    model_.initializers.back().dims = indices.sizes;
    if (look_up->after.empty()) return appendActivated(op, "Gather", {x, list}, {{"axis", look_up->axis}});
    const std::string map = append("Gather", {x, list}, "map", {{"axis", look_up->axis}});
    return appendActivated(op, "Transpose", {map}, {{"perm", look_up->after}});
}

Result<void> Emitter::emitTranspose(const Operator& op) {
    return appendActivated(op, "Transpose", {take(op.inputs.front())}, {{"perm", op.axes}});
}

Result<void> Emitter::emitReshape(const Operator& op) {
    const Shape& in = shape(op.inputs.front());
    const Shape& out = shape(op.outputs.front());
    std::string x = take(op.inputs.front());
    std::vector<int64_t> sizes(out.sizes().begin(), out.sizes().end());
    const bool from_map = channels_last_reshapes_ && in.rank() == 4;
    const bool to_map = channels_last_reshapes_ && out.rank() == 4;
    if (from_map) x = append("Transpose", {x}, "nhwc", {{"perm", std::vector<int64_t>{0, 2, 3, 1}}});
    if (!to_map) return appendActivated(op, "Reshape", {x, integers(sizes, "shape")});
    std::rotate(sizes.begin() + 1, sizes.begin() + 2, sizes.end());
    const std::string map = append("Reshape", {x, integers(sizes, "shape")}, "map");
    return appendActivated(op, "Transpose", {map}, {{"perm", std::vector<int64_t>{0, 3, 1, 2}}});
}

Result<void> Emitter::emitBlocks(const Operator& op) {
    if (op.axes.empty()) return unsupported("a rearrangement of unknown block size");
    Attributes attributes = {{"blocksize", op.axes.front()}};
    if (op.type == OpType::SpaceToDepth)
        return appendActivated(op, "SpaceToDepth", {take(op.inputs.front())}, attributes);
    std::string mode = op.detail.empty() ? "dcr" : op.detail;
    if (mode != "dcr" && mode != "crd") return unsupported("the rearrangement '" + mode + "'");
    std::transform(mode.begin(), mode.end(), mode.begin(), [](char c) { return static_cast<char>(c - 'a' + 'A'); });
    attributes.push_back({"mode", mode});
    return appendActivated(op, "DepthToSpace", {take(op.inputs.front())}, attributes);
}

Result<void> Emitter::emitQuantize(const Operator& op) {
    note("a change of the number format is left out, the file has one format");
    bind(op.outputs.front(), take(op.inputs.front()));
    return {};
}

}  // namespace bw::onnx
