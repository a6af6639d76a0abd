// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "lowering/lower.h"

namespace bw {

/// What a file calls the result of a block: what the file that it came from did, else the block's name.
std::string nameInFile(const Block& block);
/// A name for the result of each operator: the block's for its last one, "block/part" for those before.
std::vector<std::string> operatorNames(const Network& network, const LoweredNetwork& lowered);

}  // namespace bw
