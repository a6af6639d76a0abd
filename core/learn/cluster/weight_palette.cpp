// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/cluster/weight_palette.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <utility>

namespace bw {
namespace {

/// K-means on sorted weights: every cluster is a run of them, so that a round costs the borders alone.
class LineClusters {
public:
    explicit LineClusters(std::span<const float> sorted) : sorted_(sorted), sums_(sorted.size() + 1, 0.0) {
        for (size_t i = 0; i < sorted.size(); ++i)
            sums_[i + 1] = sums_[i] + sorted[i];
    }

    std::vector<double> evenOverRange(size_t count) const {
        std::vector<double> centres(count);
        const double low = sorted_.front(), high = sorted_.back();
        for (size_t i = 0; i < count; ++i)
            centres[i] = low + (high - low) * (static_cast<double>(i) + 0.5) / static_cast<double>(count);
        return centres;
    }
    std::vector<double> evenOverWeights(size_t count) const {
        std::vector<double> centres(count);
        for (size_t i = 0; i < count; ++i)
            centres[i] = sorted_[(2 * i + 1) * sorted_.size() / (2 * count)];
        return centres;
    }

    void settle(std::vector<double>& centres) const {
        constexpr int kRounds = 200;
        for (int round = 0; round < kRounds; ++round) {
            bool moved = false;
            size_t begin = 0;
            for (size_t i = 0; i < centres.size(); ++i) {
                const size_t end = i + 1 < centres.size() ? border((centres[i] + centres[i + 1]) / 2) : sorted_.size();
                // A colour that nobody takes stays where it is.
                if (end > begin) {
                    const double mean = (sums_[end] - sums_[begin]) / static_cast<double>(end - begin);
                    moved = moved || mean != centres[i];
                    centres[i] = mean;
                }
                begin = std::max(begin, end);
            }
            if (!moved) return;
        }
    }

private:
    size_t border(double value) const {
        return static_cast<size_t>(
            std::upper_bound(sorted_.begin(), sorted_.end(), value, [](double a, float b) { return a < b; }) -
            sorted_.begin());
    }

    std::span<const float> sorted_;
    std::vector<double> sums_;
};

WeightPalette painted(std::span<const float> weights, std::vector<float> colours) {
    std::sort(colours.begin(), colours.end());
    colours.erase(std::unique(colours.begin(), colours.end()), colours.end());
    WeightPalette palette;
    palette.indices.reserve(weights.size());
    for (const float weight : weights) {
        auto above = std::lower_bound(colours.begin(), colours.end(), weight);
        if (above == colours.end() || (above != colours.begin() && weight - *(above - 1) <= *above - weight)) --above;
        palette.indices.push_back(static_cast<int32_t>(above - colours.begin()));
        const double error = static_cast<double>(weight) - *above;
        palette.squared_error += error * error;
    }
    palette.colours = std::move(colours);
    return palette;
}

}  // namespace

int WeightPalette::indexBits() const {
    return colours.size() < 2 ? 0 : std::bit_width(colours.size() - 1);
}

double WeightPalette::entropy() const {
    std::vector<int64_t> counts(colours.size(), 0);
    for (const int32_t index : indices)
        ++counts[static_cast<size_t>(index)];
    double bits = 0;
    for (const int64_t count : counts) {
        if (count == 0) continue;
        const double share = static_cast<double>(count) / static_cast<double>(indices.size());
        bits -= share * std::log2(share);
    }
    return bits;
}

WeightPalette paletteOf(std::span<const float> weights, int count) {
    if (weights.empty() || count < 1) return {};
    std::vector<float> sorted(weights.begin(), weights.end());
    std::sort(sorted.begin(), sorted.end());
    std::vector<float> values = sorted;
    values.erase(std::unique(values.begin(), values.end()), values.end());
    if (values.size() <= static_cast<size_t>(count)) return painted(weights, std::move(values));
    const LineClusters clusters(sorted);
    WeightPalette best;
    best.squared_error = std::numeric_limits<double>::infinity();
    for (std::vector<double> centres :
         {clusters.evenOverRange(static_cast<size_t>(count)), clusters.evenOverWeights(static_cast<size_t>(count))}) {
        clusters.settle(centres);
        WeightPalette palette = painted(weights, {centres.begin(), centres.end()});
        if (palette.squared_error < best.squared_error) best = std::move(palette);
    }
    return best;
}

}  // namespace bw
