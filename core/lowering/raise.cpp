// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lowering/raise.h"

#include <algorithm>
#include <map>

#include "graph/operator_builder.h"
#include "lowering/patterns/patterns.h"

namespace bw {
namespace {

bool isCommutative(OpType type) {
    return type == OpType::Add || type == OpType::Mul;
}

/// Windows that take the same from an input of shape `in`: the step of a window that covers the whole map is moot.
bool sameWindow(const Operator& a, const Operator& b, const Shape& in) {
    Window wa = a.window;
    const Window& wb = b.window;
    if (a.type == OpType::AvgPool && wa.kernel_h == in.height() && wa.kernel_w == in.width()) {
        wa.stride_h = wb.stride_h;
        wa.stride_w = wb.stride_w;
    }
    return wa == wb;
}

/// Files may spell out what is understood.
bool sameDetail(const Operator& a, const Operator& b) {
    return a.detail == b.detail || (a.type == OpType::ArgMax && a.detail == "arg_max" && b.detail.empty());
}

/// A convolution of one channel to one is depthwise and standard alike; files differ in what they call it.
bool sameType(const Operator& a, const Operator& b, const Shape& in) {
    const bool single = a.isConvolution() && b.isConvolution() && a.type != OpType::TransposedConv2d &&
                        b.type != OpType::TransposedConv2d && in.channels() == 1 && a.out_channels == 1;
    return a.type == b.type || single;
}

/// True where both compute the same from inputs of the same shapes. Names do not count; a reshape is what it gives.
bool sameOperator(const Operator& a, const Operator& b, const Shape& in) {
    return sameType(a, b, in) && a.activation == b.activation && a.has_bias == b.has_bias &&
           a.has_batch_norm == b.has_batch_norm && sameWindow(a, b, in) && a.groups == b.groups &&
           a.out_channels == b.out_channels && a.weight_elements == b.weight_elements && a.macs == b.macs &&
           sameDetail(a, b) && (a.axes == b.axes || a.type == OpType::Reshape);
}

/// Operators whose shapes are stated carry bias and weights as one count.
bool sameStated(const Operator& a, const Operator& b) {
    return a.type == b.type && a.parameters() == b.parameters() && a.macs == b.macs && a.detail == b.detail;
}

/// Checks that the lowered operators compute the claimed ones, tensor by tensor.
class Verification {
public:
    Verification(const GraphView& view, const Match& match) : view_(view), match_(match) {}

    bool passes() {
        OperatorBuilder builder(lowered_);
        std::vector<TensorId> inputs;
        for (const TensorId tensor : match_.inputs) {
            inputs.push_back(builder.addInput(view_.shape(tensor), {}));
            original_[inputs.back()] = tensor;
        }
        const auto attributes = completeAttributes(*match_.kind, match_.attributes);
        if (!attributes) return false;
        const auto outputs = match_.kind->lower({*attributes, inputs, builder});
        if (!outputs || lowered_.operators.size() != match_.operators.size()) return false;
        for (size_t i = 0; i < match_.operators.size(); ++i) {
            if (!sameAt(view_.op(match_.operators[i]), lowered_.operators[i])) return false;
        }
        const std::vector<TensorId>& last = view_.op(match_.operators.back()).outputs;
        return outputs->size() == last.size() &&
               std::equal(outputs->begin(), outputs->end(), last.begin(),
                          [&](TensorId mine, TensorId theirs) { return original_[mine] == theirs; });
    }

private:
    Shape inputShape(const Operator& op) const { return op.inputs.empty() ? Shape() : view_.shape(op.inputs.front()); }

    bool sameAt(const Operator& theirs, const Operator& mine) {
        const bool stated = match_.kind->id == "operator" || match_.kind->id == "opaque";
        if (stated ? !sameStated(theirs, mine) : !sameOperator(theirs, mine, inputShape(theirs))) return false;
        std::vector<TensorId> inputs;
        for (const TensorId tensor : mine.inputs)
            inputs.push_back(original_[tensor]);
        std::vector<TensorId> wanted = theirs.inputs;
        if (isCommutative(theirs.type)) {
            std::sort(inputs.begin(), inputs.end());
            std::sort(wanted.begin(), wanted.end());
        }
        if (inputs != wanted || mine.outputs.size() != theirs.outputs.size()) return false;
        for (size_t i = 0; i < mine.outputs.size(); ++i) {
            if (!(lowered_.shape(mine.outputs[i]) == view_.shape(theirs.outputs[i]))) return false;
            original_[mine.outputs[i]] = theirs.outputs[i];
        }
        return true;
    }

