// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "graph/network.h"

namespace bw {

/// A network as documents keep it: blocks with ids, kinds and what differs from the kinds' own values.
nlohmann::json networkToJson(const Network& network);
/// Reads it strictly and lowers it. Errors name the field below `place`.
Result<Network> networkFromJson(const nlohmann::json& value, const std::string& place);

}  // namespace bw
