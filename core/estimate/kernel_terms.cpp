// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimate/kernel_terms.h"

#include <algorithm>
#include <cmath>

#include "estimate/kernel_features.h"

namespace bw {
namespace {

constexpr std::array<std::string_view, kTermKindCount> kTermKindIds = {
    "calls", "macs", "input", "output", "weights", "kernel", "follows", "reads", "beside", "readers", "live"};

/// Follows tensors through operators that cost nothing.
class Placement {
public:
    Placement(const OperatorGraph& graph, std::span<const KernelSlot> slots)
        : graph_(graph), slots_(slots), values_(graph.tensors.size()), states_(graph.tensors.size()) {
        for (size_t t = 0; t < values_.size(); ++t)
            values_[t] = static_cast<TensorId>(t);
    }

    std::vector<PlacedKernel> run() {
        for (size_t i = 0; i < slots_.size(); ++i)
            visit(i);
        for (size_t k = 0; k < kernels_.size(); ++k)
            finish(static_cast<int32_t>(k));
        countLive();
        return std::move(kernels_);
    }

private:
    struct ValueState {
        int32_t producer = -1;  ///< Kernel that writes it.
        int32_t last = -1;      ///< Last kernel that reads it.
        std::vector<int32_t> readers;
    };

    TensorId value(TensorId tensor) const { return values_[static_cast<size_t>(tensor)]; }
    ValueState& state(TensorId tensor) { return states_[static_cast<size_t>(tensor)]; }

    void visit(size_t index) {
        const KernelSlot& slot = slots_[index];
        const Operator& op = graph_.operators[index];
        if (slot.cost == SlotCost::Runs) {
            addKernel(index, op);
        } else if (slot.cost == SlotCost::Free) {
            passOn(slot, op);
        }
    }

    void addKernel(size_t index, const Operator& op) {
        const auto number = static_cast<int32_t>(kernels_.size());
        PlacedKernel kernel;
        kernel.op = index;
        kernel.shape = withoutContext(slots_[index].kernel);
        kernel.previous = number - 1;
        inputs_.emplace_back();
        for (const TensorId tensor : op.inputs) {
            const TensorId source = value(tensor);
            if (std::find(inputs_.back().begin(), inputs_.back().end(), source) != inputs_.back().end()) continue;
            inputs_.back().push_back(source);
            state(source).readers.push_back(number);
            state(source).last = number;
        }
        for (const TensorId tensor : op.outputs)
            state(tensor).producer = number;
        kernels_.push_back(std::move(kernel));
    }

    /// Its outputs are another name for the input that carries the data, the latest one where there are several.
    void passOn(const KernelSlot& slot, const Operator& op) {
        const bool is_constant = slot.reason == FreeReason::Unused || slot.reason == FreeReason::Constant;
        if (op.inputs.empty() || is_constant) return;
        TensorId carried = value(op.inputs[0]);
        for (const TensorId tensor : op.inputs) {
            if (state(value(tensor)).producer > state(carried).producer) carried = value(tensor);
        }
        if (slot.reason == FreeReason::WrittenInPlace) {
            for (const TensorId tensor : op.outputs)
                state(tensor).producer = state(carried).producer;
            return;
        }
        for (const TensorId tensor : op.outputs)
            values_[static_cast<size_t>(tensor)] = carried;
    }

    void finish(int32_t number) {
        PlacedKernel& kernel = kernels_[static_cast<size_t>(number)];
        for (const TensorId source : inputs_[static_cast<size_t>(number)]) {
            const ValueState& its = state(source);
            if (its.producer >= 0 &&
                std::find(kernel.producers.begin(), kernel.producers.end(), its.producer) == kernel.producers.end())
                kernel.producers.push_back(its.producer);
            const auto readers = static_cast<int32_t>(std::min<size_t>(its.readers.size(), PlacedKernel::kMaxReaders));
            kernel.readers = std::max(kernel.readers, readers);
            for (const int32_t other : its.readers) {
                // A tensor that very many kernels read says little about any two of them.
                if (other >= number || kernel.beside.size() >= PlacedKernel::kMaxReaders) break;
                kernel.beside.push_back(other);
            }
        }
    }

    void countLive() {
        std::vector<int32_t> change(kernels_.size() + 1);
        for (const ValueState& its : states_) {
            if (its.producer < 0 || its.last <= its.producer) continue;
            ++change[static_cast<size_t>(its.producer) + 1];
            --change[static_cast<size_t>(its.last) + 1];
        }
        int32_t live = 0;
        for (size_t k = 0; k < kernels_.size(); ++k) {
            live += change[k];
            kernels_[k].live = std::min(live, PlacedKernel::kMaxLive);
        }
    }

