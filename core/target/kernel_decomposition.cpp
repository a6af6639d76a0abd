// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "target/kernel_decomposition.h"

#include <algorithm>
#include <array>

#include "base/checked.h"
#include "target/needless_operators.h"
#include "target/stage_network.h"

namespace bw {
namespace {

constexpr int32_t kNobody = -1;

bool isWeighted(OpType type) {
    return type == OpType::Conv2d || type == OpType::DepthwiseConv2d || type == OpType::TransposedConv2d ||
           type == OpType::Dense;
}

/// Operators with an output stage that an activation or a change of scale joins.
bool canHost(OpType type) {
    return isWeighted(type) || type == OpType::MatMul || type == OpType::Add || type == OpType::Sub ||
           type == OpType::Mul;
}

bool takesPadding(OpType type) {
    return type == OpType::Conv2d || type == OpType::DepthwiseConv2d;
}

/// Zeros around height and width only, of an N x C x H x W or N x C x L map.
bool padsSpaceOnly(const Operator& op) {
    if (!op.detail.empty() && op.detail != "constant") return false;
    if (op.axes.size() != 6 && op.axes.size() != 8) return false;
    return std::all_of(op.axes.begin(), op.axes.begin() + 4, [](int64_t amount) { return amount == 0; });
}

class Decomposer {
public:
    Decomposer(const OperatorGraph& graph, const TargetProfile& target, Precision precision)
        : graph_(graph),
          target_(target),
          precision_(precision),
          slots_(graph.operators.size()),
          tensors_(graph.tensors.size()) {}

    std::vector<KernelSlot> run() {
        if (target_.runtime.removes_dead) needs_ = operatorNeeds(graph_);
        countReaders();
        for (size_t i = 0; i < slots_.size(); ++i)
            classify(static_cast<int32_t>(i));
        markNetworkTensors();
        linkPrevious();
        countLiveBytes();
        if (target_.feature_maps == FeatureMapPlacement::DedicatedSram) stageMaps();
        return std::move(slots_);
    }

private:
    struct TensorState {
        int32_t readers = 0;
        int32_t reader = kNobody;  ///< The only reader, where there is one.
        TensorId bytes_of = 0;     ///< The tensor whose bytes it shares; itself where it has its own.
        int32_t first = 0, last = 0;
        int64_t bytes = 0;         ///< At int8.
        int64_t format_bytes = 0;  ///< In its own format.
        bool is_input = false;
        bool is_output = false;
    };
    /// Of all tensors at one moment.
    struct LiveBytes {
        int64_t int8 = 0;
        int64_t formats = 0;
    };

    TensorState& state(TensorId tensor) { return tensors_[static_cast<size_t>(tensor)]; }
    Precision precisionOf(TensorId tensor) const {
        return graph_.tensors[static_cast<size_t>(tensor)].precision.value_or(precision_);
    }
    const Operator& op(int32_t index) const { return graph_.operators[static_cast<size_t>(index)]; }
    KernelSlot& slot(int32_t index) { return slots_[static_cast<size_t>(index)]; }
    int32_t producer(TensorId tensor) const { return graph_.tensors[static_cast<size_t>(tensor)].producer; }

    Need need(int32_t index) const { return needs_.empty() ? Need::Needed : needs_[static_cast<size_t>(index)].need; }
    /// False where the runtime drops the operator, or the constant that it would add.
    bool reads(int32_t index, TensorId tensor) const {
        const Need its = need(index);
        return its == Need::Needed || (its == Need::PassesOn && needs_[static_cast<size_t>(index)].passed == tensor);
    }

    void countReaders() {
        for (size_t t = 0; t < tensors_.size(); ++t)
            tensors_[t].bytes_of = static_cast<TensorId>(t);
        for (const TensorId tensor : graph_.inputs)
            state(tensor).is_input = true;
        for (const TensorId tensor : graph_.outputs)
            state(tensor).is_output = true;
        for (size_t i = 0; i < graph_.operators.size(); ++i) {
            for (const TensorId tensor : graph_.operators[i].inputs) {
                if (!reads(static_cast<int32_t>(i), tensor)) continue;
                ++state(tensor).readers;
                state(tensor).reader = static_cast<int32_t>(i);
            }
        }
    }

