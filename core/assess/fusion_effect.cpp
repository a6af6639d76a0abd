// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assess/fusion_effect.h"

#include "assess/problems.h"
#include "base/text.h"
#include "rewrite/rewrite.h"

namespace bw {
namespace {

Result<FusionForm> formOf(const Network& network, BlockId block, const AssessmentContext& context) {
    const auto assessed = assess(network, context);
    if (!assessed) return tl::unexpected(assessed.error());
    const BlockFigures& figures = assessed->blocks[static_cast<size_t>(network.positionOf(block))];
    FusionForm form{figures.macs, figures.latency_ms, std::nullopt, figures.parameter_bytes};
    if (assessed->totals.coverage >= 1) form.network_latency_ms = assessed->totals.latency_ms;
    return form;
}

}  // namespace

Result<FusionEffect> fusionEffect(const Network& network, BlockId block, const AssessmentContext& context) {
    const Block* present = network.find(block);
    const std::string kind = present != nullptr ? present->kind->id : "";
    if (kind != "ibn" && kind != "fused_ibn") {
        return fail(ErrorCode::InvalidArgument, "only IBNs are fused or unfused",
                    present != nullptr ? elide(present->name, 60) : "");
    }
    NetworkDraft draft(network);
    draft.edit(block)->frozen = false;
    const auto thawed = draft.commit();
    if (!thawed) return tl::unexpected(thawed.error());
    FusionEffect effect;
    effect.fused = kind == "fused_ibn";
    const auto other = applyEdit(*thawed, (effect.fused ? "unfuse " : "fuse ") + quoteName(present->name),
                                 {.channel_multiple = channelMultiple(context.target), .precision = context.precision});
    if (!other) return tl::unexpected(other.error());
    const auto now = formOf(*thawed, block, context);
    if (!now) return tl::unexpected(now.error());
    const auto then = formOf(other->network, block, context);
    if (!then) return tl::unexpected(then.error());
    effect.as_ibn = effect.fused ? *then : *now;
    effect.as_fused = effect.fused ? *now : *then;
    return effect;
}

}  // namespace bw
