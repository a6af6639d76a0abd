// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/operator_names.h"

namespace bw {

std::string nameInFile(const Block& block) {
    return block.source.empty() ? block.name : block.source;
}

std::vector<std::string> operatorNames(const Network& network, const LoweredNetwork& lowered) {
    std::vector<std::string> names(lowered.graph.operators.size());
    for (size_t position = 0; position < network.size(); ++position) {
        const Block& block = network.at(position);
        const BlockSpan& span = lowered.blocks[position];
        for (int32_t i = 0; i < span.operator_count; ++i) {
            const auto index = static_cast<size_t>(span.first_operator + i);
            const Operator& op = lowered.graph.operators[index];
            const std::string part = op.name.empty() ? std::string(opTypeId(op.type)) : op.name;
            names[index] = i + 1 == span.operator_count ? nameInFile(block) : block.name + "/" + part;
        }
    }
    return names;
}

}  // namespace bw
