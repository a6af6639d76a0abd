// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "memory/fit_search.h"

#include <algorithm>
#include <array>
#include <bit>
#include <tuple>

#include "base/checked.h"

namespace bw {
namespace {

constexpr int64_t kNodesBetweenClockReads = 256;
constexpr size_t kMaxRefuted = size_t{1} << 20;

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
    std::vector<int64_t> edges;
    edges.reserve(buffers.size() * 2);
    for (const ArenaBuffer& b : buffers) {
        edges.push_back(b.first_step);
        edges.push_back(int64_t{b.last_step} + 1);
    }
    std::sort(edges.begin(), edges.end());
    edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
    section_count_ = edges.size();
    const auto sectionAt = [&](int64_t step) {
        return static_cast<int32_t>(std::lower_bound(edges.begin(), edges.end(), step) - edges.begin());
    };
    std::vector<Item> items;
    items.reserve(buffers.size());
    for (size_t i = 0; i < buffers.size(); ++i) {
        const ArenaBuffer& b = buffers[i];
        items.push_back({sectionAt(b.first_step), sectionAt(int64_t{b.last_step} + 1), roundUp(b.bytes, alignment),
                         static_cast<int32_t>(i)});
    }
    refuted_.resize(std::min(kMaxRefuted, std::bit_ceil(buffers.size() * buffers.size() * 4)));
    // Keys: 0 lifetime, 1 area, 2 largest load of a section it lives in.
    std::vector<std::array<double, 3>> keys(items.size());
    std::vector<int64_t> load(section_count_);
    for (const Item& item : items) {
        for (int32_t s = item.first; s < item.end; ++s)
            load[static_cast<size_t>(s)] += item.bytes;
    }
    for (size_t i = 0; i < items.size(); ++i) {
        const double lifetime = static_cast<double>(buffers[i].last_step) - buffers[i].first_step + 1;
        const auto most = std::max_element(load.begin() + items[i].first, load.begin() + items[i].end);
        keys[i] = {lifetime, lifetime * static_cast<double>(items[i].bytes), static_cast<double>(*most)};
    }
    constexpr std::array<std::array<size_t, 3>, 3> key_orders = {{{0, 1, 2}, {2, 1, 0}, {2, 0, 1}}};
    for (const auto& by : key_orders) {
        std::vector<Item> sorted = items;
        std::stable_sort(sorted.begin(), sorted.end(), [&](const Item& a, const Item& b) {
            const auto& ka = keys[static_cast<size_t>(a.buffer)];
            const auto& kb = keys[static_cast<size_t>(b.buffer)];
            return std::tie(ka[by[0]], ka[by[1]], ka[by[2]]) > std::tie(kb[by[0]], kb[by[1]], kb[by[2]]);
        });
        orderings_.push_back(makeOrdering(std::move(sorted)));
    }
}

FitSearch::Ordering FitSearch::makeOrdering(std::vector<Item> items) {
    Ordering ordering;
    ordering.neighbours.resize(items.size());
    for (size_t a = 0; a < items.size(); ++a) {
        for (size_t b = 0; b < a; ++b) {
            if (items[a].first >= items[b].end || items[b].first >= items[a].end) continue;
            ordering.neighbours[a].push_back(static_cast<int32_t>(b));
            ordering.neighbours[b].push_back(static_cast<int32_t>(a));
        }
    }
    ordering.items = std::move(items);
    return ordering;
}

FitOutcome FitSearch::decide(int64_t capacity, int64_t attempt_nodes, SearchBudget& budget) {
    for (const Ordering& ordering : orderings_) {
        const FitOutcome outcome = attempt(ordering, capacity, attempt_nodes, budget);
        if (outcome != FitOutcome::Undecided || budget.exhausted()) return outcome;
    }
    return FitOutcome::Undecided;
}

FitOutcome FitSearch::attempt(const Ordering& ordering, int64_t capacity, int64_t nodes, SearchBudget& budget) {
    ordering_ = &ordering;
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
    const auto ordering = static_cast<uint64_t>(ordering_ - orderings_.data());
    const uint64_t start = scramble(static_cast<uint64_t>(capacity_)) + ordering;
    Fingerprint state = {scramble(start), scramble(~start)};
    for (const int32_t i : order) {
        const uint64_t at = scramble(static_cast<uint64_t>(offset_[static_cast<size_t>(i)]));
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
