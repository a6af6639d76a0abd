// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <stop_token>
#include <utility>
#include <vector>

#include "base/random.h"
#include "memory/arena.h"

namespace bw {

/// What a search may still spend, shared by all its parts.
class SearchBudget {
public:
    SearchBudget(std::chrono::steady_clock::time_point deadline, int64_t nodes, std::stop_token stop)
        : deadline_(deadline), nodes_left_(nodes), stop_(std::move(stop)) {}

    /// Counts one placement; false once the search has to end. Reads the clock and the token now and then.
    bool spendNode();
    bool exhausted() const { return exhausted_; }
    int64_t nodesSpent() const { return nodes_spent_; }

private:
    std::chrono::steady_clock::time_point deadline_;
    int64_t nodes_left_;
    int64_t nodes_spent_ = 0;
    std::stop_token stop_;
    bool exhausted_ = false;
};

enum class FitOutcome : uint8_t { Fits, Impossible, Undecided };

/// Decides whether buffers fit into a capacity. One object serves many capacities; sizes are rounded to the alignment
/// once. Works on checked buffers only.
class FitSearch {
public:
    FitSearch(std::span<const ArenaBuffer> buffers, int64_t alignment);

    /// Tries fixed orders of buffers in turn with `attempt_nodes` placements each, then as many placements on fresh
    /// random ones, in short attempts: a search that is lucky early is so in few placements, one that is not seldom
    /// recovers. On Fits, offsets() holds the plan.
    FitOutcome decide(int64_t capacity, int64_t attempt_nodes, SearchBudget& budget);
    /// One offset per buffer in the order given to the constructor.
    const std::vector<int64_t>& offsets() const { return offsets_; }

private:
    /// A buffer over a range of sections: the moments at which a largest set of buffers is live. What else is live at
    /// once is part of such a set.
    struct Item {
        int32_t first = 0;
        int32_t end = 0;  ///< One past the last section.
        int64_t bytes = 0;
        int32_t buffer = 0;
    };
    /// One static order of the items: depth-first search prefers the front among equal offsets.
    struct Ordering {
        std::vector<Item> items;
        std::vector<std::vector<int32_t>> neighbours;   ///< Items that share a section.
        std::vector<std::vector<int32_t>> later_peers;  ///< Items behind it in exactly the same sections.
        std::vector<int32_t> twin;  ///< The item before it with the same sections and bytes; -1 where there is none.
    };
    struct TrailEntry {
        int32_t item = 0;
        int64_t old_offset = 0;  ///< kPlacement where the item was placed, else its offset before it rose.
    };
    static constexpr int64_t kPlacement = -1;
    /// 128 bits that stand for a capacity, an ordering, and the unplaced items with their offsets: all that decides
    /// whether the rest can be placed, since every item that was passed over has been lifted. Among ten
    /// million states two share one by accident with a probability below 2^-80.
    using Fingerprint = std::pair<uint64_t, uint64_t>;

    /// What an ordering sorts by, descending.
    struct Keys {
        double lifetime = 0;
        double area = 0;
        double load = 0;  ///< Bytes of the fullest section that the item lives in.
    };

    void addOrdering(const std::vector<Keys>& keys, int by);
    /// Replaces the last ordering by one of the fixed keys whose lifetimes are blurred anew.
    void shuffleOrdering();
    static Ordering makeOrdering(std::vector<Item> items);
    FitOutcome attempt(const Ordering& ordering, int64_t capacity, int64_t nodes, SearchBudget& budget);
    /// Places the unplaced items `order`, which are sorted by offset, then index.
    FitOutcome solve(const std::vector<int32_t>& order);
    /// Looks the state up among those known to be impossible, else tries each item in turn.
    FitOutcome branch(const std::vector<int32_t>& order);
    FitOutcome tryEach(const std::vector<int32_t>& order);
    Fingerprint fingerprint(const std::vector<int32_t>& order) const;
    /// False where some section cannot hold what waits for it above the lowest offset open there.
    bool mayFit(const std::vector<int32_t>& order);
    /// Items in the same sections that lie directly on one another can change places, as can equal ones wherever they
    /// lie: only plans are tried that have the one in front below. True where `item` at its offset would break that.
    bool swapsWithPeer(int32_t item) const;
    /// Groups of items that share no section; empty where there is but one.
    std::vector<std::vector<int32_t>> independentParts(const std::vector<int32_t>& order);
    /// Returns whether unplaced items overlap it in time.
    bool place(int32_t placed);
    /// Every plan can be pushed down and then built by rising (offset, item), so only such sequences are tried. After
    /// placing `last`, an item that comes before it in that order will rest on one that is placed later: lifts it to
    /// the lowest top it may find. False where there is none within the capacity.
    bool liftPassedOver(const std::vector<int32_t>& order, int32_t last);
    void undoTo(size_t mark);
    std::vector<int32_t> orderAfter(const std::vector<int32_t>& order, int32_t placed);

    size_t section_count_ = 0;
    std::vector<Item> items_;
    std::vector<Keys> keys_;
    Random random_{1};
    std::vector<Ordering> orderings_;  ///< The fixed ones, then that of random attempts.
    uint64_t attempts_ = 0;
    std::vector<int64_t> offsets_;
    std::vector<Fingerprint> refuted_;  ///< States proved impossible; a later one replaces an earlier of equal place.

    // State of the running attempt.
    const Ordering* ordering_ = nullptr;
    SearchBudget* budget_ = nullptr;
    int64_t capacity_ = 0;
    int64_t attempt_nodes_ = 0;
    std::vector<int64_t> offset_;       ///< Per item: where it lies, or the least offset still open to it.
    std::vector<uint8_t> placed_;       ///< Per item.
    std::vector<int64_t> waiting_;      ///< Per section: bytes of unplaced items.
    std::vector<int32_t> next_unseen_;  ///< Scratch of mayFit.
    std::vector<int32_t> reach_;        ///< Scratch of independentParts.
    std::vector<uint8_t> moved_;        ///< Per item: its offset rose at the latest placement.
    std::vector<TrailEntry> trail_;
};

}  // namespace bw
