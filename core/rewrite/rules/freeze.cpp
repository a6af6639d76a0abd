// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text.h"
#include "rewrite/rules/each_block.h"
#include "rewrite/rules/rules.h"

namespace bw::rules {

Rewrite makeFreeze() {
    return makeEachBlock({"freeze", "Freeze",
                          "Protects blocks: edits, the depth multiplier and searches leave them as they are.", "Freeze",
                          false,
                          [](const Block& block) -> Result<void> {
                              if (block.frozen != true) return {};
                              return fail(ErrorCode::InvalidEdit, "the block is frozen already", block.name);
                          },
                          [](EditPlan& plan, const Network&, const Block& block, const EditContext&) {
                              plan.draft.edit(block.id)->frozen = true;
                              plan.changes.push_back(elide(block.name, 60) + ": frozen");
                              return Result<void>();
                          }});
}

}  // namespace bw::rules
