// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <stop_token>
#include <string>

#include "fit/fit_evaluator.h"

namespace bw {

/// One depth multiplier for the whole network.
struct UniformScaling {
    double ratio = 1;
    std::string command;  ///< "scale 0.71 --multiple 16".
    Network network;
    FitFigures figures;
};

/// The baseline that a fit has to beat: of all depth multipliers from 0.99 to 0.05 in hundredths, rounded to the
/// target's multiple and to 8, the one of least harm that keeps both memory budgets (then the fastest). Nothing where
/// none does.
std::optional<UniformScaling> bestUniformScaling(const Network& network, const LoweredNetwork& lowered,
                                                 const FitEvaluator& evaluator, std::stop_token stop = {});

}  // namespace bw
