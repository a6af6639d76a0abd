// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verify/measurement_rows.h"

#include <algorithm>
#include <set>
#include <vector>

#include "base/text.h"
#include "io/csv.h"

namespace bw {
namespace {

std::string shapeText(const Shape& shape) {
    std::string text;
    for (const int64_t size : shape.sizes())
        text += (text.empty() ? "" : "x") + std::to_string(size);
    return text;
}

bool isInput(const Block& block) {
    return block.kind->group == KindGroup::Input;
}

/// Parameters that some block has set to another value than its kind's own; channels are told as out_c.
std::vector<std::string> usedParameters(const Network& network) {
    std::set<std::string> names;
    for (const BlockPtr& block : network.blocks()) {
        if (isInput(*block)) continue;
        for (const auto& [name, value] : block->attributes.entries()) {
            if (name != "channels" && block->kind->param(name)->default_value != value) names.insert(name);
        }
    }
    return {names.begin(), names.end()};
}

/// Rows are counted without the network's inputs.
std::string rowsRead(const Network& network, const Block& block, const std::vector<int>& row_of) {
    std::string text;
    for (const Port& port : block.inputs) {
        const auto position = static_cast<size_t>(network.positionOf(port.block));
        text += text.empty() ? "" : " ";
        text += isInput(network.at(position)) ? "input" : std::to_string(row_of[position]);
    }
    return text;
}

/// Sum of the times of a block's operators; empty where the peer names none of them.
std::string latencyOf(const BlockSpan& span, const PeerReport& peer) {
    double sum = 0;
    bool any = false;
    for (int32_t i = span.first_operator; i < span.first_operator + span.operator_count; ++i) {
        const auto& op = peer.operators[static_cast<size_t>(i)];
        if (!op) continue;
        any = true;
        sum += op->latency_ms;
    }
    return any && sum > 0 ? formatNumber(sum) : std::string();
}

}  // namespace

std::string measurementRows(const Assessment& assessment, const PeerReport& peer) {
    const bool timed = peer.result && std::any_of(peer.operators.begin(), peer.operators.end(),
                                                  [](const auto& op) { return op.has_value(); });
    if (!timed) return {};
    const Network& network = assessment.network;
    const std::vector<std::string> parameters = usedParameters(network);
    std::string csv = "op,in_shape,out_c";
    for (const std::string& name : parameters)
        csv += "," + name;
    csv += ",network,from,latency_ms,note\n";
    std::vector<int> row_of(network.size(), -1);
    int rows = 0;
    for (size_t i = 0; i < network.size(); ++i) {
        if (!isInput(network.at(i))) row_of[i] = rows++;
    }
    const std::string name = network.name().empty() ? "network" : network.name();
    for (size_t i = 0; i < network.size(); ++i) {
        const Block& block = network.at(i);
        if (isInput(block)) continue;
        const int first = network.positionOf(block.inputs.front().block);
        csv += block.kind->id + "," + shapeText(assessment.blocks[static_cast<size_t>(first)].output_shape) + ",";
        if (block.kind->param("channels") != nullptr) csv += std::to_string(block.channels());
        for (const std::string& parameter : parameters) {
            csv += ",";
            const ParamSpec* spec = block.kind->param(parameter);
            const Value* value = block.attributes.find(parameter);
            if (spec != nullptr && value != nullptr && *value != spec->default_value) csv += csvCell(valueText(*value));
        }
        csv += "," + csvCell(name) + "," + rowsRead(network, block, row_of) + "," +
               latencyOf(assessment.lowered.blocks[i], peer) + "," + csvCell(block.name) + "\n";
    }
    return csv;
}

}  // namespace bw
