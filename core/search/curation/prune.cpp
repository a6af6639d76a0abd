// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/curation/prune.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"

namespace bw {
namespace {

/// An operator that is faster everywhere is worth so large a share of the network's parameters.
constexpr double kParameterShare = 0.01;
constexpr int kMostRounds = 60;
constexpr int kLinesOfRound = 400;
/// Rounds in a row that must find nothing.
constexpr int kCleanRounds = 8;
/// A step that nearly costs nothing in one context costs less than nothing in another, seldom met: each must rise by
/// these shares of its line's whole rise and of the network's latency.
constexpr double kLeastStep = 0.02;
constexpr double kLeastShare = 1e-4;
constexpr int kCheckedLines = 600;
/// Lines by decision from which its weight comes, and the least one beside a mean of 1.
constexpr int kWeighed = 4;
constexpr double kLeastWeight = 0.1;

}  // namespace

Pruner::Pruner(const NetworkProblem& full, const LoweredNetwork& lowered, const CurationOptions& options)
    : full_(full),
      classes_(full.space().network(), lowered),
      options_(options),
      random_(options.seed),
      removed_(full.decisions().size()) {
    for (const SpaceDecision& one : full.space().decisions()) {
        left_.emplace_back();
        for (size_t option = 0; option < one.options.size(); ++option)
            left_.back().push_back(static_cast<int32_t>(option));
        fixed_.push_back(std::any_of(options.own.begin(), options.own.end(),
                                     [&](const OwnOptions& own) { return own.decision == one.name; }));
    }
}

std::string Pruner::textOf(size_t index, int32_t option) const {
    return decision(index).options[static_cast<size_t>(option)];
}

Genome Pruner::anywhere() {
    Genome genome;
    genome.reserve(left_.size());
    for (const std::vector<int32_t>& options : left_)
        genome.push_back(options[random_.below(options.size())]);
    return genome;
}

std::vector<Genome> Pruner::contextsOf(size_t index) {
    std::vector<Genome> contexts = {full_.start()};
    for (int i = 1; i < options_.contexts; ++i)
        contexts.push_back(anywhere());
    if (decision(index).kind != DecisionKind::Expansion) return contexts;
    const Block& block = *full_.space().network().find(decision(index).block);
    const int32_t in = classes_.classOf(block.inputs.front());
    for (size_t d = 0; d < left_.size(); ++d) {
        if (decision(d).kind != DecisionKind::Width || classes_.classOf({decision(d).block, 0}) != in) continue;
        for (const int32_t option : left_[d]) {
            contexts.push_back(full_.start());
            contexts.back()[d] = option;
        }
    }
    return contexts;
}

Pruner::Line Pruner::line(size_t index, const Genome& context) {
    std::vector<Genome> genomes;
    bool differ = false;
    for (const int32_t option : left_[index]) {
        genomes.push_back(context);
        genomes.back()[index] = option;
        genomes.back() = full_.canonical(genomes.back());
        differ = differ || genomes.back() != genomes.front();
    }
    if (!differ) return {};
    evaluations_ += static_cast<int64_t>(genomes.size());
    Line line = full_.figures(genomes);
    const bool known =
        std::all_of(line.begin(), line.end(), [](const auto& figures) { return figures && figures->latency_ms; });
    return known ? line : Line{};
}

void Pruner::drop(size_t index, size_t place, std::string reason) {
    removed_[index].push_back({textOf(index, left_[index][place]), std::move(reason)});
    left_[index].erase(left_[index].begin() + static_cast<std::ptrdiff_t>(place));
}

void Pruner::pruneKind(size_t index) {
    if (left_[index].size() != 2) return;
    int looked = 0;
    bool lean_wins = true;   // The form with fewer parameters is never slower ...
    bool broad_wins = true;  // ... or always slower, by the parameters of next to nothing.
    double least = 1e300;
    double most = 0;
    for (int i = 0; i < 2 * options_.contexts; ++i) {
        const Line both = line(index, i == 0 ? full_.start() : anywhere());
        if (both.empty()) continue;
        ++looked;
        const double ratio = *both[1]->latency_ms / *both[0]->latency_ms;
        const auto saved = static_cast<double>(both[1]->parameter_bytes - both[0]->parameter_bytes);
        lean_wins = lean_wins && ratio >= 1;
        broad_wins =
            broad_wins && ratio < 1 && saved <= kParameterShare * static_cast<double>(both[0]->parameter_bytes);
        least = std::min(least, ratio);
        most = std::max(most, ratio);
    }
    if (looked < options_.contexts / 2 || (!lean_wins && !broad_wins)) return;
    const size_t loser = lean_wins ? 1 : 0;
    const double from = 100 * (lean_wins ? least - 1 : 1 / most - 1);
    const double to = 100 * (lean_wins ? most - 1 : 1 / least - 1);
    drop(index, loser,
         "slower than " + textOf(index, left_[index][1 - loser]) + " in all " + std::to_string(looked) +
             " contexts: the network by " + formatNumber(std::round(from * 100) / 100) + " to " +
             formatNumber(std::round(to * 100) / 100) + " %");
}

void Pruner::pruneSizes(size_t index) {
    std::vector<Line> lines;
    for (const Genome& context : contextsOf(index)) {
        Line one = line(index, context);
        if (!one.empty()) lines.push_back(std::move(one));
    }
    if (lines.empty()) return;
    size_t above = left_[index].size() - 1;
    for (size_t place = above; place-- > 0;) {
        const auto dear = std::count_if(lines.begin(), lines.end(), [&](const Line& one) {
            return *one[place]->latency_ms >= *one[above]->latency_ms;
        });
        if (dear == 0) {
            above = place;
            continue;
        }
        drop(index, place,
             textOf(index, left_[index][above]) + " costs no more in " + std::to_string(dear) + " of " +
                 std::to_string(lines.size()) + " contexts");
        for (Line& one : lines)
            one.erase(one.begin() + static_cast<std::ptrdiff_t>(place));
        --above;
    }
}

double Pruner::leastRise(const Line& line) {
    const auto [least, most] = std::minmax_element(
        line.begin(), line.end(), [](const auto& a, const auto& b) { return *a->latency_ms < *b->latency_ms; });
    return std::max(kLeastStep * (*(*most)->latency_ms - *(*least)->latency_ms), kLeastShare * *(*least)->latency_ms);
}

int Pruner::pruneSampled(int lines, const std::stop_token& stop) {
    std::vector<size_t> ordered;
    for (size_t d = 0; d < left_.size(); ++d) {
        if (decision(d).ordered && !fixed_[d] && left_[d].size() > 1) ordered.push_back(d);
    }
    if (ordered.empty()) return 0;
    std::vector<std::pair<size_t, Genome>> looks;
    std::vector<Genome> all;
    for (int i = 0; i < lines; ++i) {
        const size_t index = ordered[random_.below(ordered.size())];
        looks.emplace_back(index, anywhere());
        for (const int32_t option : left_[index]) {
            Genome genome = looks.back().second;
            genome[index] = option;
            all.push_back(full_.canonical(genome));
        }
    }
    // Many at once are estimated in less time than a few; the lines below find them known.
    full_.figures(all, stop);
    int dropped = 0;
    for (const auto& [index, context] : looks) {
        if (stop.stop_requested()) break;
        if (left_[index].size() < 2 || !isLeft(context)) continue;
        const Line one = line(index, context);
        if (one.empty()) continue;
        const double least = leastRise(one);
        for (size_t place = one.size(); place-- > 1;) {
            if (*one[place - 1]->latency_ms + least < *one[place]->latency_ms) continue;
            drop(index, place - 1, textOf(index, left_[index][place]) + " costs no more in a context");
            ++dropped;
            break;
        }
    }
    return dropped;
}

bool Pruner::isLeft(const Genome& genome) const {
    for (size_t d = 0; d < left_.size(); ++d) {
        if (!std::binary_search(left_[d].begin(), left_[d].end(), genome[d])) return false;
    }
    return true;
}

void Pruner::weigh() {
    weights_.assign(left_.size(), 0);
    double sum = 0;
    double open = 0;
    for (size_t d = 0; d < left_.size(); ++d) {
        if (left_[d].size() < 2) continue;
        ++open;
        for (int i = 0; i < kWeighed; ++i) {
            const Line one = line(d, i == 0 ? full_.start() : anywhere());
            if (one.empty()) continue;
            const auto [least, most] = std::minmax_element(
                one.begin(), one.end(), [](const auto& a, const auto& b) { return *a->latency_ms < *b->latency_ms; });
            weights_[d] += std::log(*(*most)->latency_ms / *(*least)->latency_ms);
        }
        sum += weights_[d];
    }
    for (double& weight : weights_)
        weight = sum > 0 ? std::max(weight * open / sum, kLeastWeight) : 1;
}

Result<void> Pruner::run(const std::stop_token& stop, const std::function<void(double)>& progressed) {
    const auto stopped = [&]() -> Result<void> {
        if (!stop.stop_requested()) return {};
        return fail(ErrorCode::Cancelled, "stopped");
    };
    const auto report = [&](double share) {
        if (progressed) progressed(share);
    };
    const size_t count = left_.size();
    for (const bool kinds : {true, false}) {
        for (size_t d = 0; d < count; ++d) {
            if (auto ok = stopped(); !ok) return ok;
            report((static_cast<double>(d) / static_cast<double>(count) + (kinds ? 0 : 1)) / 4);
            if (fixed_[d] || left_[d].size() < 2) continue;
            const DecisionKind kind = decision(d).kind;
            if (kinds && (kind == DecisionKind::Fusion || kind == DecisionKind::Conversion)) pruneKind(d);
            if (!kinds && decision(d).ordered) pruneSizes(d);
        }
    }
    int clean = 0;
    for (int round = 0; round < kMostRounds && clean < kCleanRounds; ++round) {
        if (auto ok = stopped(); !ok) return ok;
        report(0.5 + 0.4 * round / kMostRounds);
        clean = pruneSampled(kLinesOfRound, stop) == 0 ? clean + 1 : 0;
    }
    report(0.9);
    weigh();
    const LandscapeCost cost = latencyCost(full_);
    std::vector<LandscapeAxis> axes;
    for (size_t d = 0; d < count; ++d)
        axes.push_back({static_cast<int32_t>(left_[d].size()), decision(d).ordered});
    const auto onLeft = [&](std::span<const std::vector<int32_t>> points) {
        std::vector<std::vector<int32_t>> genomes(points.begin(), points.end());
        for (std::vector<int32_t>& genome : genomes) {
            for (size_t d = 0; d < count; ++d)
                genome[d] = left_[d][static_cast<size_t>(genome[d])];
        }
        return cost(genomes);
    };
    roughness_ = sampleRoughness(axes, onLeft, kCheckedLines / 3, options_.seed + 1);
    report(1);
    return stopped();
}

SearchSpace Pruner::space() const {
    SearchSpace space = full_.space();
    for (size_t d = 0; d < left_.size(); ++d)
        space = *space.withOptions(d, left_[d]);
    return space.withWeights(weights_);
}

}  // namespace bw