    const GraphView& view_;
    const Match& match_;
    OperatorGraph lowered_;
    std::map<TensorId, TensorId> original_;  ///< Tensor of the trial lowering -> tensor of the file.
};

/// Nothing inside the block may be read from outside, and the result must be computed last.
bool isClosed(const GraphView& view, const Match& match) {
    const auto inside = [&](int index) {
        return std::find(match.operators.begin(), match.operators.end(), index) != match.operators.end();
    };
    for (const int index : match.operators) {
        if (view.isClaimed(index) || index > match.operators.back()) return false;
        if (index == match.operators.back()) continue;
        for (const TensorId tensor : view.op(index).outputs) {
            if (view.isNetworkOutput(tensor)) return false;
            for (const int reader : view.readers(tensor)) {
                if (!inside(reader)) return false;
            }
        }
    }
    return true;
}

Match recognise(const GraphView& view, int index) {
    for (const Pattern pattern : patterns()) {
        auto match = pattern(view, index);
        if (match && isClosed(view, *match) && Verification(view, *match).passes()) return std::move(*match);
    }
    Match single = singleOperatorMatch(view, index);
    if (Verification(view, single).passes()) return single;
    return statedOperatorMatch(view, index);
}

/// "stride 8" for blocks that work on an eighth of the input's height, "head" for vectors.
std::string stageOf(const OperatorGraph& graph, const Shape& output) {
    if (graph.inputs.empty()) return {};
    const Shape& input = graph.shape(graph.inputs.front());
    if (input.rank() != 4) return {};
    if (output.rank() != 4 || (output.height() == 1 && output.width() == 1)) return "head";
    const double stride = static_cast<double>(input.height()) / static_cast<double>(output.height());
    int64_t power = 1;
    while (static_cast<double>(power) * 1.42 < stride)
        power *= 2;
    return "stride " + std::to_string(power);
}

/// What the file calls the block: the name of its last operator or of its result.
std::string sourceOf(const OperatorGraph& graph, const Operator& op) {
    if (!op.name.empty() || op.outputs.empty()) return op.name;
    return graph.tensors[static_cast<size_t>(op.outputs.front())].name;
}

/// Name of the next block of a kind: "ibn_3". Separable blocks are many and their kind's name is long.
class Namer {
public:
    std::string next(const BlockKind& kind) {
        const std::string stem = kind.id == "depthwise_separable" ? "separable" : kind.id;
        return stem + "_" + std::to_string(++count_[kind.id]);
    }

private:
    std::map<std::string, int> count_;
};

}  // namespace

Result<Network> raise(const OperatorGraph& graph, const std::string& name) {
    auto raised = raiseWithOrigin(graph, name);
    if (!raised) return tl::unexpected(raised.error());
    return std::move(raised->network);
}

Result<RaisedNetwork> raiseWithOrigin(const OperatorGraph& graph, const std::string& name) {
    GraphView view(graph);
    std::vector<Match> matches;
    for (size_t i = 0; i < graph.operators.size(); ++i) {
        const int index = static_cast<int>(i);
        if (view.isClaimed(index)) continue;
        Match match = recognise(view, index);
        for (const int claimed : match.operators)
            view.claim(claimed);
        matches.push_back(std::move(match));
    }
    // A block runs when its last operator does, so that the order of the file is kept.
    std::stable_sort(matches.begin(), matches.end(),
                     [](const Match& a, const Match& b) { return a.operators.back() < b.operators.back(); });

    NetworkDraft draft;
    draft.setName(name);
    std::vector<Port> port_of_tensor(graph.tensors.size());
    Namer namer;
    const BlockKind* input_kind = findBlockKind("input");
    for (const TensorId tensor : graph.inputs) {
        const Shape& shape = graph.shape(tensor);
        const std::string& given = graph.tensors[static_cast<size_t>(tensor)].name;
        Attributes attributes{{"shape", std::vector<int64_t>(shape.sizes().begin(), shape.sizes().end())}};
        const BlockId id = draft.add(*input_kind, graph.inputs.size() == 1 ? "input" : namer.next(*input_kind),
                                     std::move(attributes), {});
        draft.edit(id)->source = given;
        port_of_tensor[static_cast<size_t>(tensor)] = {id, 0};
    }
    std::vector<std::string> stages(graph.inputs.size());  // By id of the block.
    RaisedNetwork raised;
    raised.operators_of_block.resize(graph.inputs.size());
    for (Match& match : matches) {
        Block block;
        block.id = draft.nextId();
        block.kind = match.kind;
        block.name = namer.next(*match.kind);
        block.attributes = std::move(match.attributes);
        const Operator& last = view.op(match.operators.back());
        for (const TensorId tensor : match.inputs)
            block.inputs.push_back(port_of_tensor[static_cast<size_t>(tensor)]);
        for (size_t i = 0; i < last.outputs.size(); ++i) {
            port_of_tensor[static_cast<size_t>(last.outputs[i])] = {block.id, static_cast<int32_t>(i)};
        }
        const bool moves_data = match.kind->group == KindGroup::Shape || match.kind->group == KindGroup::Other;
        if (moves_data && !block.inputs.empty()) {
            block.stage = stages[static_cast<size_t>(block.inputs.front().block)];
        } else if (!last.outputs.empty()) {
            block.stage = stageOf(graph, graph.shape(last.outputs.front()));
        }
        stages.push_back(block.stage);
        block.source = sourceOf(graph, last);
        draft.addWithId(std::move(block));
        raised.operators_of_block.emplace_back(match.operators.begin(), match.operators.end());
    }
    std::vector<Port> outputs;
    for (const TensorId tensor : graph.outputs)
        outputs.push_back(port_of_tensor[static_cast<size_t>(tensor)]);
    draft.setOutputs(std::move(outputs));
    auto network = draft.commit();
    if (!network) return tl::unexpected(network.error());
    raised.network = std::move(*network);
    return raised;
}

}  // namespace bw
