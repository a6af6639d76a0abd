// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>

#include "base/checked.h"
#include "io/tflite_converter.h"

namespace bw::tflite {

int64_t graphAxis(int64_t axis, int rank) {
    constexpr std::array<int64_t, 4> kNhwcToNchw = {0, 2, 3, 1};
    return rank == 4 ? kNhwcToNchw[static_cast<size_t>(axis)] : axis;
}

Shape toGraphShape(const Shape& file) {
    if (file.rank() != 4) return file;
    return Shape{file[0], file[3], file[1], file[2]};
}

Result<TensorId> Converter::activationInput(const OperatorInfo& op, size_t i) const {
    const int32_t tensor = op.input(i);
    if (tensor < 0) return fail(ErrorCode::InvalidFile, "its input " + std::to_string(i) + " is missing");
    const TensorId id = ids_[static_cast<size_t>(tensor)];
    if (id < 0) return fail(ErrorCode::Unsupported, "its input " + std::to_string(i) + " is a constant");
    return id;
}

std::vector<TensorId> Converter::activationInputs(const OperatorInfo& op) const {
    std::vector<TensorId> inputs;
    for (const int32_t tensor : op.inputs) {
        if (tensor >= 0 && ids_[static_cast<size_t>(tensor)] >= 0) inputs.push_back(ids_[static_cast<size_t>(tensor)]);
    }
    return inputs;
}

int64_t Converter::constantElements(const OperatorInfo& op) const {
    int64_t total = 0;
    for (const int32_t tensor : op.inputs) {
        if (!isConstant(tensor) || info(tensor).is_variable) continue;
        const int type = info(tensor).type;
        if (type == static_cast<int>(ElementType::Int32) || type == static_cast<int>(ElementType::Int64)) continue;
        total = addChecked(total, info(tensor).elements().value_or(0)).value_or(total);
    }
    return total;
}

Result<Shape> Converter::statedShape(int32_t tensor) const {
    const TensorInfo& t = info(tensor);
    std::vector<int64_t> sizes(t.sizes.begin(), t.sizes.begin() + t.rank);
    const auto shape = checkedShape(sizes);
    if (shape) return toGraphShape(*shape);
    Error error = shape.error();
    error.place = "tensor " + std::to_string(tensor) + " '" + t.name + "'";
    if (std::find(sizes.begin(), sizes.end(), -1) != sizes.end()) error.remedy = "convert it with fixed sizes";
    return tl::unexpected(error);
}

Result<Shape> Converter::weightShape(const OperatorInfo& op, size_t i, int rank) const {
    const int32_t tensor = op.input(i);
    if (tensor < 0) return fail(ErrorCode::InvalidFile, "its weights are missing");
    if (!isConstant(tensor)) return fail(ErrorCode::Unsupported, "its weights are computed by the network");
    const TensorInfo& weights = info(tensor);
    if (weights.rank != rank) {
        return fail(ErrorCode::InvalidFile, "its weights " + weights.shapeText() + " have the wrong rank");
    }
    return checkedShape(std::vector<int64_t>(weights.sizes.begin(), weights.sizes.begin() + rank));
}

Result<std::vector<int64_t>> Converter::integers(const OperatorInfo& op, size_t i) const {
    if (op.input(i) >= 0) {
        if (auto values = smallIntegers(info(op.input(i)))) return *values;
    }
    return fail(ErrorCode::Unsupported, "its input " + std::to_string(i) + " is no constant of a few integers");
}

Outputs Converter::withStatedShapes(const OperatorInfo& op, OpType type, std::string detail, std::vector<int64_t> axes,
                                    int64_t macs) {
    std::vector<Shape> shapes;
    for (const int32_t output : op.outputs) {
        const auto shape = statedShape(output);
        if (!shape) return tl::unexpected(shape.error());
        shapes.push_back(*shape);
    }
    Operator made;
    made.type = type;
    made.detail = std::move(detail);
    made.axes = std::move(axes);
    made.macs = macs;
    made.weight_elements = constantElements(op);
    made.inputs = activationInputs(op);
    return builder_.custom(std::move(made), shapes);
}

}  // namespace bw::tflite
