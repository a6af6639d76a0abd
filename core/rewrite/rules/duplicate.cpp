// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text.h"
#include "rewrite/rules/each_block.h"
#include "rewrite/rules/rules.h"

namespace bw::rules {
namespace {

Result<void> canRepeat(const Block& block) {
    if (block.inputs.size() != 1) {
        return fail(ErrorCode::InvalidEdit, "only a block with one input can stand behind itself", block.name);
    }
    if (block.kind->group != KindGroup::Head) return {};
    return fail(ErrorCode::InvalidEdit, "a head cannot read a head", block.name,
                "insert another head after the block it reads");
}

// a -> b   becomes   a -> a' -> b, where a' keeps the shape
Result<void> repeat(EditPlan& plan, const Network&, const Block& block, const EditContext&) {
    Attributes attributes = block.attributes;
    const auto reset = [&](const char* name, int64_t value) {
        if (block.kind->param(name) != nullptr) attributes.set(name, value);
    };
    reset("stride", 1);
    reset("stride_w", 0);
    reset("outputs_per_channel", 1);
    const std::string name = block.name + "_copy";
    const BlockId id = plan.draft.insertAfter(block.id, *block.kind, name, std::move(attributes), {{block.id, 0}});
    Block& copy = *plan.draft.edit(id);
    copy.stage = block.stage;
    copy.precision = block.precision;
    plan.draft.redirect({block.id, 0}, {id, 0}, id);
    plan.changes.push_back(elide(name, 60) + ": added behind " + elide(block.name, 60));
    return {};
}

}  // namespace

Rewrite makeDuplicate() {
    return makeEachBlock({"duplicate", "Duplicate",
                          "Puts a copy of each block behind it, with stride 1 so that the shape stays.", "Duplicate",
                          false, canRepeat, repeat});
}

}  // namespace bw::rules
