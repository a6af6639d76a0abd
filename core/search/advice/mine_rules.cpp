// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <set>

#include "base/random.h"
#include "base/text.h"
#include "search/advice/best_evaluations.h"
#include "search/advice/rule_facts.h"
#include "search/advice/rule_set.h"

namespace bw {
namespace {

constexpr int kRandomNetworks = 200;
constexpr uint64_t kSeed = 1;
/// Fewer best networks prove nothing.
constexpr size_t kLeastBest = 5;
/// A rule holds in at least this share of the best networks ...
constexpr double kLeastShare = 0.6;
/// ... and in that much more of them than of random ones; more where the best are few.
constexpr double kLeastLift = 0.25;

using Facts = std::vector<RuleFacts>;

Facts factsOf(const SearchSpace& space, const std::vector<Genome>& genomes) {
    Facts facts;
    for (const Genome& genome : genomes) {
        const auto network = space.build(genome);
        if (!network) continue;
        const auto lowered = lower(*network);
        if (lowered) facts.push_back(ruleFacts(space, *network, *lowered));
    }
    return facts;
}

std::vector<Genome> randomGenomes(const SearchSpace& space) {
    Random random(kSeed);
    std::vector<Genome> genomes;
    for (int i = 0; i < kRandomNetworks; ++i) {
        Genome genome;
        for (const SpaceDecision& decision : space.decisions())
            genome.push_back(static_cast<int32_t>(random.below(decision.options.size())));
        genomes.push_back(space.canonical(genome));
    }
    return genomes;
}

int64_t holdingIn(const Facts& networks, RuleKind kind, double value) {
    return std::count_if(networks.begin(), networks.end(),
                         [&](const RuleFacts& facts) { return facts.breaksOf(kind, value).holds(); });
}

/// Values that the best networks suggest for a rule, rising.
std::vector<double> thresholds(const Facts& best, RuleKind kind) {
    std::set<double> values;
    for (const RuleFacts& facts : best) {
        const auto add = [&](const auto& numbers) {
            for (const auto number : numbers)
                values.insert(static_cast<double>(number));
        };
        if (kind == RuleKind::FuseUpTo || kind == RuleKind::StandardUpTo) {
            values.insert(0);
            for (const auto& block : kind == RuleKind::FuseUpTo ? facts.bottlenecks : facts.separables)
                values.insert(static_cast<double>(block.input_channels));
        }
        if (kind == RuleKind::StemAtMost && facts.stem) values.insert(static_cast<double>(*facts.stem));
        if (kind == RuleKind::ExpansionAtMost) add(facts.expansions);
        if (kind == RuleKind::KernelAtMost) add(facts.kernels);
    }
    if (kind == RuleKind::ChannelsMultiple) values = {2, 4, 8, 16, 32, 64};
    for (int hundredths = 25; kind == RuleKind::WidthAtMost && hundredths < 100; hundredths += 5)
        values.insert(hundredths / 100.0);
    return {values.begin(), values.end()};
}

class Miner {
public:
    Miner(const Facts& best, const Facts& random) : best_(best), random_(random) {}

    std::optional<Rule> mine(RuleKind kind) const {
        std::optional<Rule> chosen;
        double chosen_worth = 0;
        for (const double value : thresholds(best_, kind)) {
            Rule rule{kind, value, holdingIn(best_, kind, value), static_cast<int64_t>(best_.size()),
                      random_.empty()
                          ? 0.0
                          : static_cast<double>(holdingIn(random_, kind, value)) / static_cast<double>(random_.size())};
            const double share = static_cast<double>(rule.holding) / static_cast<double>(rule.best);
            if (share < kLeastShare || share - rule.baseline < leastLift()) continue;
            const double worth = worthOf(rule, share);
            if (chosen && worth <= chosen_worth) continue;
            chosen = rule;
            chosen_worth = worth;
        }
        return chosen;
    }

private:
    double leastLift() const { return std::max(kLeastLift, 1 / std::sqrt(static_cast<double>(best_.size()))); }

    /// Of two thresholds the one with more of it speaks for the rule; of equal ones the first, which is the tighter.
    double worthOf(const Rule& rule, double share) const {
        const bool two_sided = rule.kind == RuleKind::FuseUpTo || rule.kind == RuleKind::StandardUpTo;
        if (rule.kind == RuleKind::ChannelsMultiple) return rule.value;
        if (!two_sided) return share - rule.baseline;
        double broken = 0;
        for (const RuleFacts& facts : best_)
            broken += static_cast<double>(facts.breaksOf(rule.kind, rule.value).broken);
        return 1 / (1 + broken);
    }

    const Facts& best_;
    const Facts& random_;
};

}  // namespace

RuleSet mineRules(const NetworkProblem& problem, std::span<const Evaluation> evaluations, const std::string& name,
                  int best) {
    RuleSet rules{cleanName(name, kMaxRuleNameBytes),
                  problem.context().target.id,
                  cleanName(problem.space().network().name(), kMaxRuleNameBytes),
                  {}};
    std::vector<Genome> genomes;
    for (const Evaluation* one : bestEvaluations(evaluations, static_cast<size_t>(std::max(1, best))))
        genomes.push_back(one->genome);
    const Facts facts = factsOf(problem.space(), genomes);
    if (facts.size() < kLeastBest) return rules;
    const Facts random = factsOf(problem.space(), randomGenomes(problem.space()));
    const Miner miner(facts, random);
    for (const RuleKind kind : kRuleKinds) {
        if (const auto rule = miner.mine(kind)) rules.rules.push_back(*rule);
    }
    return rules;
}

}  // namespace bw
