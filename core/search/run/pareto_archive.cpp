// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/run/pareto_archive.h"

#include <algorithm>

#include "search/pareto/domination.h"
#include "search/pareto/hypervolume.h"

namespace bw {

std::vector<std::vector<double>> ParetoArchive::points() const {
    std::vector<std::vector<double>> points;
    points.reserve(front_.size());
    for (const Evaluation& one : front_)
        points.push_back(one.rating.objectives);
    return points;
}

void ParetoArchive::setReference(std::vector<double> reference) {
    reference_ = std::move(reference);
    hypervolume_ = bw::hypervolume(points(), reference_);
}

bool ParetoArchive::add(const Evaluation& evaluation) {
    if (!isFeasible(evaluation.rating)) return false;
    const std::vector<double>& added = evaluation.rating.objectives;
    for (const Evaluation& one : front_) {
        const std::vector<double>& objectives = one.rating.objectives;
        if (objectives == added || dominates(std::span(objectives), std::span(added))) return false;
    }
    if (!reference_.empty()) hypervolume_ += exclusiveHypervolume(added, points(), reference_);
    std::erase_if(front_,
                  [&](const Evaluation& one) { return dominates(std::span(added), std::span(one.rating.objectives)); });
    const auto place = std::upper_bound(front_.begin(), front_.end(), added,
                                        [](const auto& a, const Evaluation& b) { return a < b.rating.objectives; });
    front_.insert(place, evaluation);
    return true;
}

}  // namespace bw
