// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text.h"
#include "rewrite/rules/rules.h"

namespace bw::rules {
namespace {

/// Channels that the squeeze-excite of a block weighs.
int64_t gatedChannels(const Network& network, const LoweredNetwork& lowered, const Block& block) {
    const auto input = static_cast<size_t>(network.positionOf(block.inputs.front().block));
    const auto channels = static_cast<double>(lowered.outputShape(input).channels());
    return nearestMultiple(channels * block.attributes.number("expansion", 1), 1);
}

Result<void> requireSqueeze(const Network& network, std::span<const BlockId> blocks) {
    if (auto ok = requireThawedSelection(network, blocks); !ok) return ok;
    for (const BlockId id : blocks) {
        const Block& block = *network.find(id);
        if (block.kind->param("squeeze") != nullptr) continue;
        return fail(ErrorCode::InvalidEdit, "a block of kind " + block.kind->label + " holds no squeeze-excite",
                    block.name, "insert one: insert squeeze_excite after " + quoteName(block.name));
    }
    return {};
}

Result<EditPlan> planSqueeze(const Network& network, const EditArguments& arguments, const EditContext& context) {
    if (arguments.words.size() < 2) {
        return fail(ErrorCode::InvalidArgument, "squeeze needs blocks and on, off or a number of channels", {},
                    "write, for example, squeeze ibn_3 on");
    }
    const std::string& setting = arguments.words.back().text;
    const auto blocks = namedBlocks(network, std::span(arguments.words).first(arguments.words.size() - 1));
    if (!blocks) return tl::unexpected(blocks.error());
    if (auto ok = requireSqueeze(network, *blocks); !ok) return tl::unexpected(ok.error());
    const auto lowered = LoweredView::of(network, context);
    if (!lowered) return tl::unexpected(lowered.error());
    EditContext known = context;
    known.lowered = &**lowered;
    std::vector<Assignment> assignments;
    for (const BlockId id : *blocks) {
        const Block& block = *network.find(id);
        if (setting == "off" && block.kind->id == "squeeze_excite") {
            return fail(ErrorCode::InvalidEdit, "the block is nothing but a squeeze-excite", block.name,
                        "take it out: delete " + quoteName(block.name));
        }
        auto value = parseValue(*block.kind->param("squeeze"), setting == "off" ? "0" : setting);
        if (setting == "on") {
            // A quarter is the usual share (MobileNetV3, EfficientNet on accelerators).
            const auto gated = static_cast<double>(gatedChannels(network, **lowered, block));
            const int64_t present = block.attributes.integer("squeeze");
            value = Value(present > 0 ? present : nearestMultiple(gated / 4, context.channel_multiple));
        }
        if (!value) {
            Error error = value.error();
            error.place = elide(block.name, 60);
            return tl::unexpected(std::move(error));
        }
        assignments.push_back({id, "squeeze", std::move(*value)});
    }
    EditPlan plan{NetworkDraft(network), "Squeeze-excite " + setting + " in " + namesText(network, *blocks), {}};
    if (auto ok = assign(plan, network, known, assignments); !ok) return tl::unexpected(ok.error());
    return plan;
}

}  // namespace

Rewrite makeSqueeze() {
    Rewrite rewrite;
    rewrite.id = "squeeze";
    rewrite.label = "Squeeze-excite";
    rewrite.syntax = "squeeze BLOCK... on|off|CHANNELS";
    rewrite.doc = "Turns squeeze-excite inside blocks on (a quarter of the channels it weighs), off, or to a size.";
    rewrite.plan = planSqueeze;
    rewrite.check = requireSqueeze;
    return rewrite;
}

}  // namespace bw::rules
