// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "lowering/lower.h"
#include "search/advice/rule_set.h"
#include "space/search_space.h"

namespace bw {

/// Channels that a block reads.
int64_t inputChannels(const Network& network, const LoweredNetwork& lowered, const Block& block);
/// The first convolution, which reads the network's input; null where there is none.
const Block* stemOf(const Network& network);

/// What rules speak about, of one network of a space; only what the space decides.
struct RuleFacts {
    struct Kinded {
        int64_t input_channels = 0;
        bool converted = false;  ///< Fused, or standard.
    };
    std::vector<Kinded> bottlenecks;  ///< IBNs.
    std::vector<Kinded> separables;   ///< What was depthwise-separable before the search.
    std::vector<int64_t> channels;
    std::vector<double> width_ratios;  ///< Channels after / before.
    std::vector<double> expansions;
    std::vector<double> kernels;
    std::optional<int64_t> stem;

    /// In how many places a rule is broken, out of how many; 0 of 0 where it says nothing of this network.
    struct Breaks {
        int64_t broken = 0;
        int64_t places = 0;
        /// One place in eight may differ: searches leave what hardly matters to chance.
        bool holds() const { return places > 0 && broken <= places / 8; }
    };
    Breaks breaksOf(RuleKind kind, double value) const;
};

RuleFacts ruleFacts(const SearchSpace& space, const Network& network, const LoweredNetwork& lowered);

}  // namespace bw
