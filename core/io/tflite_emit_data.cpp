// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Operators that move data.
#include <algorithm>
#include <numeric>

#include "base/text.h"
#include "io/tflite_emitter.h"

namespace bw::tflite {

Layout Emitter::commonLayout(const Operator& op) const {
    const bool any = std::any_of(op.inputs.begin(), op.inputs.end(), [this](TensorId tensor) {
        return shape(tensor).rank() == 4 && layoutOf(tensor) == Layout::ChannelsLast;
    });
    return any ? Layout::ChannelsLast : Layout::Plain;
}

Result<void> Emitter::emitConcat(const Operator& op) {
    const Layout layout = commonLayout(op);
    const Shape& out = shape(op.outputs.front());
    std::vector<int32_t> inputs;
    for (const TensorId tensor : op.inputs)
        inputs.push_back(take(tensor, layout));
    const int axis = fileAxis(static_cast<int>(op.axes.front()), out.rank(), layout);
    append(Builtin::Concatenation, std::move(inputs), result(op, layout), OptionsType::Concatenation,
           {{0, axis}, {1, fusedCode(op.activation).value_or(0)}});
    return {};
}

Result<void> Emitter::emitResize(const Operator& op) {
    const bool bilinear = op.detail == "bilinear" || op.detail == "linear";
    if (!bilinear && op.detail != "nearest") return unsupported("the interpolation '" + op.detail + "'");
    const Shape& out = shape(op.outputs.front());
    const int32_t x = takeMap(op.inputs.front());
    const std::vector<int32_t> sizes = mapSizes(out);
    const int32_t target = integers({sizes[1], sizes[2]}, "size");
    const int32_t y = mapResult(op);
    // What PyTorch computes where nothing else is said: pixel centres for bilinear, else the pixel above and left.
    const Sampling stated = numbers_.sampling(index_);
    const Sampling grid = stated != Sampling::Default ? stated : bilinear ? Sampling::PixelCentres : Sampling::TopLeft;
    const int64_t corners = grid == Sampling::Corners ? 1 : 0;
    const int64_t centres = grid == Sampling::PixelCentres ? 1 : 0;
    if (bilinear) {
        append(Builtin::ResizeBilinear, {x, target}, y, OptionsType::ResizeBilinear, {{2, corners}, {3, centres}});
    } else {
        append(Builtin::ResizeNearestNeighbor, {x, target}, y, OptionsType::ResizeNearestNeighbor,
               {{0, corners}, {1, centres}});
    }
    finishMap(op, y);
    return {};
}

Result<void> Emitter::emitPad(const Operator& op) {
    const bool mirrors = op.detail == "reflect" || op.detail == "symmetric";
    if (!mirrors && !op.detail.empty() && op.detail != "constant") return unsupported("padding '" + op.detail + "'");
    const TensorId input = op.inputs.front();
    const int rank = shape(input).rank();
    const Layout layout = layoutOf(input);
    std::vector<int32_t> amounts(2 * static_cast<size_t>(rank));
    for (int axis = 0; axis < rank; ++axis) {
        const auto from = 2 * static_cast<size_t>(axis);
        const auto to = 2 * static_cast<size_t>(fileAxis(axis, rank, layout));
        amounts[to] = static_cast<int32_t>(op.axes[from]);
        amounts[to + 1] = static_cast<int32_t>(op.axes[from + 1]);
    }
    const int32_t list = integers(amounts, "amounts");
    model_.tensors[static_cast<size_t>(list)].shape = {rank, 2};
    const int32_t x = take(input, layout);
    if (mirrors) {
        append(Builtin::MirrorPad, {x, list}, result(op, layout), OptionsType::MirrorPad,
               {{0, op.detail == "reflect" ? 0 : 1}});
    } else {
        append(Builtin::Pad, {x, list}, result(op, layout), OptionsType::Pad);
    }
    return {};
}

Result<void> Emitter::emitSlice(const Operator& op) {
    const TensorId input = op.inputs.front();
    const Shape& in = shape(input);
    const Shape& out = shape(op.outputs.front());
    const Layout layout = layoutOf(input);
    std::vector<int32_t> begin(static_cast<size_t>(in.rank()), 0);
    for (size_t i = 0; i + 1 < op.axes.size(); i += 2) {
        const int axis = fileAxis(static_cast<int>(op.axes[i]), in.rank(), layout);
        begin[static_cast<size_t>(axis)] = static_cast<int32_t>(op.axes[i + 1]);
    }
    const int32_t x = take(input, layout);
    if (op.detail.empty()) {
        const int32_t from = integers(begin, "begin");
        const int32_t size = integers(fileSizes(out, layout), "size");
        append(Builtin::Slice, {x, from, size}, result(op, layout), OptionsType::Slice);
        return {};
    }
    const std::string_view prefix = "step ";
    const auto step = op.detail.starts_with(prefix) ? parseInteger(op.detail.substr(prefix.size())) : std::nullopt;
    if (!step || op.axes.size() != 2) return unsupported("the slice '" + op.detail + "'");
    const auto axis = static_cast<size_t>(fileAxis(static_cast<int>(op.axes[0]), in.rank(), layout));
    std::vector<int32_t> end = fileSizes(in, layout);
    std::vector<int32_t> steps(begin.size(), 1);
    steps[axis] = static_cast<int32_t>(*step);
    const int64_t last = begin[axis] + (out[static_cast<int>(op.axes[0])] - 1) * *step;
    end[axis] = static_cast<int32_t>(*step > 0 ? last + 1 : last - 1);
    // An end of -1 would count from the end of the axis.
    const int64_t end_mask = end[axis] < 0 ? int64_t{1} << axis : 0;
    const int32_t from = integers(begin, "begin");
    const int32_t to = integers(end, "end");
    const int32_t by = integers(steps, "steps");
    append(Builtin::StridedSlice, {x, from, to, by}, result(op, layout), OptionsType::StridedSlice,
           {{0, 0}, {1, end_mask}, {2, 0}, {3, 0}, {4, 0}, {5, 0}});
    return {};
}

Result<void> Emitter::emitTranspose(const Operator& op) {
    const TensorId input = op.inputs.front();
    const int rank = shape(input).rank();
    const Layout from = layoutOf(input);
    const auto orderFor = [&](Layout to) {
        std::vector<int32_t> order(static_cast<size_t>(rank));
        for (int axis = 0; axis < rank; ++axis) {
            order[static_cast<size_t>(fileAxis(axis, rank, to))] =
                fileAxis(static_cast<int>(op.axes[static_cast<size_t>(axis)]), rank, from);
        }
        return order;
    };
    for (const Layout to : {Layout::ChannelsLast, Layout::Plain}) {
        const std::vector<int32_t> order = orderFor(to);
        if (!std::is_sorted(order.begin(), order.end())) continue;
        // The file holds the input in the order that is asked for already.
        note("a transposition between NCHW and NHWC is left out, the file's order is NHWC");
        bind(op.outputs.front(), to, take(input, from));
        return {};
    }
    const int32_t order = integers(orderFor(Layout::ChannelsLast), "order");
    append(Builtin::Transpose, {take(input, from), order}, result(op, Layout::ChannelsLast), OptionsType::Transpose);
    return {};
}

Result<void> Emitter::emitReshape(const Operator& op) {
    const TensorId input = op.inputs.front();
    const Shape& out = shape(op.outputs.front());
    const Layout order = options_.reshapes == ReshapeOrder::Nhwc ? Layout::ChannelsLast : Layout::Plain;
    const int32_t x = take(input, sameOrder(shape(input)) ? layoutOf(input) : order);
    const Layout layout = sameOrder(out) ? Layout::ChannelsLast : order;
    const std::vector<int32_t> sizes = fileSizes(out, layout);
    const int32_t target = integers(sizes, "shape");
    append(Builtin::Reshape, {x, target}, result(op, layout), OptionsType::Reshape);
    model_.operators.back().options_list = sizes;
    model_.operators.back().has_options_list = true;
    return {};
}

Result<void> Emitter::emitBlocks(const Operator& op) {
    if (op.axes.empty()) return unsupported("a rearrangement of unknown block size");
    if (!op.detail.empty() && op.detail != "dcr") return unsupported("the rearrangement '" + op.detail + "'");
    const bool to_depth = op.type == OpType::SpaceToDepth;
    const int32_t x = take(op.inputs.front(), Layout::ChannelsLast);
    append(to_depth ? Builtin::SpaceToDepth : Builtin::DepthToSpace, {x}, result(op, Layout::ChannelsLast),
           to_depth ? OptionsType::SpaceToDepth : OptionsType::DepthToSpace, {{0, op.axes.front()}});
    return {};
}

Result<void> Emitter::emitQuantize(const Operator& op) {
    const TensorId input = op.inputs.front();
    note("a change of the number format is left out, the file has one format");
    bind(op.outputs.front(), layoutOf(input), take(input, layoutOf(input)));
    return {};
}

Result<void> Emitter::emitGather(const Operator& op) {
    // Indices are known for networks from TFLite files only, whose axes are in the file's order throughout.
    const Numbers indices = numbers_.indices(index_);
    if (indices.empty() || op.axes.size() != 1 || op.inputs.size() != 1) return emitUnknown(op);
    const int rank = shape(op.inputs.front()).rank();
    const int32_t x = take(op.inputs.front(), Layout::ChannelsLast);
    const int32_t list = integers({indices.values->begin(), indices.values->end()}, "indices");
    model_.tensors[static_cast<size_t>(list)].shape = narrowed(indices.sizes);
    append(Builtin::Gather, {x, list}, result(op, Layout::ChannelsLast), OptionsType::Gather,
           {{0, fileAxis(static_cast<int>(op.axes.front()), rank, Layout::ChannelsLast)}, {1, 0}});
    return {};
}

Result<void> Emitter::emitUnknown(const Operator& op) {
    const std::string what = op.detail.empty() ? std::string(opTypeId(op.type)) : op.detail;
    return unsupported("'" + elide(what, 60) + "' of another format");
}

}  // namespace bw::tflite
