// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/train/anchors.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "learn/train/train_backend.h"

namespace bw {
namespace {

constexpr float kPlaceVariance = 0.1F;
constexpr float kSizeVariance = 0.2F;
constexpr float kRight = 0.5F;
constexpr float kOpen = 0.4F;
constexpr float kLeastScore = 0.01F;
constexpr float kRepeat = 0.5F;
constexpr size_t kMostBoxes = 100;
constexpr int kRounds = 30;

LabelBox boxOf(const Anchor& a) {
    return {a.x - a.width / 2, a.y - a.height / 2, a.x + a.width / 2, a.y + a.height / 2, 0, false};
}

/// Overlap of two sizes about one middle.
float alike(const Anchor& a, const Anchor& b) {
    const float both = std::min(a.width, b.width) * std::min(a.height, b.height);
    return both / (a.width * a.height + b.width * b.height - both);
}

size_t nearest(const Anchor& size, const std::vector<Anchor>& centers) {
    size_t best = 0;
    for (size_t i = 1; i < centers.size(); ++i) {
        if (alike(size, centers[i]) > alike(size, centers[best])) best = i;
    }
    return best;
}

/// Sizes between two sides, upright, square and broad in turn.
std::vector<Anchor> spreadSizes(size_t count, float least, float most) {
    constexpr std::array<float, 3> kShapes = {1.0F, 0.6F, 1.6F};
    std::vector<Anchor> sizes;
    for (size_t i = 0; i < count; ++i) {
        const float share = (static_cast<float>(i) + 0.5F) / static_cast<float>(count);
        const float side = least * std::pow(most / least, share);
        const float shape = std::sqrt(kShapes[i % kShapes.size()]);
        sizes.push_back({0, 0, side * shape, side / shape});
    }
    return sizes;
}

float sideOf(const Anchor& size) {
    return std::sqrt(size.width * size.height);
}

std::vector<Anchor> clusterSizes(std::vector<Anchor> sizes, size_t count, Random& random) {
    const auto byArea = [](const Anchor& a, const Anchor& b) { return sideOf(a) < sideOf(b); };
    std::stable_sort(sizes.begin(), sizes.end(), byArea);
    // Beginnings spread evenly over the sorted sizes, each moved a little by chance.
    std::vector<Anchor> centers;
    for (size_t i = 0; i < count; ++i) {
        const auto place = (static_cast<double>(i) + random.uniform()) / static_cast<double>(count);
        centers.push_back(sizes[std::min(sizes.size() - 1, static_cast<size_t>(place * double(sizes.size())))]);
    }
    for (int round = 0; round < kRounds; ++round) {
        std::vector<Anchor> sums(count);
        std::vector<int> members(count, 0);
        for (const Anchor& size : sizes) {
            const size_t at = nearest(size, centers);
            sums[at].width += size.width;
            sums[at].height += size.height;
            ++members[at];
        }
        for (size_t i = 0; i < count; ++i) {
            if (members[i] == 0) continue;
            centers[i].width = sums[i].width / static_cast<float>(members[i]);
            centers[i].height = sums[i].height / static_cast<float>(members[i]);
        }
    }
    std::stable_sort(centers.begin(), centers.end(), byArea);
    return centers;
}

}  // namespace

std::vector<Anchor> makeAnchors(std::span<const AnchorMap> maps, std::span<const LabelBox> boxes, float input_width,
                                float input_height, Random& random) {
    std::vector<float> cells;
    for (const AnchorMap& map : maps)
        cells.push_back(
            std::sqrt(input_width / static_cast<float>(map.width) * input_height / static_cast<float>(map.height)));
    const float finest = *std::min_element(cells.begin(), cells.end());
    std::vector<std::vector<Anchor>> of_map(maps.size());
    for (const LabelBox& box : boxes) {
        if (box.ignored || box.width() <= 1 || box.height() <= 1) continue;
        const Anchor size = {0, 0, box.width(), box.height()};
        float coarsest = finest;
        for (const float cell : cells) {
            if (sideOf(size) >= kCellsOfBox * cell) coarsest = std::max(coarsest, cell);
        }
        for (size_t m = 0; m < maps.size(); ++m) {
            if (cells[m] == coarsest) of_map[m].push_back(size);
        }
    }
    std::vector<Anchor> all;
    for (size_t m = 0; m < maps.size(); ++m) {
        const AnchorMap& map = maps[m];
        const auto count = static_cast<size_t>(map.anchors);
        const float most = std::min(kCellsOfBox * 2 * cells[m], std::sqrt(input_width * input_height));
        const float least = std::min(kCellsOfBox * cells[m] / (cells[m] == finest ? 3 : 1), most * 0.6F);
        const auto sizes = of_map[m].size() >= 4 * count ? clusterSizes(std::move(of_map[m]), count, random)
                                                         : spreadSizes(count, least, most);
        for (int64_t y = 0; y < map.height; ++y) {
            for (int64_t x = 0; x < map.width; ++x) {
                for (Anchor anchor : sizes) {
                    anchor.x = (static_cast<float>(x) + 0.5F) * input_width / static_cast<float>(map.width);
                    anchor.y = (static_cast<float>(y) + 0.5F) * input_height / static_cast<float>(map.height);
                    all.push_back(anchor);
                }
            }
        }
    }
    return all;
}

void encodeBoxes(std::span<const Anchor> anchors, std::span<const LabelBox> boxes, int64_t* labels, float* offsets) {
    std::vector<float> best(anchors.size(), 0);    ///< Overlap with the box it belongs to.
    std::vector<float> nearly(anchors.size(), 0);  ///< Greatest overlap with any box.
    std::vector<int> of(anchors.size(), -1);
    std::vector<float> overlaps(anchors.size());
    std::fill_n(labels, anchors.size(), 0);
    std::fill_n(offsets, 4 * anchors.size(), 0.0F);
    for (size_t b = 0; b < boxes.size(); ++b) {
        const LabelBox& box = boxes[b];
        double sum = 0, squares = 0;
        int inside = 0;
        size_t closest = 0;
        const auto lies = [&](const Anchor& a) {
            return a.x >= box.x0 && a.x < box.x1 && a.y >= box.y0 && a.y < box.y1;
        };
        for (size_t a = 0; a < anchors.size(); ++a) {
            overlaps[a] = overlap(boxOf(anchors[a]), box);
            // Whatever lies mostly on an ignored box is neither right nor wrong.
            nearly[a] = std::max(nearly[a], overlaps[a]);
            if (overlaps[a] > overlaps[closest]) closest = a;
            if (!lies(anchors[a])) continue;
            sum += overlaps[a];
            squares += overlaps[a] * overlaps[a];
            ++inside;
        }
        if (box.ignored) continue;
        const double mean = inside > 0 ? sum / inside : 0;
        const double spread = inside > 0 ? std::sqrt(std::max(0.0, squares / inside - mean * mean)) : 0;
        const auto wanted = static_cast<float>(std::min(mean + spread, static_cast<double>(kRight)));
        for (size_t a = 0; a < anchors.size(); ++a) {
            const bool chosen = a == closest || (overlaps[a] >= wanted && overlaps[a] > 0 && lies(anchors[a]));
            const float value = a == closest ? 2 : overlaps[a];  // Nobody takes the best one away.
            if (!chosen || value <= best[a]) continue;
            best[a] = value;
            of[a] = static_cast<int>(b);
        }
    }
    for (size_t a = 0; a < anchors.size(); ++a) {
        if (of[a] < 0) {
            if (nearly[a] >= kOpen) labels[a] = kNoLabel;
            continue;
        }
        const LabelBox& box = boxes[static_cast<size_t>(of[a])];
        labels[a] = box.class_index + 1;
        offsets[4 * a] = ((box.x0 + box.x1) / 2 - anchors[a].x) / anchors[a].width / kPlaceVariance;
        offsets[4 * a + 1] = ((box.y0 + box.y1) / 2 - anchors[a].y) / anchors[a].height / kPlaceVariance;
        offsets[4 * a + 2] = std::log(std::max(box.width(), 1.0F) / anchors[a].width) / kSizeVariance;
        offsets[4 * a + 3] = std::log(std::max(box.height(), 1.0F) / anchors[a].height) / kSizeVariance;
    }
}

std::vector<FoundBox> decodeBoxes(std::span<const Anchor> anchors, std::span<const float> scores,
                                  std::span<const float> offsets, int classes, float input_width, float input_height) {
    const auto per_anchor = static_cast<size_t>(classes) + 1;
    std::vector<FoundBox> found;
    for (size_t a = 0; a < anchors.size(); ++a) {
        const float* row = scores.data() + a * per_anchor;
        const float greatest = *std::max_element(row, row + per_anchor);
        float sum = 0;
        for (size_t c = 0; c < per_anchor; ++c)
            sum += std::exp(row[c] - greatest);
        for (size_t c = 1; c < per_anchor; ++c) {
            const float score = std::exp(row[c] - greatest) / sum;
            if (!(score >= kLeastScore)) continue;
            const float* o = offsets.data() + 4 * a;
            const float x = anchors[a].x + o[0] * kPlaceVariance * anchors[a].width;
            const float y = anchors[a].y + o[1] * kPlaceVariance * anchors[a].height;
            const float width = anchors[a].width * std::exp(std::clamp(o[2] * kSizeVariance, -4.0F, 4.0F));
            const float height = anchors[a].height * std::exp(std::clamp(o[3] * kSizeVariance, -4.0F, 4.0F));
            LabelBox box = {std::max(0.0F, x - width / 2),
                            std::max(0.0F, y - height / 2),
                            std::min(input_width, x + width / 2),
                            std::min(input_height, y + height / 2),
                            static_cast<int>(c) - 1,
                            false};
            if (box.width() > 0 && box.height() > 0) found.push_back({box, score});
        }
    }
    return withoutRepeats(std::move(found), kRepeat, kMostBoxes);
}

}  // namespace bw
