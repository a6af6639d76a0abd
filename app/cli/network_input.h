// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>

#include "learn/data/data_source.h"

namespace bw::cli {

/// Width and height that a network is to read while it learns: "96x96" as the option --input has it, else those of
/// built-in pictures, else zeros, which leave it as it is.
Result<std::pair<int, int>> networkInput(const std::string& option, const DataSource& source);

}  // namespace bw::cli
