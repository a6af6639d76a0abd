// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/run/importance.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace bw {
namespace {

struct Sample {
    const Genome* genome = nullptr;
    double value = 0;
};

std::vector<Sample> samplesOf(std::span<const Evaluation> evaluations, size_t objective) {
    std::vector<Sample> samples;
    for (const Evaluation& evaluation : evaluations) {
        if (objective >= evaluation.rating.objectives.size() || !std::isfinite(evaluation.rating.violation)) continue;
        const double value = evaluation.rating.objectives[objective];
        if (std::isfinite(value)) samples.push_back({&evaluation.genome, value});
    }
    return samples;
}

DecisionImportance importanceOf(size_t decision, size_t options, std::span<const Sample> samples, double mean) {
    std::vector<double> sums(options, 0.0), counts(options, 0.0);
    for (const Sample& sample : samples) {
        const auto option = static_cast<size_t>((*sample.genome)[decision]);
        sums[option] += sample.value;
        counts[option] += 1;
    }
    DecisionImportance importance;
    importance.decision = decision;
    importance.means.assign(options, std::numeric_limits<double>::quiet_NaN());
    double between = 0, total = 0, tried = 0;
    for (size_t i = 0; i < options; ++i) {
        if (counts[i] == 0) continue;
        importance.means[i] = sums[i] / counts[i];
        between += counts[i] * (importance.means[i] - mean) * (importance.means[i] - mean);
        tried += 1;
    }
    for (const Sample& sample : samples)
        total += (sample.value - mean) * (sample.value - mean);
    const double freedom = static_cast<double>(samples.size()) - tried;
    if (total <= 0 || freedom <= 0) return importance;
    const double within = std::max(0.0, total - between) / freedom;
    importance.share = std::clamp((between - (tried - 1) * within) / total, 0.0, 1.0);
    return importance;
}

}  // namespace

std::vector<DecisionImportance> decisionImportance(const SearchProblem& problem,
                                                   std::span<const Evaluation> evaluations, size_t objective) {
    const std::vector<Sample> samples = samplesOf(evaluations, objective);
    double mean = 0;
    for (const Sample& sample : samples)
        mean += sample.value / static_cast<double>(samples.size());
    std::vector<DecisionImportance> found;
    for (size_t i = 0; i < problem.decisions().size(); ++i)
        found.push_back(importanceOf(i, problem.decisions()[i].options.size(), samples, mean));
    std::stable_sort(found.begin(), found.end(),
                     [](const DecisionImportance& a, const DecisionImportance& b) { return a.share > b.share; });
    return found;
}

}  // namespace bw
