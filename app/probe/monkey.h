// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace bw::probe {

/// Drives the real window by `count` random actions (menu actions, keys, clicks, wheel, edits, undo, opening files of
/// the models folder) from `seed`, checking after every hundred that undo returns to what was there. Prints what it did
/// and what broke. Exit code 0 where nothing broke, 1 else.
int runMonkey(int argc, char** argv, uint64_t seed, int64_t count);

}  // namespace bw::probe
