// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "base/text.h"
#include "rewrite/rules/rules.h"

namespace bw::rules {
namespace {

Result<EditPlan> planRename(const Network& network, const EditArguments& arguments, const EditContext&) {
    if (arguments.words.size() != 2) {
        return fail(ErrorCode::InvalidArgument, "rename needs a block and its new name", {},
                    "write: rename BLOCK NAME, in quotes where there are spaces");
    }
    const auto id = network.resolve(arguments.words[0].text);
    if (!id) return tl::unexpected(id.error());
    const Block& block = *network.find(*id);
    if (auto ok = requireThawed(block); !ok) return tl::unexpected(ok.error());
    const std::string& name = arguments.words[1].text;
    const bool printable =
        std::none_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20U; });
    if (name.empty() || name.size() > kMaxNameBytes || !printable) {
        return fail(ErrorCode::InvalidArgument, "a name is 1 to 4096 bytes without control characters", block.name);
    }
    if (network.findByName(name) != nullptr) {
        return fail(ErrorCode::InvalidEdit, "another block has the name '" + elide(name, 60) + "'", block.name,
                    "choose another");
    }
    EditPlan plan{NetworkDraft(network), "Rename " + elide(block.name, 60) + " to " + elide(name, 60), {}};
    plan.draft.edit(*id)->name = name;
    plan.changes.push_back(elide(block.name, 60) + ": renamed to " + elide(name, 60));
    return plan;
}

}  // namespace

Rewrite makeRename() {
    Rewrite rewrite;
    rewrite.id = "rename";
    rewrite.label = "Rename";
    rewrite.syntax = "rename BLOCK NAME";
    rewrite.doc = "Gives a block another name.";
    rewrite.plan = planRename;
    rewrite.check = [](const Network& network, std::span<const BlockId> blocks) -> Result<void> {
        if (blocks.size() > 1) return fail(ErrorCode::InvalidEdit, "only one block can be renamed at a time");
        return requireThawedSelection(network, blocks);
    };
    return rewrite;
}

}  // namespace bw::rules
