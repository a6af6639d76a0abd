// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fit/design_search.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace bw {
namespace {

/// Least harm that a step is taken to do, so that harmless ones have a finite rate.
constexpr double kLeastHarm = 1e-5;
/// What exceeding a limit by as much as the limit adds to the energy of annealing.
constexpr double kPenalty = 6;
constexpr size_t kMostRemembered = 400;
/// Latency may break ties of harm, no more.
constexpr double kLatencyWeight = 1e-3;

double overShare(double value, double limit) {
    return value > limit ? value / std::max(limit, 1e-9) - 1 : 0;
}

/// What annealing lowers.
double energy(const FitFigures& figures, const FitGoal& goal) {
    double energy = kPenalty * figures.excess();
    const double latency = figures.latency_ms.value_or(0);
    if (goal.most_harm) energy += kPenalty * overShare(figures.harm, *goal.most_harm);
    if (goal.most_latency) energy += kPenalty * overShare(latency, *goal.most_latency);
    const double log_latency = latency > 0 ? std::log(latency) : 0;
    return energy +
           (goal.fastest ? log_latency + kLatencyWeight * figures.harm : figures.harm + kLatencyWeight * log_latency);
}

}  // namespace

bool DesignSearch::keeps(const FitFigures& figures, const FitGoal& goal) {
    if (figures.excess() > 0) return false;
    if (goal.most_harm && figures.harm > *goal.most_harm) return false;
    if (goal.most_latency && !(figures.latency_ms && *figures.latency_ms <= *goal.most_latency)) return false;
    return !goal.fastest || figures.latency_ms.has_value();
}

bool DesignSearch::prefers(const RatedDesign& a, const RatedDesign& b, const FitGoal& goal) {
    const bool a_keeps = keeps(a.figures, goal);
    if (a_keeps != keeps(b.figures, goal)) return a_keeps;
    return energy(a.figures, goal) < energy(b.figures, goal);
}

DesignSearch::Rate DesignSearch::bestStep(const RatedDesign& at, size_t gene) {
    const auto count = static_cast<int32_t>(evaluator_.space().genes()[gene].options.size());
    const int32_t now = at.design[gene];
    Rate best;
    // A peak may fall only after several small steps.
    for (const int32_t step : {1, 2, 4, count - 1 - now}) {
        if (step < 1 || now + step >= count) continue;
        FitDesign design = at.design;
        design[gene] = now + step;
        const auto figures = evaluator_.evaluate(design, false);
        if (!figures) continue;
        const double saved = at.figures.excess() - figures->excess();
        const double rate = saved / std::max(figures->harm - at.figures.harm, kLeastHarm);
        if (saved > 0 && rate > best.rate) best = {rate, now + step};
    }
    return best;
}

std::optional<RatedDesign> DesignSearch::descend(FitDesign start) {
    const auto figures = evaluator_.evaluate(start, false);
    if (!figures) return std::nullopt;
    RatedDesign at{std::move(start), *figures};
    const auto genes = static_cast<int>(at.design.size());
    std::vector<Rate> rates(at.design.size());
    std::vector<bool> fresh(at.design.size(), false);
    for (int g = 0; g < genes; ++g) {
        if (stop_.stop_requested()) return std::nullopt;
        if (g != evaluator_.space().inputGene()) rates[static_cast<size_t>(g)] = bestStep(at, static_cast<size_t>(g));
    }
    while (at.figures.excess() > 0) {
        if (stop_.stop_requested()) return std::nullopt;
        fresh.assign(fresh.size(), false);
        // Rates mostly fall as the design shrinks: renew the best until it stays the best.
        for (;;) {
            const auto best =
                static_cast<size_t>(std::max_element(rates.begin(), rates.end(),
                                                     [](const Rate& a, const Rate& b) { return a.rate < b.rate; }) -
                                    rates.begin());
            if (rates[best].rate <= 0) {
                // Steps that did not help at first may help by now.
                bool any = false;
                for (size_t g = 0; g < rates.size(); ++g) {
                    if (stop_.stop_requested()) return std::nullopt;
                    if (static_cast<int>(g) == evaluator_.space().inputGene() || fresh[g]) continue;
                    rates[g] = bestStep(at, g);
                    fresh[g] = true;
                    any = any || rates[g].rate > 0;
                }
                if (!any) return std::nullopt;
                continue;
            }
            if (!fresh[best]) {
                rates[best] = bestStep(at, best);
                fresh[best] = true;
                continue;
            }
            at.design[best] = rates[best].option;
            break;
        }
        at.figures = *evaluator_.evaluate(at.design, false);
        if (ticked) ticked();
    }
    return at;
}

