// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "rewrite/rules/rules.h"

namespace bw::rules {
namespace {

Result<void> checkName(const std::string& name, const Block& block) {
    const bool printable =
        std::none_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20U; });
    if (!name.empty() && name.size() <= kMaxNameBytes && printable) return {};
    return fail(ErrorCode::InvalidArgument, "a name is 1 to 4096 bytes without control characters", block.name);
}

/// All at once, so that blocks can exchange their names.
Result<EditPlan> planRename(const Network& network, const EditArguments& arguments, const EditContext&) {
    const auto& words = arguments.words;
    if (words.empty() || words.size() % 2 != 0) {
        return fail(ErrorCode::InvalidArgument, "rename needs a block and its new name", {},
                    "write: rename BLOCK NAME, in quotes where there are spaces");
    }
    EditPlan plan{NetworkDraft(network), {}, {}};
    std::map<BlockId, std::string> renamed;
    for (size_t i = 0; i < words.size(); i += 2) {
        const auto id = network.resolve(words[i].text);
        if (!id) return tl::unexpected(id.error());
        const Block& block = *network.find(*id);
        const std::string& name = words[i + 1].text;
        if (auto ok = requireThawed(block); !ok) return tl::unexpected(ok.error());
        if (auto ok = checkName(name, block); !ok) return tl::unexpected(ok.error());
        if (!renamed.emplace(*id, name).second) {
            return fail(ErrorCode::InvalidArgument, "the block gets two names", block.name, "name it once");
        }
        plan.draft.edit(*id)->name = name;
        plan.changes.push_back(elide(block.name, 60) + ": renamed to " + elide(name, 60));
    }
    std::set<std::string> taken;
    for (const auto& [id, name] : renamed) {
        const Block* holder = network.findByName(name);
        const bool held = holder != nullptr && renamed.find(holder->id) == renamed.end();
        if (held || !taken.insert(name).second || (holder != nullptr && renamed[holder->id] == name)) {
            return fail(ErrorCode::InvalidEdit, "another block has the name '" + elide(name, 60) + "'",
                        network.find(id)->name, "choose another");
        }
    }
    const std::string first = elide(network.find(renamed.begin()->first)->name, 60);
    plan.title = renamed.size() == 1 ? "Rename " + first + " to " + elide(renamed.begin()->second, 60)
                                     : "Rename " + std::to_string(renamed.size()) + " blocks";
    return plan;
}

}  // namespace

Rewrite makeRename() {
    Rewrite rewrite;
    rewrite.id = "rename";
    rewrite.label = "Rename";
    rewrite.syntax = "rename BLOCK NAME [BLOCK NAME...]";
    rewrite.doc = "Gives blocks other names, all at once.";
    rewrite.plan = planRename;
    rewrite.check = [](const Network& network, std::span<const BlockId> blocks) -> Result<void> {
        if (blocks.size() > 1) return fail(ErrorCode::InvalidEdit, "only one block can be renamed at a time");
        return requireThawedSelection(network, blocks);
    };
    return rewrite;
}

}  // namespace bw::rules
