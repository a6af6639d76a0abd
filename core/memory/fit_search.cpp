// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "memory/fit_search.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "base/checked.h"

namespace bw {
namespace {

constexpr int64_t kNodesBetweenClockReads = 256;
constexpr size_t kMaxRefuted = size_t{1} << 20;
constexpr int kFixedOrderings = 3;
/// Lifetimes are multiplied by up to e^kBlur either way in random orderings.
constexpr double kBlur = 0.3;
/// Placements of a short attempt for each buffer.
constexpr int64_t kShortAttempt = 50;
/// Placements on random orderings for each on a fixed one.
constexpr int64_t kRandomShare = 15;

/// Spreads every bit of `x` over all others (the finalizer of splitmix64).
uint64_t scramble(uint64_t x) {
    x += 0x9e3779b97f4a7c15U;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
    return x ^ (x >> 31);
}

}  // namespace

bool SearchBudget::spendNode() {
    if (exhausted_) return false;
    if (nodes_left_ == 0) exhausted_ = true;
    if (nodes_spent_ % kNodesBetweenClockReads == 0) {
        if (stop_.stop_requested() || std::chrono::steady_clock::now() >= deadline_) exhausted_ = true;
    }
    if (exhausted_) return false;
    --nodes_left_;
    ++nodes_spent_;
    return true;
}

FitSearch::FitSearch(std::span<const ArenaBuffer> buffers, int64_t alignment) : offsets_(buffers.size()) {
    // An end that follows a beginning closes a largest set.
    std::vector<std::pair<int64_t, bool>> events;  // Time; true where a buffer begins.
    events.reserve(buffers.size() * 2);
    for (const ArenaBuffer& b : buffers) {
        events.emplace_back(b.first_step, true);
        events.emplace_back(int64_t{b.last_step} + 1, false);
    }
    std::sort(events.begin(), events.end());
    std::vector<int64_t> ends;
    for (size_t i = 1; i < events.size(); ++i) {
        if (!events[i].second && events[i - 1].second) ends.push_back(events[i].first);
    }
    section_count_ = ends.size();
    // Sections that end after a time.
    const auto sectionAfter = [&](int64_t time) {
        return static_cast<int32_t>(std::upper_bound(ends.begin(), ends.end(), time) - ends.begin());
    };
    items_.reserve(buffers.size());
    for (size_t i = 0; i < buffers.size(); ++i) {
        const ArenaBuffer& b = buffers[i];
        items_.push_back({sectionAfter(b.first_step), sectionAfter(int64_t{b.last_step} + 1),
                          roundUp(b.bytes, alignment), static_cast<int32_t>(i)});
    }
    refuted_.resize(std::min(kMaxRefuted, std::bit_ceil(buffers.size() * buffers.size() * 4)));
    std::vector<int64_t> load(section_count_);
    for (const Item& item : items_) {
        for (int32_t s = item.first; s < item.end; ++s)
            load[static_cast<size_t>(s)] += item.bytes;
    }
    keys_.resize(items_.size());
    for (size_t i = 0; i < items_.size(); ++i) {
        const double lifetime = static_cast<double>(buffers[i].last_step) - buffers[i].first_step + 1;
        const auto most = std::max_element(load.begin() + items_[i].first, load.begin() + items_[i].end);
        keys_[i] = {lifetime, lifetime * static_cast<double>(items_[i].bytes), static_cast<double>(*most)};
    }
    for (int by = 0; by < kFixedOrderings; ++by)
        addOrdering(keys_, by);
    orderings_.emplace_back();
}

void FitSearch::addOrdering(const std::vector<Keys>& keys, int by) {
    const auto key = [&](const Item& item) {
        const Keys& k = keys[static_cast<size_t>(item.buffer)];
        switch (by) {
            case 0:
                return std::array{k.lifetime, k.area, k.load};
            case 1:
                return std::array{k.load, k.area, k.lifetime};
            default:
                return std::array{k.load, k.lifetime, k.area};
        }
    };
    std::vector<Item> sorted = items_;
    std::stable_sort(sorted.begin(), sorted.end(), [&](const Item& a, const Item& b) { return key(a) > key(b); });
    orderings_.push_back(makeOrdering(std::move(sorted)));
}

void FitSearch::shuffleOrdering() {
    std::vector<Keys> keys = keys_;
    for (Keys& k : keys)
        k.lifetime *= std::exp(kBlur * (2 * random_.uniform() - 1));
    orderings_.pop_back();
    addOrdering(keys, static_cast<int>(random_.below(kFixedOrderings)));
}

FitSearch::Ordering FitSearch::makeOrdering(std::vector<Item> items) {
    Ordering ordering;
    ordering.neighbours.resize(items.size());
    ordering.later_peers.resize(items.size());
    ordering.twin.assign(items.size(), -1);
    for (size_t a = 0; a < items.size(); ++a) {
        for (size_t b = 0; b < a; ++b) {
            if (items[a].first >= items[b].end || items[b].first >= items[a].end) continue;
            ordering.neighbours[a].push_back(static_cast<int32_t>(b));
            ordering.neighbours[b].push_back(static_cast<int32_t>(a));
            if (items[a].first != items[b].first || items[a].end != items[b].end) continue;
            ordering.later_peers[b].push_back(static_cast<int32_t>(a));
            if (items[a].bytes == items[b].bytes) ordering.twin[a] = static_cast<int32_t>(b);
        }
    }
    ordering.items = std::move(items);
    return ordering;
}

FitOutcome FitSearch::decide(int64_t capacity, int64_t attempt_nodes, SearchBudget& budget) {
    for (int by = 0; by < kFixedOrderings; ++by) {
        const FitOutcome outcome = attempt(orderings_[static_cast<size_t>(by)], capacity, attempt_nodes, budget);
        if (outcome != FitOutcome::Undecided || budget.exhausted()) return outcome;
    }
    const auto short_nodes = static_cast<int64_t>(items_.size()) * kShortAttempt;
    for (int64_t left = attempt_nodes * kRandomShare; left >= short_nodes; left -= short_nodes) {
        shuffleOrdering();
        const FitOutcome outcome = attempt(orderings_.back(), capacity, short_nodes, budget);
        if (outcome != FitOutcome::Undecided || budget.exhausted()) return outcome;
    }
    return FitOutcome::Undecided;
}

FitOutcome FitSearch::attempt(const Ordering& ordering, int64_t capacity, int64_t nodes, SearchBudget& budget) {
    ordering_ = &ordering;
    ++attempts_;
    budget_ = &budget;
    capacity_ = capacity;
    attempt_nodes_ = nodes;
    const size_t count = ordering.items.size();
    offset_.assign(count, 0);
    placed_.assign(count, 0);
    moved_.assign(count, 0);
    trail_.clear();
    waiting_.assign(section_count_, 0);
    next_unseen_.resize(section_count_ + 1);
    std::vector<int32_t> order(count);
    for (size_t i = 0; i < count; ++i) {
        order[i] = static_cast<int32_t>(i);
        const Item& item = ordering.items[i];
        for (int32_t s = item.first; s < item.end; ++s)
            waiting_[static_cast<size_t>(s)] += item.bytes;
    }
    const FitOutcome outcome = solve(order);
    if (outcome == FitOutcome::Fits) {
        for (size_t i = 0; i < count; ++i)
            offsets_[static_cast<size_t>(ordering.items[i].buffer)] = offset_[i];
    }
    return outcome;
}

FitOutcome FitSearch::solve(const std::vector<int32_t>& order) {
    if (order.empty()) return FitOutcome::Fits;
    if (!mayFit(order)) return FitOutcome::Impossible;
    const auto parts = independentParts(order);
    if (parts.size() < 2) return branch(order);
    // No section joins the parts, so one that cannot be placed condemns them all and one that can stays placed.
    const size_t mark = trail_.size();
    for (const std::vector<int32_t>& part : parts) {
        const FitOutcome outcome = branch(part);
        if (outcome == FitOutcome::Fits) continue;
        undoTo(mark);
        return outcome;
    }
    return FitOutcome::Fits;
}

bool FitSearch::mayFit(const std::vector<int32_t>& order) {
    for (size_t s = 0; s <= section_count_; ++s)
        next_unseen_[s] = static_cast<int32_t>(s);
    const auto unseenFrom = [&](int32_t s) {
        while (next_unseen_[static_cast<size_t>(s)] != s)
            s = next_unseen_[static_cast<size_t>(s)] =
                next_unseen_[static_cast<size_t>(next_unseen_[static_cast<size_t>(s)])];
        return s;
    };
    // By rising offset: the first item that reaches a section is the lowest of those that wait there.
    for (const int32_t i : order) {
        const Item& item = ordering_->items[static_cast<size_t>(i)];
        const int64_t floor = offset_[static_cast<size_t>(i)];
        if (floor + item.bytes > capacity_) return false;
        for (int32_t s = unseenFrom(item.first); s < item.end; s = unseenFrom(s)) {
            if (waiting_[static_cast<size_t>(s)] > capacity_ - floor) return false;
            next_unseen_[static_cast<size_t>(s)] = s + 1;
        }
    }
    return true;
}

std::vector<std::vector<int32_t>> FitSearch::independentParts(const std::vector<int32_t>& order) {
    // After mayFit every section that an unplaced item uses has been passed; a part ends where no item crosses.
    reach_.assign(section_count_ + 1, 0);
    for (const int32_t i : order) {
        const Item& item = ordering_->items[static_cast<size_t>(i)];
        int32_t& reach = reach_[static_cast<size_t>(item.first)];
        reach = std::max(reach, item.end);
    }
    int32_t parts = 0;
    int32_t end = 0;
    for (int32_t s = 0; s < static_cast<int32_t>(section_count_); ++s) {
        int32_t& reach = reach_[static_cast<size_t>(s)];
        const int32_t until = reach;
        if (until > 0 && s >= end) ++parts;
        end = std::max(end, until);
        reach = parts - 1;  // From here on: the part that an item beginning here belongs to.
    }
    std::vector<std::vector<int32_t>> groups;
    if (parts < 2) return groups;
    groups.resize(static_cast<size_t>(parts));
    for (const int32_t i : order) {
        const Item& item = ordering_->items[static_cast<size_t>(i)];
        groups[static_cast<size_t>(reach_[static_cast<size_t>(item.first)])].push_back(i);
    }
    return groups;
}

FitOutcome FitSearch::branch(const std::vector<int32_t>& order) {
    const Fingerprint state = fingerprint(order);
    Fingerprint& known = refuted_[state.first & (refuted_.size() - 1)];
    if (known == state) return FitOutcome::Impossible;
    const FitOutcome outcome = tryEach(order);
    if (outcome == FitOutcome::Impossible) known = state;
    return outcome;
}

FitSearch::Fingerprint FitSearch::fingerprint(const std::vector<int32_t>& order) const {
    // What is impossible for a fixed ordering stays so; a random one is another each time.
    const auto index = static_cast<uint64_t>(ordering_ - orderings_.data());
    const uint64_t ordering = index < kFixedOrderings ? index : kFixedOrderings + attempts_;
    const uint64_t start = scramble(static_cast<uint64_t>(capacity_)) + ordering;
    Fingerprint state = {scramble(start), scramble(~start)};
    for (const int32_t i : order) {
        const auto offset = static_cast<uint64_t>(offset_[static_cast<size_t>(i)]);
        const uint64_t at = scramble(offset * 2 + (swapsWithPeer(i) ? 1 : 0));
        state.first = scramble(state.first ^ (at + static_cast<uint64_t>(i)));
        state.second = scramble(state.second + (at ^ (static_cast<uint64_t>(i) << 32)));
    }
    return state;
}

FitOutcome FitSearch::tryEach(const std::vector<int32_t>& order) {
    int64_t lowest_top = capacity_;
    for (const int32_t i : order)
        lowest_top =
            std::min(lowest_top, offset_[static_cast<size_t>(i)] + ordering_->items[static_cast<size_t>(i)].bytes);
    for (const int32_t i : order) {
        const int64_t offset = offset_[static_cast<size_t>(i)];
        // Another item would fit whole into the gap below this one: a plan without the gap is as good.
        if (offset >= lowest_top) break;
        if (swapsWithPeer(i)) continue;
        if (--attempt_nodes_ < 0 || !budget_->spendNode()) return FitOutcome::Undecided;
        const size_t mark = trail_.size();
        const bool under_others = place(i);
        const FitOutcome outcome = liftPassedOver(order, i) ? solve(orderAfter(order, i)) : FitOutcome::Impossible;
        if (outcome != FitOutcome::Impossible) return outcome;
        undoTo(mark);
        // Nothing can lie on it, so having it here hinders no plan and leaving it out helps none.
        if (!under_others) return FitOutcome::Impossible;
    }
    return FitOutcome::Impossible;
}

bool FitSearch::swapsWithPeer(int32_t item) const {
    const auto index = static_cast<size_t>(item);
    const int32_t twin = ordering_->twin[index];
    if (twin >= 0 && !placed_[static_cast<size_t>(twin)]) return true;
    const auto& peers = ordering_->later_peers[index];
    return std::any_of(peers.begin(), peers.end(), [&](int32_t peer) {
        const auto p = static_cast<size_t>(peer);
        return placed_[p] && offset_[p] + ordering_->items[p].bytes == offset_[index];
    });
}

bool FitSearch::place(int32_t placed) {
    const auto index = static_cast<size_t>(placed);
    const Item& item = ordering_->items[index];
    placed_[index] = 1;
    trail_.push_back({placed, kPlacement});
    for (int32_t s = item.first; s < item.end; ++s)
        waiting_[static_cast<size_t>(s)] -= item.bytes;
    const int64_t top = offset_[index] + item.bytes;
    bool under_others = false;
    for (const int32_t neighbour : ordering_->neighbours[index]) {
        const auto n = static_cast<size_t>(neighbour);
        if (placed_[n]) continue;
        under_others = true;
        if (offset_[n] >= top) continue;
        trail_.push_back({neighbour, offset_[n]});
        offset_[n] = top;
        moved_[n] = 1;
    }
    return under_others;
}

bool FitSearch::liftPassedOver(const std::vector<int32_t>& order, int32_t last) {
    const int64_t last_offset = offset_[static_cast<size_t>(last)];
    for (const int32_t i : order) {
        const auto index = static_cast<size_t>(i);
        if (placed_[index] || offset_[index] > last_offset || (offset_[index] == last_offset && i >= last)) {
            continue;
        }
        int64_t support = capacity_ + 1;
        for (const int32_t neighbour : ordering_->neighbours[index]) {
            const auto n = static_cast<size_t>(neighbour);
            if (placed_[n]) continue;
            support = std::min(support, std::max(last_offset, offset_[n]) + ordering_->items[n].bytes);
        }
        if (support + ordering_->items[index].bytes > capacity_) {
            for (const int32_t o : order)
                moved_[static_cast<size_t>(o)] = 0;
            return false;
        }
        trail_.push_back({i, offset_[index]});
        offset_[index] = support;
        moved_[index] = 1;
    }
    return true;
}

void FitSearch::undoTo(size_t mark) {
    while (trail_.size() > mark) {
        const TrailEntry entry = trail_.back();
        trail_.pop_back();
        const auto index = static_cast<size_t>(entry.item);
        if (entry.old_offset != kPlacement) {
            offset_[index] = entry.old_offset;
            continue;
        }
        placed_[index] = 0;
        const Item& item = ordering_->items[index];
        for (int32_t s = item.first; s < item.end; ++s)
            waiting_[static_cast<size_t>(s)] += item.bytes;
    }
}

std::vector<int32_t> FitSearch::orderAfter(const std::vector<int32_t>& order, int32_t placed) {
    // Few items move at a placement: merge them into the rest, which is still sorted.
    std::vector<int32_t> rest;
    std::vector<int32_t> moved;
    rest.reserve(order.size());
    for (const int32_t i : order) {
        if (i == placed) continue;
        uint8_t& has_moved = moved_[static_cast<size_t>(i)];
        (has_moved ? moved : rest).push_back(i);
        has_moved = 0;
    }
    const auto before = [this](int32_t a, int32_t b) {
        const int64_t offset_a = offset_[static_cast<size_t>(a)];
        const int64_t offset_b = offset_[static_cast<size_t>(b)];
        return offset_a != offset_b ? offset_a < offset_b : a < b;
    };
    std::sort(moved.begin(), moved.end(), before);
    const auto middle = static_cast<std::ptrdiff_t>(rest.size());
    rest.insert(rest.end(), moved.begin(), moved.end());
    std::inplace_merge(rest.begin(), rest.begin() + middle, rest.end(), before);
    return rest;
}

}  // namespace bw
