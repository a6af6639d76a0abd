// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/train/anchors.h"

#include <algorithm>
#include <cmath>
#include <numeric>

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

/// Sizes from a twelfth of the input to all of it, upright, square and broad in turn.
std::vector<Anchor> spreadSizes(size_t count, float width, float height) {
    constexpr std::array<float, 3> kShapes = {1.0F, 0.6F, 1.6F};
    std::vector<Anchor> sizes;
    for (size_t i = 0; i < count; ++i) {
        const float share = std::pow(12.0F, -1.0F + static_cast<float>(i + 1) / static_cast<float>(count)) * 0.9F;
        const float shape = std::sqrt(kShapes[i % kShapes.size()]);
        sizes.push_back({0, 0, width * share * shape, height * share / shape});
    }
    return sizes;
}

}  // namespace

std::vector<Anchor> anchorSizes(std::span<const LabelBox> boxes, size_t count, float input_width, float input_height,
                                Random& random) {
    std::vector<Anchor> sizes;
    for (const LabelBox& box : boxes) {
        if (!box.ignored && box.width() > 1 && box.height() > 1) sizes.push_back({0, 0, box.width(), box.height()});
    }
    if (sizes.size() < 4 * count) return spreadSizes(count, input_width, input_height);
    const auto byArea = [](const Anchor& a, const Anchor& b) { return a.width * a.height < b.width * b.height; };
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

std::vector<Anchor> placeAnchors(std::span<const AnchorMap> maps, std::span<const Anchor> sizes, float input_width,
                                 float input_height) {
    std::vector<size_t> order(maps.size());
    std::iota(order.begin(), order.end(), size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
        return maps[a].height * maps[a].width > maps[b].height * maps[b].width;
    });
    std::vector<size_t> first(maps.size());
    size_t next = 0;
    for (const size_t map : order) {
        first[map] = next;
        next += static_cast<size_t>(maps[map].anchors);
    }
    std::vector<Anchor> all;
    for (size_t m = 0; m < maps.size(); ++m) {
        const AnchorMap& map = maps[m];
        for (int64_t y = 0; y < map.height; ++y) {
            for (int64_t x = 0; x < map.width; ++x) {
                for (int64_t a = 0; a < map.anchors; ++a) {
                    Anchor anchor = sizes[first[m] + static_cast<size_t>(a)];
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
    std::vector<float> best(anchors.size(), 0);
    std::vector<int> of(anchors.size(), -1);
    std::fill_n(labels, anchors.size(), 0);
    std::fill_n(offsets, 4 * anchors.size(), 0.0F);
    for (size_t b = 0; b < boxes.size(); ++b) {
        size_t closest = 0;
        float closeness = 0;
        for (size_t a = 0; a < anchors.size(); ++a) {
            const float value = overlap(boxOf(anchors[a]), boxes[b]);
            if (boxes[b].ignored) {
                // Whatever lies mostly on it is neither right nor wrong.
                if (value > kRight && of[a] < 0) labels[a] = kNoLabel;
                continue;
            }
            if (value > best[a]) {
                best[a] = value;
                of[a] = static_cast<int>(b);
            }
            if (value > closeness) {
                closeness = value;
                closest = a;
            }
        }
        if (closeness > 0) {
            best[closest] = 2;  // Nobody takes it away.
            of[closest] = static_cast<int>(b);
        }
    }
    for (size_t a = 0; a < anchors.size(); ++a) {
        if (of[a] < 0 || best[a] < kOpen) continue;
        if (best[a] < kRight) {
            labels[a] = kNoLabel;
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
