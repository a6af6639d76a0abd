// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>

namespace bw {

/// Seeded generator (xoshiro256** by Blackman and Vigna, state filled by splitmix64). All draws use integers or exact
/// conversions, so equal seeds give equal answers on every platform and library.
class Random {
public:
    explicit Random(uint64_t seed);

    /// 64 uniformly random bits.
    uint64_t next();
    /// Uniform in [0, bound); bound > 0. Unbiased by rejection.
    uint64_t below(uint64_t bound);
    /// Uniform in [low, high], both ends included.
    int64_t between(int64_t low, int64_t high);
    /// Uniform in [0, 1) with 53 random bits.
    double uniform();
    /// Standard normal by the polar method, without hidden state between calls.
    double normal();
    /// An independent generator for a worker or a sub-task.
    Random fork();

    const std::array<uint64_t, 4>& state() const { return state_; }
    void setState(const std::array<uint64_t, 4>& state) { state_ = state; }

private:
    std::array<uint64_t, 4> state_{};
};

}  // namespace bw
