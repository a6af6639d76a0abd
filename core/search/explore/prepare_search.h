// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "search/explore/search_spec.h"
#include "search/network/network_problem.h"

namespace bw {

/// A search ready to run: the problem, how its space was curated, and the figures of the network as it is.
struct PreparedSearch {
    std::shared_ptr<const NetworkProblem> problem;
    std::optional<Curation> curation;  ///< Absent where the specification asks for none.
    NetworkFigures now;
    std::string identity;  ///< Of network, target, estimator and specification, for checkpoints.
};

/// Makes the problem: space, curation, goals, score. Fails as these do, and where a short search for nothing but the
/// limits finds no network that keeps them: the error tells the closest one and what binds. `progressed` hears a share
/// of the work, 0 ... 1.
Result<PreparedSearch> prepareSearch(const Network& network, const LoweredNetwork& lowered,
                                     const AssessmentContext& context, const SearchSpec& spec,
                                     std::stop_token stop = {}, const std::function<void(double)>& progressed = {});

}  // namespace bw
