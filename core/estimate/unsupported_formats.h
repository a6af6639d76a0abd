// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "estimate/estimator.h"
#include "target/kernel_decomposition.h"

namespace bw {

/// Makes the cost of kernels unknown that the target cannot run in their formats, and notes why in `operators` (one for
/// each slot). Unsupported where that leaves no kernel and the network's own precision is among the reasons.
Result<void> markUnsupported(std::vector<KernelSlot>& slots, const TargetProfile& target, Precision precision,
                             std::vector<OperatorEstimate>& operators);

}  // namespace bw