    /// The operator whose kernel writes `tensor` and nobody else reads it unfinished; kNobody where there is none.
    int32_t soleHost(TensorId tensor) {
        int32_t writer = producer(tensor);
        while (writer != kNobody && need(writer) == Need::PassesOn && state(tensor).readers == 1 &&
               !state(tensor).is_output) {
            tensor = needs_[static_cast<size_t>(writer)].passed;
            writer = producer(tensor);
        }
        if (writer == kNobody || state(tensor).readers != 1 || state(tensor).is_output) return kNobody;
        KernelSlot& before = slot(writer);
        if (before.cost == SlotCost::Unknown) return kNobody;
        const bool passes_on = before.reason == FreeReason::FusedActivation ||
                               before.reason == FreeReason::FusedQuantize ||
                               before.reason == FreeReason::ChainedToProducer;
        if (before.cost == SlotCost::Free && !passes_on) return kNobody;
        return canHost(op(before.host).type) ? before.host : kNobody;
    }

    void classify(int32_t index) {
        const Operator& current = op(index);
        KernelSlot& entry = slot(index);
        entry.op = entry.host = index;
        entry.kernel = kernelOf(graph_, current);
        entry.format.activations = current.precision.activationsIn(precision_);
        entry.format.weights = current.precision.weightsIn(precision_);
        entry.format.output = current.outputs.empty() ? entry.format.activations : precisionOf(current.outputs[0]);
        if (need(index) != Need::Needed) {
            setRemoved(index);
            return;
        }
        switch (current.type) {
            case OpType::Opaque:
                entry.cost = SlotCost::Unknown;
                break;
            case OpType::Reshape:
                setFree(index, FreeReason::KeepsBytes, index);
                break;
            case OpType::Activation:
                classifyActivation(index);
                break;
            case OpType::Quantize:
                if (target_.runtime.free_quantize && current.inputs.size() == 1) {
                    const int32_t host = soleHost(current.inputs[0]);
                    if (host != kNobody) {
                        setFree(index, FreeReason::FusedQuantize, host);
                        slot(host).format.output = entry.format.output;
                    }
                }
                break;
            case OpType::Pad:
                classifyPad(index);
                break;
            case OpType::Concat:
                if (target_.runtime.free_concat && allComputed(current.inputs))
                    setFree(index, FreeReason::WrittenInPlace, index);
                break;
            case OpType::Add:
                if (target_.runtime.chains_add) classifyAdd(index);
                break;
            default:
                break;
        }
    }

    void setFree(int32_t index, FreeReason reason, int32_t host) {
        KernelSlot& entry = slot(index);
        entry.cost = SlotCost::Free;
        entry.reason = reason;
        entry.host = host;
        const Operator& current = op(index);
        if (reason == FreeReason::WrittenInPlace || current.inputs.empty() || current.outputs.empty()) return;
        const TensorId source = reason == FreeReason::ChainedToProducer ? chained_input_ : current.inputs[0];
        state(current.outputs[0]).bytes_of = state(source).bytes_of;
    }

    void setRemoved(int32_t index) {
        KernelSlot& entry = slot(index);
        entry.cost = SlotCost::Free;
        entry.reason = need(index) == Need::Unused     ? FreeReason::Unused
                       : need(index) == Need::Constant ? FreeReason::Constant
                                                       : FreeReason::AddsConstant;
        if (need(index) == Need::PassesOn) {
            const TensorId passed = needs_[static_cast<size_t>(index)].passed;
            state(op(index).outputs[0]).bytes_of = state(passed).bytes_of;
        }
    }

    void classifyActivation(int32_t index) {
        const Operator& current = op(index);
        if (current.inputs.size() != 1 || !target_.runtime.fuses(current.activation)) return;
        const int32_t host = soleHost(current.inputs[0]);
        if (host == kNobody || slot(host).kernel.activation != Activation::None) return;
        // Behind a chained Add the activation belongs to the Add's output stage, which the host's kernel provides.
        slot(host).kernel.activation = current.activation;
        setFree(index, FreeReason::FusedActivation, host);
    }

