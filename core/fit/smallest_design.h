// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>

#include "fit/fit_evaluator.h"

namespace bw {

/// What no design of a space can go below. Channels, expansions, kernels and sizes only add bytes, so that the least of
/// each gives the least of all. Conversions trade parameters for activations: `fewest_parameters` converts what saves
/// parameters, `lowest_peak` what saves activations, and `design` converts beyond the first only what the peak budget
/// needs: if it does not keep both budgets, none does.
struct SmallestDesign {
    FitDesign design;
    FitFigures figures;
    int64_t fewest_parameter_bytes = 0;
    int64_t lowest_peak_bytes = 0;
};

/// Nothing where the designs make no network, or where it was stopped.
std::optional<SmallestDesign> smallestDesign(FitEvaluator& evaluator, std::stop_token stop = {});

}  // namespace bw
