// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/prune/prune.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "base/text.h"
#include "learn/prune/channel_knapsack.h"
#include "learn/prune/prune_groups.h"
#include "rewrite/rewrite.h"

namespace bw {
namespace {

constexpr int kRounds = 4;

class Pruner {
public:
    Pruner(const Assessment& current, const AssessmentContext& context, PruneGroups groups, const PruneOptions& options)
        : current_(current), context_(context), groups_(std::move(groups)), options_(options) {}

    Result<PruneChoice> run(double limit) {
        const double whole = *current_.totals.latency_ms;
        PruneChoice choice = groups_.origin();
        for (int round = 1; round <= kRounds; ++round) {
            const double target = whole * std::pow(limit / whole, static_cast<double>(round) / kRounds);
            auto next = approach(choice, round == kRounds ? limit : target);
            if (stopped()) return fail(ErrorCode::Cancelled, "stopped");
            if (!next) return tl::unexpected(next.error());
            choice = std::move(*next);
        }
        return widened(std::move(choice), limit);
    }

    const PruneGroups& groups() const { return groups_; }
    int64_t networks() const { return networks_; }

private:
    bool stopped() const { return options_.stop.stop_requested(); }
    const PruneGroup& group(size_t index) const { return groups_.groups()[index]; }
    int optionsOf(size_t index) const { return static_cast<int>(group(index).options.size()); }

    /// Nothing where the choice makes no network.
    std::optional<double> latency(const PruneChoice& choice) {
        const auto known = known_.find(choice);
        if (known != known_.end()) return known->second;
        const auto measured = estimated(choice);
        return known_[choice] = measured;
    }

    std::optional<double> estimated(const PruneChoice& choice) {
        const auto command = groups_.command(choice);
        if (!command) return std::nullopt;
        if (command->empty()) return current_.totals.latency_ms;
        const auto edited = applyEdit(current_.network, *command, {1, &current_.lowered, context_.precision});
        if (!edited) return std::nullopt;
        const auto estimate = context_.estimator->estimate(edited->lowered.graph, context_.precision);
        ++networks_;
        if (!estimate || estimate->coverage < current_.totals.coverage) return std::nullopt;
        return estimate->latency_ms;
    }

