// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "memory/liveness.h"

namespace bw {

/// Fills in the bytes of each step (as many as live_bytes_per_step has entries), both peaks and the tensors at the peak
/// from the lives. Their sum must stay below 2^63.
void countLives(LiveMemory& live);

}  // namespace bw
