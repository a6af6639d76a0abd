// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimate/convolution_block.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "base/checked.h"
#include "estimate/kernel_features.h"

namespace bw {
namespace {

constexpr int64_t kBank =
    1024;  ///< A shared buffer is handed out in banks, input in 8 and accumulators in 16 at a time.
constexpr int64_t kDepthGranule = 16;  ///< Accumulators are handed out in this many channels.
constexpr int64_t kSubKernel = 8;      ///< Larger windows run as several of this size.

double real(int64_t value) {
    return static_cast<double>(value);
}

/// What the search depends on.
struct Problem {
    int64_t in_elements, in_c, out_h, out_w, out_c, window_h, window_w, stride_h, stride_w;
    int64_t taps;
    int64_t lanes, rows, columns, ifm_buffer, acc_buffer;
    bool split;  ///< Each buffer has its own limit; else they share banks.
    bool operator==(const Problem&) const = default;
};

/// An arrangement of the array's pixels and lanes.
struct Unit {
    int64_t rows, columns, depth;
};

/// Whether packing taps uses the array better than packing 64 channels (32 with shared banks).
bool packsTaps(const Problem& p) {
    if (!p.split) {
        const double packed = real(p.in_c * p.taps) / real(roundUp(p.in_c, 8) * roundUp(p.taps, 4));
        return p.in_c <= 8 || packed > real(p.in_c) / real(roundUp(p.in_c, 32));
    }
    const int64_t rounded_taps = p.taps / 5 * 5 + std::max<int64_t>(p.taps % 5, 2);
    const double packed = real(p.in_c) / real(roundUp(p.in_c, 16)) * (real(p.taps) / real(rounded_taps));
    return packed >= real(p.in_c) / real(roundUp(p.in_c, 64));
}

Unit leastWaste(const Problem& p, bool part_kernel) {
    if (!p.split) return {p.rows, p.columns, std::min<int64_t>(p.lanes, 8)};
    const int64_t pixels = p.rows * p.columns;
    const int64_t deep_pixels = std::max<int64_t>(1, pixels * p.lanes / 16);
    const Unit square{p.rows, p.columns, p.lanes};
    const Unit flat{1, pixels, p.lanes};
    const Unit deep{deep_pixels > 2 ? 2 : 1, deep_pixels > 2 ? deep_pixels / 2 : deep_pixels, 16};
    const bool narrow = p.lanes < 16;
    std::array<Unit, 3> units = {narrow ? flat : square, narrow ? square : flat, deep};
    // Narrow arrays can trade pixels for lanes only in plain 1 x 1 convolutions.
    const bool allows_deep = p.lanes != 16 && (!narrow || (p.taps == 1 && !part_kernel));
    const size_t count = allows_deep ? 3 : 2;
    size_t best = 0;
    int64_t least = std::numeric_limits<int64_t>::max();
    for (size_t i = 0; i < count; ++i) {
        const int64_t padded =
            roundUp(p.out_h, units[i].rows) * roundUp(p.out_w, units[i].columns) * roundUp(p.out_c, units[i].depth);
        if (padded < least) {
            least = padded;
            best = i;
        }
    }
    return units[best];
}

/// Pixels that the input buffer is allotted in, by the bytes of one pixel's slice of channels.
Unit inputUnit(const Problem& p, const Unit& unit, int64_t slice) {
    if (!p.split) return {2, 2, 8};
    const int64_t parts = slice > 32 ? 4 : slice > 16 ? 2 : 1;
    const int64_t pixels = std::max<int64_t>(1, p.rows * p.columns * std::max<int64_t>(1, p.lanes / 16) / parts);
    const int64_t rows = pixels >= 8 || (pixels == 4 && unit.rows > 1) ? 2 : 1;
    return {rows, std::max<int64_t>(1, pixels / rows), 16 * parts};
}

struct Choice {
    Tile block;
    Unit unit{1, 1, 16};
    bool part_kernel = false;
    int64_t slice = 64;  ///< Input channels of one step.
    int64_t ifm_pixels = 1;
};

/// Pixels of the input and of the output that the buffers hold twice.
struct Room {
    const Problem& p;
    int64_t ifm_depth;

