// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "graph/named_network.h"

namespace bw {

/// The networks of MODELS_DIR/samples, by file name. Fails where the folder is missing or a file does not open.
Result<std::vector<NamedNetwork>> openSamples(const std::string& models_dir);

}  // namespace bw
