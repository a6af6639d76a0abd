// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "review/diff/network_diff.h"

namespace bw::cli {

/// {"a": {"totals"}, "b": {"totals"}, "lines": [{"words", "command", "blocks", "latency_ms", "macs", "parameters",
/// "peak_activation_bytes"}], "script", "added", "removed",
/// "changed"}. Changes are B less A; an unknown latency is null.
nlohmann::json diffJson(const NetworkDiff& diff);

/// A line for each edit with its changes, their sum, and the totals of both.
std::string diffText(const NetworkDiff& diff);

}  // namespace bw::cli
