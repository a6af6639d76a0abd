// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "graph/operator.h"
#include "lowering/lower.h"
#include "target/kernel_decomposition.h"
#include "target/target_profile.h"

namespace bw {

struct NetworkEstimate;
struct OperatorEstimate;

/// Energy of one inference by what it goes into, in microjoules.
struct EnergyShares {
    double products_uj = 0;  ///< Multiply-accumulates.
    double sram_uj = 0;      ///< Traffic of the on-chip memory.
    double dram_uj = 0;
    double flash_uj = 0;
    double static_uj = 0;  ///< Static power over the latency.

    double total() const { return products_uj + sram_uj + dram_uj + flash_uj + static_uj; }
    EnergyShares& operator+=(const EnergyShares& other);
    bool operator==(const EnergyShares&) const = default;
};

/// Energy of one inference of a network on a target.
struct EnergyEstimate {
    EnergyShares shares;  ///< Sum over what is known.
    double low_uj = 0;    ///< 90 % interval: as wide, in relation, as that of the latency.
    double high_uj = 0;
    int64_t unknown_operators = 0;  ///< Neither in the sum nor in the interval.
    bool without_time = false;      ///< The latency is unknown, and with it what static power takes.
    /// By position of the block; absent where an operator of it is unknown.
    std::vector<std::optional<EnergyShares>> blocks;
    std::string source;  ///< Where the target's numbers come from.

    double total() const { return shares.total(); }
    /// True where the sum leaves something out.
    bool isLowerBound() const { return unknown_operators > 0 || without_time; }
    bool operator==(const EnergyEstimate&) const = default;
};

/// What energy is computed of.
struct EnergyInputs {
    const LoweredNetwork& lowered;
    const std::vector<KernelSlot>& slots;            ///< By operator.
    const std::vector<OperatorEstimate>& operators;  ///< By operator; empty where no latency is known.
    std::optional<double> latency_low;               ///< Ends of the latency's interval over the latency.
    std::optional<double> latency_high;
};

/// E = sum over kernels of MACs * pJ(precision) + bytes * pJ(memory) + static power * latency, with the bytes of
/// kernelTraffic(). Nothing where the target states no energy (a processor takes generic figures).
std::optional<EnergyEstimate> estimateEnergy(const EnergyInputs& inputs, const TargetProfile& target);

/// The method in one sentence, for windows and output.
std::string energyMethodText();

/// Users who each make so many inferences a day.
struct Fleet {
    double users = 1e6;
    double inferences_per_day = 100;
};
/// users * inferences a day * 365 * energy / 3.6e12 (microjoules in a kilowatt-hour: 3.6e12).
double fleetKilowattHoursPerYear(double energy_uj, const Fleet& fleet);
/// The formula with its numbers: "1,000,000 users x 100 a day x 365 days x 312 µJ = 3.16 kWh a year".
std::string fleetMethodText(double energy_uj, const Fleet& fleet);

/// "312 µJ", "1.24 mJ": three digits.
std::string formatEnergy(double energy_uj);
/// "3.16 MWh", "316 kWh": three digits.
std::string formatKilowattHours(double kwh);

}  // namespace bw
