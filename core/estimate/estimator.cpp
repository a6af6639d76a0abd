// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimate/estimator.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <filesystem>
#include <unordered_map>

#include "base/install_paths.h"
#include "estimate/additive_estimator.h"
#include "estimate/estimator_impl.h"
#include "estimate/kernel_cache.h"
#include "estimate/target_fingerprint.h"
#include "estimate/unsupported_formats.h"
#include "target/kernel_decomposition.h"

namespace bw {
namespace {

/// A network being estimated: its kernels, and for each where its estimate comes from.
struct Asked {
    NetworkEstimate estimate;
    std::vector<size_t> operators;  ///< By kernel: the operator that it stands for.
    std::vector<CachedKernel> kernels;
    int64_t unknown = 0;
};

/// Kernels that the cache does not hold, each once, and who asked for them.
struct Missing {
    std::vector<KernelCache::Key> keys;
    std::unordered_map<KernelCache::Key, size_t, KernelCache::Hash> index;
    struct Use {
        size_t network, kernel, key;
    };
    std::vector<Use> uses;
};

/// Part of the change between two precisions that is added to sigma: the ratio comes from a model, not a measurement.
constexpr double kPrecisionUncertainty = 0.5;
/// 90 % of a normal distribution lie within so many standard deviations.
constexpr double kSigmasOf90 = 1.645;

/// Bytes of the widest numbers of a format; of int8: 1.
double widthOf(const KernelFormat& format) {
    return static_cast<double>(std::max(
        {activationBytes(format.activations), activationBytes(format.output), weightBits(format.weights) / 8}));
}

/// Estimates with a regressor; each kernel once, then from the cache.
class RegressorImpl final : public Estimator::Impl {
public:
    explicit RegressorImpl(std::shared_ptr<const KernelPredictor> predictor) : predictor_(std::move(predictor)) {}

    const TargetProfile& target() const override { return predictor_->target(); }
    const std::string& id() const override { return regressor().id; }
    const RegressorCard& card() const override { return regressor().card; }
    Result<std::vector<NetworkEstimate>> estimate(std::span<const OperatorGraph* const> graphs,
                                                  Precision precision) const override;
    EstimatorCacheStatistics statistics() const override { return {hits_.load(), misses_.load(), cache_.size()}; }

private:
    const Regressor& regressor() const { return predictor_->regressor(); }
    Result<Asked> lookUp(const OperatorGraph& graph, Precision precision, size_t network, Missing& missing) const;
    Result<void> estimateMissing(const Missing& missing, std::vector<Asked>& networks) const;
    void scaleToFormat(const KernelQuery& query, const KernelFormat& format, KernelPrediction& prediction) const;
    OperatorEstimate present(const CachedKernel& kernel) const;
    void sumUp(const std::vector<CachedKernel>& kernels, NetworkEstimate& estimate) const;
    /// The half-width against the measurements joined by what the measurements themselves are uncertain by.
    double shownHalfWidth(double half) const {
        return std::hypot(half, kSigmasOf90 * regressor().interval.source_sigma);
    }

