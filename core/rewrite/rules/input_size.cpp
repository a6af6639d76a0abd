// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text.h"
#include "rewrite/map_sizes.h"
#include "rewrite/rules/rules.h"

namespace bw::rules {
namespace {

const Block* inputNamed(const Network& network, const std::string* name) {
    for (const BlockPtr& block : network.blocks()) {
        const bool image = block->kind->group == KindGroup::Input && block->attributes.list("shape").size() == 4;
        if (image && (name == nullptr || block->name == *name)) return block.get();
    }
    return nullptr;
}

Result<PlaneSize> parseSize(const std::string& text) {
    const std::vector<std::string> parts = split(text, 'x');
    const auto height = parseInteger(parts.front());
    const auto width = parseInteger(parts.back());
    const bool legal = parts.size() == 2 && height && width && *height > 0 && *width > 0 && *height <= kMaxDimension &&
                       *width <= kMaxDimension;
    if (legal) return PlaneSize(*height, *width);
    return fail(ErrorCode::InvalidArgument, "'" + elide(text, 40) + "' is no size", {},
                "write height and width, for example input_size 192x256");
}

Result<EditPlan> planInputSize(const Network& network, const EditArguments& arguments, const EditContext& context) {
    if (arguments.words.empty() || arguments.words.size() > 2) {
        return fail(ErrorCode::InvalidArgument, "input_size needs HEIGHTxWIDTH");
    }
    const auto size = parseSize(arguments.words[0].text);
    if (!size) return tl::unexpected(size.error());
    const std::string* name = arguments.words.size() == 2 ? &arguments.words[1].text : nullptr;
    const Block* input = inputNamed(network, name);
    if (input == nullptr) return fail(ErrorCode::NotFound, "there is no such input with height and width");
    if (auto ok = requireThawed(*input); !ok) return tl::unexpected(ok.error());
    const auto lowered = LoweredView::of(network, context);
    if (!lowered) return tl::unexpected(lowered.error());
    std::vector<int64_t> shape = input->attributes.list("shape");
    const PlaneSize old{shape[2], shape[3]};
    shape[2] = size->first;
    shape[3] = size->second;
    EditPlan plan{NetworkDraft(network), "Set input size to " + arguments.words[0].text, {}};
    if (old == *size)
        return fail(ErrorCode::InvalidEdit, "its size is already " + arguments.words[0].text, input->name);
    setAttribute(plan, *input, "shape", std::move(shape));
    std::vector<bool> reached(network.size(), false);
    for (size_t i = 0; i < network.size(); ++i) {
        reached[i] = &network.at(i) == input;
        for (const Port& port : network.at(i).inputs)
            reached[i] = reached[i] || reached[static_cast<size_t>(network.positionOf(port.block))];
    }
    if (auto ok = followSizes(plan, network, **lowered, SizeChange{old, *size}, reached); !ok) {
        return tl::unexpected(ok.error());
    }
    return plan;
}

}  // namespace

Rewrite makeInputSize() {
    Rewrite rewrite;
    rewrite.id = "input_size";
    rewrite.label = "Set input size";
    rewrite.syntax = "input_size HEIGHTxWIDTH [INPUT]";
    rewrite.doc =
        "Sets the height and width that the network reads. Blocks that hold the size of a map follow: a resize to a "
        "fixed size, a pooling that covers its map. A resize by a factor gets a fixed size where rounding would part "
        "it "
        "from the map that it matched.";
    rewrite.scope = Rewrite::Scope::Network;
    rewrite.plan = planInputSize;
    rewrite.check = [](const Network& network, std::span<const BlockId>) -> Result<void> {
        if (inputNamed(network, nullptr) != nullptr) return {};
        return fail(ErrorCode::InvalidEdit, "no input has a height and a width");
    };
    return rewrite;
}

}  // namespace bw::rules
