// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "assess/assessment.h"
#include "search/landscape/roughness.h"
#include "search/network/network_problem.h"

namespace bw {

/// Steps in which latency follows channel counts, as the estimates show them.
struct LaneSteps {
    int64_t output = 1;     ///< Output channels of convolutions.
    int64_t input = 1;      ///< Input channels of convolutions.
    int64_t depthwise = 1;  ///< Channels of depthwise convolutions.
    bool operator==(const LaneSteps&) const = default;
};

/// An option that was taken out of a decision, and why.
struct Removal {
    std::string option;
    std::string reason;
};

/// What became of one decision.
struct CuratedAxis {
    std::string decision;
    int64_t step = 1;                  ///< Of channels, recovered from this axis; 1 where the decision counts none.
    double options_before = 0;         ///< With every channel count.
    std::vector<std::string> options;  ///< That remain.
    std::vector<Removal> removed;      ///< From the multiples of the step, or of operators.
};

/// Options that a person fixed for one decision; curation leaves them alone.
struct OwnOptions {
    std::string decision;
    std::vector<std::string> options;  ///< "32", "fused_ibn".
    bool operator==(const OwnOptions&) const = default;
};

struct CurationOptions {
    SpaceOptions space = {};
    std::vector<OwnOptions> own = {};
    int contexts = 12;  ///< Random surroundings in which each option has to pay.
    uint64_t seed = 1;
};

/// A space curated to a target.
struct Curation {
    SearchSpace space;
    LaneSteps lanes;
    std::vector<CuratedAxis> axes;
    double log10_before = 0;  ///< Networks with every channel count, as decimal logarithm.
    double log10_after = 0;
    Roughness roughness;      ///< Of latency over the curated space, sampled.
    int64_t evaluations = 0;  ///< Networks estimated on the way.
    Roughness every_count;    ///< Of latency along each swept axis of channels, count by count, the rest as it is.
};

/// Curates the space of a network from the target's estimates alone. Sweeps each channel axis in context and recovers
/// its own step; keeps multiples of it; drops operators that are slower in every context and save no parameters worth
/// having; drops sizes that cost at least as much as a larger one in any context tried, so that latency rises strictly
/// with every ordered decision. Deterministic. Unavailable without an estimator; Cancelled where it was stopped.
/// `progressed` hears a share of the work, 0 ... 1.
Result<Curation> curate(const Network& network, const LoweredNetwork& lowered, const AssessmentContext& context,
                        const CurationOptions& options = {}, std::stop_token stop = {},
                        const std::function<void(double)>& progressed = {});

/// The space with a person's own options; the error names the decision.
Result<SearchSpace> withOwnOptions(SearchSpace space, const LoweredNetwork& lowered,
                                   const std::vector<OwnOptions>& own);

/// Latency over the problem's genomes as a landscape, for sampleRoughness; lines along decisions without effect, such
/// as those of a block left out, have no costs. `problem` must outlive it.
LandscapeCost latencyCost(const NetworkProblem& problem);
std::vector<LandscapeAxis> landscapeAxes(const SearchSpace& space);

}  // namespace bw
