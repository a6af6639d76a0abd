// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "review/report/report.h"
#include "study/run_study.h"

namespace bw {

/// Accuracy over latency, every training as a small dot, means as large ones; nothing without a latency.
std::optional<ReportPicture> accuracyPicture(const StudyResult& result);

}  // namespace bw
