// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text.h"
#include "rewrite/command_line.h"
#include "rewrite/map_sizes.h"
#include "rewrite/rules/rules.h"

namespace bw::rules {
namespace {

Result<EditPlan> planIdentical(const Network& network, const EditArguments& arguments, const EditContext& context) {
    if (arguments.words.size() != 1) {
        return fail(ErrorCode::InvalidArgument, "identical takes one BLOCK.PARAMETER=VALUE");
    }
    const auto parts = parseParameterWord(arguments.words.front());
    if (!parts) return tl::unexpected(parts.error());
    const auto id = network.resolve(parts->block);
    if (!id) return tl::unexpected(id.error());
    const Block& model = *network.find(*id);
    const auto spec = parameterOf(model, parts->parameter);
    if (!spec) return tl::unexpected(spec.error());
    const auto value = parseValue(**spec, parts->value);
    if (!value) return tl::unexpected(value.error());
    if (auto ok = requireThawed(model); !ok) return tl::unexpected(ok.error());
    EditPlan plan{NetworkDraft(network), {}, {}};
    std::vector<Assignment> assignments;
    for (const BlockPtr& block : network.blocks()) {
        if (block->kind != model.kind || !(block->attributes == model.attributes)) continue;
        if (block->frozen) {
            plan.changes.push_back(elide(block->name, 60) + " stays: it is frozen");
        } else {
            assignments.push_back({block->id, parts->parameter, *value});
        }
    }
    const size_t others = assignments.size() - 1;
    plan.title = "Set " + parts->parameter + " to " + elide(valueText(*value), 40) + " in " + elide(model.name, 60);
    if (others > 0)
        plan.title += " and " + std::to_string(others) + (others == 1 ? " other like it" : " others like it");
    if (auto ok = assign(plan, network, context, assignments); !ok) return tl::unexpected(ok.error());
    return changesSizes(assignments) ? mendSizes(std::move(plan), network, context) : std::move(plan);
}

}  // namespace

Rewrite makeIdentical() {
    Rewrite rewrite;
    rewrite.id = "identical";
    rewrite.label = "Set in all identical blocks";
    rewrite.syntax = "identical BLOCK.PARAMETER=VALUE";
    rewrite.doc = "Sets a parameter in the block and in every block of the same kind with the same parameters.";
    rewrite.plan = planIdentical;
    rewrite.check = requireThawedSelection;
    return rewrite;
}

}  // namespace bw::rules
