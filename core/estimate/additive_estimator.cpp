// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimate/additive_estimator.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "estimate/kernel_predictor.h"
#include "estimate/unsupported_formats.h"
#include "target/kernel_decomposition.h"

namespace bw {
namespace {

/// 90 % of a normal distribution lie within so many sigmas.
constexpr double kNormalHalfWidth = 1.645;
/// Beyond e to this power an interval says nothing more.
constexpr double kMaxHalfWidth = 2.0;
/// Estimates are rounded to five digits: no interval is narrower than that leaves room for.
constexpr double kLeastHalfWidth = 1e-4;
/// No kernel gets less than this part of what its size would give it: a sum leaves its parts some freedom, but nothing
/// that runs takes no time.
constexpr double kLeastShare = 0.02;
/// Part of the change between two precisions that is added to sigma: the ratio comes from a model, not a measurement.
constexpr double kPrecisionUncertainty = 0.5;

/// A kernel's part of the network, mean and draws, milliseconds.
struct Part {
    double mean = 0.0;
    std::vector<double> draws;
    double unseen_variance = 0.0;  ///< Of a kernel shape that was not measured.
    bool unseen = false;
};

double spreadOf(const std::vector<double>& draws) {
    double mean = 0.0, square = 0.0;
    for (const double value : draws)
        mean += value / static_cast<double>(draws.size());
    for (const double value : draws)
        square += (value - mean) * (value - mean);
    return std::sqrt(square / static_cast<double>(draws.size() - 1));
}

class AdditiveImpl final : public OneByOneImpl {
public:
    AdditiveImpl(const TargetProfile& target, Regressor regressor)
        : target_(target), regressor_(std::move(regressor)), model_(*regressor_.additive) {
        for (const Kernel& kernel : model_.kernels)
            numbers_.findOrAdd(kernel);
        const auto terms = model_.terms.size();
        const auto columns = static_cast<size_t>(model_.draws) + 1;
        weights_.resize(terms * columns);
        for (size_t t = 0; t < terms; ++t) {
            index_.emplace(model_.terms[t], t);
            for (size_t c = 0; c < columns; ++c)
                weights_[t * columns + c] = model_.weights[c * terms + t];
        }
    }

    const TargetProfile& target() const override { return target_; }
    const std::string& id() const override { return regressor_.id; }
    const RegressorCard& card() const override { return regressor_.card; }

private:
    Result<NetworkEstimate> estimateOne(const OperatorGraph& graph, Precision precision) const override;
    std::vector<Part> partsOf(const std::vector<PlacedKernel>& kernels) const;
    double settle(const std::vector<PlacedKernel>& kernels, std::vector<Part>& parts) const;
    OperatorEstimate present(const KernelSlot& slot, const Part& part, double previous_ms) const;
    double formatRatio(const KernelSlot& slot, double previous_cycles) const;
    double networkSigma(const std::vector<Part>& parts, double total) const;

