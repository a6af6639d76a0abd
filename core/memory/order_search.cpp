// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "memory/order_search.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <queue>
#include <unordered_map>

#include "memory/order_contract.h"
#include "memory/order_part.h"

namespace bw {

using namespace order;

namespace {

/// Words of bits that one search may look at: seconds.
constexpr int64_t kWork = 4'000'000'000;

struct State {
    Bits done;
    int64_t live = 0;
    int64_t peak = 0;
    int32_t parent = -1;
    int32_t piece = -1;  ///< Run last.
    int32_t depth = 0;
};

std::vector<int32_t> pathTo(const std::vector<State>& states, int32_t at) {
    std::vector<int32_t> path;
    for (; states[static_cast<size_t>(at)].parent >= 0; at = states[static_cast<size_t>(at)].parent)
        path.push_back(states[static_cast<size_t>(at)].piece);
    std::reverse(path.begin(), path.end());
    return path;
}

class PartSearch {
public:
    PartSearch(Part& part, const OrderLimits& limits) : part_(part), limits_(limits) {}

    /// The order with the least peak, or the given one; content with `enough` bytes.
    OrderAnswer run(int64_t enough) {
        OrderAnswer best;
        best.order.resize(part_.count());
        std::iota(best.order.begin(), best.order.end(), 0);
        best.peak_bytes = peakOf(best.order);
        enough = std::max(enough, part_.leastPossible());
        if (best.peak_bytes <= enough) {
            best.optimal = true;
            return best;
        }
        // A beam gives exact search a good bound to prune with.
        beam(best, 4);
        if (best.peak_bytes <= enough) {
            best.optimal = true;
        } else if (!exact(best, enough)) {
            beam(best, limits_.beam_width);
            best.optimal = best.peak_bytes <= enough;
        }
        best.states = states_;
        best.cancelled = limits_.stop.stop_requested();
        return best;
    }

private:
    int64_t peakOf(const std::vector<int32_t>& order) {
        Bits done(part_.words());
        int64_t live = part_.startLive();
        int64_t peak = live;
        for (const int32_t piece : order) {
            const Effect effect = part_.run(done, live, static_cast<size_t>(piece));
            peak = std::max(peak, effect.peak);
            live = effect.after;
            insert(done, static_cast<size_t>(piece));
        }
        return peak;
    }

    /// Runs whatever frees memory without a new peak: in any order that comes later it would cost as much.
    State settle(State state) {
        for (bool moved = true; moved;) {
            moved = false;
            for (size_t piece = 0; piece < part_.count(); ++piece) {
                if (!part_.ready(state.done, piece)) continue;
                const Effect effect = part_.run(state.done, state.live, piece);
                if (effect.after > state.live || effect.peak > state.peak) continue;
                State next = after(state, piece, effect);
                all_.push_back(std::move(state));
                next.parent = static_cast<int32_t>(all_.size()) - 1;
                state = std::move(next);
                moved = true;
            }
        }
        return state;
    }

    static State after(const State& state, size_t piece, const Effect& effect) {
        State next;
        next.done = state.done;
        insert(next.done, piece);
        next.live = effect.after;
        next.peak = std::max(state.peak, effect.peak);
        next.piece = static_cast<int32_t>(piece);
        next.depth = state.depth + 1;
        return next;
    }

    State begin() {
        State state;
        state.done.assign(part_.words(), 0);
        state.live = state.peak = part_.startLive();
        return state;
    }

    void take(OrderAnswer& best, State last) {
        if (last.peak >= best.peak_bytes) return;
        best.peak_bytes = last.peak;
        all_.push_back(std::move(last));
        best.order = pathTo(all_, static_cast<int32_t>(all_.size()) - 1);
    }

