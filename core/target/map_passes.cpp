// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "target/map_passes.h"

namespace bw {

bool needsTable(Activation activation) {
    return activation != Activation::None && !fusesIntoProducer(activation) && activation != Activation::LeakyRelu &&
           activation != Activation::Prelu;
}

MapPasses mapPasses(const Kernel& k) {
    switch (k.type) {
        case OpType::Add:
        case OpType::Sub:
        case OpType::Elementwise:
        case OpType::Reduce:
        case OpType::ArgMax:
            return {.elementwise = 1};
        case OpType::Mul:
            return {.multiply = 1};
        case OpType::Div:  // Reciprocal from a table, then a product.
            return {.multiply = 1, .table = 1};
        case OpType::Activation:
            if (needsTable(k.activation)) return {.table = 1};
            if (k.activation == Activation::Prelu) return {.elementwise = 1, .multiply = 1};
            return {.output = 1};
        case OpType::Normalize:  // Scale, then shift.
            return {.elementwise = 1, .multiply = 1};
        case OpType::LayerNorm:  // Mean, difference, square, its mean, scale by the deviation, gain and shift.
            return {.elementwise = 4, .multiply = 3};
        case OpType::Softmax:  // Maximum, difference, exponential, sum, product with the reciprocal.
            return {.elementwise = 3, .multiply = 1, .table = 1};
        default:
            return {.output = 1};
    }
}

double passCyclesPerElement(const MapPasses& passes, const NpuParameters& npu) {
    return passes.elementwise / npu.elementwise_elements_per_cycle + passes.multiply / npu.multiply_elements_per_cycle +
           passes.table / npu.lut_elements_per_cycle + passes.output / npu.output_elements_per_cycle;
}

}  // namespace bw
