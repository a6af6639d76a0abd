// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "rewrite/channel_classes.h"

#include <algorithm>
#include <numeric>

namespace bw {
namespace {

int axisOf(int64_t axis, int rank) {
    return static_cast<int>(axis < 0 ? axis + rank : axis);
}

/// What the walk asks of each kind, looked up once for each run of equal kinds.
struct KindTraits {
    explicit KindTraits(const BlockKind* kind_in) : kind(kind_in) {
        if (kind == nullptr) return;
        stated = kind->param("input_shapes") != nullptr;
        grouped = kind->param("groups") != nullptr && kind->param("mid_channels") == nullptr;
    }
    const BlockKind* kind;
    bool stated = false;   ///< Its shapes are those of the file.
    bool grouped = false;  ///< "groups" divides its input and output channels.
};

}  // namespace

/// Walks the blocks in execution order. Ports are joined by union-find; what concerns a whole class is collected by
/// port and handed to the classes once the joining is over.
class ChannelClasses::Builder {
public:
    Builder(const Network& network, const LoweredNetwork& shapes, ChannelClasses& classes)
        : network_(network), shapes_(shapes), classes_(classes) {}

    void run() {
        int32_t ports = 0;
        for (const BlockSpan& span : shapes_.blocks) {
            classes_.first_port_.push_back(ports);
            ports += static_cast<int32_t>(span.outputs.size());
        }
        parent_.resize(static_cast<size_t>(ports));
        std::iota(parent_.begin(), parent_.end(), 0);
        axis_.assign(static_cast<size_t>(ports), 0);
        for (size_t i = 0; i < network_.size(); ++i)
            visit(i);
        finish();
    }

private:
    struct Note {
        int32_t port = 0;
        std::string text;
    };

    int32_t portOf(const Port& port) const {
        return classes_.first_port_[static_cast<size_t>(network_.positionOf(port.block))] + port.output;
    }
    const Shape& shapeOf(const Port& port) const {
        const BlockSpan& span = shapes_.blocks[static_cast<size_t>(network_.positionOf(port.block))];
        return shapes_.graph.shape(span.outputs[static_cast<size_t>(port.output)]);
    }
    int& axis(int32_t port) { return axis_[static_cast<size_t>(port)]; }

    int32_t root(int32_t port) {
        while (parent_[static_cast<size_t>(port)] != port) {
            auto& up = parent_[static_cast<size_t>(port)];
            up = parent_[static_cast<size_t>(up)];
            port = up;
        }
        return port;
    }
    void unite(int32_t a, int32_t b) {
        a = root(a);
        b = root(b);
        parent_[static_cast<size_t>(std::max(a, b))] = std::min(a, b);
    }
    void pin(int32_t port, std::string text) { pins_.push_back({port, std::move(text)}); }
    void divide(int32_t port, int64_t divisor, const Block& block) {
        if (divisor > 1) divisors_.push_back({port, divisor, block.name});
    }
    void relate(size_t position, int32_t out, std::vector<std::pair<int32_t, int64_t>> terms, int64_t constant = 0,
                int64_t denominator = 1) {
        relations_.push_back({static_cast<int32_t>(position), out, std::move(terms), constant, denominator, -1});
    }

    void visit(size_t position);
    void visitOwn(const Block& block, int32_t out, const Shape& shape);
    void visitFollow(size_t position, const Block& block, int32_t out, const Shape& shape);
    void visitEqual(const Block& block, int32_t out, const Shape& shape);
    void visitJoin(size_t position, const Block& block, int32_t out, const Shape& shape);
    void visitFixed(size_t position, const Block& block, int32_t out, const Shape& shape);
    void visitSlice(size_t position, const Block& block, int32_t out, const Shape& shape);
    void visitReshape(size_t position, const Block& block, int32_t out, const Shape& shape);
    void follow(const Block& block, int32_t out, const Shape& shape, int out_axis);
    void finish();

    struct Divisor {
        int32_t port;
        int64_t value;
        std::string block;
    };

