// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <optional>
#include <vector>

#include "session/document_session.h"

namespace bw::ui {

/// Figures of a block that overlays, charts and tables show.
enum class Metric : uint8_t { Latency, Parameters, Activation, Macs, Utilisation, Energy, Change };
const std::vector<Metric>& allMetrics();

/// "latency", as documents keep it.
QString metricId(Metric metric);
QString metricLabel(Metric metric);
/// With unit: "0.41 ms", "12.3 KiB", "64 %".
QString metricText(Metric metric, double value);
/// Nothing where the figure is unknown. Change is the difference of the latency to the baseline in milliseconds.
std::optional<double> metricValue(const DocumentSession& session, BlockId block, Metric metric);
/// The same of the baseline; nothing where the block is not in it, and for Metric::Change.
std::optional<double> baselineValue(const DocumentSession& session, BlockId block, Metric metric);

}  // namespace bw::ui