    void classifyPad(int32_t index) {
        const Operator& current = op(index);
        if (!target_.runtime.folds_pad || current.inputs.size() != 1 || !padsSpaceOnly(current)) return;
        const TensorState& padded = state(current.outputs[0]);
        if (padded.readers != 1 || padded.is_output || !takesPadding(op(padded.reader).type)) return;
        setFree(index, FreeReason::FoldedPad, padded.reader);
    }

    /// True where a kernel writes each of the tensors, so that it can write elsewhere just as well.
    bool allComputed(const std::vector<TensorId>& tensors) {
        return std::all_of(tensors.begin(), tensors.end(), [&](TensorId tensor) {
            const int32_t writer = producer(tensor);
            return writer != kNobody && slot(slot(writer).host).cost == SlotCost::Runs;
        });
    }

    /// The Add joins the convolution that writes one operand last, if the other operand is there by then.
    void classifyAdd(int32_t index) {
        const Operator& current = op(index);
        if (current.inputs.size() != 2) return;
        const int32_t first = producer(current.inputs[0]);
        const int32_t second = producer(current.inputs[1]);
        const size_t later = second > first ? 1 : 0;
        const int32_t host = soleHost(current.inputs[later]);
        if (host == kNobody || !isWeighted(op(host).type)) return;
        if (slot(host).kernel.activation != Activation::None || std::min(first, second) >= host) return;
        chained_input_ = current.inputs[later];
        slot(index).kernel.chains_into_producer = true;
        setFree(index, FreeReason::ChainedToProducer, host);
    }

    /// Free operators hand the roles of network inputs and outputs on to the kernels beside them.
    void markNetworkTensors() {
        std::vector<bool> from_input(tensors_.size());
        std::vector<bool> to_output(tensors_.size());
        for (const TensorId tensor : graph_.inputs)
            from_input[static_cast<size_t>(tensor)] = true;
        for (const TensorId tensor : graph_.outputs)
            to_output[static_cast<size_t>(tensor)] = true;
        for (KernelSlot& entry : slots_) {
            const Operator& current = op(entry.op);
            const bool reads_input = std::any_of(current.inputs.begin(), current.inputs.end(), [&](TensorId t) {
                return from_input[static_cast<size_t>(t)] && reads(entry.op, t);
            });
            entry.kernel.reads_network_input = reads_input;
            if (entry.cost != SlotCost::Free) continue;
            for (const TensorId tensor : current.outputs)
                from_input[static_cast<size_t>(tensor)] = reads_input;
        }
        for (size_t i = slots_.size(); i-- > 0;) {
            KernelSlot& entry = slots_[i];
            const Operator& current = op(entry.op);
            const bool writes = std::any_of(current.outputs.begin(), current.outputs.end(),
                                            [&](TensorId t) { return to_output[static_cast<size_t>(t)]; });
            entry.kernel.writes_network_output = writes;
            if (entry.cost != SlotCost::Free) continue;
            for (const TensorId tensor : current.inputs) {
                if (state(tensor).readers == 1)
                    to_output[static_cast<size_t>(tensor)] = writes || state(tensor).is_output;
            }
        }
    }

    void linkPrevious() {
        OpType previous = OpType::Opaque;
        for (KernelSlot& entry : slots_) {
            if (entry.cost == SlotCost::Free) continue;
            entry.kernel.previous_type = previous;
            previous = op(entry.op).type;
            const Operator& current = op(entry.op);
            if (!takesPadding(current.type) || current.inputs.empty()) continue;
            // A folded Pad never writes its output: the kernel reads the map before it.
            const int32_t writer = producer(current.inputs[0]);
            if (writer == kNobody || slot(writer).reason != FreeReason::FoldedPad) continue;
            entry.kernel.in_h = slot(writer).kernel.in_h;
            entry.kernel.in_w = slot(writer).kernel.in_w;
        }
    }

    int64_t storedBytes(TensorId tensor) const {
        const Shape& shape = graph_.shape(tensor);
        const TensorState& its = tensors_[static_cast<size_t>(tensor)];
        if (its.is_input || its.is_output || shape.rank() == 0) return shape.elements();
        const int64_t channels = shape.channels();
        return shape.elements() / channels * roundUp(channels, target_.memoryBrick());
    }

