// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/evaluate_regressor.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "measure/statistics.h"

namespace bw {
Result<std::vector<PredictedNetwork>> predictNetworks(const KernelPredictor& predictor, const LabelledNetworks& data,
                                                      std::span<const size_t> which, std::span<const size_t> members) {
    std::vector<PredictedNetwork> outcomes;
    for (size_t i = 0; i < which.size(); ++i) {
        const LabelledNetwork& network = data.networks[which[i]];
        auto kernels = predictor.predict(network.queries, members.empty() ? std::nullopt : std::optional(members[i]));
        if (!kernels) {
            return tl::unexpected(kernels.error());
        }
        PredictedNetwork outcome;
        outcome.measured = std::accumulate(network.cycles.begin(), network.cycles.end(), 0.0);
        for (const KernelPrediction& kernel : *kernels) {
            outcome.predicted += kernel.cycles;
        }
        outcome.sigma = networkSigma(*kernels, predictor.regressor().interval.correlation);
        outcome.kernels = *std::move(kernels);
        outcomes.push_back(std::move(outcome));
    }
    return outcomes;
}

Result<EstimateErrors> evaluateRegressor(const KernelPredictor& predictor, const LabelledNetworks& data,
                                         std::span<const size_t> which) {
    const auto outcomes = predictNetworks(predictor, data, which);
    if (!outcomes) {
        return tl::unexpected(outcomes.error());
    }
    const double scale = predictor.regressor().interval.network_scale;
    EstimateErrors result;
    std::vector<double> measured, predicted;
    std::array<TypeError, kOpTypeCount> types;
    const double part = 1.0 / static_cast<double>(std::max<size_t>(1, outcomes->size()));
    for (size_t n = 0; n < outcomes->size(); ++n) {
        const PredictedNetwork& outcome = (*outcomes)[n];
        const double error = std::abs(outcome.predicted / outcome.measured - 1.0);
        const double half = scale * outcome.sigma;
        ++result.networks;
        result.mape += error * part;
        result.worst = std::max(result.worst, error);
        result.within_5 += error <= 0.05 ? part : 0.0;
        result.within_10 += error <= 0.10 ? part : 0.0;
        result.coverage += std::abs(std::log(outcome.predicted / outcome.measured)) <= half ? part : 0.0;
        result.width += (std::exp(half) - std::exp(-half)) * part;
        measured.push_back(outcome.measured);
        predicted.push_back(outcome.predicted);
        const LabelledNetwork& network = data.networks[which[n]];
        const TargetProfile& target = predictor.target();
        result.outcomes.push_back(
            {network.id, target.milliseconds(outcome.measured), target.milliseconds(outcome.predicted)});
        for (size_t i = 0; i < network.queries.size(); ++i) {
            TypeError& type = types[static_cast<size_t>(network.queries[i].kernel.type)];
            ++type.kernels;
            type.mape += std::abs(outcome.kernels[i].cycles / network.cycles[i] - 1.0);
        }
    }
    result.spearman = spearman(measured, predicted);
    std::stable_sort(
        result.outcomes.begin(), result.outcomes.end(),
        [](const NetworkOutcome& a, const NetworkOutcome& b) { return std::abs(a.error()) > std::abs(b.error()); });
    for (size_t type = 0; type < types.size(); ++type) {
        if (types[type].kernels > 0) {
            types[type].type = opTypeId(static_cast<OpType>(type));
            types[type].mape /= static_cast<double>(types[type].kernels);
            result.by_type.push_back(types[type]);
        }
    }
    return result;
}

}  // namespace bw
