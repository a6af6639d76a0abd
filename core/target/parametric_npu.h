// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "target/kernel.h"
#include "target/target_profile.h"
#include "target/tile_search.h"

namespace bw {

/// What limits a kernel.
enum class Bound : uint8_t { Nothing, Multipliers, Output, Issue, Sram, Dram, Weights, Unknown };
/// "multipliers", "output path", ... for tooltips.
std::string_view boundName(Bound bound);

/// Where a kernel's tensors lie and in which formats it runs.
struct KernelPlacement {
    bool input_in_dram = false;
    bool second_input_in_dram = false;
    bool output_in_dram = false;
    MemoryArea weights = MemoryArea::Dram;
    KernelFormat format;
    int64_t stripe_rows = 0;     ///< Output rows at a time, as in a cascade; 0: the whole map.
    double prefetch_cycles = 0;  ///< Cycles of the kernel before, behind which this one's weights load.
};

/// Cycles of one kernel on a parametric accelerator. An estimate in cycles of the target's clock.
struct KernelCycles {
    bool known = true;        ///< False for operators whose cost is unknown: every figure is then meaningless, not 0.
    double npu = 0;           ///< Array, output path and issue, over all tiles.
    double sram = 0;          ///< SRAM traffic over its bandwidth.
    double dram = 0;          ///< DRAM traffic of feature maps, and weights, over their bandwidth.
    double weight_load = 0;   ///< Weights and biases from outside the chip.
    double exposed_load = 0;  ///< The part of it that the kernel before does not hide.
    double mac = 0;           ///< Array alone, over all tiles.
    double output = 0;        ///< Output path alone, over all tiles.
    double issue = 0;         ///< Command issue alone, over all tiles.
    double total = 0;         ///< max(npu + exposed_load, sram, dram) + overhead.
    double utilisation = 0;   ///< MACs / (total * MACs a cycle of the array), 0 ... 1.
    double idle_input_lanes = 0;   ///< Share of the input lanes that compute on padding.
    double idle_output_lanes = 0;  ///< Share of the output lanes that compute on padding.
    double sram_bytes = 0;         ///< Bytes moved to and from the SRAM.
    double dram_bytes = 0;         ///< The same of DRAM, weights included.
    double flash_bytes = 0;        ///< Weights and biases from flash.
    int64_t tiles = 0;
    Tile tile;
    Bound bound = Bound::Nothing;
};

/// Cycles of one kernel (hardware.md, section 6.2). Pure; Opaque kernels give known = false.
KernelCycles kernelCycles(const Kernel& kernel, const NpuParameters& npu, const KernelPlacement& placement);

/// Placement of a kernel by the target's rules: weights where the target keeps them; feature maps in SRAM, or, on
/// dedicated SRAM, where the kernel's staging puts them. Without a staging, and for what wider numbers add, the larger
/// tensors lie in DRAM as far as the live bytes of `format` exceed the SRAM.
KernelPlacement placeKernel(const Kernel& kernel, const TargetProfile& target, const KernelFormat& format);
/// The same in one precision all over.
KernelPlacement placeKernel(const Kernel& kernel, const TargetProfile& target, Precision precision);

/// Closed forms of a weight-, output- and input-stationary systolic array of `rows` x `columns` for a convolution with
/// `pixels` outputs, `taps` = kernel area x input channels and `channels` outputs. Equal to SCALE-Sim's cycle counts
/// without memory stalls.
int64_t systolicWeightStationaryCycles(int64_t rows, int64_t columns, int64_t pixels, int64_t taps, int64_t channels);
int64_t systolicOutputStationaryCycles(int64_t rows, int64_t columns, int64_t pixels, int64_t taps, int64_t channels);
int64_t systolicInputStationaryCycles(int64_t rows, int64_t columns, int64_t pixels, int64_t taps, int64_t channels);

}  // namespace bw
