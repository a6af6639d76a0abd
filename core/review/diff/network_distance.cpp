// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/diff/network_distance.h"

#include <string>

namespace bw {
namespace {

constexpr int kBlockWeight = 12;
constexpr int kKindWeight = 4;
constexpr int kWiringWeight = 2;

bool sameReads(const Network& a, std::span<const Port> x, const Network& b, std::span<const Port> y) {
    if (x.size() != y.size()) return false;
    for (size_t i = 0; i < x.size(); ++i) {
        if (x[i].output != y[i].output || a.find(x[i].block)->name != b.find(y[i].block)->name) return false;
    }
    return true;
}

int blockDistance(const Network& a, const Block& x, const Network& b, const Block& y) {
    int distance = sameReads(a, x.inputs, b, y.inputs) ? 0 : kWiringWeight;
    distance += x.frozen != y.frozen ? 1 : 0;
    distance += x.stage != y.stage ? 1 : 0;
    distance += x.precision == y.precision ? 0 : 1;
    if (x.kind != y.kind) distance += kKindWeight;
    for (const auto& [name, value] : y.attributes.entries()) {
        const Value* other = x.attributes.find(name);
        distance += other == nullptr || *other != value ? 1 : 0;
    }
    return distance;
}

}  // namespace

bool isSameDesign(const Network& a, const Network& b) {
    if (a.size() != b.size() || !sameReads(a, a.outputs(), b, b.outputs())) return false;
    for (size_t i = 0; i < a.size(); ++i) {
        if (a.at(i).name != b.at(i).name || blockDistance(a, a.at(i), b, b.at(i)) != 0) return false;
    }
    return true;
}

int distanceTo(const Network& a, const Network& b) {
    int distance = sameReads(a, a.outputs(), b, b.outputs()) ? 0 : kWiringWeight;
    size_t met = 0;
    for (const BlockPtr& block : b.blocks()) {
        const Block* mine = a.findByName(block->name);
        met += mine != nullptr ? 1 : 0;
        distance += mine == nullptr ? kBlockWeight : blockDistance(a, *mine, b, *block);
    }
    return distance + kBlockWeight * static_cast<int>(a.size() - met);
}

std::vector<std::string> readsOf(const Network& network, std::span<const Port> ports) {
    std::vector<std::string> reads;
    for (const Port& port : ports)
        reads.push_back(network.find(port.block)->name + ":" + std::to_string(port.output));
    return reads;
}

}  // namespace bw
