// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/network/capacity.h"

#include <algorithm>
#include <cmath>

#include "fit/harm.h"

namespace bw {
namespace {

/// The share of multiply-accumulates as which a block that is left out counts.
constexpr double kLeftOut = 0.25;

double gainOf(double share) {
    if (share <= 1) return -harmOfShare(share);
    const double x = 0.5 * std::log2(share);
    return 2 * x / (3 + x);
}

}  // namespace

Capacity::Capacity(const Network& network, const LoweredNetwork& lowered)
    : index_of_id_(static_cast<size_t>(network.nextId()), -1) {
    for (size_t i = 0; i < network.size(); ++i) {
        const double macs = separableMacs(network.at(i), lowered, i);
        if (macs <= 0) continue;
        index_of_id_[static_cast<size_t>(network.at(i).id)] = static_cast<int>(blocks_.size());
        blocks_.push_back(network.at(i).id);
        before_.push_back(macs);
    }
}

double Capacity::of(const Network& network, const LoweredNetwork& lowered) const {
    if (blocks_.empty()) return 0;
    std::vector<double> after(blocks_.size(), 0);
    std::vector<int> counts_for(network.size(), -1);
    for (size_t i = 0; i < network.size(); ++i) {
        const Block& block = network.at(i);
        const auto id = static_cast<size_t>(block.id);
        int index = id < index_of_id_.size() ? index_of_id_[id] : -1;
        // A new block adds to the one that it reads.
        const bool is_new = id >= index_of_id_.size() && !block.inputs.empty();
        if (is_new) index = counts_for[static_cast<size_t>(network.positionOf(block.inputs.front().block))];
        counts_for[i] = index;
        if (index >= 0) after[static_cast<size_t>(index)] += separableMacs(block, lowered, i);
    }
    double sum = 0;
    for (size_t i = 0; i < blocks_.size(); ++i) {
        const bool left_out = network.find(blocks_[i]) == nullptr;
        sum += gainOf(left_out ? kLeftOut : after[i] / before_[i]);
    }
    return sum / static_cast<double>(blocks_.size());
}

}  // namespace bw