    TargetProfile target_;
    Regressor regressor_;
    const AdditiveModel& model_;
    KernelNumbers numbers_;
    std::unordered_map<TermKey, size_t, TermKeyHash> index_;
    std::vector<float> weights_;  ///< By term: mean, then draws.
};

std::vector<Part> AdditiveImpl::partsOf(const std::vector<PlacedKernel>& kernels) const {
    std::vector<int32_t> numbers;
    numbers.reserve(kernels.size());
    for (const PlacedKernel& kernel : kernels)
        numbers.push_back(numbers_.find(kernel.shape));
    const auto draws = static_cast<size_t>(model_.draws);
    std::vector<Part> parts(kernels.size());
    std::vector<KernelTerm> terms;
    for (size_t k = 0; k < kernels.size(); ++k) {
        Part& part = parts[k];
        part.draws.resize(draws);
        part.unseen = numbers[k] == KernelNumbers::kUnseen;
        if (part.unseen) {
            part.unseen_variance =
                model_.unseen_kernel_ms * model_.unseen_kernel_ms * relativeSize(kernels[k].shape, model_.means);
        }
        terms.clear();
        appendTerms(kernels, numbers, k, model_.means, terms);
        for (const KernelTerm& term : terms) {
            const auto found = index_.find(term.key);
            if (found == index_.end()) continue;
            const float* weight = &weights_[found->second * (draws + 1)];
            part.mean += term.value * static_cast<double>(weight[0]);
            for (size_t d = 0; d < draws; ++d)
                part.draws[d] += term.value * static_cast<double>(weight[d + 1]);
        }
    }
    return parts;
}

/// Makes every kernel's mean positive without moving the network's, which it returns.
double AdditiveImpl::settle(const std::vector<PlacedKernel>& kernels, std::vector<Part>& parts) const {
    double total = 0.0, positive = 0.0, size = 0.0;
    for (size_t k = 0; k < parts.size(); ++k) {
        total += parts[k].mean;
        positive += std::max(0.0, parts[k].mean);
        size += relativeSize(kernels[k].shape, model_.means);
    }
    if (parts.empty()) return 0.0;
    total = std::max(total, kLeastShare * positive);
    double settled = 0.0;
    for (size_t k = 0; k < parts.size(); ++k) {
        const double least = kLeastShare * total * relativeSize(kernels[k].shape, model_.means) / size;
        parts[k].mean = std::max(parts[k].mean, least);
        settled += parts[k].mean;
    }
    for (Part& part : parts)
        part.mean *= settled > 0.0 ? total / settled : 0.0;
    return total;
}

double AdditiveImpl::networkSigma(const std::vector<Part>& parts, double total) const {
    std::vector<double> sums(static_cast<size_t>(model_.draws));
    double unseen = 0.0;
    for (const Part& part : parts) {
        unseen += part.unseen_variance;
        for (size_t d = 0; d < sums.size(); ++d)
            sums[d] += part.draws[d];
    }
    if (!(total > 0.0)) return 0.0;
    return std::hypot(model_.noise, spreadOf(sums) / total, std::sqrt(unseen) / total);
}

/// By how much the kernel's format changes its time against the one that was measured, by the parametric model.
double AdditiveImpl::formatRatio(const KernelSlot& slot, double previous_cycles) const {
    const KernelFormat measured = KernelFormat::uniform(slot.kernel, model_.precision);
    if (slot.format == measured) return 1.0;
    const auto cycles = [&](const KernelFormat& at) {
        KernelPlacement placement = placeKernel(slot.kernel, target_, at);
        placement.prefetch_cycles = previous_cycles;
        return kernelCycles(slot.kernel, target_.npu, placement).total;
    };
    const double base = cycles(measured);
    return base > 0.0 ? cycles(slot.format) / base : 1.0;
}

OperatorEstimate AdditiveImpl::present(const KernelSlot& slot, const Part& part, double previous_ms) const {
    OperatorEstimate op;
    const Kernel& kernel = slot.kernel;
    const double cycles_of_ms = target_.npu.clock_hz / 1e3;
    const double ratio = formatRatio(slot, previous_ms * cycles_of_ms);
    op.known = true;
    op.latency_ms = roundDigits(part.mean * ratio);
    const double spread = std::hypot(spreadOf(part.draws), std::sqrt(part.unseen_variance));
    const double sigma = std::hypot(model_.noise, part.mean > 0.0 ? spread / part.mean : 1.0,
                                    kPrecisionUncertainty * std::abs(std::log(ratio)));
    const double half = std::min(kMaxHalfWidth, kNormalHalfWidth * sigma);
    op.low_ms = op.latency_ms * std::exp(-half);
    op.high_ms = op.latency_ms * std::exp(half);
    op.out_of_range = part.unseen;
    if (part.unseen) op.note = "No measured network holds this kernel: estimated from its arithmetic and data";
    if (target_.kind == "cpu") {
        op.bound = Bound::Unknown;
        return op;
    }
    KernelPlacement placement = placeKernel(kernel, target_, slot.format);
    placement.prefetch_cycles = previous_ms * cycles_of_ms;
    const KernelCycles parametric = kernelCycles(kernel, target_.npu, placement);
    op.bound = parametric.bound;
    op.idle_input_lanes = parametric.idle_input_lanes;
    op.idle_output_lanes = parametric.idle_output_lanes;
    const double slots = op.latency_ms * cycles_of_ms * static_cast<double>(target_.npu.macsPerCycle());
    op.utilisation = slots > 0.0 ? std::min(1.0, static_cast<double>(kernel.macs) / slots) : 0.0;
    return op;
}

Result<NetworkEstimate> AdditiveImpl::estimateOne(const OperatorGraph& graph, Precision precision) const {
    std::vector<KernelSlot> slots = decompose(graph, target_, precision);
    NetworkEstimate estimate;
    estimate.operators.resize(slots.size());
    if (auto ok = markUnsupported(slots, target_, precision, estimate.operators); !ok)
        return tl::unexpected(ok.error());
    int64_t unknown = 0;
    for (size_t i = 0; i < slots.size(); ++i) {
        OperatorEstimate& op = estimate.operators[i];
        if (slots[i].cost == SlotCost::Free) {
            op.known = op.free = true;
            op.bound = Bound::Nothing;
            op.note = freeReasonText(slots[i].reason);
        } else if (slots[i].cost == SlotCost::Unknown) {
            if (op.note.empty()) op.note = "The cost of this operator is unknown";
            ++unknown;
        }
    }
    const std::vector<PlacedKernel> kernels = placedKernels(graph, slots);
    std::vector<Part> parts = partsOf(kernels);
    const double measured_total = settle(kernels, parts);
    double previous_ms = 0.0, ratio_spread = 0.0;
    for (size_t k = 0; k < kernels.size(); ++k) {
        OperatorEstimate& op = estimate.operators[kernels[k].op];
        op = present(slots[kernels[k].op], parts[k], previous_ms);
        previous_ms = op.latency_ms;
        estimate.latency_ms += op.latency_ms;
        estimate.out_of_range += op.out_of_range ? 1 : 0;
        ratio_spread += kPrecisionUncertainty * std::abs(op.latency_ms - parts[k].mean);
    }
    // Where a format was not measured, the ratios of the kernels come from one model and err together.
    const double ratio_sigma = estimate.latency_ms > 0.0 ? ratio_spread / estimate.latency_ms : 0.0;
    const double sigma = std::hypot(networkSigma(parts, measured_total), ratio_sigma);
    const double half = std::clamp(model_.network_scale * sigma, kLeastHalfWidth, kMaxHalfWidth);
    estimate.low_ms = estimate.latency_ms * std::exp(-half);
    estimate.high_ms = estimate.latency_ms * std::exp(half);
    if (!slots.empty()) estimate.coverage = 1.0 - static_cast<double>(unknown) / static_cast<double>(slots.size());
    return estimate;
}

}  // namespace

std::unique_ptr<Estimator::Impl> makeAdditiveEstimator(const TargetProfile& target, Regressor regressor) {
    return std::make_unique<AdditiveImpl>(target, std::move(regressor));
}

}  // namespace bw
