// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/inherit/channel_flow.h"

#include <algorithm>
#include <utility>

namespace bw {

/// Walks the operators in order. Every channel that begins somewhere is an atom; what joins channels unites atoms, and
/// what all their origins have in common becomes a segment once the walk is over.
class ChannelFlow::Builder {
public:
    explicit Builder(const OperatorGraph& graph) : graph_(graph), atoms_(graph.tensors.size()) {
        axes_.assign(graph.tensors.size(), 0);
    }

    void run() {
        for (const TensorId tensor : graph_.inputs) {
            begin(tensor, graph_.shape(tensor).channelAxis(), 1);
            order(tensor);
        }
        for (const Operator& op : graph_.operators)
            visit(op);
        for (const TensorId tensor : graph_.outputs)
            order(tensor);
    }

    void finish(ChannelFlow& flow);

private:
    std::vector<int32_t>& atoms(TensorId tensor) { return atoms_[static_cast<size_t>(tensor)]; }
    int& axis(TensorId tensor) { return axes_[static_cast<size_t>(tensor)]; }
    const Shape& shape(TensorId tensor) const { return graph_.shape(tensor); }

    int32_t root(int32_t atom) {
        while (parent_[static_cast<size_t>(atom)] != atom) {
            int32_t& up = parent_[static_cast<size_t>(atom)];
            up = parent_[static_cast<size_t>(up)];
            atom = up;
        }
        return atom;
    }
    void unite(int32_t a, int32_t b) {
        a = root(a);
        b = root(b);
        parent_[static_cast<size_t>(std::max(a, b))] = std::min(a, b);
    }

    int32_t addAtom(bool begins) {
        parent_.push_back(static_cast<int32_t>(parent_.size()));
        begins_.push_back(begins);
        ordered_.push_back(false);
        return parent_.back();
    }

    /// Channels that nobody had before, cut into `groups` runs.
    void begin(TensorId tensor, int along, int64_t groups) {
        axis(tensor) = along;
        const int64_t size = shape(tensor).rank() > 0 ? shape(tensor)[along] : 1;
        const int64_t run = groups > 0 && size % groups == 0 ? size / groups : size;
        for (int64_t i = 0; i < size; ++i)
            atoms(tensor).push_back(addAtom(i % run == 0));
    }
    void order(TensorId tensor) {
        for (const int32_t atom : atoms(tensor))
            ordered_[static_cast<size_t>(atom)] = true;
    }
    /// What comes out has nothing to do with the channels that go in, which may depend on their order.
    void forget(const Operator& op) {
        for (const TensorId tensor : op.inputs)
            order(tensor);
        const TensorId out = op.outputs.front();
        begin(out, shape(out).channelAxis(), 1);
        order(out);
    }
    /// The channels of the first input go on along another axis, each `repeats` times.
    void follow(const Operator& op, int along, int64_t repeats = 1) {
        const TensorId out = op.outputs.front();
        const std::vector<int32_t>& in = atoms(op.inputs.front());
        if (along < 0 || along >= shape(out).rank() || shape(out)[along] != static_cast<int64_t>(in.size()) * repeats) {
            return forget(op);
        }
        axis(out) = along;
        std::vector<int32_t> result;
        for (const int32_t atom : in)
            result.insert(result.end(), static_cast<size_t>(repeats), atom);
        atoms(out) = std::move(result);
    }

    void visit(const Operator& op);
    void visitJoin(const Operator& op);
    void visitConcat(const Operator& op);
    void visitSlice(const Operator& op);
    void visitPad(const Operator& op);
    void visitReduce(const Operator& op);
    void visitReshape(const Operator& op);

