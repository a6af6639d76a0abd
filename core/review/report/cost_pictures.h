// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "assess/assessment.h"
#include "review/report/report.h"

namespace bw {

/// Latency of each block in execution order, with its 90 % interval; MACs where no latency is known.
ReportPicture costPicture(const Assessment& assessment);

/// Bytes of activations and staged weights alive at each step, the peak and the budget marked.
ReportPicture memoryPicture(const Assessment& assessment, const Budgets& budgets);

}  // namespace bw
