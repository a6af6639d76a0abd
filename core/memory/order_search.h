// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <stop_token>
#include <vector>

namespace bw {

/// A buffer that one step of a piece reads, writes or holds.
struct BufferTouch {
    int32_t buffer = 0;
    bool last_in_piece = false;  ///< No later step of the same piece needs it.
};

/// Pieces of work with the buffers they need, for choosing an order. All lists are by index.
struct OrderProblem {
    struct Piece {
        std::vector<std::vector<BufferTouch>> steps;
        std::vector<int64_t> scratch_bytes;  ///< By step.
        std::vector<int32_t> before;         ///< Pieces that must have finished.
    };
    struct Buffer {
        int64_t bytes = 0;
        std::vector<int32_t> pieces;  ///< Those that touch it, each once.
        bool live_at_start = false;   ///< Exists before anything runs.
        bool live_at_end = false;     ///< Never freed.
    };
    std::vector<Piece> pieces;  ///< In an order that works.
    std::vector<Buffer> buffers;
};

struct OrderLimits {
    int64_t states = 150'000;
    int beam_width = 48;
    std::stop_token stop;
};

struct OrderAnswer {
    std::vector<int32_t> order;
    int64_t peak_bytes = 0;
    bool optimal = false;
    bool cancelled = false;
    int64_t states = 0;
};

/// Most bytes live while pieces run in `order`.
int64_t peakOfOrder(const OrderProblem& problem, const std::vector<int32_t>& order);

/// The order with the least peak, cutting the problem where one piece separates what is before it from what is after.
OrderAnswer searchOrder(const OrderProblem& problem, const OrderLimits& limits);

}  // namespace bw
