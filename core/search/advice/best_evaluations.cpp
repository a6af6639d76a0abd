// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/advice/best_evaluations.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "search/pareto/domination.h"
#include "search/pareto/non_dominated_sort.h"

namespace bw {
namespace {

using Chosen = std::vector<const Evaluation*>;

/// Takes the members that nothing dominates out of `rest`, which is sorted by objectives. Of many networks only the
/// first fronts are asked for: sorting all of them would take the square of their number.
Chosen takeFront(Chosen& rest) {
    Chosen front;
    Chosen behind;
    for (const Evaluation* one : rest) {
        // Whatever dominates it comes before it, and what dominates that is in the front.
        const bool dominated = std::any_of(
            front.begin(), front.end(), [&](const Evaluation* other) { return dominates(other->rating, one->rating); });
        (dominated ? behind : front).push_back(one);
    }
    rest = std::move(behind);
    return front;
}

void sortByCrowding(Chosen& front) {
    std::vector<Rating> ratings;
    for (const Evaluation* one : front)
        ratings.push_back(one->rating);
    std::vector<size_t> order(front.size());
    std::iota(order.begin(), order.end(), size_t{0});
    const std::vector<double> distances = crowdingDistances(ratings, order);
    std::stable_sort(order.begin(), order.end(), [&](size_t i, size_t j) { return distances[i] > distances[j]; });
    Chosen sorted;
    for (const size_t i : order)
        sorted.push_back(front[i]);
    front = std::move(sorted);
}

/// Those that make a network, each genome once, by number.
Chosen distinct(std::span<const Evaluation> evaluations) {
    Chosen all;
    for (const Evaluation& one : evaluations) {
        if (std::isfinite(one.rating.violation) && !one.rating.objectives.empty()) all.push_back(&one);
    }
    std::stable_sort(all.begin(), all.end(),
                     [](const Evaluation* a, const Evaluation* b) { return a->number < b->number; });
    std::set<Genome> seen;
    std::erase_if(all, [&](const Evaluation* one) { return !seen.insert(one->genome).second; });
    return all;
}

}  // namespace

std::vector<const Evaluation*> bestEvaluations(std::span<const Evaluation> evaluations, size_t count) {
    Chosen all = distinct(evaluations);
    Chosen feasible;
    std::copy_if(all.begin(), all.end(), std::back_inserter(feasible),
                 [](const Evaluation* one) { return isFeasible(one->rating); });
    if (feasible.empty()) {
        std::stable_sort(all.begin(), all.end(), [](const Evaluation* a, const Evaluation* b) {
            return a->rating.violation < b->rating.violation;
        });
        all.resize(std::min(all.size(), count));
        return all;
    }
    std::stable_sort(feasible.begin(), feasible.end(), [](const Evaluation* a, const Evaluation* b) {
        return a->rating.objectives < b->rating.objectives;
    });
    if (feasible.front()->rating.objectives.size() == 1) {
        feasible.resize(std::min(feasible.size(), count));
        return feasible;
    }
    Chosen best;
    while (best.size() < count && !feasible.empty()) {
        Chosen front = takeFront(feasible);
        sortByCrowding(front);
        front.resize(std::min(front.size(), count - best.size()));
        best.insert(best.end(), front.begin(), front.end());
    }
    return best;
}

}  // namespace bw
