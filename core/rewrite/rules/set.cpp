// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text.h"
#include "rewrite/command_line.h"
#include "rewrite/map_sizes.h"
#include "rewrite/rules/rules.h"

namespace bw::rules {
namespace {

Result<EditPlan> planSet(const Network& network, const EditArguments& arguments, const EditContext& context) {
    if (arguments.words.empty()) {
        return fail(ErrorCode::InvalidArgument, "nothing is set", {}, "write, for example, set ibn_3.channels=32");
    }
    std::vector<Assignment> assignments;
    for (const EditWord& word : arguments.words) {
        const auto parts = parseParameterWord(word);
        if (!parts) return tl::unexpected(parts.error());
        const auto id = network.resolve(parts->block);
        if (!id) return tl::unexpected(id.error());
        const Block& block = *network.find(*id);
        const auto spec = parameterOf(block, parts->parameter);
        if (!spec) return tl::unexpected(spec.error());
        auto value = parseValue(**spec, parts->value);
        if (!value) {
            Error error = value.error();
            error.place = elide(block.name, 60) + "." + error.place;
            return tl::unexpected(std::move(error));
        }
        assignments.push_back({*id, parts->parameter, std::move(*value)});
    }
    const Assignment& first = assignments.front();
    EditPlan plan{NetworkDraft(network), {}, {}};
    plan.title = "Set " + elide(network.find(first.block)->name, 60) + "." + first.parameter + " to " +
                 elide(valueText(first.value), 40);
    if (assignments.size() > 1) plan.title = "Set " + std::to_string(assignments.size()) + " parameters";
    if (auto ok = assign(plan, network, context, assignments); !ok) return tl::unexpected(ok.error());
    return changesSizes(assignments) ? mendSizes(std::move(plan), network, context) : std::move(plan);
}

}  // namespace

Rewrite makeSet() {
    Rewrite rewrite;
    rewrite.id = "set";
    rewrite.label = "Set parameter";
    rewrite.syntax = "set BLOCK.PARAMETER=VALUE...";
    rewrite.doc =
        "Sets parameters of blocks. Output channels propagate through shortcuts, additions, concatenations, depthwise "
        "convolutions and squeeze-excite; resizes keep matching the maps that they matched.";
    rewrite.plan = planSet;
    rewrite.check = requireThawedSelection;
    return rewrite;
}

}  // namespace bw::rules