    const OperatorGraph& graph_;
    std::vector<std::vector<int32_t>> atoms_;  ///< By tensor and position along its axis.
    std::vector<int> axes_;
    std::vector<int32_t> parent_;
    std::vector<bool> begins_;  ///< By atom: a segment begins with it.
    std::vector<bool> ordered_;
};

void ChannelFlow::Builder::visit(const Operator& op) {
    if (op.inputs.empty()) return forget(op);
    const TensorId in = op.inputs.front();
    const TensorId out = op.outputs.front();
    switch (op.type) {
        case OpType::Conv2d:
        case OpType::TransposedConv2d: {
            begin(out, 1, op.groups);
            const auto run = static_cast<size_t>(std::max<int64_t>(1, shape(in)[1] / op.groups));
            for (size_t i = 0; i < atoms(in).size() && op.groups > 1; i += run)
                begins_[static_cast<size_t>(atoms(in)[i])] = true;
            return;
        }
        case OpType::DepthwiseConv2d:
            return follow(op, 1, std::max<int64_t>(1, op.out_channels / std::max<int64_t>(1, shape(in)[1])));
        case OpType::Dense:
            if (axis(in) != shape(in).rank() - 1) order(in);
            return begin(out, shape(out).rank() - 1, 1);
        case OpType::Add:
        case OpType::Sub:
        case OpType::Mul:
        case OpType::Div:
        case OpType::Elementwise:
            return visitJoin(op);
        case OpType::Concat:
            return visitConcat(op);
        case OpType::Slice:
            return visitSlice(op);
        case OpType::Pad:
            return visitPad(op);
        case OpType::Reduce:
            return visitReduce(op);
        case OpType::Reshape:
            return visitReshape(op);
        case OpType::Transpose: {
            const auto it = std::find(op.axes.begin(), op.axes.end(), int64_t{axis(in)});
            return follow(op, static_cast<int>(it - op.axes.begin()));
        }
        case OpType::MaxPool:
        case OpType::AvgPool:
        case OpType::Activation:
        case OpType::Normalize:
        case OpType::LayerNorm:
        case OpType::Softmax:
        case OpType::Resize:
        case OpType::Quantize:
            return follow(op, axis(in));
        default:
            return forget(op);
    }
}

void ChannelFlow::Builder::visitJoin(const Operator& op) {
    const TensorId out = op.outputs.front();
    const auto aligned = [&](TensorId tensor) { return axis(tensor) + shape(out).rank() - shape(tensor).rank(); };
    TensorId widest = op.inputs.front();
    for (const TensorId tensor : op.inputs) {
        if (atoms(tensor).size() > atoms(widest).size()) widest = tensor;
    }
    const int along = aligned(widest);
    if (along < 0 || shape(out)[along] != static_cast<int64_t>(atoms(widest).size())) return forget(op);
    axis(out) = along;
    atoms(out) = atoms(widest);
    for (const TensorId tensor : op.inputs) {
        if (tensor == widest || atoms(tensor).size() == 1) continue;
        if (aligned(tensor) != along || atoms(tensor).size() != atoms(out).size()) {
            order(tensor);
            order(out);
            continue;
        }
        for (size_t i = 0; i < atoms(out).size(); ++i)
            unite(atoms(out)[i], atoms(tensor)[i]);
    }
}

void ChannelFlow::Builder::visitConcat(const Operator& op) {
    const TensorId out = op.outputs.front();
    const int first = axis(op.inputs.front());
    const bool same =
        std::all_of(op.inputs.begin(), op.inputs.end(), [&](TensorId tensor) { return axis(tensor) == first; });
    if (!same) return forget(op);
    axis(out) = first;
    if (op.axes.empty() || op.axes.front() != first) {
        visitJoin(op);
        return;
    }
    std::vector<int32_t> all;
    for (const TensorId tensor : op.inputs)
        all.insert(all.end(), atoms(tensor).begin(), atoms(tensor).end());
    atoms(out) = std::move(all);
}

void ChannelFlow::Builder::visitSlice(const Operator& op) {
    const TensorId in = op.inputs.front();
    const TensorId out = op.outputs.front();
    if (op.axes.size() < 2 || op.axes[0] != axis(in)) return follow(op, axis(in));
    const auto from = static_cast<size_t>(op.axes[1]);
    const auto size = static_cast<size_t>(shape(out)[axis(in)]);
    if (from + size > atoms(in).size()) return forget(op);
    axis(out) = axis(in);
    const auto begin_at = atoms(in).begin() + static_cast<std::ptrdiff_t>(from);
    atoms(out) = std::vector<int32_t>(begin_at, begin_at + static_cast<std::ptrdiff_t>(size));
    // What is cut off here must not run on into the slice.
    begins_[static_cast<size_t>(atoms(in)[from])] = true;
    if (from + size < atoms(in).size()) begins_[static_cast<size_t>(atoms(in)[from + size])] = true;
}

void ChannelFlow::Builder::visitPad(const Operator& op) {
    const TensorId in = op.inputs.front();
    const TensorId out = op.outputs.front();
    const auto before = static_cast<size_t>(axis(in)) * 2;
    if (before + 1 >= op.axes.size()) return follow(op, axis(in));
    axis(out) = axis(in);
    std::vector<int32_t> all;
    const auto add = [&](int64_t count) {
        for (int64_t i = 0; i < count; ++i)
            all.push_back(addAtom(i == 0));
    };
    add(op.axes[before]);
    all.insert(all.end(), atoms(in).begin(), atoms(in).end());
    add(op.axes[before + 1]);
    if (static_cast<int64_t>(all.size()) != shape(out)[axis(in)]) return forget(op);
    atoms(out) = std::move(all);
}

void ChannelFlow::Builder::visitReduce(const Operator& op) {
    const TensorId in = op.inputs.front();
    const bool keeps = shape(op.outputs.front()).rank() == shape(in).rank();
    int shift = 0;
    for (const int64_t along : op.axes) {
        if (along == axis(in)) return forget(op);
        if (along < axis(in) && !keeps) ++shift;
    }
    follow(op, axis(in) - shift);
}

void ChannelFlow::Builder::visitReshape(const Operator& op) {
    const Shape& from = shape(op.inputs.front());
    const Shape& to = shape(op.outputs.front());
    const int along = axis(op.inputs.front());
    if (along < 0 || along >= from.rank()) return forget(op);
    int64_t before = 1, behind = 1;
    for (int i = 0; i < from.rank(); ++i)
        (i < along ? before : behind) *= from[i];
    // Channels stay where as much stands before them, alone or with all that is behind them: a flattening.
    int64_t passed = 1;
    for (int i = 0; i < to.rank() && passed <= before; ++i) {
        if (passed == before && to[i] == from[along]) return follow(op, i);
        if (passed == before && to[i] == behind) return follow(op, i, behind / std::max<int64_t>(1, from[along]));
        passed *= to[i];
    }
    forget(op);
}

void ChannelFlow::Builder::finish(ChannelFlow& flow) {
    const size_t count = parent_.size();
    std::vector<std::vector<int32_t>> members(count);
    for (size_t atom = 0; atom < count; ++atom)
        members[static_cast<size_t>(root(static_cast<int32_t>(atom)))].push_back(static_cast<int32_t>(atom));
    std::vector<ChannelPlace> place_of_root(count);
    for (size_t atom = 0; atom < count; ++atom) {
        const std::vector<int32_t>& here = members[atom];
        if (here.empty()) continue;
        const auto any = [&](const std::vector<bool>& flags) {
            return std::any_of(here.begin(), here.end(),
                               [&](int32_t member) { return flags[static_cast<size_t>(member)]; });
        };
        bool goes_on = atom > 0 && members[atom - 1].size() == here.size() && !any(begins_);
        for (size_t i = 0; goes_on && i < here.size(); ++i)
            goes_on = members[atom - 1][i] + 1 == here[i];
        if (!goes_on) flow.segments_.emplace_back();
        Segment& segment = flow.segments_.back();
        segment.ordered = segment.ordered || any(ordered_);
        place_of_root[atom] = {static_cast<int32_t>(flow.segments_.size()) - 1, static_cast<int32_t>(segment.size++)};
    }
    flow.layouts_.resize(atoms_.size());
    for (size_t tensor = 0; tensor < atoms_.size(); ++tensor) {
        flow.layouts_[tensor].axis = axes_[tensor];
        for (const int32_t atom : atoms_[tensor])
            flow.layouts_[tensor].places.push_back(place_of_root[static_cast<size_t>(root(atom))]);
    }
}

ChannelFlow::ChannelFlow(const OperatorGraph& graph) {
    Builder builder(graph);
    builder.run();
    builder.finish(*this);
}

std::vector<int32_t> ChannelFlow::segmentsOf(TensorId tensor) const {
    std::vector<int32_t> result;
    for (const ChannelPlace& place : places(tensor)) {
        if (std::find(result.begin(), result.end(), place.segment) == result.end()) result.push_back(place.segment);
    }
    return result;
}

}  // namespace bw
