// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/strategies/surrogate_model.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>

#include "search/pareto/domination.h"
#include "search/pareto/non_dominated_sort.h"

namespace bw {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
/// Rows to learn from, at most: the best ones.
constexpr size_t kMostRows = 350;
/// Candidates that are looked at with their deviations, at most.
constexpr size_t kMostLooked = 400;
/// What the limit model learns of networks that keep all limits; others are above 0 by their violation.
constexpr double kKept = -0.1;

double labelOf(const Rating& rating) {
    return isFeasible(rating) ? kKept : 0.05 + std::min(rating.violation, 1.0);
}

bool isRated(const Rating& rating) {
    return std::all_of(rating.objectives.begin(), rating.objectives.end(), [](double v) { return std::isfinite(v); });
}

double normalBelow(double z) {
    return 0.5 * std::erfc(-z / std::numbers::sqrt2);
}

/// Expected improvement on `best` (Jones, Schonlau and Welch, J. Global Optim. 13, 1998).
double expectedImprovement(const Expected& expected, double best) {
    const double z = (best - expected.mean) / expected.deviation;
    const double density = std::exp(-0.5 * z * z) * std::numbers::inv_sqrtpi / std::numbers::sqrt2;
    return expected.deviation * (z * normalBelow(z) + density);
}

}  // namespace

double SurrogateModel::Scale::of(double value) const {
    const double scaled = logarithmic ? std::log(value) : value;
    return scaled > knee ? knee + width * std::log1p((scaled - knee) / width) : scaled;
}

void SurrogateModel::add(std::vector<double> features, const Rating& rating) {
    rows_.push_back(std::move(features));
    ratings_.push_back(rating);
    (isFeasible(rating) ? any_feasible_ : any_breaks_) = true;
}

std::vector<size_t> SurrogateModel::trainingSet() const {
    std::vector<size_t> chosen(rows_.size());
    std::iota(chosen.begin(), chosen.end(), size_t{0});
    if (rows_.size() <= kMostRows) return chosen;
    if (objectives_ == 1) {
        std::stable_sort(chosen.begin(), chosen.end(),
                         [&](size_t a, size_t b) { return better(ratings_[a], ratings_[b]); });
    } else {
        chosen.clear();
        for (const std::vector<size_t>& front : nonDominatedSort(ratings_)) {
            chosen.insert(chosen.end(), front.begin(), front.end());
            if (chosen.size() >= kMostRows) break;
        }
    }
    chosen.resize(kMostRows);
    std::sort(chosen.begin(), chosen.end());
    return chosen;
}

void SurrogateModel::fitScales() {
    scales_.assign(objectives_, {});
    for (size_t m = 0; m < objectives_; ++m) {
        std::vector<double> values;
        for (const Rating& rating : ratings_) {
            if (isRated(rating)) values.push_back(rating.objectives[m]);
        }
        std::sort(values.begin(), values.end());
        Scale& scale = scales_[m];
        scale.knee = kInfinity;
        if (values.empty()) continue;
        scale.logarithmic = values.front() > 0 && values.back() > 3 * values.front();
        // Of one objective only the good end counts; a few very bad networks must not set the scale.
        if (objectives_ > 1) continue;
        const double middle = scale.of(values[values.size() / 2]);
        scale.width = std::max(middle - scale.of(values.front()), 1e-12);
        scale.knee = middle + scale.width;
    }
}

void SurrogateModel::fitFront() {
    front_.clear();
    std::vector<std::vector<double>> points;
    for (const Rating& rating : ratings_) {
        if (!isFeasible(rating)) continue;
        std::vector<double> point;
        for (size_t m = 0; m < objectives_; ++m)
            point.push_back(scales_[m].of(rating.objectives[m]));
        points.push_back(std::move(point));
    }
    std::sort(points.begin(), points.end());
    for (auto& point : points) {
        const bool beaten = std::any_of(front_.begin(), front_.end(), [&](const auto& other) {
            return other == point || dominates(std::span<const double>(other), std::span<const double>(point));
        });
        if (!beaten) front_.push_back(std::move(point));
    }
}

