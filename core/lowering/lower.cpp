// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lowering/lower.h"

#include "base/text.h"

namespace bw {
namespace {

Result<std::vector<TensorId>> inputTensors(const Network& network, const Block& block,
                                           const std::vector<BlockSpan>& spans) {
    std::vector<TensorId> inputs;
    inputs.reserve(block.inputs.size());
    for (const Port& port : block.inputs) {
        const auto& outputs = spans[static_cast<size_t>(network.positionOf(port.block))].outputs;
        if (static_cast<size_t>(port.output) >= outputs.size()) {
            return fail(ErrorCode::InvalidArgument, "reads output " + std::to_string(port.output) +
                                                        " of a block with " + std::to_string(outputs.size()) +
                                                        " outputs");
        }
        inputs.push_back(outputs[static_cast<size_t>(port.output)]);
    }
    return inputs;
}

/// Counts that all views add up: they must stay far inside 64 bits.
class TotalsGuard {
public:
    Result<void> add(const Operator& op) {
        constexpr int64_t kMaxTotal = int64_t{1} << 60;
        // Bias and normalisation add three numbers per channel at most, which the limits keep small.
        if (op.macs > kMaxTotal - macs_ || op.weight_elements > kMaxTotal ||
            op.parameters() > kMaxTotal - parameters_) {
            return fail(ErrorCode::LimitExceeded, "the network counts more than 2^60 operations or parameters");
        }
        macs_ += op.macs;
        parameters_ += op.parameters();
        return {};
    }

private:
    int64_t macs_ = 0;
    int64_t parameters_ = 0;
};

}  // namespace

Result<LoweredNetwork> lower(const Network& network) {
    LoweredNetwork lowered;
    lowered.blocks.reserve(network.size());
    lowered.graph.operators.reserve(network.size() * 3);
    lowered.graph.tensors.reserve(network.size() * 3);
    OperatorBuilder builder(lowered.graph);
    TotalsGuard totals;
    for (size_t i = 0; i < network.size(); ++i) {
        const Block& block = network.at(i);
        const auto located = [&](Error error) {
            error.place = elide(block.name, 60);
            return tl::unexpected(std::move(error));
        };
        const auto inputs = inputTensors(network, block, lowered.blocks);
        if (!inputs) return located(inputs.error());
        BlockSpan span;
        span.first_operator = static_cast<int32_t>(lowered.graph.operators.size());
        builder.setOwner(block.id);
        auto outputs = block.kind->lower({block.attributes, *inputs, builder});
        if (!outputs) return located(outputs.error());
        span.operator_count = static_cast<int32_t>(lowered.graph.operators.size()) - span.first_operator;
        span.outputs = std::move(*outputs);
        for (int32_t op = 0; op < span.operator_count; ++op) {
            const auto ok = totals.add(lowered.graph.operators[static_cast<size_t>(span.first_operator + op)]);
            if (!ok) return located(ok.error());
        }
        lowered.blocks.push_back(std::move(span));
    }
    for (const Port& port : network.outputs()) {
        const auto& outputs = lowered.blocks[static_cast<size_t>(network.positionOf(port.block))].outputs;
        if (static_cast<size_t>(port.output) >= outputs.size()) {
            return fail(ErrorCode::InvalidArgument, "the network's output reads a port that does not exist",
                        network.find(port.block)->name);
        }
        lowered.graph.outputs.push_back(outputs[static_cast<size_t>(port.output)]);
    }
    return lowered;
}

}  // namespace bw
