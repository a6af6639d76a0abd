// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "assess/assessment.h"

namespace bw {

/// Budgets exceeded, unknown operators, kernels out of range, channels off the target's multiples.
std::vector<Problem> findProblems(const Assessment& assessment, const AssessmentContext& context);

/// The channel multiple that edits should keep on a target.
int64_t channelMultiple(const TargetProfile& target);

}  // namespace bw
