// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "base/random.h"
#include "rewrite/rewrite.h"

namespace bw::test {

/// A command of any kind on any blocks; some make no sense and are refused.
std::string randomEdit(Random& random, const Network& network);

/// A network after up to `edits` random edits that could be made, and how many those are.
struct EditedNetwork {
    Network network;
    int edits = 0;
};
EditedNetwork randomlyEdited(const Network& origin, Random& random, int edits);

}  // namespace bw::test
