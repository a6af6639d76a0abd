// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"

namespace bw {

/// A block of bytes needed from first_step to last_step, both included.
struct ArenaBuffer {
    int32_t first_step = 0;
    int32_t last_step = 0;
    int64_t bytes = 0;

    bool overlapsInTime(const ArenaBuffer& other) const {
        return first_step <= other.last_step && other.first_step <= last_step;
    }
};

/// Where each buffer lies in one shared arena.
struct ArenaPlan {
    std::vector<int64_t> offsets;   ///< One per buffer, multiples of the alignment.
    int64_t arena_bytes = 0;        ///< Largest end of a buffer, its size rounded up to the alignment.
    int64_t lower_bound_bytes = 0;  ///< Most bytes (rounded) needed at one step: no plan needs less.
};

/// Most bytes needed at one step, each buffer rounded up to `alignment`.
/// Fails with InvalidArgument where a buffer ends before it begins, begins before step 0 or holds less than one byte,
/// or where the alignment is below 1, and with LimitExceeded where the sizes together leave 64 bits.
Result<int64_t> arenaLowerBound(std::span<const ArenaBuffer> buffers, int64_t alignment);

/// Offsets as TensorFlow Lite Micro's greedy memory planner chooses them: buffers by descending size, equal ones in the
/// given order, each in the lowest gap that the buffers placed before and needed at the same time leave (first fit).
/// Byte-exact with that planner; fails as arenaLowerBound does.
Result<ArenaPlan> planArenaGreedily(std::span<const ArenaBuffer> buffers, int64_t alignment);

}  // namespace bw
