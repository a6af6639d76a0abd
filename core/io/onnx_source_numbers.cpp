// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/onnx_source_numbers.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace bw::onnx {
namespace {

std::vector<float> valuesOf(const SourceTensor& tensor) {
    std::vector<float> values(tensor.bytes.size() / sizeof(float));
    if (!values.empty()) std::memcpy(values.data(), tensor.bytes.data(), values.size() * sizeof(float));
    return values;
}

Numbers numbersOf(std::vector<int64_t> sizes, std::vector<float> values) {
    return {std::move(sizes), std::make_shared<const std::vector<float>>(std::move(values))};
}

/// What normalisation multiplies each channel by.
std::vector<float> factorsOf(const SourceNormalization& norm) {
    const std::vector<float> scale = valuesOf(norm.scale), variance = valuesOf(norm.variance);
    std::vector<float> factors(scale.size());
    for (size_t c = 0; c < factors.size(); ++c)
        factors[c] = scale[c] / std::sqrt(variance[c] + norm.epsilon);
    return factors;
}

}  // namespace

Result<Numbers> SourceNumbers::kernel(size_t index) const {
    const SourceOperator* kept = weights_.of(index);
    if (kept == nullptr || !kept->kernel) return others_.kernel(index);
    const Operator& op = lowered_.graph.operators[index];
    Numbers numbers = numbersOf(kept->kernel->dims, valuesOf(*kept->kernel));
    if (kept->transposed) {
        numbers = numbersOf({numbers.sizes[1], numbers.sizes[0]}, numbers.permuted({1, 0})());
    }
    // Kernels of sequences have a height of one here.
    if (op.isConvolution() && numbers.sizes.size() == 3) numbers.sizes.insert(numbers.sizes.begin() + 2, 1);
    if (!kept->normalization) return numbers;
    const std::vector<float> factors = factorsOf(*kept->normalization);
    std::vector<float> values = *numbers.values;
    const auto all = static_cast<int64_t>(values.size());
    if (op.type == OpType::TransposedConv2d) {
        // In x out of the group x height x width.
        const int64_t in = numbers.sizes[0], out = numbers.sizes[1], plane = all / (in * out);
        for (int64_t i = 0; i < all; ++i) {
            const int64_t group = i / (plane * out) / (in / op.groups);
            values[static_cast<size_t>(i)] *= factors[static_cast<size_t>(group * out + i / plane % out)];
        }
    } else {
        const int64_t each = all / numbers.sizes[0];
        for (int64_t i = 0; i < all; ++i)
            values[static_cast<size_t>(i)] *= factors[static_cast<size_t>(i / each)];
    }
    return numbersOf(numbers.sizes, std::move(values));
}

Result<Numbers> SourceNumbers::bias(size_t index) const {
    const SourceOperator* kept = weights_.of(index);
    if (kept == nullptr || !kept->kernel) return others_.bias(index);
    const Operator& op = lowered_.graph.operators[index];
    if (op.biasElements() == 0) return Numbers();
    std::vector<float> values(static_cast<size_t>(op.out_channels), 0.0F);
    if (kept->bias) values = valuesOf(*kept->bias);
    if (kept->normalization) {
        const std::vector<float> factors = factorsOf(*kept->normalization);
        const std::vector<float> mean = valuesOf(kept->normalization->mean);
        const std::vector<float> shift = valuesOf(kept->normalization->shift);
        for (size_t c = 0; c < values.size(); ++c)
            values[c] = (values[c] - mean[c]) * factors[c] + shift[c];
    }
    return numbersOf({op.out_channels}, std::move(values));
}

Result<Numbers> SourceNumbers::constant(size_t index) const {
    const SourceOperator* kept = weights_.of(index);
    if (kept == nullptr) return others_.constant(index);
    if (kept->constant) return numbersOf(kept->constant->dims, valuesOf(*kept->constant));
    const Numbers operand = setting(index);
    return operand.empty() ? others_.constant(index) : operand;
}

Numbers SourceNumbers::setting(size_t index) const {
    const SourceOperator* kept = weights_.of(index);
    if (kept == nullptr || kept->operands.size() != 2) return {};
    const size_t at = kept->operands[0] ? 0 : 1;
    if (!kept->operands[at] || kept->operands[1 - at]) return {};
    Numbers numbers = numbersOf(kept->operands[at]->dims, valuesOf(*kept->operands[at]));
    numbers.leads = at == 0;
    return numbers;
}

Sampling SourceNumbers::sampling(size_t index) const {
    const SourceOperator* kept = weights_.of(index);
    if (kept == nullptr || kept->grid.empty()) return Sampling::Default;
    if (kept->grid == "align_corners") return Sampling::Corners;
    return kept->grid == "asymmetric" ? Sampling::TopLeft : Sampling::PixelCentres;
}

std::optional<Slope> SourceNumbers::slope(size_t index) const {
    const SourceOperator* kept = weights_.of(index);
    if (kept == nullptr || !kept->alpha) return others_.slope(index);
    return Slope{*kept->alpha, kept->beta.value_or(0)};
}

}  // namespace bw::onnx
