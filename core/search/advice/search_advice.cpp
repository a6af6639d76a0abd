// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/advice/search_advice.h"

#include <algorithm>
#include <cmath>

#include "rewrite/rewrite.h"
#include "search/advice/best_evaluations.h"
#include "search/advice/change_band.h"
#include "search/advice/change_commands.h"
#include "search/advice/shared_changes.h"

namespace bw {
namespace {

/// A change counts as shared from this share of the best networks on.
constexpr double kLeastShare = 0.5;
/// Changes that are tried; each costs an estimate of the network.
constexpr size_t kMostTried = 160;
/// Gains below this are rounding.
constexpr double kLeastGain = 1e-4;

/// A change that applies to the current network.
struct Tried {
    SharedChange change;
    std::vector<std::string> commands;
    Network network;
    LoweredNetwork lowered;
    NetworkFigures after;
    double repaired = 0;  ///< Of the violation of limits.
    double gain = 0;      ///< In the first objective that it gains in.
    size_t objective = 0;
};

bool asksForScore(const NetworkProblem::Goals& goals) {
    return std::find(goals.objectives.begin(), goals.objectives.end(), Figure::Score) != goals.objectives.end() ||
           std::any_of(goals.limits.begin(), goals.limits.end(),
                       [](const FigureLimit& limit) { return limit.figure == Figure::Score; });
}

class Advisor {
public:
    Advisor(const NetworkProblem& problem, const Network& current, const AdviceOptions& options, std::stop_token stop)
        : problem_(problem),
          space_(problem.space().withPresent()),
          current_(current),
          options_(options),
          stop_(std::move(stop)),
          scored_(asksForScore(problem.goals())) {}

    std::vector<SearchSuggestion> suggest(std::span<const Evaluation> evaluations);

private:
    /// What the best networks share, in terms of space_; `having` points to them.
    std::vector<SharedChange> changesOf(std::span<const Evaluation* const> best, const PresentChoices& now) const;
    std::optional<Tried> tryChange(SharedChange change, const PresentChoices& now) const;
    std::vector<Tried> tryAll(const std::vector<SharedChange>& changes, const PresentChoices& now) const;
    /// Estimates those that were tried and keeps what helps; the others go to `refused`.
    void rate(std::vector<Tried>& tried, std::vector<Tried>& refused) const;
    /// Of joined choices that break a limit together, as many as it leaves room for, the most gain first.
    std::optional<Tried> affordable(const Tried& refused, const std::vector<Tried>& helpful,
                                    const PresentChoices& now) const;
    void addAffordable(const std::vector<Tried>& refused, const PresentChoices& now, std::vector<Tried>& tried) const;
    void sortByWorth(std::vector<Tried>& tried) const;
    bool helps(Tried& one) const;
    double gainIn(Figure figure, const NetworkFigures& after) const;
    SearchSuggestion describe(const Tried& one) const;
    void ablate(const Tried& one, SearchSuggestion& suggestion) const;
    double violation(const NetworkFigures& figures) const;

