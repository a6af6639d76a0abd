// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <unordered_map>

#include "memory/order_search.h"

namespace bw::order {

/// A set of pieces.
using Bits = std::vector<uint64_t>;

inline bool has(const Bits& bits, size_t i) {
    return (bits[i / 64] >> (i % 64) & 1U) != 0;
}

inline void insert(Bits& bits, size_t i) {
    bits[i / 64] |= uint64_t{1} << (i % 64);
}

inline bool contains(const Bits& all, const Bits& part) {
    for (size_t w = 0; w < part.size(); ++w) {
        if ((part[w] & ~all[w]) != 0) return false;
    }
    return true;
}

inline bool meets(const Bits& a, const Bits& b) {
    for (size_t w = 0; w < a.size(); ++w) {
        if ((a[w] & b[w]) != 0) return true;
    }
    return false;
}

/// Spreads sets over a table.
struct BitsHash {
    size_t operator()(const Bits& bits) const {
        uint64_t hash = 0x9e3779b97f4a7c15U;
        for (const uint64_t word : bits) {
            hash = (hash ^ word) * 0xbf58476d1ce4e5b9U;
            hash ^= hash >> 29;
        }
        return hash;
    }
};

/// What running one piece does to the live bytes.
struct Effect {
    int64_t peak = 0;
    int64_t after = 0;
};

/// The pieces between two cuts.
class Part {
public:
    /// Buffers that pieces outside touch are live from the start (`done` holds those before) or to the end.
    Part(const OrderProblem& problem, size_t first, size_t end, const std::vector<uint8_t>& started, int64_t live)
        : problem_(problem), first_(first), count_(end - first), words_((count_ + 63) / 64), start_live_(live) {
        std::unordered_map<int32_t, size_t> local;
        before_.assign(count_, Bits(words_));
        for (size_t i = 0; i < count_; ++i) {
            const auto& piece = problem.pieces[first + i];
            for (const int32_t b : piece.before) {
                if (static_cast<size_t>(b) >= first) insert(before_[i], static_cast<size_t>(b) - first);
            }
            for (const auto& step : piece.steps) {
                for (const BufferTouch& touch : step) {
                    const auto [it, fresh] = local.try_emplace(touch.buffer, buffers_.size());
                    if (fresh) {
                        const auto& buffer = problem.buffers[static_cast<size_t>(touch.buffer)];
                        Local mine{buffer.bytes, Bits(words_), started[static_cast<size_t>(touch.buffer)] != 0,
                                   buffer.live_at_end};
                        for (const int32_t p : buffer.pieces) {
                            const auto at = static_cast<size_t>(p);
                            if (at >= end) mine.stays = true;
                            if (at >= first && at < end) insert(mine.pieces, at - first);
                        }
                        buffers_.push_back(std::move(mine));
                    }
                }
            }
        }
        touches_.resize(count_);
        for (size_t i = 0; i < count_; ++i) {
            for (const auto& step : problem.pieces[first + i].steps) {
                touches_[i].emplace_back();
                for (const BufferTouch& touch : step)
                    touches_[i].back().push_back({static_cast<int32_t>(local.at(touch.buffer)), touch.last_in_piece});
            }
        }
        begun_here_.assign(buffers_.size(), 0);
    }

    size_t count() const { return count_; }
    size_t words() const { return words_; }
    int64_t startLive() const { return start_live_; }
    bool ready(const Bits& done, size_t piece) const { return !has(done, piece) && contains(done, before_[piece]); }

    /// The most that one step needs for itself beside what is live throughout: no order has less.
    int64_t leastPossible() const {
        int64_t throughout = start_live_;
        for (const Local& buffer : buffers_)
            throughout -= buffer.started ? buffer.bytes : 0;
        int64_t most = 0;
        for (size_t i = 0; i < count_; ++i) {
            for (size_t s = 0; s < touches_[i].size(); ++s) {
                int64_t bytes = problem_.pieces[first_ + i].scratch_bytes[s];
                for (const BufferTouch& touch : touches_[i][s])
                    bytes += buffers_[static_cast<size_t>(touch.buffer)].bytes;
                most = std::max(most, bytes);
            }
        }
        return throughout + most;
    }

    Effect run(const Bits& done, int64_t live, size_t piece) {
        Effect effect{live, live};
        const auto& scratch = problem_.pieces[first_ + piece].scratch_bytes;
        ++stamp_;
        for (size_t s = 0; s < touches_[piece].size(); ++s) {
            const auto& step = touches_[piece][s];
            for (const BufferTouch& touch : step) {
                const auto b = static_cast<size_t>(touch.buffer);
                const Local& buffer = buffers_[b];
                if (buffer.started || begun_here_[b] == stamp_ || meets(done, buffer.pieces)) continue;
                begun_here_[b] = stamp_;
                effect.after += buffer.bytes;
            }
            effect.peak = std::max(effect.peak, effect.after + scratch[s]);
            for (const BufferTouch& touch : step) {
                const Local& buffer = buffers_[static_cast<size_t>(touch.buffer)];
                if (!touch.last_in_piece || buffer.stays) continue;
                bool over = true;
                for (size_t w = 0; w < words_ && over; ++w) {
                    uint64_t open = buffer.pieces[w] & ~done[w];
                    if (w == piece / 64) open &= ~(uint64_t{1} << (piece % 64));
                    over = open == 0;
                }
                if (over) effect.after -= buffer.bytes;
            }
        }
        return effect;
    }

private:
    struct Local {
        int64_t bytes = 0;
        Bits pieces;
        bool started = false;
        bool stays = false;
    };

    const OrderProblem& problem_;
    size_t first_;
    size_t count_;
    size_t words_;
    int64_t start_live_;
    std::vector<Bits> before_;
    std::vector<Local> buffers_;
    std::vector<std::vector<std::vector<BufferTouch>>> touches_;
    std::vector<uint32_t> begun_here_;
    uint32_t stamp_ = 0;
};

}  // namespace bw::order