    const Network& network_;
    const LoweredNetwork& shapes_;
    ChannelClasses& classes_;
    KindTraits traits_{nullptr};  ///< Of the block visited.
    std::vector<int32_t> parent_;
    std::vector<int> axis_;  ///< By port: the axis that carries channels.
    std::vector<Note> pins_;
    std::vector<Note> broadcasts_;
    std::vector<std::pair<int32_t, BlockId>> owners_;
    std::vector<Divisor> divisors_;
    std::vector<Relation> relations_;  ///< With ports where classes stand later.
};

void ChannelClasses::Builder::visit(size_t position) {
    const Block& block = network_.at(position);
    if (traits_.kind != block.kind) traits_ = KindTraits(block.kind);
    const BlockSpan& span = shapes_.blocks[position];
    const int32_t first = classes_.first_port_[position];
    for (size_t i = 0; i < span.outputs.size(); ++i) {
        const int32_t port = first + static_cast<int32_t>(i);
        axis(port) = shapes_.graph.shape(span.outputs[i]).channelAxis();
        if (block.frozen) pin(port, "'" + block.name + "' is frozen");
        if (traits_.stated) pin(port, "'" + block.name + "' has its shapes from the file");
    }
    if (traits_.stated) {
        for (const Port& input : block.inputs) {
            pin(portOf(input), "'" + block.name + "' is known only for the input that the file gives it");
        }
        return;
    }
    if (span.outputs.size() != 1) return;
    const Shape& shape = shapes_.outputShape(position);
    switch (block.inputs.empty() ? ChannelRule::Fixed : block.kind->channel_rule) {
        case ChannelRule::Own:
            return visitOwn(block, first, shape);
        case ChannelRule::Follow:
            return visitFollow(position, block, first, shape);
        case ChannelRule::Equal:
            return visitEqual(block, first, shape);
        case ChannelRule::Join:
            return visitJoin(position, block, first, shape);
        case ChannelRule::Fixed:
            return visitFixed(position, block, first, shape);
    }
}

void ChannelClasses::Builder::visitOwn(const Block& block, int32_t out, const Shape& shape) {
    const bool dense = block.kind->group == KindGroup::Dense;
    axis(out) = dense ? shape.rank() - 1 : std::min(1, shape.rank() - 1);
    owners_.emplace_back(out, block.id);
    const int32_t in = portOf(block.inputs.front());
    if (block.kind->ties_input && block.kind->ties_input(block.attributes)) unite(in, out);
    if (!traits_.grouped) return;
    divide(in, block.attributes.integer("groups", 1), block);
    divide(out, block.attributes.integer("groups", 1), block);
}

void ChannelClasses::Builder::follow(const Block& block, int32_t out, const Shape& shape, int out_axis) {
    const Shape& in_shape = shapeOf(block.inputs.front());
    const int32_t in = portOf(block.inputs.front());
    const bool same = out_axis >= 0 && out_axis < shape.rank() && shape[out_axis] == in_shape[axis(in)];
    if (!same) return pin(out, "'" + block.name + "' has a fixed size");
    axis(out) = out_axis;
    unite(in, out);
}

void ChannelClasses::Builder::visitFollow(size_t position, const Block& block, int32_t out, const Shape& shape) {
    const int32_t in = portOf(block.inputs.front());
    const int64_t multiplier = block.attributes.integer("outputs_per_channel", 1);
    if (multiplier > 1) {
        axis(out) = 1;
        return relate(position, out, {{in, multiplier}});
    }
    const std::vector<int64_t>& amounts = block.attributes.list("amounts");
    const auto before = static_cast<size_t>(axis(in)) * 2;
    if (before + 1 < amounts.size() && amounts[before] + amounts[before + 1] > 0) {
        axis(out) = axis(in);
        relate(position, out, {{in, 1}}, amounts[before] + amounts[before + 1]);
        relations_.back().slack = static_cast<int32_t>(before) + 1;
        return;
    }
    divide(in, block.attributes.integer("heads", 1), block);
    follow(block, out, shape, axis(in));
}

void ChannelClasses::Builder::visitEqual(const Block& block, int32_t out, const Shape& shape) {
    // Axes are matched from the right, as broadcasting does; the widest operand says where the channels are.
    int64_t widest = 0;
    for (const Port& input : block.inputs) {
        const int32_t in = portOf(input);
        const Shape& in_shape = shapeOf(input);
        if (in_shape.rank() == 0 || in_shape[axis(in)] <= widest) continue;
        widest = in_shape[axis(in)];
        axis(out) = axis(in) + shape.rank() - in_shape.rank();
    }
    for (const Port& input : block.inputs) {
        const int32_t in = portOf(input);
        const Shape& in_shape = shapeOf(input);
        const int aligned = axis(out) - (shape.rank() - in_shape.rank());
        if (aligned >= 0 && aligned == axis(in) && in_shape[aligned] == shape[axis(out)]) unite(in, out);
        if (in_shape.channels() == 1 && shape[axis(out)] > 1) {
            broadcasts_.push_back({in, "'" + block.name + "' spreads its one channel over all"});
        }
    }
}

void ChannelClasses::Builder::visitJoin(size_t position, const Block& block, int32_t out, const Shape& shape) {
    const int32_t first = portOf(block.inputs.front());
    axis(out) = axis(first);
    if (axisOf(block.attributes.integer("axis", 1), shape.rank()) == axis(first)) {
        std::vector<std::pair<int32_t, int64_t>> terms;
        for (const Port& input : block.inputs)
            terms.emplace_back(portOf(input), 1);
        return relate(position, out, std::move(terms));
    }
    for (const Port& input : block.inputs) {
        if (axis(portOf(input)) == axis(first)) unite(portOf(input), out);
    }
}

void ChannelClasses::Builder::visitSlice(size_t position, const Block& block, int32_t out, const Shape& shape) {
    const int32_t in = portOf(block.inputs.front());
    const Shape& in_shape = shapeOf(block.inputs.front());
    axis(out) = axis(in);
    if (axisOf(block.attributes.integer("axis"), in_shape.rank()) != axis(in)) {
        return follow(block, out, shape, axis(in));
    }
    relate(position, out, {{in, block.attributes.integer("size")}}, 0, in_shape[axis(in)]);
}

void ChannelClasses::Builder::visitReshape(size_t position, const Block& block, int32_t out, const Shape& shape) {
    const int32_t in = portOf(block.inputs.front());
    const Shape& in_shape = shapeOf(block.inputs.front());
    const bool flattens = shape.rank() == 2 && in_shape.rank() > 2 && axis(in) == 1 && shape[0] == in_shape[0] &&
                          in_shape.channels() > 0 && shape[1] % in_shape[1] == 0;
    if (flattens) {
        axis(out) = 1;
        return relate(position, out, {{in, shape[1] / in_shape[1]}});
    }
    // Where no size is left open but that of the batch, no other count of elements fits: a channel shuffle, say.
    pin(out, "'" + block.name + "' has a fixed size");
    const std::vector<int64_t>& sizes = block.attributes.list("sizes");
    const auto open = std::find(sizes.begin(), sizes.end(), -1);
    const auto open_axis = static_cast<int>(open - sizes.begin());
    const bool absorbs = open != sizes.end() && open_axis < shape.rank() && shape[open_axis] > 1;
    if (!absorbs) pin(in, "'" + block.name + "' reshapes to fixed sizes");
}

void ChannelClasses::Builder::visitFixed(size_t position, const Block& block, int32_t out, const Shape& shape) {
    const std::string& kind = block.kind->id;
    if (block.inputs.empty()) return pin(out, "'" + block.name + "' is the network's input");
    const int in_axis = axis(portOf(block.inputs.front()));
    if (kind == "slice") return visitSlice(position, block, out, shape);
    if (kind == "reshape") return visitReshape(position, block, out, shape);
    if (kind == "transpose") {
        const std::vector<int64_t>& order = block.attributes.list("permutation");
        const auto it = std::find(order.begin(), order.end(), int64_t{in_axis});
        return follow(block, out, shape, static_cast<int>(it - order.begin()));
    }
    if (kind == "reduce") {
        const int rank = shapeOf(block.inputs.front()).rank();
        int shift = 0;
        for (const int64_t axis : block.attributes.list("axes")) {
            if (axisOf(axis, rank) == in_axis) return pin(out, "'" + block.name + "' reduces the channels");
            if (!block.attributes.flag("keep_dims") && axisOf(axis, rank) < in_axis) ++shift;
        }
        return follow(block, out, shape, in_axis - shift);
    }
    pin(out, "the channels of '" + block.name + "' follow from its kind, " + block.kind->label);
}

void ChannelClasses::Builder::finish() {
    const size_t ports = parent_.size();
    std::vector<int32_t> class_of_root(ports, -1);
    classes_.class_of_port_.resize(ports);
    for (size_t port = 0; port < ports; ++port) {
        int32_t& cls = class_of_root[static_cast<size_t>(root(static_cast<int32_t>(port)))];
        if (cls < 0) {
            cls = static_cast<int32_t>(classes_.classes_.size());
            classes_.classes_.emplace_back();
        }
        classes_.class_of_port_[port] = cls;
    }
    const auto classAt = [&](int32_t port) -> Class& {
        return classes_.classes_[static_cast<size_t>(classes_.class_of_port_[static_cast<size_t>(port)])];
    };
    for (size_t i = network_.size(); i-- > 0;) {
        const BlockSpan& span = shapes_.blocks[i];
        for (size_t k = span.outputs.size(); k-- > 0;) {
            const int32_t port = classes_.first_port_[i] + static_cast<int32_t>(k);
            const Shape& shape = shapes_.graph.shape(span.outputs[k]);
            classAt(port).channels = axis(port) < shape.rank() ? shape[axis(port)] : 1;
        }
    }
    for (const auto& [port, owner] : owners_)
        classAt(port).owners.push_back(owner);
    for (Note& note : pins_) {
        if (classAt(note.port).pin.empty()) classAt(note.port).pin = std::move(note.text);
    }
    for (Note& note : broadcasts_)
        classAt(note.port).broadcast = std::move(note.text);
    for (Divisor& divisor : divisors_) {
        Class& cls = classAt(divisor.port);
        cls.divisor = std::lcm(cls.divisor, divisor.value);
        cls.divided_by = std::move(divisor.block);
    }
    for (Relation& relation : relations_) {
        const auto index = static_cast<int32_t>(classes_.relations_.size());
        relation.out = classes_.class_of_port_[static_cast<size_t>(relation.out)];
        classes_.classes_[static_cast<size_t>(relation.out)].gives.push_back(index);
        for (auto& term : relation.terms) {
            term.first = classes_.class_of_port_[static_cast<size_t>(term.first)];
            auto& feeds = classes_.classes_[static_cast<size_t>(term.first)].feeds;
            if (feeds.empty() || feeds.back() != index) feeds.push_back(index);
        }
        classes_.relations_.push_back(std::move(relation));
    }
}

ChannelClasses::ChannelClasses(const Network& network, const LoweredNetwork& shapes) : network_(network) {
    Builder(network_, shapes, *this).run();
}

int32_t ChannelClasses::classOf(Port port) const {
    const int position = network_.positionOf(port.block);
    return class_of_port_[static_cast<size_t>(first_port_[static_cast<size_t>(position)] + port.output)];
}

bool ChannelClasses::derived(int32_t cls) const {
    const std::vector<int32_t>& gives = at(cls).gives;
    return std::any_of(gives.begin(), gives.end(),
                       [&](int32_t index) { return relations_[static_cast<size_t>(index)].slack < 0; });
}

std::vector<std::string> ChannelClasses::reasonsAgainst(std::vector<std::string> reasons) const {
    reasons.resize(classes_.size());
    for (size_t i = 0; i < classes_.size(); ++i) {
        if (reasons[i].empty()) reasons[i] = classes_[i].pin.empty() ? classes_[i].broadcast : classes_[i].pin;
    }
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = relations_.size(); i-- > 0;) {
            const Relation& relation = relations_[i];
            const std::string& reason = reasons[static_cast<size_t>(relation.out)];
            for (const auto& [term, coefficient] : relation.terms) {
                if (reason.empty() || !reasons[static_cast<size_t>(term)].empty()) continue;
                reasons[static_cast<size_t>(term)] = reason;
                changed = true;
            }
        }
    }
    return reasons;
}

}  // namespace bw
