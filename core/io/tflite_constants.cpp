// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/tflite_constants.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "io/tflite_ranges.h"

namespace bw::tflite {
namespace {

/// Which scale each element has: element / inner % scales.
struct Slices {
    size_t inner = 1;
    size_t count = 1;

    size_t of(size_t element) const { return element / inner % count; }
};

Slices slicesAlong(const std::vector<int32_t>& shape, int axis) {
    Slices slices;
    if (axis < 0) return slices;
    slices.count = static_cast<size_t>(shape[static_cast<size_t>(axis)]);
    for (size_t i = static_cast<size_t>(axis) + 1; i < shape.size(); ++i)
        slices.inner *= static_cast<size_t>(shape[i]);
    return slices;
}

template <class Integer>
std::string packed(const std::vector<float>& values, const Slices& slices, const std::vector<float>& scales,
                   int64_t zero, int64_t low, int64_t high) {
    std::string bytes(values.size() * sizeof(Integer), '\0');
    for (size_t i = 0; i < values.size(); ++i) {
        const double exact = static_cast<double>(values[i]) / scales[slices.of(i)];
        const double bounded = std::clamp(std::nearbyint(exact), -4.0e9, 4.0e9);
        const auto integer = std::clamp(static_cast<int64_t>(bounded) + zero, low, high);
        for (size_t byte = 0; byte < sizeof(Integer); ++byte)
            bytes[i * sizeof(Integer) + byte] = static_cast<char>(static_cast<uint64_t>(integer) >> (8 * byte) & 0xFFU);
    }
    return bytes;
}

template <class Integer>
void replace(OutputTensor& tensor, ElementType type, Slices slices, int64_t zero, int64_t low, int64_t high) {
    const OutputTensor real = tensor;
    tensor.type = static_cast<int>(type);
    Payload payload;
    payload.bytes = real.constant->bytes / sizeof(float) * sizeof(Integer);
    const std::vector<float> scales = tensor.quantization.scales;
    payload.make = [real, slices, scales, zero, low, high] {
        return packed<Integer>(floatsOf(real), slices, scales, zero, low, high);
    };
    tensor.constant = std::move(payload);
}

}  // namespace

void quantizeWeights(OutputTensor& tensor, int axis) {
    const std::vector<float> values = floatsOf(tensor);
    const Slices slices = slicesAlong(tensor.shape, axis);
    std::vector<float> greatest(slices.count, 0);
    for (size_t i = 0; i < values.size(); ++i)
        greatest[slices.of(i)] = std::max(greatest[slices.of(i)], std::fabs(values[i]));
    // A channel of zeros needs a scale too; that of the largest weight keeps its bias in range.
    const float largest = *std::max_element(greatest.begin(), greatest.end());
    Quantization& q = tensor.quantization;
    q = {};
    for (const float value : greatest)
        q.scales.push_back((value > 0 ? value : largest > 0 ? largest : 1.0F) / 127);
    q.zero_points.assign(slices.count, 0);
    q.axis = std::max(axis, 0);
    replace<int8_t>(tensor, ElementType::Int8, slices, 0, -127, 127);
}

void quantizeAsymmetric(OutputTensor& tensor, bool is_unsigned) {
    const std::vector<float> values = floatsOf(tensor);
    float low = 0;
    float high = 0;
    for (const float value : values) {
        low = std::min(low, value);
        high = std::max(high, value);
    }
    const int64_t lowest = is_unsigned ? 0 : -128;
    const float scale = high > low ? (high - low) / 255 : 1.0F / 255;
    const auto zero = static_cast<int64_t>(std::lround(static_cast<double>(lowest) - low / scale));
    tensor.quantization = {};
    tensor.quantization.scales = {scale};
    tensor.quantization.zero_points = {std::clamp(zero, lowest, lowest + 255)};
    replace<int8_t>(tensor, is_unsigned ? ElementType::Uint8 : ElementType::Int8, Slices(),
                    tensor.quantization.zero_points.front(), lowest, lowest + 255);
}

void quantizeTo(OutputTensor& tensor, const OutputTensor& like) {
    tensor.quantization = like.quantization;
    const bool is_unsigned = like.type == static_cast<int>(ElementType::Uint8);
    const int64_t lowest = is_unsigned ? 0 : -128;
    replace<int8_t>(tensor, is_unsigned ? ElementType::Uint8 : ElementType::Int8, Slices(),
                    like.quantization.zero_points.front(), lowest, lowest + 255);
}

void quantizeBias(OutputTensor& tensor, float input_scale, const std::vector<float>& weight_scales) {
    tensor.quantization = {};
    for (const float scale : weight_scales)
        tensor.quantization.scales.push_back(input_scale * scale);
    tensor.quantization.zero_points.assign(weight_scales.size(), 0);
    const Slices slices = weight_scales.size() > 1 ? slicesAlong(tensor.shape, 0) : Slices();
    replace<int32_t>(tensor, ElementType::Int32, slices, 0, std::numeric_limits<int32_t>::min(),
                     std::numeric_limits<int32_t>::max());
}

}  // namespace bw::tflite
