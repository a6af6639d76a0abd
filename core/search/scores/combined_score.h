// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <memory>
#include <span>
#include <vector>

#include "search/scores/torch_measure.h"

namespace bw {

/// The scores that the combination joins, in the order in which all of this header has them.
inline constexpr std::array<std::string_view, 3> kCombinedScores = {"naswot", "expressivity", "depth"};
using CombinedParts = std::array<double, kCombinedScores.size()>;

/// Sum over the scores of log(rank / networks), networks with equal values sharing their mean rank: by network. The
/// best is 0. The combination where all candidates are known; not-a-number where a part is, which takes no rank.
std::vector<double> logRank(std::span<const CombinedParts> networks);

/// How the parts spread over a reference population.
struct CombinedReference {
    CombinedParts mean = {};
    CombinedParts deviation = {};

    /// Of at least one network; deviations are at least a hundredth of the mean's size.
    static CombinedReference of(std::span<const CombinedParts> networks);
    /// logRank() with the share of the population below taken from a logistic law instead of counted, so that a
    /// network's value depends on no other and goes on rising beyond the best of the population.
    double score(const CombinedParts& parts) const;
};

/// The combination of `kCombinedScores` against networks drawn at random from the neighbourhood of `network`: channels,
/// expansions, kernels and depth of its blocks. They are drawn and scored in the first call of score().
std::shared_ptr<const AccuracyScore> makeCombinedScore(const ScoreBackend& backend, const Network& network,
                                                       const LoweredNetwork& lowered, const ScoreSettings& settings);

inline constexpr std::string_view kCombinedId = "trainability";
inline constexpr std::string_view kCombinedLabel = "Trainability";
inline constexpr std::string_view kCombinedDoc =
    "NASWOT, expressivity and depth joined by the logarithms of their ranks in a reference of random networks about "
    "the "
    "one that a search begins with; 0 would be best in everything.";

}  // namespace bw
