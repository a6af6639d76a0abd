// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "review/report/report.h"
#include "study/run_study.h"

namespace bw {

/// What was run, what came out, beside the published figures: for reportHtml() and tableCsv(). `command` is what
/// reproduces it.
Report studyReport(const StudyResult& result, const std::string& command);

/// Everything as one JSON object.
std::string studyJson(const StudyResult& result, const std::string& command);

/// By how much a network of the study is faster than the first, %; absent without latencies.
std::optional<double> latencyReduction(const StudyResult& result, size_t network);

}  // namespace bw
