// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace bw {

/// Folder of the running program; empty where the system does not tell.
std::string programDirectory();

/// Folder that holds targets, regressors and samples: $BW_MODELS_DIR, else ../share/blockwright/models beside the
/// program's folder as installed, else models/ of the source tree that the program was built in. Empty if none exists.
std::string modelsDirectory();

}  // namespace bw
