// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "assess/assessment.h"

namespace bw {

/// One of several models that share an accelerator. Times are milliseconds.
struct SharedModel {
    std::string name;
    double rate_hz = 0;                 ///< Inferences per second.
    std::optional<double> deadline_ms;  ///< From request to answer; absent: until the next request, 1000 / rate.
    std::optional<double> latency_ms;   ///< Absent: unknown.
    double latency_low_ms = 0;          ///< 90 % interval.
    double latency_high_ms = 0;
    bool latency_is_bound = false;  ///< Operators are unknown: the latency is a lower bound.
    int64_t arena_bytes = 0;        ///< Activations as the target's runtime plans them.
    int64_t parameter_bytes = 0;

    double deadline() const { return deadline_ms.value_or(1000.0 / rate_hz); }
};

/// The model of an assessed network.
SharedModel sharedModelOf(const Assessment& assessment, double rate_hz);

/// What one model takes and gets. Loads are shares of the accelerator's time.
struct ModelShare {
    double load = 0;
    double load_low = 0;
    double load_high = 0;
    double blocking_ms = 0;  ///< Longest run of another model, which it may find under way and cannot interrupt.
    /// From request to answer at worst: its own latency and one run of every other model, served in order of arrival.
    /// Holds while every model meets its period. By the upper ends of the intervals.
    double response_ms = 0;
    bool meets_deadline = false;
    /// Greatest rate at which, the others staying, the load stays within 1 and its response within its period, by the
    /// upper ends of the intervals; 0 where there is none.
    double highest_rate_hz = 0;
};

/// Several models on one accelerator, run one after another and never interrupted.
struct SharingReport {
    std::vector<ModelShare> models;  ///< In the order given.
    bool known = true;               ///< False where a latency is unknown; nothing but memory holds then.
    bool lower_bound = false;        ///< A latency leaves operators out, and so do the loads.
    double load = 0;
    double load_low = 0;
    double load_high = 0;
    double remaining_load = 0;          ///< 1 less the upper end of the load; not below 0.
    int64_t arena_bytes = 0;            ///< One arena for all, which run one after another: that of the largest.
    int64_t separate_arena_bytes = 0;   ///< If each kept its own.
    int64_t parameter_bytes = 0;        ///< Of all: parameters stay.
    int64_t sram_need_bytes = 0;        ///< Shared arena, and parameters where the target keeps them in SRAM.
    std::optional<int64_t> sram_bytes;  ///< The target's; absent where it states none.
    std::vector<std::string> problems;  ///< With numbers; empty where everything fits.
};

/// Fails with InvalidArgument, naming the model, for a rate or a deadline that is not positive and finite.
Result<SharingReport> shareAccelerator(std::span<const SharedModel> models, const TargetProfile& target);

/// How loads, responses and memory are computed, in two sentences.
std::string sharingMethodText();

}  // namespace bw
