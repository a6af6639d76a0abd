// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "target/tile_search.h"

#include <algorithm>
#include <array>
#include <limits>
#include <vector>

#include "base/checked.h"

namespace bw {
namespace {

constexpr int64_t kMaxTileHeight = 32;
constexpr int64_t kMaxTileWidth = 64;
constexpr int64_t kMinTileDepth = 16;

/// The buffer limits and shape rules of a chip that the search depends on.
struct TileChip {
    int64_t output_lanes, pixel_columns, pixel_rows, input_granule, ifm_buffer_bytes, acc_buffer_bytes;
    bool split_buffers;
    bool operator==(const TileChip&) const = default;
};

struct Step {
    int64_t size;   ///< Of the tile.
    int64_t count;  ///< Tiles along the axis.
};

/// Along an axis, the smallest tile for each number of tiles: any other tile of that number only adds waste.
struct Steps {
    std::array<Step, 64> steps;
    int count = 0;
};

Steps axisSteps(int64_t length, int64_t unit, int64_t limit) {
    Steps result;
    const int64_t largest = std::max(unit, std::min(limit / unit * unit, roundUp(length, unit)));
    int64_t last_count = 0;
    for (int64_t size = unit; size <= largest && result.count < 64; size += unit) {
        const int64_t tiles = ceilDiv(length, size);
        if (tiles == last_count) continue;
        last_count = tiles;
        result.steps[static_cast<size_t>(result.count++)] = {size, tiles};
    }
    return result;
}

bool fits(const TileProblem& problem, const TileChip& chip, int64_t ifm_pixels, int64_t pixels, int64_t depth) {
    const int64_t granule =
        problem.element_bytes > 1 ? std::max<int64_t>(1, chip.input_granule / 2) : chip.input_granule;
    const int64_t ifm_depth = problem.per_channel ? depth : std::min(granule, roundUp(problem.in_c, 8));
    const int64_t accumulator_bytes = problem.element_bytes > 1 ? 5 : 4;
    const int64_t ifm = 2 * ifm_pixels * ifm_depth * problem.element_bytes;
    const int64_t accumulators = 2 * pixels * depth * accumulator_bytes;
    if (chip.split_buffers) return ifm <= chip.ifm_buffer_bytes && accumulators <= chip.acc_buffer_bytes;
    return ifm + accumulators <= chip.ifm_buffer_bytes + chip.acc_buffer_bytes;
}

Tile search(const TileProblem& problem, const TileChip& chip) {
    const int64_t depth_step = std::max(kMinTileDepth, chip.output_lanes);
    const int64_t whole_depth = roundUp(problem.out_c, chip.output_lanes);
    const Steps rows = axisSteps(problem.out_h, chip.pixel_rows, kMaxTileHeight);
    const Steps columns = axisSteps(problem.out_w, chip.pixel_columns, kMaxTileWidth);
    Tile best{rows.steps[0].size, columns.steps[0].size, std::min(depth_step, whole_depth)};
    double best_cost = std::numeric_limits<double>::infinity();
    int64_t best_tiles = std::numeric_limits<int64_t>::max();
    const int64_t deepest = std::min(std::max(kMaxTileDepth, depth_step), roundUp(whole_depth, depth_step));
    for (int64_t step = depth_step; step <= deepest; step += depth_step) {
        const int64_t depth = std::min(step, whole_depth);
        const int64_t tiles_deep = ceilDiv(problem.out_c, depth);
        const double channels = static_cast<double>(problem.per_channel ? problem.out_c : problem.in_c * tiles_deep);
        for (int r = 0; r < rows.count; ++r) {
            const Step row = rows.steps[static_cast<size_t>(r)];
            const int64_t ifm_rows = (row.size - 1) * problem.stride_h + problem.kernel_h;
            for (int c = 0; c < columns.count; ++c) {
                const Step column = columns.steps[static_cast<size_t>(c)];
                const int64_t ifm_pixels = ifm_rows * ((column.size - 1) * problem.stride_w + problem.kernel_w);
                if (!fits(problem, chip, ifm_pixels, row.size * column.size, depth)) break;
                const double places = static_cast<double>(row.count * column.count);
                const double cost =
                    (static_cast<double>(ifm_pixels) * channels * static_cast<double>(problem.element_bytes) +
                     static_cast<double>(problem.weights)) *
                    places;
                const int64_t tiles = row.count * column.count * tiles_deep;
                if (cost < best_cost || (cost == best_cost && tiles < best_tiles)) {
                    best = {row.size, column.size, depth};
                    best_cost = cost;
                    best_tiles = tiles;
                }
            }
        }
    }
    return best;
}

struct CacheEntry {
    bool used = false;
    TileProblem problem;
    TileChip chip{};
    Tile tile;
};

size_t cacheSlot(const TileProblem& p, const TileChip& chip, size_t slots) {
    uint64_t hash = 0x9E3779B97F4A7C15u;
    const auto mix = [&hash](int64_t value) {
        hash = (hash ^ static_cast<uint64_t>(value)) * 0xD6E8FEB86659FD93u;
        hash ^= hash >> 32;
    };
    for (const int64_t value : {p.out_h, p.out_w, p.out_c, p.in_c, p.kernel_h, p.kernel_w, p.stride_h, p.stride_w,
                                p.element_bytes, p.weights, chip.output_lanes, chip.ifm_buffer_bytes})
        mix(value);
    mix(p.per_channel ? 1 : 0);
    return hash % slots;
}

}  // namespace

TileBytes leastTileBytes(const NpuParameters& npu) {
    const int64_t pixels = npu.pixel_columns * npu.pixel_rows;
    return {2 * pixels * npu.input_granule, 2 * pixels * npu.output_lanes * 4};
}

Tile findTile(const TileProblem& problem, const NpuParameters& npu) {
    // A direct-mapped cache: networks repeat their blocks, and searches repeat their networks.
    constexpr size_t kSlots = 2048;
    thread_local std::vector<CacheEntry> cache(kSlots);
    const TileChip chip{npu.output_lanes,     npu.pixel_columns,    npu.pixel_rows,   npu.input_granule,
                        npu.ifm_buffer_bytes, npu.acc_buffer_bytes, npu.split_buffers};
    CacheEntry& entry = cache[cacheSlot(problem, chip, kSlots)];
    if (!entry.used || entry.problem != problem || entry.chip != chip) {
        entry = {true, problem, chip, search(problem, chip)};
    }
    return entry.tile;
}

}  // namespace bw
