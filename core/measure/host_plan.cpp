// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/host_plan.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/text.h"
#include "graph/operator_builder.h"
#include "lowering/lower.h"
#include "measure/network_sampler.h"
#include "rewrite/rewrite.h"

namespace bw {
namespace {

/// Larger networks would take the time of many smaller ones.
constexpr int64_t kMaxMacs = 2'500'000'000;
constexpr int64_t kMaxElements = 60'000'000;
/// Of the networks above this many, one in three is trained on: they take most of the time, and small ones hold the
/// same layers.
constexpr int64_t kManyMacs = 600'000'000;
/// Out of twenty networks: chains of rare operators, which cost next to nothing, and variants of real networks.
constexpr uint64_t kRareParts = 3;
constexpr uint64_t kVariantParts = 5;

bool isAffordable(const OperatorGraph& graph) {
    int64_t elements = 0;
    for (const Tensor& tensor : graph.tensors)
        elements += tensor.shape.elements();
    return graph.totalMacs() <= kMaxMacs && elements <= kMaxElements;
}

template <class T, size_t N>
const T& pick(Random& random, const std::array<T, N>& values) {
    return values[random.below(N)];
}

/// One random edit as a command; it may turn out to be impossible.
std::string randomEdit(const Network& network, Random& random) {
    const Block& block = network.at(random.below(network.size()));
    const std::string name = quoteName(block.name);
    switch (random.below(6)) {
        case 0:
        case 1:
            return "scale " + formatNumber(0.4 + 1.4 * random.uniform()) + " --multiple " +
                   std::to_string(pick(random, std::array{1, 2, 4, 8, 8, 16}));
        case 2: {
            const int64_t size = pick(random, std::array<int64_t, 8>{96, 112, 128, 160, 192, 240, 256, 320});
            return "input_size " + std::to_string(size) + "x" +
                   std::to_string(random.below(3) == 0 ? size * 3 / 4 : size);
        }
        case 3:
            return pick(random, std::array<std::string, 4>{"fuse ", "unfuse ", "to_standard ", "to_depthwise "}) + name;
        case 4:
            return "set " + name + ".kernel=" + pick(random, std::array<std::string, 3>{"3", "5", "7"});
        default: {
            const double channels = static_cast<double>(std::max<int64_t>(4, block.channels()));
            const auto wanted = static_cast<int64_t>(std::llround(channels * (0.4 + 0.8 * random.uniform())));
            return "channels " + name + " " + std::to_string(std::max<int64_t>(1, wanted));
        }
    }
}

}  // namespace

OperatorGraph variantOf(const Network& network, Random& random) {
    Network changed = network;
    const auto edits = random.between(2, 6);
    int64_t made = 0;
    for (int tries = 0; tries < 30 && made < edits; ++tries) {
        if (auto outcome = applyEdit(changed, randomEdit(changed, random))) {
            changed = std::move(outcome->network);
            ++made;
        }
    }
    auto lowered = lower(changed);
    return made > 0 && lowered ? std::move(lowered->graph) : sampleNetwork(random);
}

OperatorGraph rareOperators(Random& random) {
    OperatorGraph graph;
    OperatorBuilder builder(graph);
    const int64_t side = 2 * random.between(2, 40);
    const int64_t channels = 4 * random.between(1, 40);
    TensorId x = builder.addInput(Shape{1, channels, side, side}, "input");
    const auto take = [&](const Result<TensorId>& result) {
        if (result) x = *result;
    };
    const auto stated = [&](OpType type, std::vector<int64_t> axes, const Shape& output) {
        Operator op;
        op.type = type;
        op.axes = std::move(axes);
        op.inputs = {x};
        const std::array<Shape, 1> outputs = {output};
        if (const auto tensors = builder.custom(std::move(op), outputs)) x = tensors->front();
    };
    for (int64_t i = random.between(6, 14); i > 0; --i) {
        const Shape shape = builder.shape(x);
        const int64_t c = shape[1], h = shape[2], w = shape[3];
        const std::array<TensorId, 2> both = {x, x};
        const std::array<TensorId, 1> one = {x};
        switch (random.below(12)) {
            case 0:
                take(builder.elementwise(pick(random, std::array{OpType::Sub, OpType::Div, OpType::Mul}), both));
                break;
            case 1:
                take(
                    builder.elementwise(OpType::Elementwise, one, Activation::None, 0,
                                        pick(random, std::array<std::string, 5>{"sqrt", "exp", "abs", "erf", "clip"})));
                break;
            case 2:
                take(builder.normalize(x, 2 * c, pick(random, std::array<std::string, 2>{"batch", "l2"})));
                break;
            case 3:
                if (h % 2 == 0 && w % 2 == 0) stated(OpType::SpaceToDepth, {}, {1, c * 4, h / 2, w / 2});
                break;
            case 4:
                if (c % 4 == 0) stated(OpType::DepthToSpace, {}, {1, c / 4, h * 2, w * 2});
                break;
            case 5:
                stated(OpType::Gather, {1}, {1, std::max<int64_t>(1, c / 2), h, w});
                break;
            case 6:
                take(builder.quantize(x, "quantize"));
                break;
            case 7:
                take(builder.elementwise(OpType::Mul, one, Activation::None, pick(random, std::array{c, int64_t{1}})));
                break;
            case 8:
                take(builder.concat(both, 1));
                break;
            case 9:
                take(builder.slice(x, pick(random, std::array<int64_t, 3>{1, 2, 3}), 0,
                                   std::max<int64_t>(1, std::min({c, h, w}) / 2)));
                break;
            case 10:
                take(builder.softmax(x, 1));
                break;
            default:
                take(builder.activation(x, pick(random, std::array{Activation::LeakyRelu, Activation::Gelu,
                                                                   Activation::Silu, Activation::Sigmoid})));
                break;
        }
    }
    if (random.below(2) == 0) {
        take(builder.argMax(x, 1, false));
    } else {
        take(builder.reduce(x, {2, 3}, true, pick(random, std::array<std::string, 3>{"mean", "sum", "max"})));
    }
    graph.outputs = {x};
    return graph;
}

void padEvenly(OperatorGraph& graph) {
    for (Operator& op : graph.operators) {
        if (op.type != OpType::Conv2d && op.type != OpType::DepthwiseConv2d) continue;
        const Shape& in = graph.shape(op.inputs[0]);
        if (in.rank() != 4) continue;
        Window even = op.window;
        const auto size = windowOutput(even, Padding::Symmetric, in[2], in[3]);
        const Shape& out = graph.shape(op.outputs[0]);
        if (size && size->first == out[2] && size->second == out[3]) op.window = even;
    }
}

HostPlan::HostPlan(std::vector<NamedNetwork> real, uint64_t seed) : real_(std::move(real)), random_(seed) {}

OperatorGraph HostPlan::draw(std::string& kind, bool with_rare) {
    const uint64_t die = random_.below(20);
    if (die < kRareParts && with_rare) {
        kind = "rare";
        return rareOperators(random_);
    }
    if (die >= kRareParts && die < kRareParts + kVariantParts && !real_.empty()) {
        const NamedNetwork& model = real_[random_.below(real_.size())];
        kind = "variant of " + model.name;
        return variantOf(model.network, random_);
    }
    kind = "sampled";
    return sampleNetwork(random_);
}

PlannedNetwork HostPlan::next() {
    PlannedNetwork planned = drawAffordable(true);
    while (planned.graph.totalMacs() > kManyMacs && random_.below(3) != 0)
        planned = drawAffordable(true);
    return planned;
}

PlannedNetwork HostPlan::nextToCheck() {
    return drawAffordable(false);
}

PlannedNetwork HostPlan::drawAffordable(bool with_rare) {
    PlannedNetwork planned;
    do {
        planned.graph = draw(planned.id, with_rare);
    } while (!isAffordable(planned.graph));
    if (random_.below(2) == 0) padEvenly(planned.graph);
    planned.id = std::to_string(++count_) + " " + planned.id;
    return planned;
}

}  // namespace bw
