// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <string>

namespace bw {

/// One stage of a combined search.
struct StageReport {
    std::string name;   ///< "supernet".
    int64_t asked = 0;  ///< Networks that it looked at,
    int64_t kept = 0;   ///< and those that it passed on.
    double seconds = 0;
    double trained_epochs = 0;  ///< Of one network, on all samples.
    /// Kendall's tau of its order with that of the trainings, on networks that both saw; absent for fewer than three.
    std::optional<double> agreement;
};

/// Kendall's tau-b; 0 where one of them does not vary.
double kendall(std::span<const double> a, std::span<const double> b);

/// What training costs. Energy is time of computing cores times kWattsPerCore, which is a guess of a desktop's.
struct SearchBill {
    int64_t full_trainings = 0;
    double trained_epochs = 0;
    double core_hours = 0;
    double kilowatt_hours = 0;
};
inline constexpr double kWattsPerCore = 15;

SearchBill billOf(std::span<const StageReport> stages, int64_t full_trainings);

}  // namespace bw
