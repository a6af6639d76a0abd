// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "measure/train_import.h"

namespace bw {

/// The list of problems: "count" and "rows" with line, column and reason of the first of them.
nlohmann::ordered_json problemsJson(const RowProblems& problems);

/// Everything an import found: target, errors of the new and of the present estimator on the same held-out networks,
/// errors by operator, learning curve, and each held-out network measured and predicted, worst first.
nlohmann::ordered_json importReportJson(const ImportReport& report);

/// The same as one page of HTML that needs nothing else: figures, the scatter plot of predicted against measured as
/// SVG, worst cases, errors by operator and learning curve.
std::string importReportHtml(const ImportReport& report);

/// The same in words, for a terminal.
std::string importReportText(const ImportReport& report);

}  // namespace bw