void DesignSearch::move(FitDesign& design, size_t gene, bool smaller) {
    const auto count = static_cast<int32_t>(evaluator_.space().genes()[gene].options.size());
    const auto step = static_cast<int32_t>(1 + random_.below(random_.below(4) == 0 ? 4 : 1));
    design[gene] = std::clamp(design[gene] + (smaller ? step : -step), 0, count - 1);
}

FitDesign DesignSearch::neighbour(const FitDesign& design) {
    FitDesign other = design;
    const auto pick = [&]() -> size_t {
        for (;;) {
            const size_t gene = random_.below(design.size());
            if (static_cast<int>(gene) != evaluator_.space().inputGene()) return gene;
        }
    };
    if (random_.below(5) < 2) {
        move(other, pick(), random_.below(2) == 0);
        return other;
    }
    // One takes, another gives: what a budget that binds leaves open.
    move(other, pick(), true);
    move(other, pick(), false);
    if (random_.below(3) == 0) move(other, pick(), random_.below(2) == 0);
    return other;
}

void DesignSearch::remember(const RatedDesign& rated) {
    if (remembered_.size() >= kMostRemembered) {
        // Keep the better half.
        std::stable_sort(remembered_.begin(), remembered_.end(),
                         [](const RatedDesign& a, const RatedDesign& b) { return a.figures.harm < b.figures.harm; });
        remembered_.resize(kMostRemembered / 2);
    }
    remembered_.push_back(rated);
}

void DesignSearch::anneal(RatedDesign& rated, const FitGoal& goal, int64_t steps) {
    constexpr double kHot = 0.03;
    constexpr double kCold = 0.0003;
    const int free_genes = static_cast<int>(rated.design.size()) - (evaluator_.space().inputGene() >= 0 ? 1 : 0);
    if (free_genes < 1) return;
    const auto first = evaluator_.evaluate(rated.design, goal.needsLatency());
    if (!first) return;
    RatedDesign at{rated.design, *first};
    double at_energy = energy(at.figures, goal);
    bool best_keeps = keeps(*first, goal);
    double best_energy = at_energy;
    rated.figures = *first;
    for (int64_t step = 0; step < steps && !stop_.stop_requested(); ++step) {
        if (step % 64 == 0 && ticked) ticked();
        const double progress = static_cast<double>(step) / static_cast<double>(steps);
        const double temperature = kHot * std::pow(kCold / kHot, progress);
        FitDesign design = neighbour(at.design);
        if (design == at.design) continue;
        const auto figures = evaluator_.evaluate(design, goal.needsLatency());
        if (!figures) continue;
        const double new_energy = energy(*figures, goal);
        if (new_energy > at_energy && random_.uniform() >= std::exp((at_energy - new_energy) / temperature)) continue;
        at = {std::move(design), *figures};
        at_energy = new_energy;
        if (!keeps(at.figures, goal)) continue;
        remember(at);
        if (best_keeps && at_energy >= best_energy) continue;
        rated = at;
        best_keeps = true;
        best_energy = at_energy;
        if (improved) improved(rated);
    }
}

void DesignSearch::raise(RatedDesign& rated, const FitGoal& goal) {
    for (bool changed = true; changed && !stop_.stop_requested();) {
        changed = false;
        for (size_t g = 0; g < rated.design.size(); ++g) {
            if (stop_.stop_requested() || static_cast<int>(g) == evaluator_.space().inputGene()) continue;
            for (int32_t option = 0; option < rated.design[g]; ++option) {
                FitDesign design = rated.design;
                design[g] = option;
                const auto figures = evaluator_.evaluate(design, goal.needsLatency());
                if (!figures || !keeps(*figures, goal) || energy(*figures, goal) >= energy(rated.figures, goal))
                    continue;
                rated = {std::move(design), *figures};
                changed = true;
                break;
            }
        }
    }
    if (rated.figures.excess() <= 0) remember(rated);
}

std::vector<RatedDesign> DesignSearch::nearLeastHarm(double tolerance) const {
    double least = 1e300;
    for (const RatedDesign& rated : remembered_)
        least = std::min(least, rated.figures.harm);
    std::vector<RatedDesign> near;
    for (const RatedDesign& rated : remembered_) {
        if (rated.figures.harm <= least + tolerance) near.push_back(rated);
    }
    return near;
}

}  // namespace bw
