// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "base/text.h"
#include "rewrite/command_line.h"
#include "rewrite/rules/rules.h"

namespace bw::rules {
namespace {

/// "insert KIND after BLOCK with OTHER... PARAM=VALUE..." in its parts.
struct Insertion {
    const BlockKind* kind = nullptr;
    BlockId anchor = kNoBlock;
    std::vector<Port> inputs;
    Attributes given;
};

Result<const BlockKind*> insertableKind(const std::string& id) {
    const BlockKind* kind = findBlockKind(id);
    if (kind != nullptr && kind->creatable) return kind;
    std::string known;
    for (const BlockKind& each : blockKinds()) {
        if (each.creatable) known += (known.empty() ? "" : ", ") + each.id;
    }
    return fail(kind == nullptr ? ErrorCode::NotFound : ErrorCode::InvalidEdit,
                "'" + elide(id, 40) + "' is no kind of block that can be inserted", {}, "use one of " + known);
}

bool isParameter(const EditWord& word) {
    return word.quoted == 0 && word.text.find('=') != std::string::npos;
}

Result<Insertion> parseInsertion(const Network& network, std::span<const EditWord> words) {
    if (words.size() < 3 || words[1].text != "after") {
        return fail(ErrorCode::InvalidArgument, "insert needs a kind and a block", {},
                    "write: insert KIND after BLOCK [with OTHER...] [PARAMETER=VALUE...]");
    }
    Insertion insertion;
    const auto kind = insertableKind(words[0].text);
    if (!kind) return tl::unexpected(kind.error());
    insertion.kind = *kind;
    const auto anchor = network.resolve(words[2].text);
    if (!anchor) return tl::unexpected(anchor.error());
    insertion.anchor = *anchor;
    insertion.inputs = {{*anchor, 0}};
    size_t next = 3;
    if (next < words.size() && words[next].text == "with" && words[next].quoted == 0) {
        for (++next; next < words.size() && !isParameter(words[next]); ++next) {
            const auto other = network.resolve(words[next].text);
            if (!other) return tl::unexpected(other.error());
            insertion.inputs.push_back({*other, 0});
        }
    }
    for (; next < words.size(); ++next) {
        const std::string& text = words[next].text;
        const size_t equals = text.find('=');
        const std::string name = text.substr(0, std::min(equals, text.size()));
        const ParamSpec* spec = insertion.kind->param(name);
        if (equals == std::string::npos || spec == nullptr) {
            return fail(ErrorCode::InvalidArgument,
                        "'" + elide(text, 40) + "' sets no parameter of " + insertion.kind->label);
        }
        auto value = parseValue(*spec, std::string_view(text).substr(equals + 1));
        if (!value) return tl::unexpected(value.error());
        insertion.given.set(name, std::move(*value));
    }
    return insertion;
}

bool hasStyle(const Block& block) {
    const KindGroup group = block.kind->group;
    return group == KindGroup::Convolution || group == KindGroup::Mobile || group == KindGroup::Residual;
}

/// Attributes that keep the shape and take the padding, normalisation and non-linearity of the block before.
Attributes fittingAttributes(const BlockKind& kind, const Block& anchor, const Shape& shape,
                             const EditContext& context) {
    Attributes a;
    const auto set = [&](const char* name, Value value) {
        if (kind.param(name) != nullptr) a.set(name, std::move(value));
    };
    if (hasStyle(anchor)) {
        const Attributes carried = carriedAttributes(kind, anchor.attributes);
        for (const char* name : {"padding", "bias", "batch_norm", "activation"}) {
            const Value* value = carried.find(name);
            const auto is = [&](const char* text) { return value != nullptr && *value == Value(std::string(text)); };
            const bool bare = is("none") || is("explicit") || is("valid");
            if (value != nullptr && !bare) a.set(name, *value);
        }
    }
    const bool dense = kind.group == KindGroup::Dense;
    const int64_t channels =
        shape.rank() == 0 ? 1 : (dense ? shape[shape.rank() - 1] : shape[std::min(1, shape.rank() - 1)]);
    const int64_t quarter = nearestMultiple(static_cast<double>(channels) / 4, context.channel_multiple);
    if (kind.channel_rule == ChannelRule::Own) set("channels", Value(channels));
    set("mid_channels", Value(quarter));
    if (kind.id == "squeeze_excite") set("squeeze", Value(quarter));
    set("stride", Value(int64_t{1}));
    if (kind.group == KindGroup::Pooling) set("kernel", Value(int64_t{3}));
    if (kind.param("expansion") != nullptr) set("residual", Value(true));
    return a;
}

Result<EditPlan> planInsert(const Network& network, const EditArguments& arguments, const EditContext& context) {
    const auto insertion = parseInsertion(network, arguments.words);
    if (!insertion) return tl::unexpected(insertion.error());
    const BlockKind& kind = *insertion->kind;
    const Block& anchor = *network.find(insertion->anchor);
    if (insertion->inputs.size() < 2 && kind.group == KindGroup::Combine) {
        return fail(ErrorCode::InvalidEdit, kind.label + " combines two or more blocks", anchor.name,
                    "name the others: insert " + kind.id + " after " + quoteName(anchor.name) + " with OTHER");
    }
    const auto lowered = LoweredView::of(network, context);
    if (!lowered) return tl::unexpected(lowered.error());
    const Shape& shape = (*lowered)->outputShape(static_cast<size_t>(network.positionOf(anchor.id)));
    Attributes attributes = fittingAttributes(kind, anchor, shape, context);
    for (const auto& [name, value] : insertion->given.entries())
        attributes.set(name, value);
    const std::string* wish = arguments.option("name");
    const std::string name = wish != nullptr ? *wish : kind.id + "_" + std::to_string(network.nextId());
    EditPlan plan{NetworkDraft(network), "Insert " + kind.label + " after " + elide(anchor.name, 60), {}};
    const BlockId id = plan.draft.insertAfter(anchor.id, kind, name, std::move(attributes), insertion->inputs);
    Block& inserted = *plan.draft.edit(id);
    inserted.stage = anchor.stage;
    inserted.precision = anchor.precision;
    if (kind.group == KindGroup::Head) {
        // A head is an end of its own beside what is there.
        std::vector<Port> outputs(plan.draft.outputs().begin(), plan.draft.outputs().end());
        outputs.push_back({id, 0});
        plan.draft.setOutputs(std::move(outputs));
    } else {
        plan.draft.redirect({anchor.id, 0}, {id, 0}, id);
    }
    plan.changes.push_back(elide(name, 60) + ": " + kind.label + " inserted after " + elide(anchor.name, 60));
    return plan;
}

}  // namespace

Rewrite makeInsert() {
    Rewrite rewrite;
    rewrite.id = "insert";
    rewrite.label = "Insert block";
    rewrite.syntax = "insert KIND after BLOCK [with OTHER...] [PARAMETER=VALUE...] [--name NAME]";
    rewrite.doc =
        "Puts a new block behind a block: its readers read the new one. Parameters that are not given keep the shape "
        "and take the style of the block before. A head becomes a further output.";
    rewrite.options = {"name"};
    rewrite.plan = planInsert;
    rewrite.check = [](const Network&, std::span<const BlockId> blocks) -> Result<void> {
        if (blocks.size() == 1) return {};
        return fail(ErrorCode::InvalidEdit, "select the one block to insert after");
    };
    return rewrite;
}

}  // namespace bw::rules
