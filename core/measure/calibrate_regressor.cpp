// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/calibrate_regressor.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "measure/evaluate_regressor.h"
#include "measure/statistics.h"

namespace bw {
namespace {

/// Spread of the members' logs below which a kernel is never marked.
constexpr double kLeastDisagreement = 0.05;

/// Networks that are new to who predicted them, with the part by which to scale the errors.
struct NewNetworks {
    std::vector<size_t> which;
    std::vector<PredictedNetwork> outcomes;
    double kernel_factor = 1.0;
    double network_factor = 1.0;
};

double kernelError(const NewNetworks& nets, const LabelledNetworks& data, size_t n, size_t i) {
    return std::abs(std::log(nets.outcomes[n].kernels[i].cycles / data.networks[nets.which[n]].cycles[i])) *
           nets.kernel_factor;
}

double networkError(const NewNetworks& nets, size_t n) {
    return std::abs(std::log(nets.outcomes[n].predicted / nets.outcomes[n].measured)) * nets.network_factor;
}

double sumOfErrors(const NewNetworks& nets, const LabelledNetworks& data, bool of_kernels) {
    double total = 0.0;
    for (size_t n = 0; n < nets.outcomes.size(); ++n) {
        if (!of_kernels) {
            total += networkError(nets, n);
            continue;
        }
        for (size_t i = 0; i < nets.outcomes[n].kernels.size(); ++i)
            total += kernelError(nets, data, n, i);
    }
    return total;
}

/// The validation networks as the ensemble sees them, and the training networks each as the one member sees them that
/// did not learn it. One member errs more than the mean of all; by how much, the validation networks tell.
Result<std::array<NewNetworks, 2>> predictNewNetworks(const KernelPredictor& predictor, const LabelledNetworks& data,
                                                      const NetworkSplit& split) {
    const auto members = static_cast<size_t>(predictor.regressor().shape.members);
    std::array<NewNetworks, 2> result;
    NewNetworks& unseen = result[0];
    NewNetworks& folds = result[1];
    unseen.which = split.validation;
    std::vector<size_t> by;
    for (size_t i = 0; i < split.train.size(); ++i) {
        const int32_t member = memberWithout(i, predictor.regressor().shape.members);
        if (member < 0) continue;
        folds.which.push_back(split.train[i]);
        by.push_back(static_cast<size_t>(member));
    }
    auto together = predictNetworks(predictor, data, split.validation);
    auto apart = together ? predictNetworks(predictor, data, folds.which, by) : tl::unexpected(together.error());
    if (!apart) {
        return tl::unexpected(apart.error());
    }
    unseen.outcomes = *std::move(together);
    folds.outcomes = *std::move(apart);
    double kernels = 0.0, networks = 0.0;
    for (size_t member = 0; member < members; ++member) {
        by.assign(split.validation.size(), member);
        auto alone = predictNetworks(predictor, data, split.validation, by);
        if (!alone) {
            return tl::unexpected(alone.error());
        }
        const NewNetworks single{split.validation, *std::move(alone)};
        kernels += sumOfErrors(single, data, true) / static_cast<double>(members);
        networks += sumOfErrors(single, data, false) / static_cast<double>(members);
    }
    folds.kernel_factor = kernels > 0.0 ? std::min(1.0, sumOfErrors(unseen, data, true) / kernels) : 1.0;
    folds.network_factor = networks > 0.0 ? std::min(1.0, sumOfErrors(unseen, data, false) / networks) : 1.0;
    return result;
}

/// Fills in spreads by type, then the scales that make 90 % of new kernels and networks fall inside.
Result<void> calibrateInterval(const KernelPredictor& predictor, const LabelledNetworks& data,
                               const NetworkSplit& split, IntervalCalibration& interval) {
    const auto sets = predictNewNetworks(predictor, data, split);
    if (!sets) {
        return tl::unexpected(sets.error());
    }
    std::array<std::vector<double>, kOpTypeCount> residuals;
    std::vector<double> spreads;
    for (const NewNetworks& nets : *sets) {
        for (size_t n = 0; n < nets.outcomes.size(); ++n) {
            const LabelledNetwork& network = data.networks[nets.which[n]];
            for (size_t i = 0; i < network.queries.size(); ++i) {
                residuals[static_cast<size_t>(network.queries[i].kernel.type)].push_back(kernelError(nets, data, n, i));
                if (&nets == sets->data()) spreads.push_back(nets.outcomes[n].kernels[i].spread);
            }
        }
    }
    for (size_t type = 0; type < residuals.size(); ++type) {
        if (!residuals[type].empty()) {
            // 68 % of a normal error lie within one sigma; never below the rounding of an estimate.
            interval.type_sigma[type] = std::max(1e-3, conformalQuantile(residuals[type], 0.68));
        }
    }
    interval.disagreement = std::max(kLeastDisagreement, conformalQuantile(std::move(spreads), 0.999));
    std::vector<double> kernel_scores, network_scores;
    for (const NewNetworks& nets : *sets) {
        for (size_t n = 0; n < nets.outcomes.size(); ++n) {
            std::vector<KernelPrediction> kernels = nets.outcomes[n].kernels;
            for (size_t i = 0; i < kernels.size(); ++i) {
                const OpType type = data.networks[nets.which[n]].queries[i].kernel.type;
                kernels[i].sigma = interval.type_sigma[static_cast<size_t>(type)];
                kernel_scores.push_back(kernelError(nets, data, n, i) / kernels[i].sigma);
            }
            network_scores.push_back(networkError(nets, n) / networkSigma(kernels, interval.correlation));
        }
    }
    interval.kernel_scale = conformalQuantile(std::move(kernel_scores), 0.9);
    interval.network_scale = conformalQuantile(std::move(network_scores), 0.9);
    return {};
}

}  // namespace

Result<void> calibrateRegressor(const TargetProfile& target, const LabelledNetworks& data, const NetworkSplit& split,
                                Regressor& regressor) {
    // A spread of next to nothing lets every measured type through while the real ones are found.
    regressor.interval.type_sigma.assign(kOpTypeCount, 1e-9);
    const auto predictor = KernelPredictor::create(target, regressor);
    if (!predictor) {
        return tl::unexpected(predictor.error());
    }
    regressor.interval.type_sigma.assign(kOpTypeCount, 0.0);
    return calibrateInterval(**predictor, data, split, regressor.interval);
}

}  // namespace bw
