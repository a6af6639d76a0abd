// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/metrics/average_precision.h"

#include <algorithm>
#include <array>
#include <utility>

namespace bw {
namespace {

constexpr size_t kMostPerPicture = 100;
constexpr size_t kThresholds = 10;
constexpr int kRecalls = 101;

float threshold(size_t index) {
    return 0.5F + 0.05F * static_cast<float>(index);
}

void bestFirst(std::vector<FoundBox>& found) {
    std::stable_sort(found.begin(), found.end(),
                     [](const FoundBox& a, const FoundBox& b) { return a.score > b.score; });
}

/// A found box of one class over all pictures.
struct Hit {
    float score = 0;
    std::array<bool, kThresholds> right{};
    std::array<bool, kThresholds> counts{};  ///< False: it lies on something ignored.
};

/// Gives each found box, best first, the box with the greatest overlap that nobody has. Ignored ones come last in
/// `truth` and are taken only where no other overlaps enough.
void match(const std::vector<FoundBox>& found, const std::vector<LabelBox>& truth, std::vector<Hit>& hits) {
    const size_t first = hits.size();
    for (const FoundBox& one : found)
        hits.push_back({one.score, {}, {}});
    for (size_t t = 0; t < kThresholds; ++t) {
        std::vector<bool> taken(truth.size(), false);
        for (size_t i = 0; i < found.size(); ++i) {
            float best = threshold(t);
            size_t chosen = truth.size();
            for (size_t j = 0; j < truth.size(); ++j) {
                if (taken[j] && !truth[j].ignored) continue;
                if (chosen < truth.size() && !truth[chosen].ignored && truth[j].ignored) break;
                const float value = overlap(found[i].box, truth[j]);
                if (value < best) continue;
                best = value;
                chosen = j;
            }
            const bool matched = chosen < truth.size();
            hits[first + i].right[t] = matched && !truth[chosen].ignored;
            hits[first + i].counts[t] = !matched || hits[first + i].right[t];
            if (matched) taken[chosen] = true;
        }
    }
}

/// Mean over recalls of the greatest precision at that recall or beyond.
double averagePrecision(const std::vector<Hit>& hits, int64_t positives, size_t t) {
    std::vector<double> precisions;
    std::vector<double> recalls;
    int64_t right = 0, wrong = 0;
    for (const Hit& hit : hits) {
        if (!hit.counts[t]) continue;
        (hit.right[t] ? right : wrong) += 1;
        recalls.push_back(static_cast<double>(right) / static_cast<double>(positives));
        precisions.push_back(static_cast<double>(right) / static_cast<double>(right + wrong));
    }
    for (size_t i = precisions.size(); i-- > 1;)
        precisions[i - 1] = std::max(precisions[i - 1], precisions[i]);
    double sum = 0;
    for (int r = 0; r < kRecalls; ++r) {
        const auto at = std::lower_bound(recalls.begin(), recalls.end(), r / 100.0);
        if (at != recalls.end()) sum += precisions[static_cast<size_t>(at - recalls.begin())];
    }
    return sum / kRecalls;
}

}  // namespace

float overlap(const LabelBox& found, const LabelBox& truth) {
    const float width = std::min(found.x1, truth.x1) - std::max(found.x0, truth.x0);
    const float height = std::min(found.y1, truth.y1) - std::max(found.y0, truth.y0);
    if (width <= 0 || height <= 0) return 0;
    const float both = width * height;
    const float all = truth.ignored ? found.area() : found.area() + truth.area() - both;
    return all > 0 ? both / all : 0;
}

std::vector<FoundBox> withoutRepeats(std::vector<FoundBox> found, float limit, size_t most) {
    bestFirst(found);
    std::vector<FoundBox> kept;
    for (const FoundBox& one : found) {
        if (kept.size() == most) break;
        const bool repeats = std::any_of(kept.begin(), kept.end(), [&](const FoundBox& other) {
            return other.box.class_index == one.box.class_index && overlap(one.box, other.box) > limit;
        });
        if (!repeats) kept.push_back(one);
    }
    return kept;
}

void DetectionJudge::add(std::vector<FoundBox> found, std::vector<LabelBox> truth) {
    bestFirst(found);
    pictures_.push_back({std::move(found), std::move(truth)});
}

DetectionScores DetectionJudge::scores() const {
    DetectionScores scores;
    scores.per_class.assign(static_cast<size_t>(classes_), -1);
    int judged = 0;
    for (int c = 0; c < classes_; ++c) {
        std::vector<Hit> hits;
        int64_t positives = 0;
        for (const Picture& picture : pictures_) {
            std::vector<FoundBox> found;
            for (const FoundBox& one : picture.found) {
                if (one.box.class_index == c && found.size() < kMostPerPicture) found.push_back(one);
            }
            std::vector<LabelBox> truth;
            for (const LabelBox& box : picture.truth) {
                if (box.class_index != c) continue;
                truth.push_back(box);
                positives += box.ignored ? 0 : 1;
            }
            std::stable_partition(truth.begin(), truth.end(), [](const LabelBox& box) { return !box.ignored; });
            match(found, truth, hits);
        }
        if (positives == 0) continue;
        std::stable_sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) { return a.score > b.score; });
        double sum = 0;
        for (size_t t = 0; t < kThresholds; ++t) {
            const double precision = averagePrecision(hits, positives, t);
            sum += precision;
            if (t == 0) scores.ap50 += precision;
            if (t == 5) scores.ap75 += precision;
        }
        scores.per_class[static_cast<size_t>(c)] = sum / kThresholds;
        scores.map += sum / kThresholds;
        ++judged;
    }
    if (judged == 0) return scores;
    scores.map /= judged;
    scores.ap50 /= judged;
    scores.ap75 /= judged;
    return scores;
}

}  // namespace bw
