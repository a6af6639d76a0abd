// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/data/image/resample.h"

#include <algorithm>
#include <cmath>

namespace bw {
namespace {

/// What one new pixel takes along one axis: `count` old pixels from `first`, with weights that add up to 1.
struct Tap {
    int first = 0;
    int count = 0;
    size_t weights = 0;
};

struct Taps {
    std::vector<Tap> taps;
    std::vector<float> weights;
};

/// Along one axis. A triangle as wide as the larger of an old and a new pixel is a mean where the picture shrinks and
/// linear interpolation where it grows.
Taps tapsFor(double start, double length, int old_size, int new_size) {
    Taps result;
    const double step = length / new_size;
    const double reach = std::max(1.0, step);
    for (int i = 0; i < new_size; ++i) {
        const double center = start + (i + 0.5) * step - 0.5;
        const int low = static_cast<int>(std::ceil(center - reach));
        const int high = static_cast<int>(std::floor(center + reach));
        const int first = std::clamp(low, 0, old_size - 1);
        const int last = std::clamp(high, 0, old_size - 1);
        Tap tap{first, last - first + 1, result.weights.size()};
        result.weights.resize(tap.weights + static_cast<size_t>(tap.count), 0.0F);
        double sum = 0;
        for (int k = low; k <= high; ++k) {
            const double weight = std::max(0.0, 1.0 - std::fabs(k - center) / reach);
            const int at = std::clamp(k, 0, old_size - 1) - first;
            result.weights[tap.weights + static_cast<size_t>(at)] += static_cast<float>(weight);
            sum += weight;
        }
        for (size_t k = tap.weights; k < result.weights.size(); ++k)
            result.weights[k] /= static_cast<float>(sum);
        result.taps.push_back(tap);
    }
    return result;
}

}  // namespace

Image resample(const Image& image, const PixelRect& from, int width, int height) {
    if (from.x == 0 && from.y == 0 && from.width == image.width && from.height == image.height &&
        width == image.width && height == image.height)
        return image;
    const Taps across = tapsFor(from.x, from.width, image.width, width);
    const Taps down = tapsFor(from.y, from.height, image.height, height);
    // Only the rows that the result needs are shrunk or stretched across.
    int first_row = image.height;
    int last_row = -1;
    for (const Tap& tap : down.taps) {
        first_row = std::min(first_row, tap.first);
        last_row = std::max(last_row, tap.first + tap.count - 1);
    }
    const auto row_size = static_cast<size_t>(width);
    std::vector<float> rows(row_size * static_cast<size_t>(last_row - first_row + 1));
    std::vector<float> sum(row_size);
    Image result(width, height);
    for (int c = 0; c < 3; ++c) {
        const uint8_t* source = image.plane(c);
        for (int y = first_row; y <= last_row; ++y) {
            const uint8_t* row = source + static_cast<size_t>(y) * static_cast<size_t>(image.width);
            float* out = rows.data() + static_cast<size_t>(y - first_row) * row_size;
            for (size_t x = 0; x < row_size; ++x) {
                const Tap& tap = across.taps[x];
                float value = 0;
                for (int k = 0; k < tap.count; ++k)
                    value +=
                        across.weights[tap.weights + static_cast<size_t>(k)] * static_cast<float>(row[tap.first + k]);
                out[x] = value;
            }
        }
        uint8_t* target = result.plane(c);
        for (const Tap& tap : down.taps) {
            std::fill(sum.begin(), sum.end(), 0.5F);
            for (int k = 0; k < tap.count; ++k) {
                const float weight = down.weights[tap.weights + static_cast<size_t>(k)];
                const float* row = rows.data() + static_cast<size_t>(tap.first + k - first_row) * row_size;
                for (size_t x = 0; x < row_size; ++x)
                    sum[x] += weight * row[x];
            }
            for (size_t x = 0; x < row_size; ++x)
                *target++ = static_cast<uint8_t>(std::clamp(sum[x], 0.0F, 255.0F));
        }
    }
    return result;
}

ClassMask resample(const ClassMask& mask, const PixelRect& from, int width, int height) {
    ClassMask result{width, height, {}};
    result.classes.reserve(static_cast<size_t>(width) * static_cast<size_t>(height));
    for (int y = 0; y < height; ++y) {
        const auto old_y = static_cast<int>(std::floor(from.y + (y + 0.5) * from.height / height));
        for (int x = 0; x < width; ++x) {
            const auto old_x = static_cast<int>(std::floor(from.x + (x + 0.5) * from.width / width));
            const bool inside = old_x >= 0 && old_x < mask.width && old_y >= 0 && old_y < mask.height;
            result.classes.push_back(inside
                                         ? mask.classes[static_cast<size_t>(old_y) * static_cast<size_t>(mask.width) +
                                                        static_cast<size_t>(old_x)]
                                         : kVoidClass);
        }
    }
    return result;
}

}  // namespace bw
