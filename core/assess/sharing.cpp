// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assess/sharing.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "base/checked.h"
#include "base/text.h"

namespace bw {
namespace {

std::string percent(double share) {
    char text[32];
    std::snprintf(text, sizeof text, "%.3g %%", share * 100);
    return text;
}

Result<void> check(const SharedModel& model) {
    const auto bad = [](double value) { return !(value > 0) || !std::isfinite(value); };
    if (bad(model.rate_hz)) {
        return fail(ErrorCode::InvalidArgument, "its rate must be a number of inferences per second above 0",
                    elide(model.name, 60));
    }
    if (model.deadline_ms && bad(*model.deadline_ms)) {
        return fail(ErrorCode::InvalidArgument, "its deadline must be a time above 0", elide(model.name, 60));
    }
    return {};
}

/// Sums of the models' loads and runs by the upper ends of the intervals.
struct Sums {
    double load_high = 0;
    double run_high_ms = 0;
};

ModelShare shareOf(std::span<const SharedModel> models, size_t index, const Sums& all) {
    const SharedModel& model = models[index];
    const double per_ms = model.rate_hz / 1000;
    ModelShare share;
    share.load = *model.latency_ms * per_ms;
    share.load_low = model.latency_low_ms * per_ms;
    share.load_high = model.latency_high_ms * per_ms;
    for (size_t i = 0; i < models.size(); ++i) {
        if (i != index) share.blocking_ms = std::max(share.blocking_ms, models[i].latency_high_ms);
    }
    share.response_ms = all.run_high_ms;
    share.meets_deadline = share.response_ms <= std::min(model.deadline(), 1000 / model.rate_hz);
    const double left = 1 - (all.load_high - share.load_high);
    if (left > 0 && model.latency_high_ms > 0)
        share.highest_rate_hz = 1000 * std::min(left / model.latency_high_ms, 1 / share.response_ms);
    return share;
}

void addTimeProblems(std::span<const SharedModel> models, SharingReport& report) {
    if (report.load_high > 1) {
        report.problems.push_back("the accelerator is busy " + percent(report.load) + " of the time (up to " +
                                  percent(report.load_high) + "): more than there is");
    }
    for (size_t i = 0; i < models.size(); ++i) {
        const ModelShare& share = report.models[i];
        if (share.meets_deadline) continue;
        const double period = 1000 / models[i].rate_hz;
        const bool period_first = period <= models[i].deadline();
        report.problems.push_back(
            elide(models[i].name, 60) + " may take " + formatMilliseconds(share.response_ms) +
            " from request to answer, of which " + formatMilliseconds(share.response_ms - models[i].latency_high_ms) +
            " waiting for the others; " + (period_first ? "its next request comes after " : "its deadline is ") +
            formatMilliseconds(std::min(period, models[i].deadline())));
    }
}

Result<void> addMemory(std::span<const SharedModel> models, const TargetProfile& target, SharingReport& report) {
    for (const SharedModel& model : models) {
        const auto arenas = addChecked(report.separate_arena_bytes, model.arena_bytes);
        const auto parameters = addChecked(report.parameter_bytes, model.parameter_bytes);
        if (!arenas || !parameters) return fail(ErrorCode::LimitExceeded, "the models need more than 2^63 bytes");
        report.arena_bytes = std::max(report.arena_bytes, model.arena_bytes);
        report.separate_arena_bytes = *arenas;
        report.parameter_bytes = *parameters;
    }
    const bool weights_inside = target.weights_area == MemoryArea::Sram;
    const auto need = addChecked(report.arena_bytes, weights_inside ? report.parameter_bytes : 0);
    if (!need) return fail(ErrorCode::LimitExceeded, "the models need more than 2^63 bytes");
    report.sram_need_bytes = *need;
    if (target.npu.sram_bytes > 0) report.sram_bytes = target.npu.sram_bytes;
    const bool spills = target.feature_maps == FeatureMapPlacement::DedicatedSram;
    if (!spills && report.sram_bytes && *need > *report.sram_bytes) {
        report.problems.push_back("the SRAM of " + formatBytes(*report.sram_bytes) + " is " +
                                  formatBytes(*need - *report.sram_bytes) + " too small for " + formatBytes(*need));
    }
    const auto& flash = target.budgets.parameter_bytes;
    if (flash && report.parameter_bytes > *flash) {
        report.problems.push_back("the parameters together exceed the target's " + formatBytes(*flash) + " by " +
                                  formatBytes(report.parameter_bytes - *flash));
    }
    return {};
}

}  // namespace

SharedModel sharedModelOf(const Assessment& assessment, double rate_hz) {
    const Totals& totals = assessment.totals;
    SharedModel model;
    model.name = assessment.network.name();
    model.rate_hz = rate_hz;
    model.latency_ms = totals.latency_ms;
    model.latency_low_ms = totals.latency_low_ms.value_or(0);
    model.latency_high_ms = totals.latency_high_ms.value_or(0);
    model.latency_is_bound = totals.coverage < 1;
    model.arena_bytes = totals.arena_bytes;
    model.parameter_bytes = totals.parameter_bytes;
    return model;
}

Result<SharingReport> shareAccelerator(std::span<const SharedModel> models, const TargetProfile& target) {
    SharingReport report;
    for (const SharedModel& model : models) {
        if (auto ok = check(model); !ok) return tl::unexpected(ok.error());
        report.known = report.known && model.latency_ms.has_value();
        report.lower_bound = report.lower_bound || (model.latency_ms && model.latency_is_bound);
    }
    report.models.resize(models.size());
    if (report.known) {
        Sums all;
        for (const SharedModel& model : models) {
            all.load_high += model.latency_high_ms * model.rate_hz / 1000;
            all.run_high_ms += model.latency_high_ms;
        }
        for (size_t i = 0; i < models.size(); ++i) {
            report.models[i] = shareOf(models, i, all);
            report.load += report.models[i].load;
            report.load_low += report.models[i].load_low;
        }
        report.load_high = all.load_high;
        report.remaining_load = std::max(0.0, 1 - report.load_high);
        addTimeProblems(models, report);
    } else {
        for (const SharedModel& model : models) {
            if (!model.latency_ms)
                report.problems.push_back("the latency of " + elide(model.name, 60) + " on " + target.name +
                                          " is unknown: no load can be told");
        }
    }
    if (auto ok = addMemory(models, target, report); !ok) return tl::unexpected(ok.error());
    return report;
}

std::string sharingMethodText() {
    return "Load = latency x rate, summed; models run one after another in order of arrival and are never interrupted, "
           "so that a request waits at worst for one run of every other model. One arena serves all (that of the "
           "largest); parameters add up.";
}

}  // namespace bw
