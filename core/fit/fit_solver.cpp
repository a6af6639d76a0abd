// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fit/fit_solver.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/text.h"
#include "fit/design_search.h"
#include "fit/fit_words.h"
#include "fit/smallest_design.h"
#include "fit/uniform_scaling.h"
#include "rewrite/rewrite.h"

namespace bw {
namespace {

/// Harms that the proxy cannot tell apart.
constexpr double kHarmTolerance = 0.01;
/// How much more harm than the least a fast design may do where there is no uniform scaling to compare with.
constexpr double kFastHarm = 0.1;

Result<void> checkBudgets(const Budgets& budgets) {
    const auto check = [](const char* what, const std::optional<int64_t>& bytes) -> Result<void> {
        if (!bytes || *bytes > 0) return {};
        return fail(ErrorCode::InvalidArgument,
                    std::string("the ") + what + " budget is " + std::to_string(*bytes) + " B: nothing fits into that");
    };
    if (!budgets.parameter_bytes && !budgets.peak_activation_bytes) {
        return fail(ErrorCode::InvalidArgument, "there is no budget of parameters or peak activations to fit into", {},
                    "set one: for example 256 KiB of flash and 128 KiB of SRAM");
    }
    if (auto ok = check("parameter", budgets.parameter_bytes); !ok) return ok;
    return check("peak activation", budgets.peak_activation_bytes);
}

/// One run: what its stages share.
class Fit {
public:
    Fit(const Assessment& now, const AssessmentContext& context, const FitOptions& options, const FitWatcher& watcher,
        std::stop_token stop, const FitSpace& space)
        : now_(now),
          context_(context),
          watcher_(watcher),
          stop_(stop),
          space_(space),
          harm_(now.network, now.lowered),
          evaluator_(space, harm_, context),
          search_(evaluator_, options.seed, stop) {
        const auto operators = static_cast<int64_t>(std::max<size_t>(1, now.lowered.graph.operators.size()));
        steps_ = options.steps > 0 ? options.steps : std::clamp<int64_t>(1'500'000 / operators, 1'000, 12'000);
        search_.ticked = [this] { report(); };
        search_.improved = [this](const RatedDesign& rated) { best_harm_ = rated.figures.harm; };
    }

    void run(FitResult& result);

private:
    /// The stages and their shares of the time.
    void enter(double begin, double end) {
        stage_begin_ = begin;
        stage_end_ = end;
        stage_evaluations_ = evaluator_.evaluations();
        report();
    }
    void report() {
        if (!watcher_.progressed) return;
        const double done =
            static_cast<double>(evaluator_.evaluations() - stage_evaluations_) / static_cast<double>(steps_);
        watcher_.progressed(
            {stage_begin_ + (stage_end_ - stage_begin_) * std::min(1.0, done), evaluator_.evaluations(), best_harm_});
    }
    std::optional<FitAnswer> answerOf(const std::vector<std::string>& commands) const;
    std::vector<RatedDesign> descents();
    RatedDesign leastHarm(std::vector<RatedDesign> starts, std::optional<double> most_latency);
    std::optional<RatedDesign> quickest(const RatedDesign& least, std::optional<double> most_harm);
    RatedDesign noSlower(const RatedDesign& least, std::vector<RatedDesign> starts);
    void settle(FitResult& result) const;

