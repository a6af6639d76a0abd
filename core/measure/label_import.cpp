// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/label_import.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "target/kernel_decomposition.h"
#include "target/network_cycles.h"

namespace bw {
namespace {

/// Winograd's method and sparse weights save at most so many multiplications.
constexpr double kMostSavedMacs = 4.0;
/// Between a factor that models are wrong by and the thousand of a wrong unit.
constexpr double kUnitError = 200.0;

bool isProcessor(const TargetProfile& target) {
    return target.kind == "cpu";
}

std::string millisecondsText(const TargetProfile& target, double cycles) {
    return formatMilliseconds(target.milliseconds(cycles));
}

/// Labels one network, span by span.
class NetworkLabeller {
public:
    NetworkLabeller(const ImportedMeasurements& measurements, const TargetProfile& target, RowProblems& problems)
        : measurements_(measurements), target_(target), problems_(problems) {}

    /// Nothing where a problem was added.
    std::optional<LabelledNetwork> label(const ImportedNetwork& network) {
        const int64_t before = problems_.count;
        const std::vector<KernelSlot> slots = decompose(network.graph, target_);
        model_ = networkCycles(slots, target_);
        LabelledNetwork labelled;
        labelled.id = network.id;
        for (const MeasuredSpan& span : network.spans) {
            labelSpan(network, span, slots, labelled);
        }
        if (problems_.count != before) return std::nullopt;
        if (labelled.cycles.empty()) {
            problems_.add(network.line, {}, "nothing of it costs time on " + target_.name);
            return std::nullopt;
        }
        labelled.queries = kernelQueries(slots, target_).queries;
        return labelled;
    }

    bool splitSums() const { return split_sums_; }
    /// Measured over modelled cycles of every span.
    std::vector<double> takeRatios() { return std::move(ratios_); }

private:
    void refuse(const MeasuredSpan& span, std::string reason) {
        problems_.add(span.line, measurements_.time_column, std::move(reason));
    }

    void labelSpan(const ImportedNetwork& network, const MeasuredSpan& span, const std::vector<KernelSlot>& slots,
                   LabelledNetwork& labelled) {
        std::vector<size_t> running;
        double modelled = 0.0, macs = 0.0;
        for (int32_t i = span.first_operator; i < span.first_operator + span.operator_count; ++i) {
            const auto index = static_cast<size_t>(i);
            if (slots[index].cost == SlotCost::Unknown) {
                const Operator& op = network.graph.operators[index];
                problems_.add(span.line, {},
                              "holds an operator whose cost cannot be estimated: " +
                                  (op.detail.empty() ? std::string(opTypeId(op.type)) : cleanName(op.detail, 40)));
                return;
            }
            if (slots[index].cost != SlotCost::Runs) continue;
            running.push_back(index);
            modelled += std::max(1.0, model_.kernels[index].total);
            macs += static_cast<double>(slots[index].kernel.macs);
        }
        const double cycles = cyclesOf(span.time.value_or(0.0), measurements_.unit, target_);
        if (running.empty()) {
            if (cycles > 0.0) refuse(span, freeText(network, span, slots));
            return;
        }
        if (!(cycles > 0.0)) {
            refuse(span, target_.name + " runs this by itself: its time must be above zero");
            return;
        }
        const double least = macs / static_cast<double>(target_.npu.macsPerCycle()) / kMostSavedMacs;
        if (!isProcessor(target_) && cycles < least) {
            refuse(span, "its multiplications need at least " + millisecondsText(target_, least) + " on " +
                             target_.name + ", and it states " + millisecondsText(target_, cycles) +
                             ": is the unit right?");
            return;
        }
        ratios_.push_back(cycles / modelled);
        split_sums_ = split_sums_ || running.size() > 1;
        for (const size_t index : running) {
            labelled.cycles.push_back(cycles * std::max(1.0, model_.kernels[index].total) / modelled);
        }
    }

    std::string freeText(const ImportedNetwork& network, const MeasuredSpan& span,
                         const std::vector<KernelSlot>& slots) const {
        const KernelSlot& slot = slots[static_cast<size_t>(span.first_operator)];
        const std::string why(freeReasonText(slot.reason));
        return "costs no time of its own on " + target_.name +
               (why.empty() || network.spans.size() == 1 ? std::string() : " (" + why + ")") +
               ": leave its time empty, or take a target whose runtime does not fuse it";
    }

    const ImportedMeasurements& measurements_;
    const TargetProfile& target_;
    RowProblems& problems_;
    NetworkCycles model_;
    std::vector<double> ratios_;
    bool split_sums_ = false;
};

/// Tells times that are all off by the factor of a wrong unit.
void checkUnit(std::vector<double> ratios, const ImportedMeasurements& measurements, const TargetProfile& target,
               RowProblems& problems) {
    if (ratios.empty() || isProcessor(target)) return;
    const auto middle = ratios.begin() + static_cast<ptrdiff_t>(ratios.size() / 2);
    std::nth_element(ratios.begin(), middle, ratios.end());
    if (*middle > 1.0 / kUnitError && *middle < kUnitError) return;
    const double factor = *middle > 1.0 ? *middle : 1.0 / *middle;
    problems.add(1, measurements.time_column,
                 "the times are " + groupDigits(std::llround(factor)) + " times " +
                     (*middle > 1.0 ? "longer" : "shorter") + " than " + target.name +
                     " should need (median over the file): is the unit right?");
}

}  // namespace

double cyclesOf(double time, TimeUnit unit, const TargetProfile& target) {
    switch (unit) {
        case TimeUnit::Seconds:
            return time * target.npu.clock_hz;
        case TimeUnit::Milliseconds:
            return time * 1e-3 * target.npu.clock_hz;
        case TimeUnit::Microseconds:
            return time * 1e-6 * target.npu.clock_hz;
        case TimeUnit::Nanoseconds:
            return time * 1e-9 * target.npu.clock_hz;
        case TimeUnit::Cycles:
            break;
    }
    return time;
}

LabelledImport labelImport(const ImportedMeasurements& measurements, const TargetProfile& target) {
    LabelledImport result;
    result.data.source = "Your own measurements, imported";
    result.data.file = measurements.file;
    NetworkLabeller labeller(measurements, target, result.problems);
    for (const ImportedNetwork& network : measurements.networks) {
        if (auto labelled = labeller.label(network)) result.data.networks.push_back(*std::move(labelled));
    }
    result.sums_only = labeller.splitSums();
    checkUnit(labeller.takeRatios(), measurements, target, result.problems);
    if (!result.problems.empty()) result.data.networks.clear();
    return result;
}

}  // namespace bw
