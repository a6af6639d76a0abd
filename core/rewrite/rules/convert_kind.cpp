// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "rewrite/rules/convert_kind.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace bw::rules {

Result<void> requireKind(const Network& network, std::span<const BlockId> blocks, std::span<const std::string> kinds) {
    if (auto ok = requireThawedSelection(network, blocks); !ok) return ok;
    for (const BlockId id : blocks) {
        const Block& block = *network.find(id);
        if (std::find(kinds.begin(), kinds.end(), block.kind->id) != kinds.end()) continue;
        std::string wanted;
        for (const std::string& kind : kinds)
            wanted += (wanted.empty() ? "" : " or ") + findBlockKind(kind)->label;
        return fail(ErrorCode::InvalidEdit, "it is of kind " + block.kind->label + ", not " + wanted, block.name);
    }
    return {};
}

Rewrite makeKindExchange(std::string id, std::string label, std::string doc, std::string from, std::string to) {
    Rewrite rewrite;
    rewrite.id = id;
    rewrite.label = label;
    rewrite.syntax = id + " BLOCK...";
    rewrite.doc = std::move(doc);
    rewrite.check = [from](const Network& network, std::span<const BlockId> blocks) {
        return requireKind(network, blocks, std::array{from});
    };
    std::string verb = std::move(id);
    verb.front() = static_cast<char>(verb.front() - 'a' + 'A');
    rewrite.plan = [from, to, verb](const Network& network, const EditArguments& arguments,
                                    const EditContext&) -> Result<EditPlan> {
        const auto blocks = namedBlocks(network, arguments.words);
        if (!blocks) return tl::unexpected(blocks.error());
        if (auto ok = requireKind(network, *blocks, std::array{from}); !ok) return tl::unexpected(ok.error());
        EditPlan plan{NetworkDraft(network), verb + " " + namesText(network, *blocks), {}};
        for (const BlockId block : *blocks) {
            plan.draft.edit(block)->kind = findBlockKind(to);
            plan.changes.push_back(elide(network.find(block)->name, 60) + ": " + findBlockKind(from)->label + " -> " +
                                   findBlockKind(to)->label);
        }
        return plan;
    };
    return rewrite;
}

}  // namespace bw::rules
