// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assess/energy.h"
#include "base/text.h"
#include "cli/estimate_output.h"

namespace bw::cli {
namespace {

nlohmann::json sharesJson(const EnergyShares& shares) {
    return {{"total_uj", shares.total()}, {"products_uj", shares.products_uj}, {"sram_uj", shares.sram_uj},
            {"dram_uj", shares.dram_uj},  {"flash_uj", shares.flash_uj},       {"static_uj", shares.static_uj}};
}

}  // namespace

nlohmann::json energyJson(const std::optional<EnergyEstimate>& energy) {
    if (!energy) return nullptr;
    nlohmann::json value = sharesJson(energy->shares);
    value["low_uj"] = energy->low_uj;
    value["high_uj"] = energy->high_uj;
    value["lower_bound"] = energy->isLowerBound();
    value["unknown_operators"] = energy->unknown_operators;
    value["source"] = energy->source;
    nlohmann::json blocks = nlohmann::json::array();
    for (const auto& block : energy->blocks)
        blocks.push_back(block ? sharesJson(*block) : nlohmann::json(nullptr));
    value["blocks"] = std::move(blocks);
    return value;
}

std::string energyText(const std::optional<EnergyEstimate>& energy) {
    if (!energy) return "  energy      unknown: the target states no energy figures\n";
    const EnergyShares& shares = energy->shares;
    std::string text = "  energy      ";
    text += (energy->isLowerBound() ? "at least " : "") + formatEnergy(energy->total()) + " an inference  (90 % band " +
            formatEnergy(energy->low_uj) + " to " + formatEnergy(energy->high_uj) + ")\n";
    text += "  of which    products " + formatEnergy(shares.products_uj) + ", SRAM " + formatEnergy(shares.sram_uj) +
            ", DRAM " + formatEnergy(shares.dram_uj) + ", flash " + formatEnergy(shares.flash_uj) + ", static " +
            formatEnergy(shares.static_uj) + "\n";
    if (energy->unknown_operators > 0)
        text += "  left out    " + std::to_string(energy->unknown_operators) + " operators that are unknown\n";
    if (energy->without_time) text += "  left out    static power, as the latency is unknown\n";
    return text;
}

}  // namespace bw::cli
