// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "memory/arena.h"

#include <algorithm>
#include <numeric>
#include <string>

#include "base/checked.h"

namespace bw {
namespace {

Result<void> checkBuffers(std::span<const ArenaBuffer> buffers, int64_t alignment) {
    if (alignment < 1) return fail(ErrorCode::InvalidArgument, "the alignment must be at least 1 byte");
    int64_t total = 0;
    for (size_t i = 0; i < buffers.size(); ++i) {
        const ArenaBuffer& b = buffers[i];
        const std::string place = "buffer " + std::to_string(i);
        if (b.bytes < 1) return fail(ErrorCode::InvalidArgument, "holds " + std::to_string(b.bytes) + " bytes", place);
        if (b.first_step < 0 || b.last_step < b.first_step) {
            return fail(ErrorCode::InvalidArgument,
                        "lives from step " + std::to_string(b.first_step) + " to " + std::to_string(b.last_step),
                        place);
        }
        const auto padded = addChecked(b.bytes, alignment - 1);
        const auto sum = padded ? addChecked(total, roundUp(b.bytes, alignment)) : std::nullopt;
        if (!sum) return fail(ErrorCode::LimitExceeded, "the buffers together need more than 2^63 bytes", place);
        total = *sum;
    }
    return {};
}

/// A buffer with rounded size and with its steps replaced by ranks among the distinct first steps. Two intervals meet
/// exactly where they meet in a first step, so ranks keep every overlap and time costs nothing where nothing begins.
struct Interval {
    int32_t first = 0;
    int32_t last = 0;
    int64_t bytes = 0;
};

struct Timeline {
    std::vector<Interval> intervals;
    size_t ranks = 0;
};

Timeline compress(std::span<const ArenaBuffer> buffers, int64_t alignment) {
    std::vector<int32_t> starts(buffers.size());
    std::transform(buffers.begin(), buffers.end(), starts.begin(), [](const ArenaBuffer& b) { return b.first_step; });
    std::sort(starts.begin(), starts.end());
    starts.erase(std::unique(starts.begin(), starts.end()), starts.end());
    const auto rankAfter = [&](int32_t step) {
        return static_cast<int32_t>(std::upper_bound(starts.begin(), starts.end(), step) - starts.begin());
    };
    Timeline line;
    line.ranks = starts.size();
    line.intervals.reserve(buffers.size());
    for (const ArenaBuffer& b : buffers)
        line.intervals.push_back(
            {rankAfter(b.first_step) - 1, rankAfter(b.last_step) - 1, roundUp(b.bytes, alignment)});
    return line;
}

int64_t mostLiveBytes(const Timeline& line) {
    std::vector<int64_t> change(line.ranks + 1);
    for (const Interval& i : line.intervals) {
        change[static_cast<size_t>(i.first)] += i.bytes;
        change[static_cast<size_t>(i.last) + 1] -= i.bytes;
    }
    int64_t live = 0;
    int64_t most = 0;
    for (const int64_t c : change) {
        live += c;
        most = std::max(most, live);
    }
    return most;
}

/// Intervals placed so far, found by time: those that contain a rank sit in the nodes of a segment tree above it, those
/// that begin within a range in lists by their first rank.
class PlacedByTime {
public:
    explicit PlacedByTime(const Timeline& line)
        : intervals_(line.intervals), beginning_(line.ranks), covering_(2 * line.ranks), ranks_(line.ranks) {}

    void insert(int32_t buffer) {
        const Interval& i = intervals_[static_cast<size_t>(buffer)];
        beginning_[static_cast<size_t>(i.first)].push_back(buffer);
        size_t low = static_cast<size_t>(i.first) + ranks_;
        size_t high = static_cast<size_t>(i.last) + ranks_ + 1;
        for (; low < high; low /= 2, high /= 2) {
            if (low % 2 == 1) covering_[low++].push_back(buffer);
            if (high % 2 == 1) covering_[--high].push_back(buffer);
        }
    }

    /// Appends every inserted interval that meets `i`, each once.
    void collectMeeting(const Interval& i, std::vector<int32_t>& found) const {
        for (size_t node = static_cast<size_t>(i.first) + ranks_; node >= 1; node /= 2)
            found.insert(found.end(), covering_[node].begin(), covering_[node].end());
        for (int32_t rank = i.first + 1; rank <= i.last; ++rank) {
            const auto& list = beginning_[static_cast<size_t>(rank)];
            found.insert(found.end(), list.begin(), list.end());
        }
    }

private:
    const std::vector<Interval>& intervals_;
    std::vector<std::vector<int32_t>> beginning_;
    std::vector<std::vector<int32_t>> covering_;
    size_t ranks_;
};

struct Span {
    int64_t begin = 0;
    int64_t end = 0;
    bool operator<(const Span& other) const { return begin < other.begin; }
};

/// The lowest offset with `bytes` free bytes between `taken`, which may overlap each other.
int64_t firstFit(std::vector<Span>& taken, int64_t bytes) {
    std::sort(taken.begin(), taken.end());
    int64_t offset = 0;
    for (const Span& span : taken) {
        if (span.begin - offset >= bytes) break;
        offset = std::max(offset, span.end);
    }
    return offset;
}

}  // namespace

Result<int64_t> arenaLowerBound(std::span<const ArenaBuffer> buffers, int64_t alignment) {
    if (auto ok = checkBuffers(buffers, alignment); !ok) return tl::unexpected(ok.error());
    return mostLiveBytes(compress(buffers, alignment));
}

Result<ArenaPlan> planArenaGreedily(std::span<const ArenaBuffer> buffers, int64_t alignment) {
    if (auto ok = checkBuffers(buffers, alignment); !ok) return tl::unexpected(ok.error());
    const Timeline line = compress(buffers, alignment);
    std::vector<int32_t> order(buffers.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](int32_t a, int32_t b) {
        return line.intervals[static_cast<size_t>(a)].bytes > line.intervals[static_cast<size_t>(b)].bytes;
    });

    ArenaPlan plan;
    plan.offsets.resize(buffers.size());
    plan.lower_bound_bytes = mostLiveBytes(line);
    PlacedByTime placed(line);
    std::vector<int32_t> meeting;
    std::vector<Span> taken;
    for (const int32_t buffer : order) {
        const Interval& interval = line.intervals[static_cast<size_t>(buffer)];
        meeting.clear();
        taken.clear();
        placed.collectMeeting(interval, meeting);
        for (const int32_t other : meeting) {
            const int64_t begin = plan.offsets[static_cast<size_t>(other)];
            taken.push_back({begin, begin + line.intervals[static_cast<size_t>(other)].bytes});
        }
        const int64_t offset = firstFit(taken, interval.bytes);
        plan.offsets[static_cast<size_t>(buffer)] = offset;
        plan.arena_bytes = std::max(plan.arena_bytes, offset + interval.bytes);
        placed.insert(buffer);
    }
    return plan;
}

}  // namespace bw