    /// One round: the knapsack around a choice, no group wider than there.
    Result<PruneChoice> approach(const PruneChoice& from, double target) {
        const double now = latency(from).value_or(*current_.totals.latency_ms);
        if (now <= target) return from;
        std::vector<std::vector<KnapsackItem>> items(from.size());
        std::vector<std::vector<int>> options(from.size());
        for (size_t g = 0; g < from.size() && !stopped(); ++g) {
            double fastest = now;
            for (int option = from[g]; option < optionsOf(g); ++option) {
                PruneChoice tried = from;
                tried[g] = option;
                const auto taken = latency(tried);
                // What is no faster than more channels keeps nothing and costs importance.
                if (option > from[g] && (!taken || *taken >= fastest)) continue;
                fastest = std::min(fastest, taken.value_or(now));
                options[g].push_back(option);
                items[g].push_back(
                    {now - fastest, PruneGroups::lost(group(g), option) - PruneGroups::lost(group(g), from[g])});
            }
        }
        const ChannelKnapsack knapsack(std::move(items));
        const auto choiceOf = [&](int steps) {
            PruneChoice choice = knapsack.choice(steps);
            for (size_t g = 0; g < choice.size(); ++g)
                choice[g] = options[g][static_cast<size_t>(choice[g])];
            return choice;
        };
        const auto keeps = [&](int steps) {
            const auto taken = latency(choiceOf(steps));
            return taken && *taken <= target;
        };
        int most = ChannelKnapsack::kSteps;
        while (!knapsack.reaches(most))
            --most;
        // Larger savings by the sum are larger ones in truth but for ripples, which the last loop steps over.
        int low = 0, high = most;
        while (low < high && !stopped()) {
            const int middle = (low + high) / 2;
            if (keeps(middle)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        while (low < most && !keeps(low) && !stopped())
            ++low;
        if (keeps(low)) return choiceOf(low);
        const double least = latency(choiceOf(most)).value_or(now);
        return fail(ErrorCode::Unsupported,
                    "no choice of channels takes " + formatMilliseconds(target) +
                        " or less; the narrowest found takes " + formatMilliseconds(least),
                    "--latency", "allow more, or change depth, kernels or input size first: 'fit' and 'search' do");
    }

    /// Takes channels back where that costs nothing that the limit does not have.
    PruneChoice widened(PruneChoice choice, double limit) {
        for (bool changed = true; changed && !stopped();) {
            changed = false;
            std::optional<PruneChoice> best;
            double most = 0;
            for (size_t g = 0; g < choice.size() && !stopped(); ++g) {
                if (choice[g] == 0) continue;
                PruneChoice tried = choice;
                --tried[g];
                const double gain = PruneGroups::lost(group(g), choice[g]) - PruneGroups::lost(group(g), tried[g]);
                if (gain <= most) continue;
                const auto taken = latency(tried);
                if (!taken || *taken > limit) continue;
                most = gain;
                best = std::move(tried);
            }
            if (!best) continue;
            choice = std::move(*best);
            changed = true;
        }
        return choice;
    }

    const Assessment& current_;
    const AssessmentContext& context_;
    PruneGroups groups_;
    const PruneOptions& options_;
    std::map<PruneChoice, std::optional<double>> known_;
    int64_t networks_ = 0;
};

/// Tells what was cut by how much.
void describe(const PruneGroups& groups, const PruneChoice& choice, PruneResult& result) {
    double lost = 0;
    int64_t readers = 0;
    for (size_t g = 0; g < choice.size(); ++g) {
        const PruneGroup& group = groups.groups()[g];
        const auto option = static_cast<size_t>(choice[g]);
        lost += PruneGroups::lost(group, choice[g]);
        readers += group.readers;
        if (option > 0)
            result.cuts.push_back({group.name, group.options.front(), group.options[option], group.kept[option]});
    }
    result.kept = readers > 0 ? std::exp(-lost / static_cast<double>(readers)) : 1;
    result.stays = groups.stays();
}

}  // namespace

Result<PruneResult> pruneToLatency(const Assessment& current, const AssessmentContext& context,
                                   std::span<const NamedTensor> numbers, const PruneOptions& options) {
    if (!context.estimator || !current.totals.latency_ms) {
        const bool told = !current.latency_problem.empty();
        return fail(ErrorCode::Unavailable, told ? current.latency_problem : "there is no estimate of latency",
                    context.target.id, "choose a target with an estimator: see 'targets'");
    }
    const double now = *current.totals.latency_ms;
    const double limit = options.latency_ms.value_or(now * options.latency_share);
    if (!std::isfinite(limit) || limit <= 0) {
        return fail(ErrorCode::InvalidArgument, "the limit of latency must be above zero", "--latency");
    }
    auto groups =
        PruneGroups::make(current.network, current.lowered, context.target, numbers, options.multiple, options.stop);
    if (!groups) return tl::unexpected(groups.error());
    Pruner pruner(current, context, std::move(*groups), options);
    const auto choice = now <= limit ? Result<PruneChoice>(pruner.groups().origin()) : pruner.run(limit);
    if (!choice) return tl::unexpected(choice.error());
    PruneResult result;
    result.network = current.network;
    result.limit_ms = limit;
    result.before = result.after = current.totals;
    const auto command = pruner.groups().command(*choice);
    if (!command) return tl::unexpected(command.error());
    if (!command->empty()) {
        auto edited = applyEdit(current.network, *command, {1, &current.lowered, context.precision});
        if (!edited) return tl::unexpected(edited.error());
        result.network = edited->network;
        result.commands = {*command};
        result.changes = std::move(edited->changes);
        const auto assessed = assess(result.network, std::move(edited->lowered), context);
        if (!assessed) return tl::unexpected(assessed.error());
        result.after = assessed->totals;
    }
    describe(pruner.groups(), *choice, result);
    result.networks = pruner.networks();
    auto inherited = inheritNumbers(current.network, numbers, result.network);
    if (!inherited) return tl::unexpected(inherited.error());
    result.inherited = std::move(*inherited);
    return result;
}

}  // namespace bw
