// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/random_network.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>

#include "base/random.h"

namespace bw::test {
namespace {

/// Grows a network block by block. Each block is lowered as it comes, so that one that cannot be is left out.
class Grower {
public:
    Grower(uint64_t seed, const RandomNetworkOptions& options) : random_(seed), options_(options), builder_(graph_) {}

    Network grow() {
        const int64_t size = 16 * random_.between(1, 6);
        Port trunk = *place("input", {}, {{"shape", std::vector<int64_t>{1, 3, size, size}}});
        trunk = *place("conv", {trunk}, {{"channels", 8 * random_.between(1, 4)}, {"stride", int64_t{2}}});
        while (count_ < options_.blocks)
            trunk = step(trunk);
        finish(trunk);
        draft_.setName("random");
        draft_.setOutputs(outputs_);
        auto network = draft_.commit();
        if (!network) std::abort();
        return std::move(*network);
    }

private:
    const Shape& shapeOf(Port port) const { return graph_.shape(tensors_[static_cast<size_t>(port.block)]); }
    bool chance(double share) { return random_.uniform() < share; }
    template <class T, size_t N>
    T pick(const std::array<T, N>& values) {
        return values[random_.below(N)];
    }

    std::string newName() {
        const std::string number = std::to_string(count_);
        if (!options_.odd_names || chance(0.8)) return "block_" + number;
        return pick(std::array<std::string, 4>{"my block ", "scope/x.", "a=\"b\\\".", "--"}) + number;
    }

    /// The new block's first output, or nothing where the block cannot be.
    std::optional<Port> place(const char* kind_id, std::vector<Port> inputs, Attributes attributes) {
        const BlockKind& kind = *findBlockKind(kind_id);
        auto complete = completeAttributes(kind, attributes);
        if (!complete) return std::nullopt;
        std::vector<TensorId> tensors;
        for (const Port& input : inputs)
            tensors.push_back(tensors_[static_cast<size_t>(input.block)]);
        const auto lowered = kind.lower({*complete, tensors, builder_});
        if (!lowered) return std::nullopt;
        const std::string stage = "stage" + std::to_string(count_ / 8);
        const BlockId id = draft_.add(kind, newName(), std::move(*complete), std::move(inputs), stage);
        draft_.edit(id)->frozen = chance(options_.frozen_share);
        tensors_.push_back(lowered->front());
        ++count_;
        return Port{id, 0};
    }

    /// As place(), but falls back on the input.
    Port after(const char* kind, Port input, Attributes attributes) {
        return place(kind, {input}, std::move(attributes)).value_or(input);
    }

    Attributes window(int64_t channels, bool may_stride) {
        const bool strides = may_stride && chance(0.2);
        Attributes a = {{"kernel", pick(std::array<int64_t, 3>{1, 3, 5})},
                        {"stride", int64_t{strides ? 2 : 1}},
                        {"activation", pick(std::array<std::string, 3>{"relu", "relu6", "hard_swish"})}};
        if (channels > 0) a.set("channels", channels);
        return a;
    }

    Port mobile(Port x, int64_t channels) {
        const char* kind = pick(std::array<const char*, 3>{"ibn", "fused_ibn", "depthwise_separable"});
        const bool residual = chance(0.6);
        Attributes a = window(residual ? shapeOf(x).channels() : channels, !residual);
        a.set("residual", residual);
        if (chance(0.3)) a.set("squeeze", 4 * random_.between(1, 4));
        if (std::string_view(kind) != "depthwise_separable")
            a.set("expansion", 0.5 * static_cast<double>(random_.between(2, 12)));
        return after(kind, x, std::move(a));
    }

