// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>

namespace bw {

/// Mean and the half-width of its 95 % interval by Student's t; no half-width for a single value.
struct MeanInterval {
    double mean = 0;
    std::optional<double> half_width;
    int count = 0;
};
MeanInterval meanInterval(std::span<const double> values);

/// The mean difference a - b of runs that share data and seeds, pair by pair.
MeanInterval pairedDifference(std::span<const double> a, std::span<const double> b);

}  // namespace bw