bool SurrogateModel::fit() {
    const std::vector<size_t> chosen = trainingSet();
    FeatureRows rated_rows;
    FeatureRows all_rows;
    std::vector<double> labels;
    for (const size_t i : chosen) {
        all_rows.push_back(rows_[i]);
        labels.push_back(labelOf(ratings_[i]));
        if (isRated(ratings_[i])) rated_rows.push_back(rows_[i]);
    }
    if (all_rows.size() < 2) return false;
    // Hyperparameters change little once there are many rows.
    const bool adapts = rows_.size() < 30 || rows_.size() * 8 >= adapted_at_ * 9;
    if (adapts) adapted_at_ = rows_.size();
    fitScales();
    fitFront();
    least_label_ = *std::min_element(labels.begin(), labels.end());
    if (any_breaks_) limit_model_.fit(all_rows, labels, adapts, stop_);
    models_.resize(any_feasible_ && rated_rows.size() >= 2 ? objectives_ : 0);
    spreads_.assign(models_.size(), 0);
    for (size_t m = 0; m < models_.size(); ++m) {
        std::vector<double> values;
        for (const size_t i : chosen) {
            if (isRated(ratings_[i])) values.push_back(scales_[m].of(ratings_[i].objectives[m]));
        }
        models_[m].fit(rated_rows, values, adapts, stop_);
        const size_t stride = 1 + rated_rows.size() / 30;
        for (size_t i = 0; i < rated_rows.size(); i += stride)
            spreads_[m] = std::max(spreads_[m], models_[m].predict(rated_rows[i]).deviation);
    }
    return !models_.empty() || any_breaks_;
}

double SurrogateModel::shortfall(const std::vector<double>& means) const {
    double most = -kInfinity;
    for (const std::vector<double>& point : front_) {
        double least = kInfinity;
        for (size_t m = 0; m < means.size(); ++m)
            least = std::min(least, (means[m] - point[m]) / spreads_[m]);
        most = std::max(most, least);
    }
    return most;
}

double SurrogateModel::promise(const std::vector<Expected>& expected,
                               const std::vector<std::vector<double>>& draws) const {
    if (expected.size() == 1) return expectedImprovement(expected[0], front_.front()[0]);
    // The chance that nothing found so far dominates it.
    int free = 0;
    for (size_t k = 0; k < draws[0].size(); ++k) {
        const bool beaten = std::any_of(front_.begin(), front_.end(), [&](const std::vector<double>& point) {
            for (size_t m = 0; m < expected.size(); ++m) {
                if (point[m] > expected[m].mean + expected[m].deviation * draws[m][k]) return false;
            }
            return true;
        });
        free += beaten ? 0 : 1;
    }
    return static_cast<double>(free) / static_cast<double>(draws[0].size());
}

std::vector<double> SurrogateModel::promises(const std::vector<std::vector<double>>& candidates,
                                             const std::vector<std::vector<double>>& draws) const {
    std::vector<std::pair<double, size_t>> order;
    for (size_t i = 0; i < candidates.size(); ++i) {
        if (stop_.stop_requested()) break;
        std::vector<double> means;
        for (const GaussianProcess& model : models_)
            means.push_back(model.mean(candidates[i]));
        double needed = models_.empty() ? 0 : shortfall(means);
        if (any_breaks_) needed += 10 * std::max(0.0, limit_model_.mean(candidates[i]));
        order.emplace_back(needed, i);
    }
    std::sort(order.begin(), order.end());
    if (order.size() > kMostLooked) order.resize(kMostLooked);
    std::vector<double> promises(candidates.size(), -kInfinity);
    for (const auto& [needed, i] : order) {
        if (stop_.stop_requested()) break;
        double& result = promises[i];
        std::vector<Expected> expected;
        for (const GaussianProcess& model : models_)
            expected.push_back(model.predict(candidates[i]));
        // The nearer to the front decides between equals.
        result = models_.empty() ? 1 : promise(expected, draws) - 1e-9 * needed;
        if (!any_breaks_) continue;
        const Expected limit = limit_model_.predict(candidates[i]);
        result *=
            models_.empty() ? expectedImprovement(limit, least_label_) : normalBelow(-limit.mean / limit.deviation);
    }
    return promises;
}

}  // namespace bw
