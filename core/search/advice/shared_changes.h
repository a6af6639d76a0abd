// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <vector>

#include "search/advice/present_choices.h"
#include "search/run/search_run.h"

namespace bw {

/// One decision taken differently than in the current network.
struct SharedChoice {
    size_t decision = 0;
    double from = 0;  ///< The current network's value.
    double to = 0;    ///< The value that the best networks share; for sizes they have it or one further away.
};

/// Choices that belong together, shared by the best networks.
struct SharedChange {
    std::vector<SharedChoice> choices;
    std::vector<const Evaluation*> having;  ///< The best networks that made all of them, best first.
};

/// What at least `least_share` of the best networks do unlike the current one. Groups come first: kinds of block by
/// kind, widths by stage and of the whole, expansions, kernels, depth; in each, choices are joined, the most shared
/// first, as long as that share of the best has all of them. Then each choice alone, the most shared first.
std::vector<SharedChange> sharedChanges(const SearchSpace& space, std::span<const Evaluation* const> best,
                                        const PresentChoices& now, double least_share);

/// "Fuse ibn_2 and ibn_3", "Narrow ibn_9 from 96 to 80 channels", with the names of `current`.
std::string titleOf(const SearchSpace& space, const Network& current, std::span<const SharedChoice> choices);

}  // namespace bw
