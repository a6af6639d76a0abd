// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "estimate/network_runner.h"
#include "estimate/regressor_backend.h"

namespace bw {

class ScoreBackend;

/// Where the LibTorch module is looked for: beside the program, in ../lib and ../lib/blockwright from there.
std::vector<std::string> torchModuleCandidates();

/// The address of a C function that the LibTorch module exports. The first call opens the module, which takes about
/// half a second: call it away from the window's thread. Unavailable, with the reason, where the module is absent or
/// damaged. Thread-safe; the module stays open until the program ends.
Result<void*> torchModuleFunction(const std::string& name);

/// The regressor part of the LibTorch module.
Result<const RegressorBackend*> openRegressorBackend();

/// Its part that runs networks on this machine.
Result<const HostBackend*> openHostBackend();

/// Its part that scores untrained networks.
Result<const ScoreBackend*> openScoreBackend();

}  // namespace bw
