// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "target/energy_parameters.h"

namespace bw {

std::optional<double> EnergyParameters::macPicojoules(Precision precision) const {
    double picojoules = 0;
    switch (precision) {
        case Precision::Int8:
            picojoules = int8_mac_pj;
            break;
        case Precision::Int16:
            picojoules = int16_mac_pj;
            break;
        case Precision::Fp16:
            picojoules = fp16_mac_pj;
            break;
        case Precision::Fp32:
            picojoules = fp32_mac_pj;
            break;
    }
    return picojoules > 0 ? std::optional(picojoules) : std::nullopt;
}

const EnergyParameters& genericProcessorEnergy() {
    // An instruction costs about 70 pJ at 45 nm whatever it computes; a vector of 256 bits shares it among 8 products
    // of fp32, 16 of 16 bits and 32 of 8 bits: (70 / 8 + 4.6) * 0.4 = 5.3 pJ, and so on.
    static const EnergyParameters kProcessor = {
        .int8_mac_pj = 1.0,
        .int16_mac_pj = 2.1,
        .fp16_mac_pj = 2.4,
        .fp32_mac_pj = 5.3,
        .sram_pj_per_byte = 5,
        .dram_pj_per_byte = 160,
        .flash_pj_per_byte = 160,
        .static_mw = 1000,
        .source =
            "Assumption: Horowitz, ISSCC 2014 (45 nm): 70 pJ an instruction shared by the products of a 256-bit "
            "vector, plus multiply and add; on-chip figures times 0.4 for a 16 nm class process; DRAM 1.3 nJ per "
            "64 bits; 1 W for a core and its share of the chip."};
    return kProcessor;
}

}  // namespace bw
