// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimate/parametric_estimator.h"

#include <algorithm>
#include <cmath>

#include "base/sha256.h"
#include "estimate/estimator_impl.h"
#include "estimate/kernel_predictor.h"
#include "estimate/target_fingerprint.h"
#include "estimate/unsupported_formats.h"
#include "target/kernel_decomposition.h"
#include "target/network_cycles.h"

namespace bw {
namespace {

/// Estimates with the cycles of target/parametric_npu.h.
class ParametricImpl final : public OneByOneImpl {
public:
    explicit ParametricImpl(const TargetProfile& target)
        : target_(target),
          error_(parametricError(target.feature_maps)),
          id_(sha256Hex("parametric model\n" + targetFingerprint(target))) {
        card_.source = "Blockwright's parametric accelerator model itself";
        card_.measurements = target.feature_maps == FeatureMapPlacement::AllSram
                                 ? "its error against the vendor's estimates of Ethos-U55-256"
                                 : "its error against the vendor's estimates of Ethos-U65 and U85";
        card_.band = "90 % interval: how far the parametric model is from the vendor's estimates of Ethos-U";
        card_.test_networks = error_.networks;
        card_.network_mape = error_.network_mape;
        card_.interval_coverage = 0.9;
        card_.interval_width = 2.0 * std::sinh(error_.network_half_width);
    }

    const TargetProfile& target() const override { return target_; }
    const std::string& id() const override { return id_; }
    const RegressorCard& card() const override { return card_; }
    bool isParametric() const override { return true; }

private:
    Result<NetworkEstimate> estimateOne(const OperatorGraph& graph, Precision precision) const override;
    OperatorEstimate present(const KernelSlot& slot, const KernelCycles& cycles) const;

    TargetProfile target_;
    ParametricError error_;
    std::string id_;
    RegressorCard card_;
};

OperatorEstimate ParametricImpl::present(const KernelSlot& slot, const KernelCycles& cycles) const {
    OperatorEstimate op;
    if (slot.cost == SlotCost::Free) {
        op.known = op.free = true;
        op.bound = Bound::Nothing;
        op.note = freeReasonText(slot.reason);
        return op;
    }
    if (slot.cost == SlotCost::Unknown || !cycles.known) {
        op.note = "The cost of this operator is unknown";
        return op;
    }
    op.known = true;
    op.latency_ms = target_.milliseconds(roundDigits(cycles.total));
    const double half = error_.kernel_half_width;
    op.low_ms = op.latency_ms * std::exp(-half);
    op.high_ms = op.latency_ms * std::exp(half);
    op.bound = cycles.bound;
    op.utilisation = std::min(1.0, cycles.utilisation);
    op.idle_input_lanes = cycles.idle_input_lanes;
    op.idle_output_lanes = cycles.idle_output_lanes;
    return op;
}

Result<NetworkEstimate> ParametricImpl::estimateOne(const OperatorGraph& graph, Precision precision) const {
    std::vector<KernelSlot> slots = decompose(graph, target_, precision);
    NetworkEstimate estimate;
    estimate.operators.resize(slots.size());
    if (auto ok = markUnsupported(slots, target_, precision, estimate.operators); !ok)
        return tl::unexpected(ok.error());
    const NetworkCycles cycles = networkCycles(slots, target_);
    int64_t unknown = 0;
    for (size_t i = 0; i < slots.size(); ++i) {
        OperatorEstimate& op = estimate.operators[i];
        if (op.note.empty()) op = present(slots[i], cycles.kernels[i]);
        estimate.latency_ms += op.latency_ms;
        unknown += op.known ? 0 : 1;
    }
    const double half = error_.network_half_width;
    estimate.low_ms = estimate.latency_ms * std::exp(-half);
    estimate.high_ms = estimate.latency_ms * std::exp(half);
    if (!slots.empty()) estimate.coverage = 1.0 - static_cast<double>(unknown) / static_cast<double>(slots.size());
    return estimate;
}

}  // namespace

ParametricError parametricError(FeatureMapPlacement placement) {
    if (placement == FeatureMapPlacement::AllSram) {
        return {.network_half_width = 0.23, .kernel_half_width = 0.47, .network_mape = 0.12, .networks = 750};
    }
    return {.network_half_width = 0.45, .kernel_half_width = 0.70, .network_mape = 0.21, .networks = 3750};
}

Result<std::shared_ptr<const Estimator>> Estimator::parametric(const TargetProfile& target) {
    if (target.kind == "cpu") {
        return fail(ErrorCode::Unsupported, "the parametric model describes accelerators, not processors", target.id,
                    "measure this machine and train a regressor");
    }
    return std::shared_ptr<const Estimator>(new Estimator(std::make_unique<ParametricImpl>(target)));
}

OpenedEstimator openOrParametric(const TargetProfile& target, const std::string& models_dir,
                                 const std::string& user_models_dir) {
    auto opened = Estimator::open(target, models_dir, user_models_dir);
    if (opened || opened.error().code != ErrorCode::Unavailable) return {std::move(opened), {}};
    auto model = Estimator::parametric(target);
    if (!model) return {std::move(opened), {}};
    return {std::move(model), opened.error()};
}

}  // namespace bw
