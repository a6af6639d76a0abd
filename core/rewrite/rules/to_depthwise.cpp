// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "base/text.h"
#include "rewrite/rules/each_block.h"
#include "rewrite/rules/rules.h"

namespace bw::rules {
namespace {

/// Padding of the composite block that equals the convolution's; empty where there is none.
std::string compositePadding(const Attributes& a) {
    if (a.text("padding") != "explicit") return a.text("padding");
    const std::vector<int64_t>& pads = a.list("pads");
    const auto all = [&](int64_t size) {
        return std::all_of(pads.begin(), pads.end(), [&](int64_t pad) { return pad == size; });
    };
    if (all(0)) return "valid";
    return all(a.integer("dilation", 1) * (a.integer("kernel") - 1) / 2) ? "symmetric" : "";
}

Result<void> canBecomeDepthwise(const Block& block) {
    if (auto ok = requireKind(block, {"conv"}); !ok) {
        if (block.kind->id == "fused_ibn") ok.error().remedy = "use 'unfuse' for a fused IBN";
        return ok;
    }
    const Attributes& a = block.attributes;
    const auto refuse = [&](std::string why) { return fail(ErrorCode::InvalidEdit, std::move(why), block.name); };
    if (a.integer("groups", 1) != 1) return refuse("it is a grouped convolution already");
    const auto square = [&](const char* across, const char* down) {
        return a.integer(across) == 0 || a.integer(across) == a.integer(down, 1);
    };
    if (!square("kernel_w", "kernel") || !square("stride_w", "stride") || !square("dilation_w", "dilation")) {
        return refuse("a depthwise-separable block has a square window");
    }
    if (a.integer("kernel") == 1) return refuse("a 1 x 1 convolution has no depthwise part");
    if (compositePadding(a).empty()) return refuse("its explicit padding is not the same on all sides");
    return {};
}

// k x k convolution   becomes   depthwise k x k -> 1x1
Result<void> makeDepthwise(EditPlan& plan, const Network&, const Block& block, const EditContext&) {
    const BlockKind& separable = *findBlockKind("depthwise_separable");
    Attributes attributes = carriedAttributes(separable, block.attributes);
    attributes.set("padding", compositePadding(block.attributes));
    attributes.set("depthwise_activation", block.attributes.text("activation"));
    convertKind(plan, block, separable.id, std::move(attributes));
    return {};
}

}  // namespace

Rewrite makeToDepthwise() {
    return makeEachBlock({"to_depthwise", "Standard to depthwise",
                          "Splits a convolution into a depthwise one of the same kernel and stride and a 1 x 1 one.",
                          "Make depthwise:", false, canBecomeDepthwise, makeDepthwise});
}

}  // namespace bw::rules
