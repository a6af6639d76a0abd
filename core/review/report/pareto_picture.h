// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "assess/assessment.h"
#include "review/report/report.h"

namespace bw {

/// A network of a scatter chart.
struct WeighedNetwork {
    std::string name;
    Totals totals;
    bool reference = false;  ///< The design or its baseline: drawn apart from the candidates.
};

/// Peak activation memory over latency, the front joined by steps. Nothing where fewer than two latencies are known.
std::optional<ReportPicture> paretoPicture(const std::vector<WeighedNetwork>& networks);

}  // namespace bw
