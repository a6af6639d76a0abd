// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "base/text.h"
#include "rewrite/map_sizes.h"
#include "rewrite/rules/rules.h"

namespace bw::rules {
namespace {

/// How coarse a map is, and how much finer than before the edit.
struct Grid {
    int64_t stride = 1;  ///< Of the input, after the edit.
    int64_t finer = 1;   ///< Strides given up before it.
};

bool spreads(const Block& block) {
    return block.kind->param("dilation") != nullptr && block.attributes.integer("kernel") > 1;
}

/// Heads and resizes that enlarge by a factor need less of it.
Result<Grid> enlarge(EditPlan& plan, const Block& block, Grid in) {
    const bool fixed = block.attributes.integer("height") > 0 || block.attributes.integer("width") > 0;
    if (in.finer == 1 || fixed) return Grid{1, 1};
    if (auto ok = requireThawed(block); !ok) return tl::unexpected(ok.error());
    const double scale = block.attributes.number("scale") / static_cast<double>(in.finer);
    setAttribute(plan, block, "scale", scale, "the map is finer");
    return Grid{1, 1};
}

// stride 2, then k x k   becomes   stride 1, then k x k with dilation 2 (DeepLab)
Result<Grid> refine(EditPlan& plan, const Block& block, Grid in, int64_t limit) {
    const Attributes& a = block.attributes;
    if (block.kind->param("scale") != nullptr) return enlarge(plan, block, in);
    if (block.kind->id == "global_pool" || block.kind->id == "transposed_conv") return Grid{1, 1};
    const int64_t stride = a.integer("stride", 1);
    const bool coarse = stride > 1 && in.stride * stride > limit;
    const bool dilates = in.finer > 1 && spreads(block);
    if (coarse || dilates) {
        if (auto ok = requireThawed(block); !ok) return tl::unexpected(ok.error());
    }
    if (dilates) {
        setAttribute(plan, block, "dilation", a.integer("dilation", 1) * in.finer);
        if (a.integer("dilation_w") > 0) setAttribute(plan, block, "dilation_w", a.integer("dilation_w") * in.finer);
    }
    if (!coarse) return Grid{in.stride * stride, in.finer};
    setAttribute(plan, block, "stride", int64_t{1}, "dilation takes over");
    if (a.integer("stride_w") > 0) setAttribute(plan, block, "stride_w", int64_t{1});
    return Grid{in.stride, in.finer * stride};
}

/// Blocks that hold the size of a map follow; the input itself stays.
Result<void> followMaps(EditPlan& plan, const Network& network, const EditContext& context) {
    const auto lowered = LoweredView::of(network, context);
    if (!lowered) return tl::unexpected(lowered.error());
    return followSizes(plan, network, **lowered, kSameInput, std::vector<bool>(network.size(), true));
}

Result<EditPlan> planOutputStride(const Network& network, const EditArguments& arguments, const EditContext& context) {
    const auto limit = arguments.words.size() == 1 ? parseInteger(arguments.words.front().text) : std::nullopt;
    if (!limit || *limit < 1 || *limit > 1024) {
        return fail(ErrorCode::InvalidArgument, "output_stride needs one whole number from 1 to 1024", {},
                    "write, for example, output_stride 16");
    }
    EditPlan plan{NetworkDraft(network), "Set output stride to " + std::to_string(*limit), {}};
    std::vector<Grid> grids;
    for (size_t i = 0; i < network.size(); ++i) {
        const Block& block = network.at(i);
        Grid in;
        for (const Port& port : block.inputs) {
            const Grid& source = grids[static_cast<size_t>(network.positionOf(port.block))];
            in = {std::max(in.stride, source.stride), std::max(in.finer, source.finer)};
        }
        const auto out = refine(plan, block, in, *limit);
        if (!out) return tl::unexpected(out.error());
        grids.push_back(*out);
    }
    if (plan.changes.empty()) {
        return fail(ErrorCode::InvalidEdit, "no map is coarser than " + std::to_string(*limit) + " input places");
    }
    if (auto ok = followMaps(plan, network, context); !ok) return tl::unexpected(ok.error());
    return plan;
}

}  // namespace

Rewrite makeOutputStride() {
    Rewrite rewrite;
    rewrite.id = "output_stride";
    rewrite.label = "Set output stride";
    rewrite.syntax = "output_stride N";
    rewrite.doc =
        "Keeps maps from getting coarser than N places of the input: later strides become 1 and the kernels behind "
        "them are spread by dilation, so that they see as much as before. Enlargements by a factor shrink to match, "
        "those to a fixed "
        "size follow the map that they matched.";
    rewrite.scope = Rewrite::Scope::Network;
    rewrite.plan = planOutputStride;
    rewrite.check = [](const Network& network, std::span<const BlockId>) -> Result<void> {
        if (!network.empty()) return {};
        return fail(ErrorCode::InvalidEdit, "the network has no blocks");
    };
    return rewrite;
}

}  // namespace bw::rules