    const NetworkProblem& problem_;
    SearchSpace space_;  ///< With the present option of every decision.
    const Network& current_;
    AdviceOptions options_;
    std::stop_token stop_;
    bool scored_ = false;  ///< Scores may cost much: they are told where the search asked for them.
    LoweredNetwork lowered_;
    NetworkFigures before_;
    size_t best_ = 0;
};

/// The genome in a space that has every option of the other, found by value.
Genome translated(const Genome& genome, const SearchSpace& from, const SearchSpace& to) {
    Genome result(genome.size());
    for (size_t d = 0; d < genome.size(); ++d)
        result[d] = to.decisions()[d].indexOf(from.decisions()[d].values[static_cast<size_t>(genome[d])]);
    return result;
}

std::vector<BlockId> changedBlocks(const Network& before, const Network& after) {
    std::vector<BlockId> blocks;
    for (const BlockPtr& block : before.blocks()) {
        const Block* now = after.find(block->id);
        if (now == nullptr || !(*now == *block)) blocks.push_back(block->id);
    }
    return blocks;
}

std::optional<Tried> Advisor::tryChange(SharedChange change, const PresentChoices& now) const {
    Tried tried{std::move(change), {}, current_, lowered_, {}};
    tried.commands = changeCommands(space_, current_, tried.change.choices);
    if (tried.commands.empty()) return std::nullopt;
    for (const std::string& command : tried.commands) {
        auto outcome = applyEdit(
            tried.network, command,
            {space_.multiple(), &tried.lowered, problem_.context().precision, memoryRulesOf(problem_.context())});
        if (!outcome) return std::nullopt;
        tried.network = std::move(outcome->network);
        tried.lowered = std::move(outcome->lowered);
    }
    const PresentChoices then(space_, tried.network, tried.lowered);
    for (const SharedChoice& choice : tried.change.choices) {
        // A multiplier leaves widths of which no single one tells it.
        if (space_.decisions()[choice.decision].kind == DecisionKind::Scale) continue;
        const bool gone = !then.value(choice.decision) && now.value(choice.decision).has_value();
        if (!gone && then.value(choice.decision) != choice.to) return std::nullopt;
    }
    if (tried.network == current_) return std::nullopt;
    return tried;
}

std::vector<Tried> Advisor::tryAll(const std::vector<SharedChange>& changes, const PresentChoices& now) const {
    std::vector<Tried> all;
    for (size_t i = 0; i < changes.size() && i < kMostTried && !stop_.stop_requested(); ++i) {
        auto tried = tryChange(changes[i], now);
        if (!tried) continue;
        const bool known =
            std::any_of(all.begin(), all.end(), [&](const Tried& other) { return other.network == tried->network; });
        if (!known) all.push_back(std::move(*tried));
    }
    return all;
}

double Advisor::violation(const NetworkFigures& figures) const {
    double sum = 0;
    for (const FigureLimit& limit : problem_.goals().limits)
        sum += violationOf(figures, limit);
    return sum;
}

double Advisor::gainIn(Figure figure, const NetworkFigures& after) const {
    const double from = before_.value(figure);
    const double to = after.value(figure);
    if (std::isnan(from) || std::isnan(to)) return 0;
    const double gain = figureInfo(figure).maximised ? to - from : from - to;
    return figure == Figure::Score || from == 0 ? gain : gain / std::abs(from);
}

bool Advisor::helps(Tried& one) const {
    for (const FigureLimit& limit : problem_.goals().limits) {
        if (violationOf(one.after, limit) > violationOf(before_, limit)) return false;
    }
    const double from = violation(before_);
    const double to = violation(one.after);
    if (from > to + kLeastGain) one.repaired = std::isfinite(from) ? from - to : 1;
    const std::vector<Figure>& objectives = problem_.goals().objectives;
    for (one.objective = 0; one.objective < objectives.size(); ++one.objective) {
        one.gain = gainIn(objectives[one.objective], one.after);
        if (one.gain > kLeastGain) return true;
    }
    return one.repaired > 0;
}

void Advisor::rate(std::vector<Tried>& tried, std::vector<Tried>& refused) const {
    std::vector<Tried> helpful;
    for (Tried& one : tried) {
        if (stop_.stop_requested()) break;
        const auto figures = problem_.figuresOf(one.network, one.lowered, scored_);
        if (!figures) continue;
        one.after = *figures;
        (helps(one) ? helpful : refused).push_back(std::move(one));
    }
    tried = std::move(helpful);
}

std::optional<Tried> Advisor::affordable(const Tried& refused, const std::vector<Tried>& helpful,
                                         const PresentChoices& now) const {
    const auto& asked = refused.change.choices;
    std::vector<const Tried*> singles;
    for (const Tried& one : helpful) {
        const bool member = std::any_of(asked.begin(), asked.end(), [&](const SharedChoice& choice) {
            return one.change.choices.front().decision == choice.decision;
        });
        if (one.change.choices.size() == 1 && member) singles.push_back(&one);
    }
    std::stable_sort(singles.begin(), singles.end(),
                     [](const Tried* a, const Tried* b) { return a->gain + a->repaired > b->gain + b->repaired; });
    std::optional<Tried> best;
    for (const Tried* single : singles) {
        if (stop_.stop_requested()) return std::nullopt;
        SharedChange with = best ? best->change : SharedChange{{}, single->change.having};
        with.choices.push_back(single->change.choices.front());
        std::sort(with.choices.begin(), with.choices.end(),
                  [](const SharedChoice& a, const SharedChoice& b) { return a.decision < b.decision; });
        std::erase_if(with.having, [&](const Evaluation* one) {
            return std::find(single->change.having.begin(), single->change.having.end(), one) ==
                   single->change.having.end();
        });
        std::vector<Tried> joined;
        std::vector<Tried> ignored;
        if (auto tried = tryChange(std::move(with), now)) joined.push_back(std::move(*tried));
        rate(joined, ignored);
        if (!joined.empty() && !joined.front().change.having.empty()) best = std::move(joined.front());
    }
    if (!best || best->change.choices.size() < 2) return std::nullopt;
    return best;
}

void Advisor::sortByWorth(std::vector<Tried>& tried) const {
    const auto worth = [&](double gain, const Tried& one) {
        return gain * static_cast<double>(one.change.having.size()) / static_cast<double>(best_);
    };
    std::stable_sort(tried.begin(), tried.end(), [&](const Tried& a, const Tried& b) {
        if (worth(a.repaired, a) != worth(b.repaired, b)) return worth(a.repaired, a) > worth(b.repaired, b);
        if (a.objective != b.objective) return a.objective < b.objective;
        return worth(a.gain, a) > worth(b.gain, b);
    });
    tried.resize(std::min(tried.size(), static_cast<size_t>(std::max(0, options_.most))));
}

void Advisor::ablate(const Tried& one, SearchSuggestion& suggestion) const {
    const Evaluation& best = *one.change.having.front();
    Genome back = translated(best.genome, problem_.space(), space_);
    for (const SharedChoice& choice : one.change.choices)
        back[choice.decision] = space_.decisions()[choice.decision].nearestTo(choice.from);
    const auto with = problem_.figures(std::span(&best.genome, 1), stop_);
    const auto network = space_.build(back);
    if (!network || with.empty() || !with.front()) return;
    const auto lowered = lower(*network, problem_.context().precision);
    if (!lowered) return;
    const auto without = problem_.figuresOf(*network, *lowered, scored_);
    if (!without || stop_.stop_requested()) return;
    if (with.front()->latency_ms && without->latency_ms) {
        suggestion.ablated_latency = *without->latency_ms / *with.front()->latency_ms - 1;
    }
    const double score = without->score - with.front()->score;
    if (std::isfinite(score)) suggestion.ablated_score = score;
}

SearchSuggestion Advisor::describe(const Tried& one) const {
    SearchSuggestion suggestion;
    suggestion.title = titleOf(space_, current_, one.change.choices);
    suggestion.commands = one.commands;
    suggestion.blocks = changedBlocks(current_, one.network);
    suggestion.before = before_;
    suggestion.after = one.after;
    suggestion.having = static_cast<int64_t>(one.change.having.size());
    suggestion.best = static_cast<int64_t>(best_);
    for (const Evaluation* evaluation : one.change.having)
        suggestion.numbers.push_back(evaluation->number);
    ablate(one, suggestion);
    const auto band = changeBand({&current_, &lowered_}, {&one.network, &one.lowered}, problem_.context());
    if (band) {
        suggestion.change_low = band->first;
        suggestion.change_high = band->second;
    }
    return suggestion;
}

std::vector<SharedChange> Advisor::changesOf(std::span<const Evaluation* const> best, const PresentChoices& now) const {
    // Options are told apart by value: the two spaces number them differently.
    std::vector<Evaluation> in_space;
    in_space.reserve(best.size());
    std::vector<const Evaluation*> pointers;
    for (const Evaluation* one : best) {
        in_space.push_back({one->number, translated(one->genome, problem_.space(), space_), one->rating});
        pointers.push_back(&in_space.back());
    }
    std::vector<SharedChange> changes = sharedChanges(space_, pointers, now, kLeastShare);
    for (SharedChange& change : changes) {
        for (const Evaluation*& one : change.having)
            one = best[static_cast<size_t>(one - in_space.data())];
    }
    return changes;
}

void Advisor::addAffordable(const std::vector<Tried>& refused, const PresentChoices& now,
                            std::vector<Tried>& tried) const {
    std::vector<Tried> joined;
    for (const Tried& one : refused) {
        if (one.change.choices.size() < 2) continue;
        auto some = affordable(one, tried, now);
        const auto same = [&](const Tried& other) { return some && other.network == some->network; };
        const bool known =
            std::any_of(tried.begin(), tried.end(), same) || std::any_of(joined.begin(), joined.end(), same);
        if (some && !known) joined.push_back(std::move(*some));
    }
    std::move(joined.begin(), joined.end(), std::back_inserter(tried));
}

std::vector<SearchSuggestion> Advisor::suggest(std::span<const Evaluation> evaluations) {
    auto lowered = lower(current_, problem_.context().precision);
    if (!lowered) return {};
    lowered_ = std::move(*lowered);
    const auto before = problem_.figuresOf(current_, lowered_, scored_);
    if (!before || stop_.stop_requested()) return {};
    before_ = *before;
    const auto best = bestEvaluations(evaluations, static_cast<size_t>(std::max(1, options_.best)));
    if (best.empty()) return {};
    best_ = best.size();
    const PresentChoices now(space_, current_, lowered_);
    std::vector<Tried> tried = tryAll(changesOf(best, now), now);
    std::vector<Tried> refused;
    rate(tried, refused);
    addAffordable(refused, now, tried);
    sortByWorth(tried);
    std::vector<SearchSuggestion> suggestions;
    for (const Tried& one : tried) {
        if (stop_.stop_requested()) break;
        suggestions.push_back(describe(one));
    }
    return suggestions;
}

}  // namespace

std::vector<SearchSuggestion> suggestFrom(const NetworkProblem& problem, std::span<const Evaluation> evaluations,
                                          const Network& current, const AdviceOptions& options, std::stop_token stop) {
    return Advisor(problem, current, options, std::move(stop)).suggest(evaluations);
}

}  // namespace bw
