// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "base/result.h"

namespace bw {

/// Error of a regressor on held-out networks for one operator type.
struct TypeError {
    std::string type;  ///< opTypeId.
    int64_t kernels = 0;
    double mape = 0.0;  ///< Mean |predicted / measured - 1|.
    bool operator==(const TypeError&) const = default;
};

/// Error on the held-out networks after training on a part of the training networks.
struct LearningPoint {
    int64_t networks = 0;  ///< Trained on.
    double mape = 0.0;     ///< Of one member of the ensemble, over the same held-out networks at every point.
    bool operator==(const LearningPoint&) const = default;
};

/// One held-out network.
struct NetworkOutcome {
    std::string network;
    double measured_ms = 0.0;
    double predicted_ms = 0.0;
    double error() const { return predicted_ms / measured_ms - 1.0; }
    bool operator==(const NetworkOutcome&) const = default;
};

/// No card holds more held-out networks; the best ones are left out.
inline constexpr size_t kMaxCardNetworks = 500;

/// What a regressor was trained on and how well it did on networks it never saw. Errors are fractions.
struct RegressorCard {
    std::string source;        ///< Where the measurements come from, one sentence.
    std::string measurements;  ///< File they were read from, or the sampling plan.
    std::string band;          ///< What the interval that is shown holds, one sentence for tooltips and reports.
    uint64_t seed = 0;
    int epochs = 0;
    int64_t train_networks = 0;
    int64_t validation_networks = 0;  ///< Used to calibrate the interval.
    int64_t test_networks = 0;
    int64_t train_kernels = 0;
    double network_mape = 0.0;
    double worst_network = 0.0;
    double within_5 = 0.0;   ///< Share of test networks within 5 %.
    double within_10 = 0.0;  ///< Share of test networks within 10 %.
    double spearman = 0.0;
    double interval_coverage = 0.0;  ///< Share of test networks inside the 90 % interval.
    double interval_width = 0.0;     ///< Mean (high - low) / estimate over test networks.
    std::vector<TypeError> by_type;
    std::vector<LearningPoint> learning_curve;  ///< By rising number of networks; empty where it was not measured.
    std::vector<NetworkOutcome> held_out;       ///< Test networks, worst first; empty in cards of older versions.
    bool operator==(const RegressorCard&) const = default;
};

/// The card as JSON; readCard gives it back.
nlohmann::ordered_json cardJson(const RegressorCard& card);

/// InvalidFile names the first field that is missing, unknown, of a wrong type or out of range.
Result<RegressorCard> readCard(const nlohmann::json& json);

}  // namespace bw
