// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fit/cut_here.h"

#include <algorithm>
#include <map>

#include "fit/cut_ideas.h"
#include "fit/harm.h"
#include "memory/patches.h"
#include "rewrite/command_line.h"

namespace bw {
namespace {

/// Trying an idea costs a count of the network: what a fraction of a second allows for 300 operators.
constexpr size_t kMostIdeas = 400;
/// More would be a list to read instead of a choice to make.
constexpr size_t kMostCuts = 24;

/// The network that a cut gives, lowered.
std::optional<EditOutcome> make(const Cut& cut, const Assessment& current, const EditContext& context) {
    EditOutcome outcome{current.network, current.lowered, {}, {}};
    for (const std::string& command : cut.commands) {
        EditContext at = context;
        at.lowered = &outcome.lowered;
        auto next = applyEdit(outcome.network, command, at);
        if (!next) return std::nullopt;
        outcome = std::move(*next);
    }
    return outcome;
}

bool keepsOutputs(const LoweredNetwork& before, const LoweredNetwork& after, bool sizes_may_differ) {
    for (size_t i = 0; i < before.graph.outputs.size(); ++i) {
        const Shape& was = before.graph.shape(before.graph.outputs[i]);
        const Shape& is = after.graph.shape(after.graph.outputs[i]);
        if (sizes_may_differ ? was.channels() != is.channels() : !(was == is)) return false;
    }
    return before.graph.outputs.size() == after.graph.outputs.size();
}

/// Bytes over each budget; where nothing is exceeded, everything counts as if it were.
struct Excess {
    int64_t parameters = 0;
    int64_t peak = 0;
};

Excess excessOf(const Totals& totals, const Budgets& budgets) {
    const auto over = [](int64_t now, const std::optional<int64_t>& budget) {
        return budget && now > *budget ? now - *budget : 0;
    };
    Excess excess{over(totals.parameter_bytes, budgets.parameter_bytes),
                  over(totals.peak_activation_bytes, budgets.peak_activation_bytes)};
    if (excess.parameters == 0 && excess.peak == 0) return {totals.parameter_bytes, totals.peak_activation_bytes};
    return excess;
}

/// True where a cut breaks a budget that is kept.
bool breaks(const Totals& before, const Totals& after, const Budgets& budgets) {
    const auto broken = [](int64_t was, int64_t is, const std::optional<int64_t>& budget) {
        return budget && was <= *budget && is > *budget;
    };
    return broken(before.parameter_bytes, after.parameter_bytes, budgets.parameter_bytes) ||
           broken(before.peak_activation_bytes, after.peak_activation_bytes, budgets.peak_activation_bytes);
}

class Trial {
public:
    Trial(const Assessment& current, const AssessmentContext& context)
        : current_(current),
          context_(context),
          harm_(current.network, current.lowered),
          excess_(excessOf(current.totals, context.budgets)) {}

    /// Fills in the figures; false where the cut is refused, saves nothing that counts, or breaks what is kept.
    bool count(Cut& cut, int64_t multiple) const {
        const auto outcome = make(cut, current_, editContext(multiple));
        if (!outcome || !keepsOutputs(current_.lowered, outcome->lowered, cut.reach == Cut::Reach::Network))
            return false;
        const auto counted = countTotals(outcome->lowered.graph, contextOf(cut), false);
        if (!counted) return false;
        cut.after = counted->totals;
        cut.parameter_bytes_saved = current_.totals.parameter_bytes - cut.after.parameter_bytes;
        cut.peak_bytes_saved = current_.totals.peak_activation_bytes - cut.after.peak_activation_bytes;
        cut.useful_bytes_saved =
            std::min(cut.parameter_bytes_saved, excess_.parameters) + std::min(cut.peak_bytes_saved, excess_.peak);
        if (cut.useful_bytes_saved <= 0 || breaks(current_.totals, cut.after, context_.budgets)) return false;
        cut.harm = harm_.harm(outcome->network, outcome->lowered);
        // The order that was found, so that nobody has to look for it again.
        if (cut.commands == std::vector<std::string>{"reorder"}) cut.commands = {orderCommand(outcome->network)};
        return true;
    }

