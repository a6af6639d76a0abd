// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/search_trajectory.h"

#include <limits>

#include "session/kept_search.h"

namespace bw::ui {

std::vector<TrajectoryPoint> trajectoryOf(const KeptSearch& search) {
    std::vector<TrajectoryPoint> path;
    if (!search.outcome || !search.prepared) return path;
    const std::vector<SpaceDecision>& decisions = search.prepared->problem->space().decisions();
    // What a search leaves out is as it was.
    path.emplace_back();
    double best = std::numeric_limits<double>::infinity();
    for (const Evaluation& evaluation : search.outcome->result.evaluations) {
        const Rating& rating = evaluation.rating;
        if (rating.violation > 0 || rating.objectives.empty() || !(rating.objectives.front() < best)) continue;
        best = rating.objectives.front();
        TrajectoryPoint& point = path.emplace_back();
        for (size_t d = 0; d < decisions.size(); ++d)
            point[decisions[d].name] = decisions[d].values[static_cast<size_t>(evaluation.genome[d])];
    }
    return path;
}

}  // namespace bw::ui
