// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimate/kernel_predictor.h"

#include <algorithm>
#include <cmath>

#include "estimate/torch_module.h"
#include "target/parametric_npu.h"

namespace bw {
namespace {

/// How far outside its range, in parts of the range, a feature may lie before a kernel counts as out of range.
constexpr float kRangeMargin = 0.15F;
/// Room beyond the labels seen in training that a prediction may use.
constexpr double kLabelMargin = 0.25;
/// Standard deviation of log(cycles) of the parametric model where nothing of its kind was measured; hardware.md, 6.5.
constexpr double kParametricSigma = 0.35;
/// The same where it labels the training data itself; what is left is the prefetch behind the kernel before.
constexpr double kReferenceSigma = 0.03;
constexpr double kOutOfRangeFactor = 2.0;

}  // namespace

double roundDigits(double value) {
    if (!(value > 0.0)) {
        return 0.0;
    }
    const double unit = std::pow(10.0, std::floor(std::log10(value)) - 4.0);
    return std::round(value / unit) * unit;
}

double networkSigma(std::span<const KernelPrediction> kernels, double correlation) {
    double total = 0.0;
    double linear = 0.0;
    double square = 0.0;
    for (const KernelPrediction& kernel : kernels) {
        const double error = kernel.cycles * kernel.sigma;
        total += kernel.cycles;
        linear += error;
        square += error * error;
    }
    return total > 0.0 ? std::sqrt((1.0 - correlation) * square + correlation * linear * linear) / total : 0.0;
}

Result<std::shared_ptr<const KernelPredictor>> KernelPredictor::create(TargetProfile target, Regressor regressor) {
    if (regressor.feature_version != kFeatureVersion ||
        std::cmp_not_equal(regressor.shape.inputs, kernelFeatureNames(target).size())) {
        return fail(ErrorCode::Unavailable, "the regressor was trained for other features", target.id,
                    "retrain it with blockwright-cli train-estimator");
    }
    const std::vector<std::string> names = kernelFeatureNames(target);
    const auto table = static_cast<size_t>(std::find(names.begin(), names.end(), "table") - names.begin());
    const bool saw_tables = table < names.size() && regressor.high[table] > 0.0F;
    const auto backend = openRegressorBackend();
    if (!backend) {
        return tl::unexpected(backend.error());
    }
    auto ensemble = (*backend)->load(regressor.shape, regressor.parameters);
    if (!ensemble) {
        return tl::unexpected(ensemble.error());
    }
    return std::shared_ptr<const KernelPredictor>(
        new KernelPredictor(std::move(target), std::move(regressor), *std::move(ensemble), saw_tables));
}

Result<std::vector<KernelPrediction>> KernelPredictor::predict(std::span<const KernelQuery> queries,
                                                               std::optional<size_t> member) const {
    const auto inputs = static_cast<size_t>(regressor_.shape.inputs);
    const auto members = static_cast<size_t>(regressor_.shape.members);
    std::vector<float> features(queries.size() * inputs);
    std::vector<float> outputs(queries.size() * members);
    std::vector<char> outside(queries.size());
    for (size_t i = 0; i < queries.size(); ++i) {
        const std::span<float> row = std::span(features).subspan(i * inputs, inputs);
        kernelFeatures(queries[i], target_, row);
        outside[i] = isOutside(row) ? 1 : 0;
        for (size_t f = 0; f < inputs; ++f) {
            // Beyond its range a feature keeps its last value; the analytic guess carries the extrapolation.
            const float value = std::clamp(row[f], regressor_.low[f], regressor_.high[f]);
            row[f] = (value - regressor_.mean[f]) / regressor_.scale[f];
        }
    }
    if (auto done = ensemble_->predict(features, outputs); !done) {
        return tl::unexpected(done.error());
    }
    std::vector<KernelPrediction> predictions;
    predictions.reserve(queries.size());
    for (size_t i = 0; i < queries.size(); ++i) {
        const std::span<const float> all = std::span(outputs).subspan(i * members, members);
        predictions.push_back(finish(queries[i], member ? all.subspan(*member, 1) : all, outside[i] != 0));
    }
    return predictions;
}

bool KernelPredictor::isOutside(std::span<const float> features) const {
    for (size_t f = 0; f < features.size(); ++f) {
        const float low = regressor_.low[f];
        const float high = regressor_.high[f];
        const float margin = kRangeMargin * (high - low) + 1e-4F;
        if (features[f] < low - margin || features[f] > high + margin) {
            return true;
        }
    }
    return false;
}

double KernelPredictor::modelCycles(const KernelQuery& query) const {
    KernelPlacement placement = placeKernel(query.kernel, target_, Precision::Int8);
    placement.prefetch_cycles = query.around.previous_guess;
    return kernelCycles(query.kernel, target_.npu, placement).total;
}

double KernelPredictor::unseenActivationFactor(const KernelQuery& query) const {
    const Activation activation = query.kernel.activation;
    if (saw_tables_ || activation == Activation::None || fusesIntoProducer(activation)) {
        return 1.0;
    }
    KernelQuery plain = query;
    plain.kernel.activation = Activation::None;
    const double base = modelCycles(plain);
    return base > 0.0 ? modelCycles(query) / base : 1.0;
}

KernelPrediction KernelPredictor::finish(const KernelQuery& query, std::span<const float> members, bool outside) const {
    KernelPrediction prediction;
    prediction.out_of_range = outside;
    const double type_sigma = regressor_.interval.type_sigma[static_cast<size_t>(query.kernel.type)];
    if (type_sigma <= 0.0) {
        prediction.cycles = roundDigits(modelCycles(query));
        // Where the parametric model is what was measured, it is no guess.
        const bool is_reference = !usesParametricFeatures(target_);
        prediction.sigma = is_reference ? kReferenceSigma : kParametricSigma;
        prediction.out_of_range = !is_reference;
        prediction.unseen_type = true;
        return prediction;
    }
    double mean = 0.0;
    for (const float value : members) {
        mean += value;
    }
    mean /= static_cast<double>(members.size());
    double spread = 0.0;
    for (const float value : members) {
        spread += (value - mean) * (value - mean);
    }
    spread /= static_cast<double>(std::max<size_t>(1, members.size() - 1));
    const double label = std::clamp(mean, regressor_.label_low - kLabelMargin, regressor_.label_high + kLabelMargin);
    prediction.cycles =
        roundDigits(analyticGuess(query.kernel, target_) * std::exp(label) * unseenActivationFactor(query));
    prediction.spread = std::sqrt(spread);
    prediction.disputed = !outside && prediction.spread > regressor_.interval.disagreement;
    prediction.sigma = type_sigma;
    // What lies beyond the measurements, and what the members disagree on, is not covered by the calibration.
    if (outside || prediction.disputed) {
        prediction.sigma = std::max((outside ? kOutOfRangeFactor : 1.0) * type_sigma, prediction.spread);
    }
    return prediction;
}

}  // namespace bw
