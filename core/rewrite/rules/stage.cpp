// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text.h"
#include "rewrite/rules/rules.h"

namespace bw::rules {
namespace {

Result<EditPlan> planStage(const Network& network, const EditArguments& arguments, const EditContext&) {
    if (arguments.words.size() < 2) {
        return fail(ErrorCode::InvalidArgument, "stage needs blocks and the name of a stage", {},
                    "write: stage BLOCK... NAME; \"\" takes blocks out of their stage");
    }
    const std::string& stage = arguments.words.back().text;
    if (stage.size() > kMaxNameBytes) return fail(ErrorCode::InvalidArgument, "the stage's name is too long");
    const auto blocks = namedBlocks(network, std::span(arguments.words).first(arguments.words.size() - 1));
    if (!blocks) return tl::unexpected(blocks.error());
    if (auto ok = requireThawedSelection(network, *blocks); !ok) return tl::unexpected(ok.error());
    const std::string shown = stage.empty() ? "no stage" : elide(stage, 60);
    EditPlan plan{NetworkDraft(network), "Put " + namesText(network, *blocks) + " into " + shown, {}};
    for (const BlockId id : *blocks) {
        const Block& block = *network.find(id);
        if (block.stage == stage) continue;
        plan.draft.edit(id)->stage = stage;
        plan.changes.push_back(elide(block.name, 60) + ": into " + shown);
    }
    return plan;
}

}  // namespace

Rewrite makeStage() {
    Rewrite rewrite;
    rewrite.id = "stage";
    rewrite.label = "Set stage";
    rewrite.syntax = "stage BLOCK... NAME";
    rewrite.doc = "Puts blocks into a stage: a group that is shown and scaled together.";
    rewrite.plan = planStage;
    rewrite.check = requireThawedSelection;
    return rewrite;
}

}  // namespace bw::rules
