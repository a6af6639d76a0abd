// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/train_regressor.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <numeric>

#include "base/random.h"
#include "estimate/target_fingerprint.h"
#include "estimate/torch_module.h"
#include "measure/calibrate_regressor.h"
#include "measure/statistics.h"

namespace bw {
namespace {

constexpr size_t kMinNetworks = 20;
/// Weight that every kernel has in the loss before its share of the network's time comes on top.
constexpr double kBaseWeight = 0.3;
constexpr double kMaxShareWeight = 8.0;
constexpr double kConstantScale = 1e6;
/// Kernels that each member sees over all epochs where the caller names no number of epochs.
constexpr int64_t kKernelsToSee = 1'100'000;
constexpr int64_t kMinEpochs = 25;
constexpr int64_t kMaxEpochs = 100;

void appendRows(const LabelledNetwork& network, const TargetProfile& target, size_t inputs, int32_t group,
                int32_t left_out, TrainingRows& rows) {
    const double total = std::accumulate(network.cycles.begin(), network.cycles.end(), 0.0);
    for (size_t i = 0; i < network.queries.size(); ++i) {
        const size_t at = rows.features.size();
        rows.features.resize(at + inputs);
        kernelFeatures(network.queries[i], target, std::span(rows.features).subspan(at, inputs));
        const double guess = analyticGuess(network.queries[i].kernel, target);
        const double share = network.cycles[i] / total * static_cast<double>(network.queries.size());
        rows.target.push_back(static_cast<float>(std::log(network.cycles[i] / guess)));
        // Scaled to the network's time, so that sums of exponentials stay near one.
        rows.log_guess.push_back(static_cast<float>(std::log(guess / total)));
        rows.row_weight.push_back(static_cast<float>(kBaseWeight + std::min(share, kMaxShareWeight)));
        rows.group.push_back(group);
        rows.left_out.push_back(left_out);
    }
}

/// Mean, scale and range of each feature, and the features normalised in place.
void normalise(TrainingRows& rows, Regressor& regressor) {
    const auto inputs = static_cast<size_t>(regressor.shape.inputs);
    const size_t count = rows.target.size();
    for (size_t f = 0; f < inputs; ++f) {
        double sum = 0.0, square = 0.0;
        float low = rows.features[f], high = rows.features[f];
        for (size_t row = 0; row < count; ++row) {
            const float value = rows.features[row * inputs + f];
            sum += value;
            square += double{value} * value;
            low = std::min(low, value);
            high = std::max(high, value);
        }
        const double mean = sum / static_cast<double>(count);
        const double variance = std::max(0.0, square / static_cast<double>(count) - mean * mean);
        // What never changed in training must not move a prediction later.
        const auto scale = static_cast<float>(variance > 1e-8 ? std::sqrt(variance) : kConstantScale);
        regressor.mean.push_back(static_cast<float>(mean));
        regressor.scale.push_back(scale);
        regressor.low.push_back(low);
        regressor.high.push_back(high);
        for (size_t row = 0; row < count; ++row) {
            float& value = rows.features[row * inputs + f];
            value = (value - regressor.mean[f]) / scale;
        }
    }
    const auto [low, high] = std::minmax_element(rows.target.begin(), rows.target.end());
    regressor.label_low = *low;
    regressor.label_high = *high;
}

void fillCard(const EstimateErrors& test, RegressorCard& card) {
    card.network_mape = test.mape;
    card.worst_network = test.worst;
    card.within_5 = test.within_5;
    card.within_10 = test.within_10;
    card.spearman = test.spearman;
    card.interval_coverage = test.coverage;
    card.interval_width = test.width;
    card.by_type = test.by_type;
    card.held_out = test.outcomes;
    card.held_out.resize(std::min(card.held_out.size(), kMaxCardNetworks));
}

}  // namespace

NetworkSplit splitNetworks(size_t count, uint64_t seed) {
    std::vector<size_t> order(count);
    std::iota(order.begin(), order.end(), size_t{0});
    Random random(seed);
    for (size_t i = count; i > 1; --i) {
        std::swap(order[i - 1], order[random.below(i)]);
    }
    const size_t test = count / 4;
    const size_t validation = count / 10;
    const auto at = [&](size_t index) { return order.begin() + static_cast<ptrdiff_t>(index); };
    return {{at(test + validation), order.end()}, {at(test), at(test + validation)}, {order.begin(), at(test)}};
}

TrainRegressorOptions optionsOf(const Regressor& regressor) {
    return {regressor.card.seed, regressor.shape.members, regressor.shape.hidden, regressor.shape.layers,
            regressor.card.epochs};
}

Result<TrainingReport> trainRegressor(const TargetProfile& target, const LabelledNetworks& data,
                                      const TrainRegressorOptions& options, const std::function<void(double)>& progress,
                                      const std::atomic<bool>* stop) {
    const auto start = std::chrono::steady_clock::now();
    if (data.networks.size() < kMinNetworks) {
        return fail(ErrorCode::InvalidArgument, "training needs at least 20 measured networks", target.id);
    }
    const auto backend = openRegressorBackend();
    if (!backend) {
        return tl::unexpected(backend.error());
    }
    TrainingReport report;
    Regressor& regressor = report.regressor;
    regressor.target_id = target.id;
    regressor.target_sha256 = targetFingerprint(target);
    regressor.feature_version = kFeatureVersion;
    const size_t inputs = kernelFeatureNames(target).size();
    regressor.shape = {static_cast<int32_t>(inputs), options.hidden, options.layers, options.members};
    NetworkSplit split = splitNetworks(data.networks.size(), options.seed);
    const auto used = static_cast<size_t>(std::lround(options.train_share * static_cast<double>(split.train.size())));
    split.train.resize(std::clamp<size_t>(used, 1, split.train.size()));
    TrainingRows rows;
    for (size_t i = 0; i < split.train.size(); ++i) {
        appendRows(data.networks[split.train[i]], target, inputs, static_cast<int32_t>(i),
                   memberWithout(i, options.members), rows);
    }
    normalise(rows, regressor);

    TrainingOptions training;
    training.seed = options.seed;
    const int64_t automatic = kKernelsToSee / static_cast<int64_t>(rows.target.size());
    training.epochs =
        options.epochs > 0 ? options.epochs : static_cast<int>(std::clamp(automatic, kMinEpochs, kMaxEpochs));
    auto parameters = (*backend)->train(regressor.shape, rows, training, progress, stop);
    if (!parameters) {
        return tl::unexpected(parameters.error());
    }
    regressor.parameters = *std::move(parameters);

    regressor.interval.source_sigma = data.source_sigma;
    if (auto done = calibrateRegressor(target, data, split, regressor); !done) {
        return tl::unexpected(done.error());
    }
    const auto predictor = KernelPredictor::create(target, regressor);
    if (!predictor) {
        return tl::unexpected(predictor.error());
    }
    auto test = evaluateRegressor(**predictor, data, split.test);
    if (!test) {
        return tl::unexpected(test.error());
    }
    report.test = *std::move(test);
    RegressorCard& card = regressor.card;
    card.source = data.source;
    card.measurements = data.file;
    card.band = data.band;
    card.seed = options.seed;
    card.epochs = training.epochs;
    card.train_networks = static_cast<int64_t>(split.train.size());
    card.validation_networks = static_cast<int64_t>(split.validation.size());
    card.test_networks = static_cast<int64_t>(split.test.size());
    card.train_kernels = static_cast<int64_t>(rows.target.size());
    fillCard(report.test, card);
    auto sealed = sealRegressor(regressor);
    if (!sealed) {
        return tl::unexpected(sealed.error());
    }
    regressor = *std::move(sealed);
    report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return report;
}

}  // namespace bw