    std::shared_ptr<const KernelPredictor> predictor_;
    mutable KernelCache cache_;
    mutable std::atomic<uint64_t> hits_ = 0;
    mutable std::atomic<uint64_t> misses_ = 0;
};

Result<Asked> RegressorImpl::lookUp(const OperatorGraph& graph, Precision precision, size_t network,
                                    Missing& missing) const {
    std::vector<KernelSlot> slots = decompose(graph, target(), precision);
    Asked asked;
    asked.estimate.operators.resize(slots.size());
    if (auto ok = markUnsupported(slots, target(), precision, asked.estimate.operators); !ok)
        return tl::unexpected(ok.error());
    for (size_t i = 0; i < slots.size(); ++i) {
        OperatorEstimate& op = asked.estimate.operators[i];
        if (slots[i].cost == SlotCost::Free) {
            op.known = op.free = true;
            op.bound = Bound::Nothing;
            op.note = freeReasonText(slots[i].reason);
        } else if (slots[i].cost == SlotCost::Unknown) {
            if (op.note.empty()) op.note = "The cost of this operator is unknown";
            ++asked.unknown;
        }
    }
    NetworkQueries queries = kernelQueries(slots, target());
    asked.operators = std::move(queries.operators);
    asked.kernels.resize(queries.queries.size());
    for (size_t i = 0; i < asked.kernels.size(); ++i) {
        KernelFormat format = slots[asked.operators[i]].format;
        if (target().feature_maps == FeatureMapPlacement::AllSram) format.live_bytes = 0;
        KernelCache::Key key = KernelCache::makeKey(queries.queries[i], format);
        if (const auto cached = cache_.find(key)) {
            asked.kernels[i] = *cached;
            ++hits_;
            continue;
        }
        const auto [entry, is_new] = missing.index.try_emplace(key, missing.keys.size());
        if (is_new) missing.keys.push_back(std::move(key));
        missing.uses.push_back({network, i, entry->second});
    }
    return asked;
}

Result<std::vector<NetworkEstimate>> RegressorImpl::estimate(std::span<const OperatorGraph* const> graphs,
                                                             Precision precision) const {
    std::vector<Asked> networks;
    networks.reserve(graphs.size());
    Missing missing;
    for (const OperatorGraph* graph : graphs) {
        auto asked = lookUp(*graph, precision, networks.size(), missing);
        if (!asked) return tl::unexpected(asked.error());
        networks.push_back(*std::move(asked));
    }
    if (auto done = estimateMissing(missing, networks); !done) {
        return tl::unexpected(done.error());
    }
    std::vector<NetworkEstimate> estimates;
    estimates.reserve(networks.size());
    for (Asked& asked : networks) {
        NetworkEstimate& estimate = asked.estimate;
        for (size_t i = 0; i < asked.kernels.size(); ++i) {
            estimate.operators[asked.operators[i]] = present(asked.kernels[i]);
            estimate.out_of_range += asked.kernels[i].prediction.out_of_range ? 1 : 0;
            estimate.disputed += asked.kernels[i].prediction.disputed ? 1 : 0;
        }
        sumUp(asked.kernels, estimate);
        if (!estimate.operators.empty()) {
            estimate.coverage =
                1.0 - static_cast<double>(asked.unknown) / static_cast<double>(estimate.operators.size());
        }
        estimates.push_back(std::move(estimate));
    }
    return estimates;
}

Result<void> RegressorImpl::estimateMissing(const Missing& missing, std::vector<Asked>& networks) const {
    if (missing.keys.empty()) {
        return {};
    }
    misses_ += missing.keys.size();
    hits_ += missing.uses.size() - missing.keys.size();
    std::vector<KernelQuery> queries;
    queries.reserve(missing.keys.size());
    for (const KernelCache::Key& key : missing.keys)
        queries.push_back(key.query);
    const auto predictions = predictor_->predict(queries);
    if (!predictions) {
        return tl::unexpected(predictions.error());
    }
    std::vector<CachedKernel> kernels(queries.size());
    for (size_t i = 0; i < kernels.size(); ++i) {
        const KernelQuery& query = queries[i];
        const KernelFormat& format = missing.keys[i].format;
        CachedKernel& kernel = kernels[i];
        kernel.prediction = (*predictions)[i];
        scaleToFormat(query, format, kernel.prediction);
        KernelPlacement placement = placeKernel(query.kernel, target(), format);
        placement.prefetch_cycles = query.around.previous_guess;
        const KernelCycles model = kernelCycles(query.kernel, target().npu, placement);
        kernel.bound = model.bound;
        kernel.idle_input_lanes = model.idle_input_lanes;
        kernel.idle_output_lanes = model.idle_output_lanes;
        const double slots = kernel.prediction.cycles * static_cast<double>(target().npu.macsPerCycle());
        kernel.utilisation = slots > 0.0 ? std::min(1.0, static_cast<double>(query.kernel.macs) / slots) : 0.0;
        cache_.insert(missing.keys[i], kernel);
    }
    for (const Missing::Use& use : missing.uses)
        networks[use.network].kernels[use.kernel] = kernels[use.key];
    return {};
}

void RegressorImpl::scaleToFormat(const KernelQuery& query, const KernelFormat& format,
                                  KernelPrediction& prediction) const {
    const KernelFormat measured = KernelFormat::uniform(query.kernel, target().npu.measuredPrecision());
    if (format == measured) {
        return;
    }
    const KernelPlacement before = placeKernel(query.kernel, target(), measured);
    const KernelPlacement after = placeKernel(query.kernel, target(), format);
    const auto cycles = [&](KernelPlacement placement) {
        placement.prefetch_cycles = query.around.previous_guess;
        return kernelCycles(query.kernel, target().npu, placement).total;
    };
    const double base = cycles(before);
    double ratio = base > 0.0 ? cycles(after) / base : 1.0;
    // Twice as wide numbers take twice the steps and the bytes at most, unless maps move to another memory. Beyond that
    // the two differ in how their tiles happen to divide the map, which the measured estimate need not share.
    const bool stays = before.input_in_dram == after.input_in_dram && before.output_in_dram == after.output_in_dram &&
                       before.second_input_in_dram == after.second_input_in_dram;
    if (stays) ratio = std::min(ratio, widthOf(format));
    prediction.cycles = roundDigits(prediction.cycles * ratio);
    prediction.sigma = std::hypot(prediction.sigma, kPrecisionUncertainty * std::abs(std::log(ratio)));
}

OperatorEstimate RegressorImpl::present(const CachedKernel& kernel) const {
    OperatorEstimate op;
    const KernelPrediction& prediction = kernel.prediction;
    op.known = true;
    op.latency_ms = target().milliseconds(prediction.cycles);
    const double half = shownHalfWidth(regressor().interval.kernel_scale * prediction.sigma);
    op.low_ms = op.latency_ms * std::exp(-half);
    op.high_ms = op.latency_ms * std::exp(half);
    op.out_of_range = prediction.out_of_range;
    op.disputed = prediction.disputed;
    op.bound = kernel.bound;
    op.utilisation = kernel.utilisation;
    op.idle_input_lanes = kernel.idle_input_lanes;
    op.idle_output_lanes = kernel.idle_output_lanes;
    if (prediction.unseen_type) {
        op.note = "Of the parametric model: no operator of this type was among the measurements";
    } else if (prediction.out_of_range) {
        op.note = "Outside the range of the measurements";
    } else if (prediction.disputed) {
        op.note = "The parts of the estimator disagree on this operator";
    }
    return op;
}

void RegressorImpl::sumUp(const std::vector<CachedKernel>& kernels, NetworkEstimate& estimate) const {
    std::vector<KernelPrediction> predictions;
    predictions.reserve(kernels.size());
    double cycles = 0.0;
    for (const CachedKernel& kernel : kernels) {
        predictions.push_back(kernel.prediction);
        cycles += kernel.prediction.cycles;
    }
    const IntervalCalibration& interval = regressor().interval;
    const double half = shownHalfWidth(interval.network_scale * networkSigma(predictions, interval.correlation));
    estimate.latency_ms = target().milliseconds(cycles);
    estimate.low_ms = estimate.latency_ms * std::exp(-half);
    estimate.high_ms = estimate.latency_ms * std::exp(half);
}

}  // namespace

Result<std::shared_ptr<const Estimator>> Estimator::create(const TargetProfile& target, Regressor regressor) {
    if (regressor.target_sha256 != targetFingerprint(target)) {
        return fail(ErrorCode::Unavailable, "the regressor was trained for other parameters of this target", target.id,
                    "retrain it with blockwright-cli train-estimator");
    }
    if (regressor.additive) {
        return std::shared_ptr<const Estimator>(new Estimator(makeAdditiveEstimator(target, std::move(regressor))));
    }
    auto predictor = KernelPredictor::create(target, std::move(regressor));
    if (!predictor) {
        return tl::unexpected(predictor.error());
    }
    return std::shared_ptr<const Estimator>(new Estimator(std::make_unique<RegressorImpl>(*std::move(predictor))));
}

namespace {

Result<std::shared_ptr<const Estimator>> openFrom(const std::string& directory, const TargetProfile& target) {
    auto regressor = loadRegressor(folderIn(directory, "regressors"), target.id);
    if (!regressor) {
        if (target.kind == "cpu" && regressor.error().code == ErrorCode::Unavailable) {
            return fail(ErrorCode::Unavailable, "this machine's processor has not been measured yet", target.id,
                        "choose Target, Calibrate Host CPU, or run blockwright-cli measure");
        }
        return tl::unexpected(regressor.error());
    }
    return Estimator::create(target, *std::move(regressor));
}

}  // namespace

Result<std::shared_ptr<const Estimator>> Estimator::open(const TargetProfile& target, const std::string& models_dir,
                                                         const std::string& user_models_dir) {
    std::error_code ignored;
    const std::filesystem::path own = folderIn(user_models_dir, "regressors/" + target.id + ".json");
    if (own.empty() || !std::filesystem::exists(own, ignored)) {
        return openFrom(models_dir, target);
    }
    auto mine = openFrom(user_models_dir, target);
    if (mine) {
        return mine;
    }
    auto bundled = openFrom(models_dir, target);
    if (!bundled) {
        return mine;
    }
    (*bundled)->impl_->passed_over = mine.error();
    return bundled;
}

Estimator::Estimator(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Estimator::~Estimator() = default;

Result<NetworkEstimate> Estimator::estimate(const OperatorGraph& graph, Precision precision) const {
    const OperatorGraph* const one = &graph;
    auto estimates = impl_->estimate(std::span(&one, 1), precision);
    return estimates ? Result<NetworkEstimate>(std::move(estimates->front())) : tl::unexpected(estimates.error());
}

Result<std::vector<NetworkEstimate>> Estimator::estimateAll(std::span<const OperatorGraph* const> graphs,
                                                            Precision precision) const {
    return impl_->estimate(graphs, precision);
}

const TargetProfile& Estimator::target() const {
    return impl_->target();
}

const std::string& Estimator::id() const {
    return impl_->id();
}

const RegressorCard& Estimator::card() const {
    return impl_->card();
}

bool Estimator::isParametric() const {
    return impl_->isParametric();
}

const std::optional<Error>& Estimator::passedOver() const {
    return impl_->passed_over;
}

EstimatorCacheStatistics Estimator::cacheStatistics() const {
    return impl_->statistics();
}

}  // namespace bw