    Port step(Port x) {
        const int64_t channels = random_.between(1, 12) * pick(std::array<int64_t, 3>{4, 8, 6});
        const int64_t now = shapeOf(x).channels();
        switch (random_.below(12)) {
            case 0:
                return after("conv", x, window(channels, true));
            case 1:
                return grouped(x);
            case 2: {
                Attributes a = window(0, true);
                a.set("outputs_per_channel", int64_t{chance(0.2) ? 2 : 1});
                return after("depthwise_conv", x, std::move(a));
            }
            case 3:
                return after(chance(0.5) ? "max_pool" : "activation", x, {});
            case 4:
                return after("residual", x, window(now, false));
            case 5: {
                Attributes a = window(now, false);
                a.set("mid_channels", std::max<int64_t>(1, now / 4));
                return after("bottleneck", x, std::move(a));
            }
            case 6:
                return branches(x, channels);
            case 7:
                return gate(x);
            case 8:
                return halves(x);
            case 9:
                return enlarged(x);
            default:
                return mobile(x, channels);
        }
    }

    Port grouped(Port x) {
        Attributes a = window(shapeOf(x).channels(), false);
        a.set("groups", int64_t{2});
        return after("conv", x, std::move(a));
    }

    Port branches(Port x, int64_t channels) {
        const bool sum = chance(0.5);
        const Port left = after("conv", x, {{"channels", channels}});
        Port right = after("conv", x, {{"channels", sum ? channels : random_.between(1, 8) * 4}});
        if (chance(0.5)) right = after("depthwise_conv", right, {});
        return place(sum ? "add" : "concat", {left, right}, {}).value_or(left);
    }

    Port gate(Port x) {
        const Port pooled = after("global_pool", x, {});
        const int64_t channels = chance(0.8) ? shapeOf(x).channels() : 1;
        const Port weights =
            after("conv", pooled,
                  {{"channels", channels}, {"kernel", int64_t{1}}, {"activation", std::string("hard_sigmoid")}});
        return place("mul", {x, weights}, {}).value_or(weights);
    }

    Port halves(Port x) {
        const int64_t half = shapeOf(x).channels() / 2;
        if (half * 2 != shapeOf(x).channels()) return after("squeeze_excite", x, {{"squeeze", int64_t{4}}});
        const auto slice = [&](int64_t begin) {
            return place("slice", {x}, {{"axis", int64_t{1}}, {"begin", begin}, {"size", half}});
        };
        const auto low = slice(0);
        const auto high = slice(half);
        const Port worked = after("depthwise_conv", *high, {});
        return *place("concat", {*low, worked}, {});
    }

    Port enlarged(Port x) {
        const Shape shape = shapeOf(x);
        if (shape.height() < 4) return after("conv", x, window(shape.channels(), false));
        const Port small = after("conv", x, {{"channels", shape.channels()}, {"stride", int64_t{2}}});
        const Port up = after("resize", small, {{"height", shape.height()}, {"width", shape.width()}});
        return place("add", {up, x}, {}).value_or(up);
    }

    void finish(Port x) {
        if (chance(0.4)) {
            if (const auto head = place("detection_head", {x}, {{"anchors", int64_t{3}}})) outputs_.push_back(*head);
            x = after("conv", x, {{"channels", int64_t{16}}});
        }
        if (chance(0.3)) {
            const Port scores = after("conv", x, {{"channels", int64_t{12}}});
            const auto rows = place("reshape", {scores}, {{"sizes", std::vector<int64_t>{0, -1, 4}}});
            outputs_.push_back(rows.value_or(scores));
        }
        if (outputs_.empty() || chance(0.7)) {
            x = after("global_pool", x, {{"form", std::string("mean_flat")}});
            x = after("dense", x, {{"channels", int64_t{10}}});
            outputs_.push_back(chance(0.5) ? after("softmax", x, {}) : x);
        }
    }

    Random random_;
    RandomNetworkOptions options_;
    OperatorGraph graph_;
    OperatorBuilder builder_;
    NetworkDraft draft_;
    std::vector<TensorId> tensors_;  ///< By block id: its first output.
    std::vector<Port> outputs_;
    int count_ = 0;
};

}  // namespace

Network randomNetwork(uint64_t seed, const RandomNetworkOptions& options) {
    return Grower(seed, options).grow();
}

}  // namespace bw::test
