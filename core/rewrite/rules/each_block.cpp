// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "rewrite/rules/each_block.h"

#include "base/text.h"

namespace bw::rules {

Result<void> requireKind(const Block& block, std::initializer_list<const char*> kinds) {
    if (auto ok = requireThawed(block); !ok) return ok;
    std::string wanted;
    for (const char* kind : kinds) {
        if (block.kind->id == kind) return {};
        wanted += (wanted.empty() ? "" : " or ") + findBlockKind(kind)->label;
    }
    return fail(ErrorCode::InvalidEdit, "it is of kind " + block.kind->label + ", not " + wanted, block.name);
}

Rewrite makeEachBlock(EachBlock each) {
    Rewrite rewrite;
    rewrite.id = each.id;
    rewrite.label = each.label;
    rewrite.syntax = each.id + " BLOCK...";
    rewrite.doc = each.doc;
    rewrite.check = [precondition = each.precondition](const Network& network,
                                                       std::span<const BlockId> blocks) -> Result<void> {
        if (blocks.empty()) return fail(ErrorCode::InvalidEdit, "no block is selected");
        for (const BlockId id : blocks) {
            const Block* block = network.find(id);
            if (block == nullptr) return fail(ErrorCode::NotFound, "there is no block " + std::to_string(id));
            if (auto ok = precondition(*block); !ok) return ok;
        }
        return {};
    };
    rewrite.plan = [each = std::move(each), check = rewrite.check](const Network& network,
                                                                   const EditArguments& arguments,
                                                                   const EditContext& context) -> Result<EditPlan> {
        const auto blocks = namedBlocks(network, arguments.words);
        if (!blocks) return tl::unexpected(blocks.error());
        if (auto ok = check(network, *blocks); !ok) return tl::unexpected(ok.error());
        EditContext known = context;
        Result<LoweredView> view = LoweredView();
        if (each.needs_shapes) {
            view = LoweredView::of(network, context);
            if (!view) return tl::unexpected(view.error());
            known.lowered = &**view;
        }
        EditPlan plan{NetworkDraft(network), each.past + " " + namesText(network, *blocks), {}};
        for (const BlockId id : *blocks) {
            if (auto ok = each.change(plan, network, *network.find(id), known); !ok) return tl::unexpected(ok.error());
        }
        return plan;
    };
    return rewrite;
}

Rewrite makeKindExchange(std::string id, std::string label, std::string doc, std::string from, std::string to) {
    std::string verb = id;
    verb.front() = static_cast<char>(verb.front() - 'a' + 'A');
    return makeEachBlock({std::move(id), std::move(label), std::move(doc), std::move(verb), false,
                          [from](const Block& block) { return requireKind(block, {from.c_str()}); },
                          [to](EditPlan& plan, const Network&, const Block& block, const EditContext&) {
                              convertKind(plan, block, to, block.attributes);
                              return Result<void>();
                          }});
}

}  // namespace bw::rules
