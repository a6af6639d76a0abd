// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assess/energy.h"

#include <array>
#include <cmath>
#include <cstdio>

#include "base/text.h"
#include "estimate/estimator.h"
#include "target/kernel_traffic.h"

namespace bw {
namespace {

constexpr double kMicrojoulesPerKilowattHour = 3.6e12;
constexpr double kDaysPerYear = 365;

struct Unit {
    double factor;
    const char* name;
};

/// Three significant digits in the largest unit that leaves at least 1.
template <size_t N>
std::string scaled(double value, const std::array<Unit, N>& units) {
    const Unit* unit = &units.front();
    for (const Unit& other : units) {
        if (value >= other.factor * 0.9995) unit = &other;
    }
    const double number = value / unit->factor;
    const int decimals = number >= 99.95 ? 0 : number >= 9.995 ? 1 : 2;
    char text[64];
    std::snprintf(text, sizeof text, "%.*f %s", decimals, number, unit->name);
    return text;
}

const EnergyParameters* energyOf(const TargetProfile& target) {
    if (target.energy.stated()) return &target.energy;
    return target.kind == "cpu" ? &genericProcessorEnergy() : nullptr;
}

}  // namespace

EnergyShares& EnergyShares::operator+=(const EnergyShares& other) {
    products_uj += other.products_uj;
    sram_uj += other.sram_uj;
    dram_uj += other.dram_uj;
    flash_uj += other.flash_uj;
    static_uj += other.static_uj;
    return *this;
}

std::optional<EnergyEstimate> estimateEnergy(const EnergyInputs& inputs, const TargetProfile& target) {
    const EnergyParameters* parameters = energyOf(target);
    if (parameters == nullptr) return std::nullopt;
    EnergyEstimate energy;
    energy.source = parameters->source;
    energy.without_time = inputs.operators.empty() && !inputs.slots.empty();
    energy.blocks.reserve(inputs.lowered.blocks.size());
    for (const BlockSpan& span : inputs.lowered.blocks) {
        EnergyShares block;
        bool known = true;
        for (int32_t i = span.first_operator; i < span.first_operator + span.operator_count; ++i) {
            const auto index = static_cast<size_t>(i);
            const KernelSlot& slot = inputs.slots[index];
            const auto product = parameters->macPicojoules(slot.format.activations);
            const bool unknown = slot.cost == SlotCost::Unknown || (slot.kernel.macs > 0 && !product) ||
                                 (!inputs.operators.empty() && !inputs.operators[index].known);
            if (unknown) {
                ++energy.unknown_operators;
                known = false;
                continue;
            }
            const KernelTraffic traffic = kernelTraffic(slot, target);
            EnergyShares shares;
            if (slot.cost == SlotCost::Runs)
                shares.products_uj = static_cast<double>(slot.kernel.macs) * product.value_or(0) * 1e-6;
            shares.sram_uj = traffic.sram_bytes * parameters->sram_pj_per_byte * 1e-6;
            shares.dram_uj = traffic.dram_bytes * parameters->dram_pj_per_byte * 1e-6;
            shares.flash_uj = traffic.flash_bytes * parameters->flash_pj_per_byte * 1e-6;
            // A milliwatt for a millisecond is a microjoule.
            if (!inputs.operators.empty())
                shares.static_uj = parameters->static_mw * inputs.operators[index].latency_ms;
            block += shares;
        }
        energy.shares += block;
        energy.blocks.push_back(known ? std::optional(block) : std::nullopt);
    }
    energy.low_uj = energy.total() * inputs.latency_low.value_or(1);
    energy.high_uj = energy.total() * inputs.latency_high.value_or(1);
    return energy;
}

std::string energyMethodText() {
    return "Energy = products x pJ by their precision + bytes moved x pJ by memory + static power x latency; bytes by "
           "the parametric model, the band as wide as that of the latency.";
}

double fleetKilowattHoursPerYear(double energy_uj, const Fleet& fleet) {
    return fleet.users * fleet.inferences_per_day * kDaysPerYear * energy_uj / kMicrojoulesPerKilowattHour;
}

std::string fleetMethodText(double energy_uj, const Fleet& fleet) {
    return groupDigits(std::llround(fleet.users)) + " users x " + formatNumber(fleet.inferences_per_day) +
           " inferences a day x 365 days x " + formatEnergy(energy_uj) + " = " +
           formatKilowattHours(fleetKilowattHoursPerYear(energy_uj, fleet)) + " a year";
}

std::string formatEnergy(double energy_uj) {
    constexpr std::array<Unit, 4> kUnits = {{{1e-3, "nJ"}, {1, "µJ"}, {1e3, "mJ"}, {1e6, "J"}}};
    return scaled(energy_uj, kUnits);
}

std::string formatKilowattHours(double kwh) {
    constexpr std::array<Unit, 4> kUnits = {{{1e-3, "Wh"}, {1, "kWh"}, {1e3, "MWh"}, {1e6, "GWh"}}};
    return scaled(kwh, kUnits);
}

}  // namespace bw