    /// The first operators in patches (MCUNetV2), with what neighbouring patches compute twice as its latency's cost.
    std::optional<Cut> patchedStage() const {
        const auto request = memoryRequestOf(context_, {});
        if (!request || request->profile->cascading == Cascading::Applied) return std::nullopt;
        const OperatorGraph& graph = current_.lowered.graph;
        std::vector<double> latencies;
        for (const OperatorEstimate& op : current_.operators)
            latencies.push_back(op.latency_ms);
        PatchOptions options;
        options.enough_bytes = context_.budgets.peak_activation_bytes;
        options.operator_costs = latencies;
        const auto found = bestPatches(graph, request->profile->rules(request->traits, request->precision), options);
        if (!found || !*found) return std::nullopt;
        const PatchPlan& plan = **found;
        Cut cut{.reach = Cut::Reach::Runtime, .after = current_.totals};
        const std::string grid = std::to_string(plan.grid);
        cut.title = "Where the runtime allows: first " + std::to_string(plan.operators) + " operators in " + grid +
                    " x " + grid + " patches";
        for (int32_t i = 0; i < plan.operators; ++i) {
            const BlockId block = graph.operators[static_cast<size_t>(i)].block;
            if (cut.blocks.empty() || cut.blocks.back() != block) cut.blocks.push_back(block);
        }
        cut.after.peak_activation_bytes = plan.peakBytes();
        cut.peak_bytes_saved = current_.totals.peak_activation_bytes - plan.peakBytes();
        cut.useful_bytes_saved = std::min(cut.peak_bytes_saved, excess_.peak);
        if (current_.totals.latency_ms && !latencies.empty()) {
            cut.latency_change = plan.cost_factor - 1;
            for (auto* end : {&cut.after.latency_ms, &cut.after.latency_low_ms, &cut.after.latency_high_ms})
                if (*end) **end *= plan.cost_factor;
        }
        return cut.useful_bytes_saved > 0 ? std::optional(cut) : std::nullopt;
    }

    void estimate(Cut& cut, int64_t multiple) const {
        if (cut.reach == Cut::Reach::Runtime && cut.memory_profile.empty()) return;  // Told with its latency already.
        const auto outcome = make(cut, current_, editContext(multiple));
        if (!outcome) return;
        if (const auto counted = countTotals(outcome->lowered.graph, contextOf(cut), true)) cut.after = counted->totals;
        const auto before = current_.totals.latency_ms;
        if (before && cut.after.latency_ms && *before > 0) cut.latency_change = *cut.after.latency_ms / *before - 1;
        if (cut.blocks.empty() && !cut.commands.empty()) {
            for (const BlockPtr& block : outcome->network.blocks()) {
                const Block* was = current_.network.find(block->id);
                const bool moved = current_.network.positionOf(block->id) != outcome->network.positionOf(block->id);
                if (was == nullptr || moved || !(*was == *block)) cut.blocks.push_back(block->id);
            }
        }
    }

    /// Shares of each excess, so that a kilobyte of a small excess weighs as much as it matters.
    double value(const Cut& cut) const {
        const auto share = [](int64_t saved, int64_t excess) {
            return excess > 0 ? static_cast<double>(std::min(saved, excess)) / static_cast<double>(excess) : 0.0;
        };
        return share(cut.parameter_bytes_saved, excess_.parameters) + share(cut.peak_bytes_saved, excess_.peak);
    }
    bool better(const Cut& a, const Cut& b) const {
        const double difference = value(a) - value(b);
        return difference != 0 ? difference > 0 : a.harm < b.harm;
    }

private:
    EditContext editContext(int64_t multiple) const {
        EditContext context;
        context.channel_multiple = multiple;
        context.precision = context_.precision;
        context.memory = memoryRulesOf(context_);
        return context;
    }
    AssessmentContext contextOf(const Cut& cut) const {
        AssessmentContext context = context_;
        if (cut.reach == Cut::Reach::Runtime) context.memory_profile = cut.memory_profile;
        return context;
    }

    const Assessment& current_;
    const AssessmentContext& context_;
    HarmScale harm_;
    Excess excess_;
};

}  // namespace

std::vector<Cut> cutsHere(const Assessment& current, const AssessmentContext& context, std::stop_token stop) {
    const auto space = FitSpace::make(current.network, current.lowered, context.target, {});
    if (!space) return {};
    const Trial trial(current, context);
    std::map<int, Cut> best;
    for (CutIdea& idea : cutIdeas(current, context, *space, kMostIdeas)) {
        if (stop.stop_requested()) return {};
        if (!trial.count(idea.cut, space->multiple())) continue;
        const auto known = best.find(idea.decision);
        if (known == best.end() || trial.better(idea.cut, known->second)) best[idea.decision] = std::move(idea.cut);
    }
    std::vector<Cut> cuts;
    for (auto& [decision, cut] : best)
        cuts.push_back(std::move(cut));
    if (auto patches = trial.patchedStage()) cuts.push_back(std::move(*patches));
    std::stable_sort(cuts.begin(), cuts.end(), [&](const Cut& a, const Cut& b) { return trial.better(a, b); });
    cuts.resize(std::min(cuts.size(), kMostCuts));
    for (Cut& cut : cuts) {
        if (stop.stop_requested()) return {};
        trial.estimate(cut, space->multiple());
    }
    return cuts;
}

}  // namespace bw
