// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/onnx_inputs.h"

#include <algorithm>
#include <unordered_set>

namespace bw::onnx {
namespace {

/// The batch is the first dimension, or one that shares its symbol or is called so.
bool isBatch(const RawValueInfo& info, size_t index) {
    const RawDim& dim = info.dims[index];
    if (!dim.symbolic()) return false;
    if (index == 0) return true;
    return !dim.symbol.empty() && (dim.symbol == info.dims[0].symbol || dim.symbol.find("batch") != dim.symbol.npos);
}

/// What to type for an input with symbolic sizes: a plausible image or sequence.
std::string exampleShape(const RawValueInfo& info) {
    std::string text;
    for (size_t i = 0; i < info.dims.size(); ++i) {
        const RawDim& dim = info.dims[i];
        const bool image = info.dims.size() == 4;
        const int64_t guess = isBatch(info, i) ? 1 : image && i == 1 ? 3 : image ? 320 : 128;
        text += (i == 0 ? "" : "x") + std::to_string(dim.symbolic() ? guess : dim.size);
    }
    return text;
}

/// Sizes the file states with a symbolic batch of 1; refuses other symbolic sizes.
Result<std::vector<int64_t>> statedSizes(const RawValueInfo& info) {
    const std::string place = "input '" + printableName(info.name, 40) + "'";
    if (!info.has_shape) {
        return fail(ErrorCode::InvalidArgument, "its shape is not stated", place,
                    "give it as --input-shape 1x3x224x224");
    }
    std::string unknown;
    std::vector<int64_t> sizes;
    for (size_t i = 0; i < info.dims.size(); ++i) {
        const RawDim& dim = info.dims[i];
        sizes.push_back(dim.symbolic() ? 1 : dim.size);
        if (!dim.symbolic() || isBatch(info, i)) continue;
        const std::string name = dim.symbol.empty() ? "axis " + std::to_string(i) : printableName(dim.symbol, 24);
        unknown += (unknown.empty() ? "" : ", ") + name;
    }
    if (!unknown.empty()) {
        return fail(ErrorCode::InvalidArgument, "sizes not stated: " + unknown, printableName(info.name, 40),
                    "give --input-shape " + exampleShape(info));
    }
    return sizes;
}

/// The sizes the user gave for an input, in the file's order.
Result<std::vector<int64_t>> givenSizes(const RawValueInfo& info, const std::vector<int64_t>& given) {
    if (info.has_shape && given.size() != info.dims.size()) {
        return fail(ErrorCode::InvalidArgument,
                    "has " + std::to_string(info.dims.size()) + " dimensions, but the shape given has " +
                        std::to_string(given.size()),
                    printableName(info.name, 40), "give --input-shape like " + exampleShape(info));
    }
    const bool image = info.has_shape && info.dims.size() == 4 && !info.dims[1].symbolic();
    const bool swapped = image && given[1] != info.dims[1].size && given[3] == info.dims[1].size;
    if (swapped) return std::vector<int64_t>{given[0], given[3], given[1], given[2]};
    return given;
}

}  // namespace

std::vector<const RawValueInfo*> trueInputs(const RawGraph& graph) {
    std::unordered_set<std::string_view> filled;
    for (const RawTensor& tensor : graph.initializers)
        filled.insert(tensor.name);
    std::vector<const RawValueInfo*> inputs;
    for (const RawValueInfo& input : graph.inputs) {
        if (filled.count(input.name) == 0) inputs.push_back(&input);
    }
    return inputs;
}

OnnxInput describeInput(const RawValueInfo& info) {
    OnnxInput input;
    input.name = printableName(info.name);
    for (const RawDim& dim : info.dims) {
        input.dims.push_back(dim.size);
        input.symbols.push_back(dim.symbolic() ? printableName(dim.symbol, 64) : std::string());
    }
    input.needs_shape = !statedSizes(info).has_value();
    return input;
}

Result<void> addInputs(ImportState& state, const ImportOptions& options) {
    const auto inputs = trueInputs(state.raw);
    if (options.input_shapes.size() > inputs.size()) {
        return fail(ErrorCode::InvalidArgument, std::to_string(options.input_shapes.size()) +
                                                    " input shapes were given, the network has " +
                                                    std::to_string(inputs.size()) + " inputs");
    }
    for (size_t i = 0; i < inputs.size(); ++i) {
        const RawValueInfo& info = *inputs[i];
        const std::string place = "input '" + printableName(info.name, 40) + "'";
        if (!info.is_tensor) return fail(ErrorCode::Unsupported, "is no tensor", place);
        const bool given = i < options.input_shapes.size() && !options.input_shapes[i].empty();
        const auto sizes = given ? givenSizes(info, options.input_shapes[i]) : statedSizes(info);
        if (!sizes) return tl::unexpected(sizes.error());
        const auto shape = checkedShape(*sizes);
        if (!shape) {
            Error error = shape.error();
            error.place = place;
            return tl::unexpected(std::move(error));
        }
        for (size_t k = 0; k < info.dims.size(); ++k) {
            const RawDim& dim = info.dims[k];
            if (!dim.symbolic()) {
                state.resized = state.resized || dim.size != (*sizes)[k];
            } else if (!dim.symbol.empty()) {
                state.symbols.emplace(dim.symbol, (*sizes)[k]);
            }
        }
        const bool assumed =
            !given && !info.dims.empty() &&
            std::any_of(info.dims.begin(), info.dims.end(), [](const RawDim& d) { return d.symbolic(); });
        if (assumed)
            state.model.notes.push_back("The batch size of input '" + printableName(info.name, 40) +
                                        "' is not stated: 1 was assumed.");
        Value value;
        value.tensor = state.builder.addInput(*shape, printableName(info.name));
        value.type = info.type;
        state.readers.resize(state.builder.graph().tensors.size(), 0);
        state.readers[static_cast<size_t>(value.tensor)] = state.names.uses(info.name);
        state.values.emplace(info.name, std::move(value));
    }
    return {};
}

}  // namespace bw::onnx