    const Assessment& now_;
    const AssessmentContext& context_;
    const FitWatcher& watcher_;
    std::stop_token stop_;
    const FitSpace& space_;
    HarmScale harm_;
    FitEvaluator evaluator_;
    DesignSearch search_;
    int64_t steps_ = 0;
    std::optional<UniformScaling> uniform_;
    std::optional<double> best_harm_;
    double stage_begin_ = 0;
    double stage_end_ = 0;
    int64_t stage_evaluations_ = 0;
};

std::optional<FitAnswer> Fit::answerOf(const std::vector<std::string>& commands) const {
    FitAnswer answer;
    Network network = now_.network;
    LoweredNetwork lowered = now_.lowered;
    for (const std::string& command : commands) {
        auto outcome = applyEdit(network, command, {space_.multiple(), &lowered, context_.precision});
        if (!outcome) return std::nullopt;
        network = std::move(outcome->network);
        lowered = std::move(outcome->lowered);
        answer.changes.insert(answer.changes.end(), outcome->changes.begin(), outcome->changes.end());
    }
    const auto assessed = assess(network, lowered, context_);
    if (!assessed) return std::nullopt;
    for (const BlockPtr& block : network.blocks()) {
        const Block* before = now_.network.find(block->id);
        if (before == nullptr || !(*before == *block)) answer.blocks.push_back(block->id);
    }
    answer.title = fitTitle(context_.budgets);
    answer.commands = commands;
    answer.totals = assessed->totals;
    answer.harm = harm_.harm(network, lowered);
    return answer;
}

/// The best greedy designs, one for each size of the input, least harm first.
std::vector<RatedDesign> Fit::descents() {
    std::vector<RatedDesign> starts;
    const int input = space_.inputGene();
    const size_t sizes = input < 0 ? 1 : space_.genes()[static_cast<size_t>(input)].options.size();
    int worse = 0;
    for (size_t size = 0; size < sizes && worse < 2 && !stop_.stop_requested(); ++size) {
        FitDesign origin = space_.origin();
        if (input >= 0) origin[static_cast<size_t>(input)] = static_cast<int32_t>(size);
        auto found = search_.descend(std::move(origin));
        if (!found) continue;
        search_.raise(*found, {});
        worse = !best_harm_ || found->figures.harm < *best_harm_ ? 0 : worse + 1;
        if (!best_harm_ || found->figures.harm < *best_harm_) best_harm_ = found->figures.harm;
        starts.push_back(std::move(*found));
        if (starts.size() > 1 || !watcher_.answered) continue;
        if (const auto answer = answerOf(space_.commands(starts.front().design))) watcher_.answered(*answer);
    }
    std::stable_sort(starts.begin(), starts.end(),
                     [](const RatedDesign& a, const RatedDesign& b) { return a.figures.harm < b.figures.harm; });
    return starts;
}

RatedDesign Fit::leastHarm(std::vector<RatedDesign> starts, std::optional<double> most_latency) {
    constexpr size_t kStarts = 2;
    starts.resize(std::min(starts.size(), kStarts));
    FitGoal goal;
    goal.most_latency = most_latency;
    for (RatedDesign& start : starts) {
        search_.anneal(start, goal, steps_ / static_cast<int64_t>(starts.size()));
        search_.raise(start, goal);
    }
    const auto better = [&](const RatedDesign& a, const RatedDesign& b) { return search_.prefers(a, b, goal); };
    RatedDesign best = *std::min_element(starts.begin(), starts.end(), better);
    // The proxy cannot tell these apart; latency can.
    for (const RatedDesign& near : search_.nearLeastHarm(kHarmTolerance)) {
        if (stop_.stop_requested()) break;
        const auto figures = evaluator_.evaluate(near.design, true);
        if (!figures || !figures->latency_ms || figures->harm > best.figures.harm + kHarmTolerance) continue;
        const auto now = evaluator_.evaluate(best.design, true);
        if (now && now->latency_ms && *figures->latency_ms < *now->latency_ms) best = {near.design, *figures};
    }
    if (const auto figures = evaluator_.evaluate(best.design, true)) best.figures = *figures;
    return best;
}

std::optional<RatedDesign> Fit::quickest(const RatedDesign& least, std::optional<double> most_harm) {
    FitGoal goal;
    goal.fastest = true;
    goal.most_harm = most_harm;
    std::optional<RatedDesign> best;
    for (const FitDesign& start : {least.design, uniform_ ? space_.nearest(uniform_->network) : least.design}) {
        if (best && start == least.design) break;
        const auto figures = evaluator_.evaluate(start, true);
        if (!figures) continue;
        RatedDesign rated{start, *figures};
        search_.anneal(rated, goal, steps_ / 2);
        search_.raise(rated, goal);
        if (!search_.keeps(rated.figures, goal)) continue;
        if (!best || search_.prefers(rated, *best, goal)) best = std::move(rated);
    }
    return best;
}

/// Each answer at least as good as the ones that could stand in for it: uniform scaling is an answer too.
void Fit::settle(FitResult& result) const {
    Budgets memory = context_.budgets;
    memory.latency_ms.reset();
    for (std::optional<FitAnswer>* answer : {&result.balanced, &result.least_harm, &result.fastest}) {
        if (*answer && !keepsBudgets((*answer)->totals, memory)) answer->reset();
    }
    const auto slower = [](const FitAnswer& a, const FitAnswer& b) {
        return a.totals.latency_ms && b.totals.latency_ms && *a.totals.latency_ms > *b.totals.latency_ms;
    };
    const std::optional<FitAnswer>& uniform = result.uniform;
    if (uniform && result.fastest && result.fastest->harm > uniform->harm) result.fastest.reset();
    const auto dominates = [&](const FitAnswer& answer) {
        return !uniform || (answer.harm <= uniform->harm && !slower(answer, *uniform));
    };
    // Any answer that dominates may be the balanced one; the others have to be better at what they are for.
    using Answer = const std::optional<FitAnswer>*;
    for (const Answer other : std::array<Answer, 3>{&result.least_harm, &result.fastest, &uniform}) {
        if (!*other || !dominates(**other)) continue;
        if (!result.balanced || !dominates(*result.balanced)) result.balanced = *other;
    }
    for (const Answer other : std::array<Answer, 2>{&result.balanced, &uniform}) {
        if (!*other) continue;
        if (!result.least_harm || (*other)->harm < result.least_harm->harm) result.least_harm = *other;
        if (!(*other)->totals.latency_ms) continue;
        if (!result.fastest || slower(*result.fastest, **other)) result.fastest = *other;
    }
    if (!result.balanced) result.balanced = result.least_harm;
}

void Fit::run(FitResult& result) {
    enter(0, 0.05);
    uniform_ = bestUniformScaling(now_.network, now_.lowered, evaluator_, stop_);
    if (uniform_) result.uniform = answerOf({uniform_->command});
    if (result.uniform && watcher_.answered) watcher_.answered(*result.uniform);
    enter(0.05, 0.1);
    std::vector<RatedDesign> starts = descents();
    if (!starts.empty()) {
        enter(0.1, 0.3);
        const RatedDesign least = leastHarm(starts, std::nullopt);
        result.least_harm = answerOf(space_.commands(least.design));
        if (watcher_.answered && result.least_harm) watcher_.answered(*result.least_harm);
        enter(0.3, 0.65);
        const RatedDesign balanced = noSlower(least, std::move(starts));
        result.balanced = answerOf(space_.commands(balanced.design));
        if (watcher_.answered && result.balanced) watcher_.answered(*result.balanced);
        enter(0.65, 1);
        if (least.figures.latency_ms) {
            const double base = least.figures.harm + (uniform_ ? 0 : kFastHarm);
            const auto fast = quickest(balanced, uniform_ ? std::max(uniform_->figures.harm, base) : base);
            if (fast) result.fastest = answerOf(space_.commands(fast->design));
        }
    }
    settle(result);
    result.evaluations = evaluator_.evaluations();
}

/// The least harm at no more latency than uniform scaling and the budget: least harm alone may be slower.
RatedDesign Fit::noSlower(const RatedDesign& least, std::vector<RatedDesign> starts) {
    std::optional<double> most_latency = context_.budgets.latency_ms;
    if (uniform_ && uniform_->figures.latency_ms) {
        most_latency = std::min(most_latency.value_or(1e300), *uniform_->figures.latency_ms);
    }
    FitGoal goal;
    goal.most_latency = most_latency;
    if (!most_latency || !least.figures.latency_ms || DesignSearch::keeps(least.figures, goal)) return least;
    if (uniform_) {
        const FitDesign near = space_.nearest(uniform_->network);
        if (const auto figures = evaluator_.evaluate(near, true)) starts.insert(starts.begin(), {near, *figures});
    }
    return leastHarm({least, starts.front()}, most_latency);
}

/// What else could be freed so that the budgets can be kept.
std::string remedyFor(const Assessment& now, const AssessmentContext& context, const FitOptions& options) {
    const auto fits = [&](const Freedoms& freedoms, int64_t multiple) {
        const auto space = FitSpace::make(now.network, now.lowered, context.target, freedoms, multiple);
        if (!space) return false;
        const HarmScale harm(now.network, now.lowered);
        FitEvaluator evaluator(*space, harm, context);
        const auto smallest = smallestDesign(evaluator);
        return smallest && smallest->figures.excess() <= 0;
    };
    for (const Freedom freedom : kFreedoms) {
        Freedoms more = options.allow;
        more[freedom] = true;
        if (more == options.allow || !fits(more, options.multiple)) continue;
        return "allow " + std::string(freedomId(freedom)) + " to change as well";
    }
    if (!options.allow.all() && fits({}, options.multiple)) return "allow everything to change";
    if (fits({}, 1)) return "allow channels in multiples of 1, not of the target's lanes (--multiple 1)";
    return "raise the budget, take blocks out, or start from a smaller network";
}

}  // namespace

Result<FitResult> fitToBudgets(const Assessment& now, const AssessmentContext& context, const FitOptions& options,
                               const FitWatcher& watcher, std::stop_token stop) {
    if (auto ok = checkBudgets(context.budgets); !ok) return tl::unexpected(ok.error());
    const auto space = FitSpace::make(now.network, now.lowered, context.target, options.allow, options.multiple, stop);
    if (!space) return tl::unexpected(space.error());
    FitResult result;
    result.now = now.totals;
    result.log10_designs = space->log10Size();
    result.multiple = space->multiple();
    result.kept = space->kept();
    const HarmScale harm(now.network, now.lowered);
    FitEvaluator evaluator(*space, harm, context);
    const auto smallest = smallestDesign(evaluator, stop);
    if (stop.stop_requested()) return fail(ErrorCode::Cancelled, "stopped before anything was found");
    if (!smallest) return fail(ErrorCode::Unavailable, "the network cannot be made smaller by these freedoms");
    result.fewest_parameter_bytes = smallest->fewest_parameter_bytes;
    result.lowest_peak_bytes = smallest->lowest_peak_bytes;
    Budgets memory = context.budgets;
    memory.latency_ms.reset();
    if (keepsBudgets(now.totals, memory)) {
        result.verdict = FitVerdict::AlreadyFits;
    } else if (smallest->figures.excess() > 0) {
        result.verdict = FitVerdict::Impossible;
        result.remedy = remedyFor(now, context, options);
    } else {
        Fit(now, context, options, watcher, stop, *space).run(result);
        if (result.balanced) result.verdict = FitVerdict::Fits;
    }
    result.stopped = stop.stop_requested();
    result.evaluations += evaluator.evaluations();
    result.sentence = fitSentence(result, context.budgets, options.allow, smallest->figures.parameter_bytes);
    return result;
}

}  // namespace bw