    /// False where the limits ended it before it knew.
    bool exact(OrderAnswer& best, int64_t enough) {
        all_.clear();
        const int64_t affordable = std::min(limits_.states, kWork / workPerState());
        std::unordered_map<Bits, int64_t, BitsHash> seen;
        const auto later = [this](int32_t a, int32_t b) {
            const State& x = all_[static_cast<size_t>(a)];
            const State& y = all_[static_cast<size_t>(b)];
            if (x.peak != y.peak) return x.peak > y.peak;
            if (x.depth != y.depth) return x.depth < y.depth;
            return a > b;
        };
        std::priority_queue<int32_t, std::vector<int32_t>, decltype(later)> open(later);
        const auto offer = [&](State state) {
            if (state.peak >= best.peak_bytes) return;
            const auto [it, fresh] = seen.try_emplace(state.done, state.peak);
            if (!fresh && it->second <= state.peak) return;
            it->second = state.peak;
            all_.push_back(std::move(state));
            open.push(static_cast<int32_t>(all_.size()) - 1);
        };
        offer(settle(begin()));
        while (!open.empty()) {
            const int32_t at = open.top();
            open.pop();
            if (all_[static_cast<size_t>(at)].depth == static_cast<int32_t>(part_.count())) {
                best.peak_bytes = all_[static_cast<size_t>(at)].peak;
                best.order = pathTo(all_, at);
                best.optimal = true;
                return true;
            }
            if (seen.at(all_[static_cast<size_t>(at)].done) < all_[static_cast<size_t>(at)].peak) continue;
            if (++states_ > affordable || (states_ % 256 == 0 && limits_.stop.stop_requested())) return false;
            for (size_t piece = 0; piece < part_.count(); ++piece) {
                if (!part_.ready(all_[static_cast<size_t>(at)].done, piece)) continue;
                const State& state = all_[static_cast<size_t>(at)];
                const Effect effect = part_.run(state.done, state.live, piece);
                if (effect.peak >= best.peak_bytes) continue;
                State next = after(state, piece, effect);
                next.parent = at;
                // Peaks up to `enough` are as good as none.
                next.peak = std::max(next.peak, enough);
                offer(settle(std::move(next)));
            }
        }
        best.optimal = true;  // Everything below the best peak was looked at.
        return true;
    }

    int64_t workPerState() const { return static_cast<int64_t>(part_.count() * (part_.words() + 8)); }

    void beam(OrderAnswer& best, int width) {
        all_.clear();
        const auto depth = static_cast<int64_t>(part_.count());
        width = static_cast<int>(std::min<int64_t>(width, kWork / (workPerState() * depth)));
        if (width < 1) return;
        std::vector<State> row;
        row.push_back(settle(begin()));
        while (!row.empty()) {
            std::vector<State> next_row;
            for (State& state : row) {
                if (limits_.stop.stop_requested()) return;
                if (state.depth == static_cast<int32_t>(part_.count())) {
                    take(best, std::move(state));
                    continue;
                }
                all_.push_back(std::move(state));
                const auto at = static_cast<int32_t>(all_.size()) - 1;
                for (size_t piece = 0; piece < part_.count(); ++piece) {
                    if (!part_.ready(all_[static_cast<size_t>(at)].done, piece)) continue;
                    const State& from = all_[static_cast<size_t>(at)];
                    const Effect effect = part_.run(from.done, from.live, piece);
                    ++states_;
                    if (effect.peak >= best.peak_bytes) continue;
                    State next = after(from, piece, effect);
                    next.parent = at;
                    next_row.push_back(settle(std::move(next)));
                }
            }
            std::stable_sort(next_row.begin(), next_row.end(), [](const State& a, const State& b) {
                if (a.peak != b.peak) return a.peak < b.peak;
                return a.live != b.live ? a.live < b.live : a.depth > b.depth;
            });
            row.clear();
            for (State& state : next_row) {
                const bool known =
                    std::any_of(row.begin(), row.end(), [&](const State& other) { return other.done == state.done; });
                if (!known) row.push_back(std::move(state));
                if (row.size() >= static_cast<size_t>(width)) break;
            }
        }
    }

