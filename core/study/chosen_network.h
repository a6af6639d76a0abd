// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "search/advice/rule_set.h"
#include "search/network/network_problem.h"
#include "search/run/search_run.h"
#include "study/study.h"

namespace bw {

/// Of the channels that depth multipliers may leave in the mean: narrower detectors lose more than the study allows.
inline constexpr double kLeastWidth = 0.85;

/// A search that ends in one network.
struct NetworkChoice {
    SpaceOptions space = SpaceOptions::none();
    Figure objective = Figure::Latency;
    std::vector<FigureLimit> limits;
    int64_t evaluations = 3000;
    uint64_t seed = 7;
};

/// The fastest detector by multipliers of stages (kLeastWidth), by fused blocks, or by both.
NetworkChoice fastestDetector(bool widths, bool fusion, int64_t evaluations);

/// What it ends in, and all that it rated, for rules to be mined from.
struct ChosenNetwork {
    Network network;
    NetworkFigures figures;
    std::shared_ptr<const NetworkProblem> problem;
    std::vector<Evaluation> evaluations;
};

/// Aging evolution in the space. NotFound where nothing keeps the limits.
Result<ChosenNetwork> chooseNetwork(const Network& network, const AssessmentContext& context,
                                    const NetworkChoice& choice);

/// The sample of that name.
Result<Network> studySample(const StudyContext& context, const std::string& name);
/// Applies edits one after the other.
Result<Network> editedNetwork(const Network& network, const AssessmentContext& context,
                              std::span<const std::string> commands);
/// The network after the edits that rules make of it on the target.
Result<Network> followingRules(const Network& network, const AssessmentContext& context, const RuleSet& rules);
/// What an expert does without a search: one depth multiplier, to multiples of the target's parallelism factor, and
/// fusing up to the width where it stops to pay (hardware.md's C*).
Result<RuleSet> expertRules(const Network& network, const AssessmentContext& context, double multiplier);

/// "fuse while C <= 96, ...".
std::string rulesText(const RuleSet& rules);

/// All channels halved: where such a network is about as good, the data is too easy to judge by.
Result<StudyNetwork> halfWidth(const Network& network, const AssessmentContext& context);

}  // namespace bw