    const OperatorGraph& graph_;
    std::span<const KernelSlot> slots_;
    std::vector<TensorId> values_;  ///< The tensor whose data each one holds.
    std::vector<ValueState> states_;
    std::vector<PlacedKernel> kernels_;
    std::vector<std::vector<TensorId>> inputs_;
};

}  // namespace

std::string_view termKindId(TermKind kind) {
    return kTermKindIds[static_cast<size_t>(kind)];
}

size_t TermKeyHash::operator()(const TermKey& key) const {
    uint64_t hash = static_cast<uint64_t>(key.kind);
    for (const int32_t word : {key.kernel, key.context}) {
        hash = (hash ^ static_cast<uint32_t>(word)) * 0x9E3779B97F4A7C15ULL;
        hash ^= hash >> 29;
    }
    return hash;
}

Kernel withoutContext(const Kernel& kernel) {
    Kernel shape = kernel;
    shape.reads_network_input = shape.writes_network_output = shape.chains_into_producer = false;
    shape.previous_type = OpType::Opaque;
    shape.live_bytes = shape.peak_bytes = 0;
    return shape;
}

size_t KernelNumbers::Hash::operator()(const Kernel& kernel) const {
    return hashQuery({kernel, {}});
}

int32_t KernelNumbers::find(const Kernel& shape) const {
    const auto found = numbers_.find(shape);
    return found == numbers_.end() ? kUnseen : found->second;
}

int32_t KernelNumbers::findOrAdd(const Kernel& shape) {
    const auto [entry, added] = numbers_.emplace(shape, static_cast<int32_t>(kernels_.size()));
    if (added) kernels_.push_back(shape);
    return entry->second;
}

std::vector<PlacedKernel> placedKernels(const OperatorGraph& graph, std::span<const KernelSlot> slots) {
    return Placement(graph, slots).run();
}

double kernelElements(const Kernel& kernel) {
    return static_cast<double>(kernel.in_h) * static_cast<double>(kernel.in_w) * static_cast<double>(kernel.in_c) +
           static_cast<double>(kernel.second_input_elements) +
           static_cast<double>(kernel.out_h) * static_cast<double>(kernel.out_w) * static_cast<double>(kernel.out_c) +
           static_cast<double>(kernel.weight_elements) + static_cast<double>(kernel.bias_elements);
}

double relativeSize(const Kernel& kernel, const KernelMeans& means) {
    return (1.0 + static_cast<double>(kernel.macs) / means.macs + kernelElements(kernel) / means.elements) / 3.0;
}

void appendTerms(std::span<const PlacedKernel> kernels, std::span<const int32_t> numbers, size_t index,
                 const KernelMeans& means, std::vector<KernelTerm>& terms) {
    const PlacedKernel& placed = kernels[index];
    const Kernel& kernel = placed.shape;
    const double out =
        static_cast<double>(kernel.out_h) * static_cast<double>(kernel.out_w) * static_cast<double>(kernel.out_c);
    const double weights = static_cast<double>(kernel.weight_elements) + static_cast<double>(kernel.bias_elements);
    const std::array<double, 5> quantities = {1.0, static_cast<double>(kernel.macs),
                                              kernelElements(kernel) - out - weights, out, weights};
    for (const int32_t type : {static_cast<int32_t>(kernel.type), kAllTypes}) {
        for (size_t q = 0; q < quantities.size(); ++q) {
            if (quantities[q] > 0.0) terms.push_back({{static_cast<TermKind>(q), type, 0}, quantities[q]});
        }
    }
    const int32_t number = numbers[index];
    if (number == KernelNumbers::kUnseen) return;
    const double root = std::sqrt(relativeSize(kernel, means));
    const auto add = [&](TermKind kind, int32_t context) { terms.push_back({{kind, number, context}, root}); };
    const auto addPair = [&](TermKind kind, int32_t other) {
        const int32_t theirs = numbers[static_cast<size_t>(other)];
        if (theirs != KernelNumbers::kUnseen) add(kind, theirs);
    };
    add(TermKind::Kernel, 0);
    if (placed.previous >= 0) addPair(TermKind::Follows, placed.previous);
    for (const int32_t producer : placed.producers)
        addPair(TermKind::Reads, producer);
    for (const int32_t other : placed.beside)
        addPair(TermKind::Beside, other);
    add(TermKind::Readers, placed.readers);
    add(TermKind::Live, placed.live);
}

}  // namespace bw
