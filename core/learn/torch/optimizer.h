// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "learn/torch/parameter_store.h"
#include "learn/train/train_backend.h"

namespace bw {

/// Moves every number that has a gradient, forgets the gradients, and moves the averages. `step` counts from 1.
/// AdamW: Loshchilov and Hutter, 1711.05101; descent with Nesterov's momentum as Sutskever et al. (2013) have it.
void moveParameters(ParameterStore& store, const OptimizerOptions& options, double learning_rate, int64_t step);

/// The decay of averages at a step: less at first, so that they forget the first numbers.
double averageDecay(const OptimizerOptions& options, int64_t step);

}  // namespace bw
