// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "graph/precision.h"

namespace bw {

/// What work, traffic and time cost a chip in energy. A zero means that nobody has stated it.
struct EnergyParameters {
    double int8_mac_pj = 0;  ///< One multiply-accumulate, in picojoules.
    double int16_mac_pj = 0;
    double fp16_mac_pj = 0;
    double fp32_mac_pj = 0;
    double sram_pj_per_byte = 0;   ///< On-chip memory of feature maps; the caches of a processor.
    double dram_pj_per_byte = 0;   ///< Memory outside the chip.
    double flash_pj_per_byte = 0;  ///< Memory of the weights where that is flash.
    double static_mw = 0;          ///< Drawn all the time while a network runs.
    std::string source;            ///< Where the numbers come from and what was assumed.

    /// True where there is enough to tell an energy: what an int8 or an fp32 product costs.
    bool stated() const { return int8_mac_pj > 0 || fp32_mac_pj > 0; }
    /// Picojoules of a product with activations of `precision`; absent where it is not stated.
    std::optional<double> macPicojoules(Precision precision) const;
    bool operator==(const EnergyParameters&) const = default;
};

/// A core of a processor with vector units, for targets of kind "cpu" that state no energy of their own.
const EnergyParameters& genericProcessorEnergy();

}  // namespace bw
