// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/pareto/non_dominated_sort.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "search/pareto/domination.h"

namespace bw {

std::vector<std::vector<size_t>> nonDominatedSort(std::span<const Rating> ratings) {
    std::vector<std::vector<size_t>> beats(ratings.size());
    std::vector<size_t> beaten(ratings.size(), 0);
    for (size_t i = 0; i < ratings.size(); ++i) {
        for (size_t j = i + 1; j < ratings.size(); ++j) {
            if (dominates(ratings[i], ratings[j])) {
                beats[i].push_back(j);
                ++beaten[j];
            } else if (dominates(ratings[j], ratings[i])) {
                beats[j].push_back(i);
                ++beaten[i];
            }
        }
    }
    std::vector<std::vector<size_t>> fronts;
    std::vector<size_t> front;
    for (size_t i = 0; i < ratings.size(); ++i) {
        if (beaten[i] == 0) front.push_back(i);
    }
    while (!front.empty()) {
        std::vector<size_t> next;
        for (const size_t i : front) {
            for (const size_t j : beats[i]) {
                if (--beaten[j] == 0) next.push_back(j);
            }
        }
        std::sort(next.begin(), next.end());
        fronts.push_back(std::move(front));
        front = std::move(next);
    }
    return fronts;
}

std::vector<double> crowdingDistances(std::span<const Rating> ratings, std::span<const size_t> front) {
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    std::vector<double> distances(front.size(), 0);
    if (front.empty()) return distances;
    std::vector<size_t> order(front.size());
    for (size_t m = 0; m < ratings[front[0]].objectives.size(); ++m) {
        const auto value = [&](size_t i) { return ratings[front[i]].objectives[m]; };
        std::iota(order.begin(), order.end(), size_t{0});
        std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return value(a) < value(b); });
        const double range = value(order.back()) - value(order.front());
        distances[order.front()] = kInfinity;
        distances[order.back()] = kInfinity;
        if (!(range > 0) || !std::isfinite(range)) continue;
        for (size_t k = 1; k + 1 < order.size(); ++k)
            distances[order[k]] += (value(order[k + 1]) - value(order[k - 1])) / range;
    }
    return distances;
}

}  // namespace bw
