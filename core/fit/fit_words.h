// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "fit/fit_solver.h"

namespace bw {

/// "Fit into 256 KiB of parameters and 128 KiB of peak activations".
std::string fitTitle(const Budgets& budgets);

/// The verdict with its numbers. The bytes are the fewest of parameters that the peak budget allows.
std::string fitSentence(const FitResult& result, const Budgets& budgets, const Freedoms& freedoms,
                        int64_t smallest_parameter_bytes);

}  // namespace bw
