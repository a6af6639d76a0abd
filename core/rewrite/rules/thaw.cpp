// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text.h"
#include "rewrite/rules/each_block.h"
#include "rewrite/rules/rules.h"

namespace bw::rules {

Rewrite makeThaw() {
    return makeEachBlock({"thaw", "Thaw", "Lets frozen blocks be changed again.", "Thaw", false,
                          [](const Block& block) -> Result<void> {
                              if (block.frozen) return {};
                              return fail(ErrorCode::InvalidEdit, "the block is not frozen", block.name);
                          },
                          [](EditPlan& plan, const Network&, const Block& block, const EditContext&) {
                              plan.draft.edit(block.id)->frozen = false;
                              plan.changes.push_back(elide(block.name, 60) + ": thawed");
                              return Result<void>();
                          }});
}

}  // namespace bw::rules
