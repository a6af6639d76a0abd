// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>

#include "graph/kinds/common_params.h"
#include "graph/kinds/kinds.h"

namespace bw::kinds {
namespace {

Result<TensorId> splitHeads(OperatorBuilder& builder, TensorId x, int64_t heads, const char* name) {
    const Shape s = builder.shape(x);
    const auto split = builder.reshape(x, std::vector<int64_t>{s[0], -1, heads, s[2] / heads});
    if (!split) return split;
    builder.setNextName(name);
    return builder.transpose(*split, {0, 2, 1, 3});
}

}  // namespace

BlockKind makeAttention() {
    BlockKind kind;
    kind.id = "attention";
    kind.label = "Self-attention";
    kind.doc =
        "Multi-head self-attention over tokens (N x T x D) with a normalisation before and a residual around it.";
    kind.group = KindGroup::Attention;
    kind.channel_rule = ChannelRule::Follow;
    kind.params = {integerParam("heads", "Heads", "Attention heads; they divide the features.", 4, 1, 256),
                   flagParam("normalize", "Normalise first", "Layer normalisation before the attention.", true),
                   flagParam("residual", "Residual", "Adds the block's input to its output.", true),
                   flagParam("bias", "Bias", "Projections add a bias.", true, true)};
    kind.lower = [](const LowerContext& c) -> Result<std::vector<TensorId>> {
        OperatorBuilder& b = c.builder;
        const Attributes& a = c.attributes;
        const Shape in = b.shape(c.inputs[0]);
        const int64_t heads = a.integer("heads", 1);
        if (in.rank() != 3)
            return fail(ErrorCode::InvalidArgument, "attention needs tokens N x T x D, not " + in.text());
        if (in[2] % heads != 0) {
            return fail(ErrorCode::InvalidArgument,
                        std::to_string(heads) + " heads do not divide " + std::to_string(in[2]) + " features", "heads");
        }
        Result<TensorId> x = c.inputs[0];
        if (a.flag("normalize")) x = b.layerNorm(*x);
        if (!x) return tl::unexpected(x.error());
        std::array<TensorId, 3> qkv{};
        constexpr std::array<const char*, 3> kNames = {"query", "key", "value"};
        for (size_t i = 0; i < qkv.size(); ++i) {
            b.setNextName(kNames[i]);
            const auto projected = b.dense(*x, in[2], a.flag("bias"));
            if (!projected) return tl::unexpected(projected.error());
            const auto split = splitHeads(b, *projected, heads, kNames[i]);
            if (!split) return tl::unexpected(split.error());
            qkv[i] = *split;
        }
        b.setNextName("scores");
        x = b.matmul(qkv[0], qkv[1], true);
        if (x) x = b.elementwise(OpType::Mul, std::array{*x}, Activation::None, 1);
        if (x) x = b.softmax(*x, 3);
        if (!x) return tl::unexpected(x.error());
        b.setNextName("context");
        x = b.matmul(*x, qkv[2], false);
        if (x) x = b.transpose(*x, {0, 2, 1, 3});
        if (x) x = b.reshape(*x, std::vector<int64_t>{in[0], -1, in[2]});
        if (!x) return tl::unexpected(x.error());
        b.setNextName("project");
        x = b.dense(*x, in[2], a.flag("bias"));
        if (x && a.flag("residual")) {
            b.setNextName("add");
            x = b.elementwise(OpType::Add, std::array{c.inputs[0], *x});
        }
        return single(x);
    };
    return kind;
}

}  // namespace bw::kinds