    Part& part_;
    const OrderLimits& limits_;
    std::vector<State> all_;
    int64_t states_ = 0;
};

/// Piece p ends a part where all before it lead to it and all after it follow from it.
std::vector<size_t> cutsOf(const OrderProblem& problem) {
    const size_t count = problem.pieces.size();
    std::vector<size_t> nearest_after(count, count);  // First piece that needs it.
    std::vector<size_t> nearest_before(count, 0);     // Last piece it needs, plus one.
    for (size_t p = 0; p < count; ++p) {
        for (const int32_t b : problem.pieces[p].before) {
            const auto at = static_cast<size_t>(b);
            nearest_after[at] = std::min(nearest_after[at], p);
            nearest_before[p] = std::max(nearest_before[p], at + 1);
        }
    }
    std::vector<size_t> least_before(count + 1, count + 1);
    for (size_t p = count; p-- > 0;)
        least_before[p] = std::min(least_before[p + 1], nearest_before[p]);
    std::vector<size_t> cuts;
    size_t farthest = 0;
    for (size_t p = 0; p < count; ++p) {
        if (farthest <= p && (p + 1 == count || least_before[p + 1] >= p + 1)) cuts.push_back(p + 1);
        farthest = std::max(farthest, nearest_after[p]);
    }
    if (cuts.empty() || cuts.back() != count) cuts.push_back(count);
    return cuts;
}

}  // namespace

int64_t peakOfOrder(const OrderProblem& problem, const std::vector<int32_t>& order) {
    std::vector<uint8_t> started(problem.buffers.size());
    int64_t live = 0;
    for (size_t b = 0; b < problem.buffers.size(); ++b) {
        started[b] = problem.buffers[b].live_at_start;
        if (started[b]) live += problem.buffers[b].bytes;
    }
    Part whole(problem, 0, problem.pieces.size(), started, live);
    Bits done(whole.words());
    int64_t peak = live;
    for (const int32_t piece : order) {
        const Effect effect = whole.run(done, live, static_cast<size_t>(piece));
        peak = std::max(peak, effect.peak);
        live = effect.after;
        insert(done, static_cast<size_t>(piece));
    }
    return peak;
}

OrderAnswer searchOrder(const OrderProblem& given, const OrderLimits& limits) {
    const ContractedOrder contracted = contractOrder(given);
    const OrderProblem& problem = contracted.problem;
    OrderAnswer answer;
    int64_t proven = 0;
    std::vector<uint8_t> started(problem.buffers.size());
    int64_t live = 0;
    for (size_t b = 0; b < problem.buffers.size(); ++b) {
        started[b] = problem.buffers[b].live_at_start;
        if (started[b]) live += problem.buffers[b].bytes;
    }
    size_t first = 0;
    for (const size_t end : cutsOf(problem)) {
        Part part(problem, first, end, started, live);
        const OrderAnswer best = PartSearch(part, limits).run(answer.peak_bytes);
        answer.peak_bytes = std::max(answer.peak_bytes, best.peak_bytes);
        if (best.optimal) proven = std::max(proven, best.peak_bytes);
        answer.cancelled = answer.cancelled || best.cancelled;
        answer.states += best.states;
        Bits done(part.words());
        for (const int32_t piece : best.order) {
            live = part.run(done, live, static_cast<size_t>(piece)).after;
            insert(done, static_cast<size_t>(piece));
            answer.order.push_back(static_cast<int32_t>(first) + piece);
            for (const auto& step : problem.pieces[first + static_cast<size_t>(piece)].steps) {
                for (const BufferTouch& touch : step)
                    started[static_cast<size_t>(touch.buffer)] = 1;
            }
        }
        first = end;
    }
    answer.optimal = answer.peak_bytes <= proven;
    std::vector<int32_t> order;
    for (const int32_t piece : answer.order) {
        const auto& members = contracted.members[static_cast<size_t>(piece)];
        order.insert(order.end(), members.begin(), members.end());
    }
    answer.order = std::move(order);
    return answer;
}

}  // namespace bw
