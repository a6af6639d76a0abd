// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text.h"
#include "rewrite/command_line.h"
#include "rewrite/rules/rules.h"
#include "rewrite/scale_channels.h"

namespace bw::rules {
namespace {

constexpr double kMaxRatio = 4;

/// The blocks that --stage or --blocks name; all without either.
Result<std::vector<bool>> scopeOf(const Network& network, const EditArguments& arguments) {
    const std::string* stage = arguments.option("stage");
    const std::string* blocks = arguments.option("blocks");
    if (stage == nullptr && blocks == nullptr) return std::vector<bool>(network.size(), true);
    std::vector<bool> scope(network.size(), false);
    bool any = blocks != nullptr;
    for (size_t i = 0; stage != nullptr && i < network.size(); ++i) {
        if (network.at(i).stage == *stage) scope[i] = any = true;
    }
    if (!any) return fail(ErrorCode::NotFound, "no block is in the stage '" + elide(*stage, 60) + "'");
    if (blocks == nullptr) return scope;
    std::vector<EditWord> words;
    for (std::string& name : split(*blocks, ','))
        words.push_back({std::move(name), 0});
    const auto ids = namedBlocks(network, words);
    if (!ids) return tl::unexpected(ids.error());
    for (const BlockId id : *ids)
        scope[static_cast<size_t>(network.positionOf(id))] = true;
    return scope;
}

Result<EditPlan> planScale(const Network& network, const EditArguments& arguments, const EditContext& context) {
    const auto ratio = arguments.words.size() == 1 ? parseNumber(arguments.words.front().text) : std::nullopt;
    if (!ratio || *ratio <= 0 || *ratio > kMaxRatio) {
        return fail(ErrorCode::InvalidArgument, "the depth multiplier must be one number above 0 and up to 4", {},
                    "write, for example, scale 0.75 --multiple 16");
    }
    const auto multiple = multipleOf(arguments, context);
    if (!multiple) return tl::unexpected(multiple.error());
    auto scope = scopeOf(network, arguments);
    if (!scope) return tl::unexpected(scope.error());
    EditPlan plan{NetworkDraft(network), "Scale channels by " + valueText(Value(*ratio)), {}};
    if (const std::string* stage = arguments.option("stage")) plan.title += " in " + elide(*stage, 60);
    const Widening widening{*ratio, *multiple, std::move(*scope)};
    if (auto ok = widen(plan, network, context, widening); !ok) return tl::unexpected(ok.error());
    return plan;
}

}  // namespace

Rewrite makeScale() {
    Rewrite rewrite;
    rewrite.id = "scale";
    rewrite.label = "Scale channels";
    rewrite.syntax = "scale RATIO [--multiple M] [--stage NAME] [--blocks A,B]";
    rewrite.doc =
        "The depth multiplier of the model, a stage or some blocks: multiplies channels and rounds them, and the "
        "channels inside blocks, to the nearest multiple of the target's parallelism factor; below 1 it widens no "
        "block. Outputs of the network, frozen blocks and what is tied to them stay. It is not TFLite's "
        "depth_multiplier, which counts the outputs of a depthwise convolution for each input channel.";
    rewrite.scope = Rewrite::Scope::Network;
    rewrite.options = {"multiple", "stage", "blocks"};
    rewrite.plan = planScale;
    rewrite.check = [](const Network& network, std::span<const BlockId>) -> Result<void> {
        if (!network.empty()) return {};
        return fail(ErrorCode::InvalidEdit, "the network has no blocks");
    };
    return rewrite;
}

}  // namespace bw::rules
