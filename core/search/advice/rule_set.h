// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rewrite/rewrite.h"
#include "search/network/network_problem.h"
#include "search/run/search_run.h"

namespace bw {

/// What a rule says of networks.
enum class RuleKind : uint8_t {
    FuseUpTo,          ///< Fuse IBNs with at most `value` input channels, leave wider ones unfused.
    ChannelsMultiple,  ///< Channels in multiples of `value`.
    StemAtMost,        ///< The first convolution has at most `value` channels.
    ExpansionAtMost,   ///< Expansions of at most `value`.
    KernelAtMost,      ///< Kernels of at most `value`.
    StandardUpTo,      ///< Standard for depthwise-separable convolutions with at most `value` input channels.
    WidthAtMost        ///< Channels at most `value` times the present ones.
};

inline constexpr std::array kRuleKinds = {RuleKind::WidthAtMost,     RuleKind::ChannelsMultiple, RuleKind::StemAtMost,
                                          RuleKind::ExpansionAtMost, RuleKind::KernelAtMost,     RuleKind::FuseUpTo,
                                          RuleKind::StandardUpTo};

/// One rule with its evidence.
struct Rule {
    RuleKind kind = RuleKind::FuseUpTo;
    double value = 0;     ///< Of FuseUpTo and StandardUpTo 0: none at all.
    int64_t holding = 0;  ///< Best networks in which it holds ...
    int64_t best = 0;     ///< ... among so many.
    double baseline = 0;  ///< Share of random networks of the space in which it holds.

    /// "fuse while C <= 96".
    std::string text() const;
    bool operator==(const Rule&) const = default;
};

/// Longest name of a set, a target or a network in a set.
inline constexpr size_t kMaxRuleNameBytes = 200;

/// Rules under a name, with where they come from.
struct RuleSet {
    std::string name;
    std::string target;  ///< Id of the target that they were found on.
    std::string source;  ///< Name of the network.
    std::vector<Rule> rules;
    bool operator==(const RuleSet&) const = default;
};

/// What the best networks of a finished search share and random ones of its space do not: a rule holds in 60 % of them
/// and in a quarter more than of 200 random ones. One place in eight may differ, say one block in eight that is not
/// fused; thresholds are those that agree best. Without at least five networks there are no rules. Deterministic.
RuleSet mineRules(const NetworkProblem& problem, std::span<const Evaluation> evaluations, const std::string& name,
                  int best = 40);

/// Edit commands by which a network follows the rules, without a search; frozen blocks stay, what does not apply is
/// left out. They apply in order: widths first, then the stem, expansions, kernels, and last what widths decide about,
/// fusion and conversions. `context` gives the channels' multiple and the lowered form of the network.
std::vector<std::string> applyRules(const Network& network, const EditContext& context, const RuleSet& rules);

/// JSON, strictly read; errors name the field.
std::string ruleSetText(const RuleSet& rules);
Result<RuleSet> parseRuleSet(std::string_view json);

}  // namespace bw
