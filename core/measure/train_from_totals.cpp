// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/train_from_totals.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>
#include <unordered_map>

#include "base/random.h"
#include "estimate/target_fingerprint.h"
#include "measure/additive_fit.h"
#include "measure/statistics.h"
#include "target/kernel_decomposition.h"

namespace bw {
namespace {

constexpr int32_t kDraws = 16;

/// The kernels of each training network.
struct TotalsKernels {
    std::vector<std::vector<PlacedKernel>> networks;
    int64_t kernels = 0;
};

Result<void> checkTotals(const NetworkTotals& data) {
    for (const NetworkTotal& network : data.networks) {
        if (!std::isfinite(network.total_ms) || network.total_ms <= 0.0) {
            return fail(ErrorCode::InvalidArgument, "the latency is no positive number", network.id,
                        "remove the row or measure it again");
        }
    }
    return {};
}

Result<TotalsKernels> placeAll(const TargetProfile& target, const NetworkTotals& data, std::span<const size_t> which,
                               const std::atomic<bool>* stop) {
    TotalsKernels all;
    for (const size_t index : which) {
        if (stop != nullptr && stop->load()) return fail(ErrorCode::Cancelled, "training was cancelled");
        const NetworkTotal& network = data.networks[index];
        const std::vector<KernelSlot> slots = decompose(network.graph, target);
        const auto unknown = std::find_if(slots.begin(), slots.end(),
                                          [](const KernelSlot& slot) { return slot.cost == SlotCost::Unknown; });
        if (unknown != slots.end()) {
            const Operator& op = network.graph.operators[static_cast<size_t>(unknown->op)];
            return fail(ErrorCode::Unsupported,
                        "the network holds an operator of unknown cost" + (op.detail.empty() ? "" : ", " + op.detail),
                        network.id, "leave the network out");
        }
        all.networks.push_back(placedKernels(network.graph, slots));
        if (all.networks.back().empty())
            return fail(ErrorCode::InvalidArgument, "nothing of the network runs on the target", network.id);
        all.kernels += static_cast<int64_t>(all.networks.back().size());
    }
    return all;
}

KernelMeans meansOf(const TotalsKernels& all) {
    double macs = 0.0, elements = 0.0;
    for (const std::vector<PlacedKernel>& network : all.networks) {
        for (const PlacedKernel& kernel : network) {
            macs += static_cast<double>(kernel.shape.macs);
            elements += kernelElements(kernel.shape);
        }
    }
    const auto kernels = static_cast<double>(std::max<int64_t>(1, all.kernels));
    return {std::max(1.0, macs / kernels), std::max(1.0, elements / kernels)};
}

/// Numbers the kernels and terms of all networks into `model` and sums each network's.
std::vector<TotalsRow> rowsOf(const TotalsKernels& all, const NetworkTotals& data, std::span<const size_t> which,
                              AdditiveModel& model) {
    KernelNumbers kernels;
    std::unordered_map<TermKey, int32_t, TermKeyHash> terms;
    std::vector<TotalsRow> rows;
    for (size_t n = 0; n < which.size(); ++n) {
        const std::vector<PlacedKernel>& network = all.networks[n];
        std::vector<int32_t> numbers;
        for (const PlacedKernel& kernel : network)
            numbers.push_back(kernels.findOrAdd(kernel.shape));
        std::vector<KernelTerm> found;
        for (size_t k = 0; k < network.size(); ++k)
            appendTerms(network, numbers, k, model.means, found);
        std::vector<std::pair<int32_t, double>> entries;
        for (const KernelTerm& term : found) {
            const auto [entry, added] = terms.emplace(term.key, static_cast<int32_t>(model.terms.size()));
            if (added) model.terms.push_back(term.key);
            entries.emplace_back(entry->second, term.value);
        }
        std::stable_sort(entries.begin(), entries.end(),
                         [](const auto& a, const auto& b) { return a.first < b.first; });
        TotalsRow row;
        row.total_ms = data.networks[which[n]].total_ms;
        for (const auto& [term, value] : entries) {
            if (!row.terms.empty() && row.terms.back().first == term) {
                row.terms.back().second += value;
            } else {
                row.terms.emplace_back(term, value);
            }
        }
        rows.push_back(std::move(row));
    }
    model.kernels = kernels.kernels();
    return rows;
}

/// The networks to train on, thinned by the seed to kMaxTotals.
std::vector<size_t> trainingNetworks(const NetworkSplit& split, uint64_t seed) {
    std::vector<size_t> which = split.train;
    which.insert(which.end(), split.validation.begin(), split.validation.end());
    if (which.size() > kMaxTotals) {
        Random random(seed);
        for (size_t i = 0; i < kMaxTotals; ++i)
            std::swap(which[i], which[i + random.below(which.size() - i)]);
        which.resize(kMaxTotals);
    }
    return which;
}

void fillCard(const NetworkTotals& data, const EstimateErrors& test, uint64_t seed, RegressorCard& card) {
    card.source = data.source;
    card.measurements = data.file;
    card.seed = seed;
    card.test_networks = test.networks;
    card.network_mape = test.mape;
    card.worst_network = test.worst;
    card.within_5 = test.within_5;
    card.within_10 = test.within_10;
    card.spearman = test.spearman;
    card.interval_coverage = test.coverage;
    card.interval_width = test.width;
    card.held_out = test.outcomes;
    if (card.held_out.size() > kMaxCardNetworks) card.held_out.resize(kMaxCardNetworks);
}

}  // namespace

Result<EstimateErrors> evaluateTotals(const Estimator& estimator, const NetworkTotals& data,
                                      std::span<const size_t> which) {
    EstimateErrors result;
    std::vector<double> measured, predicted;
    const double part = 1.0 / static_cast<double>(std::max<size_t>(1, which.size()));
    for (const size_t index : which) {
        const NetworkTotal& network = data.networks[index];
        const auto estimate = estimator.estimate(network.graph, data.precision);
        if (!estimate) return tl::unexpected(estimate.error());
        const double error = std::abs(estimate->latency_ms / network.total_ms - 1.0);
        ++result.networks;
        result.mape += error * part;
        result.worst = std::max(result.worst, error);
        result.within_5 += error <= 0.05 ? part : 0.0;
        result.within_10 += error <= 0.10 ? part : 0.0;
        const bool inside = network.total_ms >= estimate->low_ms && network.total_ms <= estimate->high_ms;
        result.coverage += inside ? part : 0.0;
        result.width += (estimate->high_ms - estimate->low_ms) / std::max(1e-300, estimate->latency_ms) * part;
        result.outcomes.push_back({network.id, network.total_ms, estimate->latency_ms});
        measured.push_back(network.total_ms);
        predicted.push_back(estimate->latency_ms);
    }
    result.spearman = measured.empty() ? 0.0 : spearman(measured, predicted);
    std::stable_sort(
        result.outcomes.begin(), result.outcomes.end(),
        [](const NetworkOutcome& a, const NetworkOutcome& b) { return std::abs(a.error()) > std::abs(b.error()); });
    return result;
}

Result<TrainingReport> trainFromTotals(const TargetProfile& target, const NetworkTotals& data,
                                       const TrainFromTotalsOptions& options,
                                       const std::function<void(double)>& progress, const std::atomic<bool>* stop) {
    const auto start = std::chrono::steady_clock::now();
    if (auto checked = checkTotals(data); !checked) return tl::unexpected(checked.error());
    const NetworkSplit split = options.split ? *options.split : splitNetworks(data.networks.size(), options.seed);
    const std::vector<size_t> which = trainingNetworks(split, options.seed);
    if (which.size() < kMinTotals) {
        return fail(
            ErrorCode::InvalidArgument,
            "training needs at least " + std::to_string(kMinTotals) + " measured networks besides those held out",
            target.id);
    }
    const auto kernels = placeAll(target, data, which, stop);
    if (!kernels) return tl::unexpected(kernels.error());

    TrainingReport report;
    Regressor& regressor = report.regressor;
    regressor.target_id = target.id;
    regressor.target_sha256 = targetFingerprint(target);
    AdditiveModel& model = regressor.additive.emplace();
    model.precision = data.precision;
    model.means = meansOf(*kernels);
    const std::vector<TotalsRow> rows = rowsOf(*kernels, data, which, model);
    std::vector<TermKind> kinds;
    for (const TermKey& term : model.terms)
        kinds.push_back(term.kind);
    const auto fit = fitAdditive(rows, kinds, {options.seed, kDraws}, progress, stop);
    if (!fit) return tl::unexpected(fit.error());
    model.draws = kDraws;
    model.weights.assign(fit->weights.begin(), fit->weights.end());
    model.noise = fit->noise;
    model.network_scale = fit->network_scale;
    model.unseen_kernel_ms = fit->unseen_kernel_ms;
    regressor.card.train_networks = static_cast<int64_t>(which.size());
    regressor.card.train_kernels = kernels->kernels;

    const auto estimator = Estimator::create(target, regressor);
    if (!estimator) return tl::unexpected(estimator.error());
    auto test = evaluateTotals(**estimator, data, split.test);
    if (!test) return tl::unexpected(test.error());
    report.test = *std::move(test);
    fillCard(data, report.test, options.seed, regressor.card);
    auto sealed = sealRegressor(regressor);
    if (!sealed) return tl::unexpected(sealed.error());
    regressor = *std::move(sealed);
    report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return report;
}

}  // namespace bw