    bool fits(int64_t ifm_pixels, int64_t pixels, int64_t depth) const {
        const int64_t ifm = ifm_pixels * ifm_depth;
        const int64_t accumulators = pixels * depth * 4;
        if (p.split) return 2 * ifm <= p.ifm_buffer && 2 * accumulators <= p.acc_buffer;
        // Two cores have a buffer each.
        const int64_t banks = (p.ifm_buffer + p.acc_buffer) / kBank / std::max<int64_t>(1, p.lanes / 8);
        return roundUp(2 * ceilDiv(ifm, kBank), 8) + roundUp(2 * ceilDiv(accumulators, kBank), 16) <= banks;
    }
};

Choice search(const Problem& p) {
    Choice best;
    best.part_kernel = packsTaps(p);
    best.unit = leastWaste(p, best.part_kernel);
    best.slice = best.part_kernel ? 16 : !p.split || (best.unit.depth == 16 && p.lanes < 16) ? 32 : 64;
    const Unit input = inputUnit(p, best.unit, best.slice);
    const int64_t whole_ifm_depth = roundUp(best.slice, input.depth);
    const Room room{p, roundUp(std::min(whole_ifm_depth, p.in_c), input.depth)};
    const Unit step{best.unit.rows, best.unit.columns, std::max<int64_t>(best.unit.depth, p.split ? kDepthGranule : 8)};
    const Unit most = p.split ? Unit{128, 128, 1024} : Unit{32, 64, 128};
    const auto last = [](int64_t size, int64_t limit, int64_t least, int64_t unit) {
        return roundUp(std::max(std::min(size, limit), least), unit);
    };
    const int64_t last_h = last(p.out_h, most.rows, step.rows, best.unit.rows);
    const int64_t last_w = last(p.out_w, most.columns, step.columns, best.unit.columns);
    const int64_t last_d = last(p.out_c, most.depth, step.depth, best.unit.depth);
    const double outputs = real(p.out_h) * real(p.out_w) * real(p.out_c);
    float least = std::numeric_limits<float>::infinity();
    best.block = {step.rows, step.columns, step.depth};
    int64_t depth = std::max(best.unit.depth, std::min(last_d, kDepthGranule));
    const auto align = [&] {
        if (depth < p.out_c) depth = roundUp(depth, kDepthGranule);
    };
    for (align(); depth <= last_d; depth += best.unit.depth, align()) {
        const int64_t acc_depth = roundUp(depth, p.split ? kDepthGranule : 8);
        const double deep_blocks = real(ceilDiv(p.out_c, depth));
        for (int64_t h = step.rows; h <= last_h; h += step.rows) {
            const int64_t ifm_h = roundUp((h - 1) * p.stride_h + p.window_h, input.rows);
            const double rows = real(p.out_h) / real(h);
            const double full_rows = real(ceilDiv(p.out_h, h));
            int64_t w = step.columns;
            for (; w <= last_w; w += step.columns) {
                const int64_t pixels = ifm_h * roundUp((w - 1) * p.stride_w + p.window_w, input.columns);
                if (!room.fits(pixels, h * w, acc_depth)) break;
                const double weights = real(p.taps * p.in_c * p.out_c) * full_rows * real(ceilDiv(p.out_w, w));
                const double fetched = real(pixels * p.in_c) * rows * (real(p.out_w) / real(w)) * deep_blocks;
                double exact = (weights + fetched) / outputs;
                if (p.in_elements < 2 * pixels * whole_ifm_depth) exact /= 2;
                // In single precision, as the compilers compare; of small blocks the last of equals is taken.
                const auto cost = static_cast<float>(exact);
                if (cost < least || (cost == least && h <= 4 && w <= 4)) {
                    least = cost;
                    best.block = {h, w, depth};
                    best.ifm_pixels = pixels;
                }
            }
            if (w == step.columns) break;  // Higher blocks fit even less.
        }
    }
    return best;
}

const Choice& remembered(const Problem& problem) {
    struct Entry {
        bool used = false;
        Problem problem{};
        Choice choice;
    };
    // A direct-mapped cache, as in findTile.
    constexpr size_t kSlots = 1024;
    thread_local std::vector<Entry> cache(kSlots);
    uint64_t hash = 0x9E3779B97F4A7C15u;
    for (const int64_t value :
         {problem.in_elements, problem.in_c, problem.out_h, problem.out_w, problem.out_c, problem.window_h,
          problem.window_w, problem.stride_h, problem.stride_w, problem.lanes, problem.ifm_buffer}) {
        hash = (hash ^ static_cast<uint64_t>(value)) * 0xD6E8FEB86659FD93u;
        hash ^= hash >> 32;
    }
    Entry& entry = cache[hash % kSlots];
    if (!entry.used || entry.problem != problem) {
        entry = {true, problem, search(problem)};
    }
    return entry.choice;
}

/// Cycles of the array for one block.
double arrayCycles(const Problem& p, const Choice& choice, const Tile& block, double decoder) {
    const double units = real(ceilDiv(block.height, choice.unit.rows) * ceilDiv(block.width, choice.unit.columns));
    const double deep_units = real(ceilDiv(block.depth, choice.unit.depth));
    const double weight_cycles = decoder > 0 ? 32.0 * real(choice.unit.depth) / decoder : 0.0;
    const int64_t slice = std::min(choice.slice, p.in_c);
    double steps = 0, cycles = 0, repeats = 1;
    if (choice.part_kernel) {
        steps = real(ceilDiv(p.taps, 4));
        repeats = real(ceilDiv(slice, 8));
        cycles = std::max(weight_cycles, 4 * units) * steps * deep_units * repeats;
    } else {
        steps = real(p.taps);
        const double per_unit = p.split ? std::floor(real(slice) / 8) : 4.0;
        cycles = std::max(weight_cycles, per_unit * units) * steps * deep_units;
    }
    // A single unit waits for its own result at each step.
    if (units == 1) cycles += 2 * repeats * (deep_units == 1 ? steps : (steps - 1) * deep_units);
    return cycles * real(ceilDiv(p.in_c, slice));
}

}  // namespace

bool choosesConvolutionBlocks(const TargetProfile& target) {
    return usesParametricFeatures(target) && target.kind == "ethos-u";
}

ConvolutionBlock convolutionBlock(const Kernel& kernel, const TargetProfile& target) {
    const NpuParameters& npu = target.npu;
    const int64_t groups = std::max<int64_t>(1, kernel.groups);
    Problem p{};
    p.out_h = kernel.out_h;
    p.out_w = kernel.out_w;
    p.out_c = ceilDiv(kernel.out_c, groups);
    p.in_c = ceilDiv(kernel.in_c, groups);
    p.window_h = std::min<int64_t>(kSubKernel, int64_t{kernel.kernel_h - 1} * kernel.dilation_h + 1);
    p.window_w = std::min<int64_t>(kSubKernel, int64_t{kernel.kernel_w - 1} * kernel.dilation_w + 1);
    p.stride_h = kernel.stride_h;
    p.stride_w = kernel.stride_w;
    p.taps = int64_t{kernel.kernel_h} * kernel.kernel_w;
    p.split = npu.split_buffers;
    int64_t in_h = kernel.in_h;
    double stripes = 1;
    if (const int64_t rows = kernel.staging.stripe_rows; rows > 0 && rows < kernel.out_h) {
        stripes = real(kernel.out_h) / real(rows);
        p.out_h = rows;
        in_h = std::min(in_h, (rows - 1) * kernel.stride_h + p.window_h);
    }
    p.in_elements = in_h * kernel.in_w * p.in_c;
    // Pairs of columns of a narrow map are read as one column of twice the channels, at stride one.
    const bool pairs = !p.split && kernel.stride_w == 2 && p.in_c <= 4 && kernel.in_w % 2 == 0;
    if (pairs) {
        p.in_c *= 2;
        p.window_w = (p.window_w + 1) / 2;
        p.stride_w = 1;
        p.taps = kernel.kernel_h * p.window_w;
    }
    p.lanes = npu.output_lanes;
    p.rows = npu.pixel_rows;
    p.columns = npu.pixel_columns;
    p.ifm_buffer = npu.ifm_buffer_bytes;
    p.acc_buffer = npu.acc_buffer_bytes;
    const Choice& choice = remembered(p);

    ConvolutionBlock result;
    result.block = choice.block;
    result.part_kernel = choice.part_kernel;
    const Tile block{std::min(choice.block.height, p.out_h), std::min(choice.block.width, p.out_w),
                     std::min(choice.block.depth, p.out_c)};
    const double over_map = real(p.out_h) / real(block.height) * (real(p.out_w) / real(block.width));
    const double blocks = over_map * (real(p.out_c) / real(block.depth));
    // With shared banks the cores divide the depth of a block.
    const double cores = p.split ? 1.0 : std::max(1.0, real(p.lanes) / 8);
    const double array = arrayCycles(p, choice, block, npu.weight_decoder_weights_per_cycle) / cores;
    const double weight_latency =
        target.weights_area == MemoryArea::Flash ? npu.flash_latency_cycles : npu.dram_latency_cycles;
    const double output = std::max(real(block.height * block.width * block.depth) / npu.output_elements_per_cycle,
                                   10.0 * real(block.depth) * weight_latency / 256);
    result.npu_cycles = (std::max(array, output) * blocks + std::min(array, output)) * stripes * real(groups);
    result.places =
        std::ceil(stripes) * real(ceilDiv(p.out_h, choice.block.height) * ceilDiv(p.out_w, choice.block.width));
    // Chips with shared banks read whole blocks, and the network's own input as it lies.
    const double fetches = p.split ? over_map * stripes : result.places;
    const int64_t stored_c = kernel.reads_network_input && !p.split ? p.in_c : roundUp(p.in_c, kDepthGranule);
    result.input_bytes =
        real(choice.ifm_pixels * stored_c) * fetches * real(ceilDiv(p.out_c, choice.block.depth)) * real(groups);
    return result;
}

}  // namespace bw