    void countLiveBytes() {
        const auto count = static_cast<int32_t>(slots_.size());
        for (size_t t = 0; t < tensors_.size(); ++t) {
            TensorState& its = tensors_[t];
            its.first = its.last = std::max(0, graph_.tensors[t].producer);
            const int32_t writer = graph_.tensors[t].producer;
            // A constant is data of the program, and what is not used is not there.
            const bool is_there = writer == kNobody || need(writer) == Need::Needed || need(writer) == Need::PassesOn;
            its.bytes = is_there ? storedBytes(static_cast<TensorId>(t)) : 0;
            its.format_bytes = its.bytes * activationBytes(precisionOf(static_cast<TensorId>(t)));
        }
        for (int32_t i = 0; i < count; ++i) {
            for (const TensorId tensor : op(i).inputs) {
                if (reads(i, tensor)) state(tensor).last = std::max(state(tensor).last, i);
            }
        }
        for (TensorState& its : tensors_) {
            if (its.is_output) its.last = std::max(its.last, count - 1);
            TensorState& owner = state(its.bytes_of);
            if (&owner == &its) continue;
            owner.first = std::min(owner.first, its.first);
            owner.last = std::max(owner.last, its.last);
            // What a kernel converts at its output is written in the last format alone.
            owner.format_bytes =
                owner.bytes * activationBytes(precisionOf(static_cast<TensorId>(&its - tensors_.data())));
        }
        std::vector<LiveBytes> change(slots_.size() + 1);
        for (size_t t = 0; t < tensors_.size(); ++t) {
            const TensorState& its = tensors_[t];
            if (its.bytes_of != static_cast<TensorId>(t) || slots_.empty()) continue;
            LiveBytes& begin = change[static_cast<size_t>(its.first)];
            LiveBytes& end = change[static_cast<size_t>(its.last) + 1];
            begin.int8 += its.bytes;
            begin.formats += its.format_bytes;
            end.int8 -= its.bytes;
            end.formats -= its.format_bytes;
        }
        LiveBytes live;
        int64_t peak = 0;
        for (size_t i = 0; i < slots_.size(); ++i) {
            live.int8 += change[i].int8;
            live.formats += change[i].formats;
            slots_[i].kernel.live_bytes = live.int8;
            slots_[i].format.live_bytes = live.formats;
            if (slots_[i].cost != SlotCost::Free) peak = std::max(peak, live.int8);
        }
        for (KernelSlot& entry : slots_)
            entry.kernel.peak_bytes = peak;
    }

    void stageMaps() {
        std::vector<MapOwner> owners(tensors_.size());
        for (size_t t = 0; t < owners.size(); ++t) {
            const TensorState& its = tensors_[t];
            owners[t] = {its.bytes_of, state(its.bytes_of).bytes, its.is_input || its.is_output};
        }
        stageNetwork(graph_, owners, target_.npu.sram_bytes, target_.memoryBrick(), slots_);
    }

    const OperatorGraph& graph_;
    const TargetProfile& target_;
    const Precision precision_;
    std::vector<KernelSlot> slots_;
    std::vector<TensorState> tensors_;
    TensorId chained_input_ = 0;
    std::vector<OperatorNeed> needs_;  ///< Empty where the runtime removes nothing.
};

}  // namespace

std::string_view freeReasonText(FreeReason reason) {
    constexpr std::array<std::string_view, 10> kTexts = {"",
                                                         "Keeps the bytes as they lie",
                                                         "Computed at the output of the operator before it",
                                                         "Part of the output scaling of the operator before it",
                                                         "Becomes the padding of the convolution behind it",
                                                         "Its inputs are written straight into the result",
                                                         "Runs on the fly behind the convolution before it",
                                                         "Removed by the runtime: no output of the network needs it",
                                                         "Removed by the runtime: computed once, beforehand",
                                                         "Removed by the runtime: it adds a constant"};
    return kTexts[static_cast<size_t>(reason)];
}

std::vector<KernelSlot> decompose(const OperatorGraph& graph, const TargetProfile& target, Precision precision) {
    return Decomposer(graph, target, precision).run();
}

}  // namespace bw
