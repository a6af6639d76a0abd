// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "rewrite/rewrite.h"

#include <algorithm>

#include "base/text.h"
#include "rewrite/command_line.h"

namespace bw {
namespace {

Result<void> checkOptions(const Rewrite& rewrite, const EditArguments& arguments) {
    for (const auto& [name, value] : arguments.options) {
        if (std::find(rewrite.options.begin(), rewrite.options.end(), name) != rewrite.options.end()) continue;
        return fail(ErrorCode::InvalidArgument, "'" + rewrite.id + "' has no option --" + elide(name, 40), {},
                    "write: " + rewrite.syntax);
    }
    return {};
}

/// The last line of defence: whatever a rewrite does, frozen blocks stay as they are. Only what they read may change.
Result<void> checkFrozen(const Network& before, const Network& after) {
    for (const BlockPtr& block : before.blocks()) {
        if (!block->frozen) continue;
        const Block* now = after.find(block->id);
        if (now == block.get()) continue;
        const bool same = now != nullptr && now->kind == block->kind && now->attributes == block->attributes &&
                          now->name == block->name && now->stage == block->stage && now->precision == block->precision;
        if (!same) return fail(ErrorCode::InvalidEdit, "the block is frozen", block->name, "thaw it first");
    }
    return {};
}

Error asEdit(Error error) {
    if (error.code == ErrorCode::InvalidArgument) error.code = ErrorCode::InvalidEdit;
    return error;
}

Result<EditOutcome> finish(const Network& before, EditPlan plan, Precision precision) {
    auto network = plan.draft.commit();
    if (!network) return tl::unexpected(asEdit(network.error()));
    if (*network == before) {
        // What stands against it is listed where a change would be.
        const std::string why = plan.changes.empty() ? std::string() : ": " + plan.changes.front();
        return fail(ErrorCode::InvalidEdit, "the edit changes nothing" + why);
    }
    if (auto ok = checkFrozen(before, *network); !ok) return tl::unexpected(ok.error());
    auto lowered = lower(*network, precision);
    if (!lowered) return tl::unexpected(asEdit(lowered.error()));
    return EditOutcome{std::move(*network), std::move(*lowered), std::move(plan.title), std::move(plan.changes)};
}

}  // namespace

const std::string* EditArguments::option(std::string_view name) const {
    const auto it = std::find_if(options.begin(), options.end(), [&](const auto& o) { return o.first == name; });
    return it == options.end() ? nullptr : &it->second;
}

const Rewrite* findRewrite(std::string_view id) {
    const auto all = rewrites();
    const auto it = std::find_if(all.begin(), all.end(), [&](const Rewrite& rewrite) { return rewrite.id == id; });
    return it == all.end() ? nullptr : &*it;
}

Result<EditOutcome> applyEdit(const Network& network, std::string_view command, const EditContext& context) {
    const auto parsed = parseEditCommand(command);
    if (!parsed) return tl::unexpected(parsed.error());
    const Rewrite* rewrite = findRewrite(parsed->verb);
    if (rewrite == nullptr) {
        std::string verbs;
        for (const Rewrite& known : rewrites())
            verbs += (verbs.empty() ? "" : ", ") + known.id;
        return fail(ErrorCode::InvalidArgument, "there is no edit '" + elide(parsed->verb, 40) + "'", {},
                    "use one of " + verbs);
    }
    if (auto ok = checkOptions(*rewrite, parsed->arguments); !ok) return tl::unexpected(ok.error());
    auto plan = rewrite->plan(network, parsed->arguments, context);
    if (!plan) return tl::unexpected(plan.error());
    return finish(network, std::move(*plan), context.precision);
}

}  // namespace bw
