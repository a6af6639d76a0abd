// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "cli/model_source.h"

namespace bw::cli {

/// The documented JSON object of 'estimate': file, target, precision, estimator, totals, blocks, problems. A figure
/// that is unknown is null.
nlohmann::json estimateJson(const OpenedForTarget& opened, const Assessment& assessment, const std::string& file);
nlohmann::json totalsJson(const Totals& totals);
/// Null where there is none.
nlohmann::json energyJson(const std::optional<EnergyEstimate>& energy);

/// The same for people: totals, a table of blocks, problems.
std::string estimateText(const OpenedForTarget& opened, const Assessment& assessment, bool with_energy = false);
/// Total, band and shares, a line each, indented.
std::string energyText(const std::optional<EnergyEstimate>& energy);
/// Latency, MACs, parameters and peak, a line each, as "before -> after  -12.3 %".
std::string changeText(const Totals& before, const Totals& after);
std::string totalsText(const Totals& totals, const std::string& latency_problem);

}  // namespace bw::cli
