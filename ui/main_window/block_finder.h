// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "assess/assessment.h"
#include "canvas/canvas_search.h"

namespace bw::ui {

/// Answers queries such as "latency > 5% and cout % 16 != 0" (core/query); nothing for text that compares nothing.
/// `assessment` may be null while there is none.
std::optional<SearchAnswer> findBlocks(const Assessment* assessment, const QString& query);

/// One query for each figure that can be asked for.
QList<SearchExample> searchExamples();

}  // namespace bw::ui
