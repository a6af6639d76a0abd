// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lowering/lower.h"

#include <algorithm>
#include <map>

#include "base/text.h"

namespace bw {
namespace {

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

class Lowering {
public:
    Lowering(const Network& network, Precision precision)
        : network_(network), precision_(precision), builder_(lowered_.graph) {
        lowered_.precision = precision;
        lowered_.mixed = std::any_of(network.blocks().begin(), network.blocks().end(),
                                     [](const BlockPtr& block) { return block->precision.activations.has_value(); });
    }

    Result<LoweredNetwork> run() {
        lowered_.blocks.reserve(network_.size());
        lowered_.graph.operators.reserve(network_.size() * 3);
        lowered_.graph.tensors.reserve(network_.size() * 3);
        if (lowered_.mixed) listReaders();
        for (size_t i = 0; i < network_.size(); ++i) {
            if (auto ok = lowerBlock(network_.at(i)); !ok) {
                Error error = ok.error();
                error.place = elide(network_.at(i).name, 60);
                return tl::unexpected(std::move(error));
            }
        }
        for (const Port& port : network_.outputs()) {
            const auto& outputs = lowered_.blocks[static_cast<size_t>(network_.positionOf(port.block))].outputs;
            if (static_cast<size_t>(port.output) >= outputs.size()) {
                return fail(ErrorCode::InvalidArgument, "the network's output reads a port that does not exist",
                            network_.find(port.block)->name);
            }
            lowered_.graph.outputs.push_back(outputs[static_cast<size_t>(port.output)]);
        }
        return std::move(lowered_);
    }

private:
    /// The formats in which a port is read.
    struct Readers {
        std::optional<Precision> only;  ///< The one format of all its readers.
        bool various = false;           ///< There is no such one, or the port is a network output.
    };

    void listReaders() {
        for (const BlockPtr& block : network_.blocks()) {
            const Precision wanted = block->precision.activationsIn(precision_);
            for (const Port& port : block->inputs) {
                Readers& readers = readers_[port];
                readers.various = readers.various || readers.only.value_or(wanted) != wanted;
                readers.only = wanted;
            }
        }
        for (const Port& port : network_.outputs())
            readers_[port].various = true;
    }

    Result<void> lowerBlock(const Block& block) {
        BlockSpan span;
        span.first_operator = operatorCount();
        builder_.setOwner(block.id);
        const auto inputs = inputTensors(block);
        if (!inputs) return tl::unexpected(inputs.error());
        const int32_t own = operatorCount();
        const size_t own_tensors = lowered_.graph.tensors.size();
        auto outputs = block.kind->lower({block.attributes, *inputs, builder_});
        if (!outputs) return tl::unexpected(outputs.error());
        span.outputs = std::move(*outputs);
        for (auto i = static_cast<size_t>(own); i < lowered_.graph.operators.size(); ++i)
            lowered_.graph.operators[i].precision = block.precision;
        for (size_t t = own_tensors; t < lowered_.graph.tensors.size(); ++t)
            lowered_.graph.tensors[t].precision = block.precision.activations;
        if (lowered_.mixed && !block.inputs.empty()) {
            if (auto ok = convertOutputs(block, span); !ok) return ok;
        }
        span.operator_count = operatorCount() - span.first_operator;
        for (int32_t op = 0; op < span.operator_count; ++op) {
            if (auto ok = totals_.add(lowered_.graph.operators[static_cast<size_t>(span.first_operator + op)]); !ok)
                return ok;
        }
        lowered_.blocks.push_back(std::move(span));
        return {};
    }

    Result<std::vector<TensorId>> inputTensors(const Block& block) {
        std::vector<TensorId> inputs;
        inputs.reserve(block.inputs.size());
        for (const Port& port : block.inputs) {
            const auto& outputs = lowered_.blocks[static_cast<size_t>(network_.positionOf(port.block))].outputs;
            if (static_cast<size_t>(port.output) >= outputs.size()) {
                return fail(ErrorCode::InvalidArgument, "reads output " + std::to_string(port.output) +
                                                            " of a block with " + std::to_string(outputs.size()) +
                                                            " outputs");
            }
            TensorId tensor = outputs[static_cast<size_t>(port.output)];
            if (lowered_.mixed) {
                const auto converted = convertedTo(tensor, block.precision.activationsIn(precision_));
                if (!converted) return tl::unexpected(converted.error());
                tensor = *converted;
            }
            inputs.push_back(tensor);
        }
        return inputs;
    }

    Result<void> convertOutputs(const Block& block, BlockSpan& span) {
        for (size_t i = 0; i < span.outputs.size(); ++i) {
            const auto readers = readers_.find({block.id, static_cast<int32_t>(i)});
            if (readers == readers_.end() || readers->second.various) continue;
            const auto converted = convertedTo(span.outputs[i], *readers->second.only);
            if (!converted) return tl::unexpected(converted.error());
            span.outputs[i] = *converted;
        }
        return {};
    }

    /// The tensor in the format `wanted`; each tensor is converted to a format once.
    Result<TensorId> convertedTo(TensorId tensor, Precision wanted) {
        const Precision now = lowered_.graph.tensors[static_cast<size_t>(tensor)].precision.value_or(precision_);
        if (now == wanted) return tensor;
        const auto known = converted_.find({tensor, wanted});
        if (known != converted_.end()) return known->second;
        builder_.setNextName("convert");
        const auto result = builder_.quantize(tensor, "requantize");
        if (!result) return result;
        lowered_.graph.operators.back().precision.activations = now;
        lowered_.graph.tensors[static_cast<size_t>(*result)].precision = wanted;
        converted_[{tensor, wanted}] = *result;
        return result;
    }

    int32_t operatorCount() const { return static_cast<int32_t>(lowered_.graph.operators.size()); }

    const Network& network_;
    const Precision precision_;
    LoweredNetwork lowered_;
    OperatorBuilder builder_;
    TotalsGuard totals_;
    std::map<Port, Readers> readers_;
    std::map<std::pair<TensorId, Precision>, TensorId> converted_;
};

}  // namespace

Result<LoweredNetwork> lower(const Network& network, Precision precision) {
    return Lowering(network, precision).run();
}

}  // namespace bw
