// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "cli/model_source.h"
#include "verify/verify_network.h"

namespace bw::cli {

/// "onnxruntime, torch, ...".
std::string peerIds();
nlohmann::json verifyJson(const OpenedForTarget& opened, const Assessment& assessment, const VerifyReport& report,
                          const std::string& file);
/// A line for each peer and pair, then the operators, the estimate beside each peer's time.
std::string verifyText(const OpenedForTarget& opened, const Assessment& assessment, const VerifyReport& report);

}  // namespace bw::cli
