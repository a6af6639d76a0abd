// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "assess/assessment.h"
#include "review/report/report.h"

namespace bw {

/// The network's graph, each block coloured by its share of the latency (of the MACs where no latency is known). Long
/// graphs are wrapped into columns side by side, so that they fit a page.
Result<ReportPicture> graphPicture(const Assessment& assessment);

}  // namespace bw
