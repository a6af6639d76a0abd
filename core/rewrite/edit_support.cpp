// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "rewrite/edit_support.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/text.h"

namespace bw {
void setAttribute(EditPlan& plan, const Block& block, std::string_view parameter, Value value,
                  const std::string& note) {
    const Value* old = plan.draft.find(block.id)->attributes.find(parameter);
    std::string text = elide(block.name, 60) + "." + std::string(parameter);
    if (old != nullptr) text += " " + valueText(*old);
    text += " -> " + valueText(value);
    if (!note.empty()) text += " (" + note + ")";
    plan.changes.push_back(std::move(text));
    plan.draft.edit(block.id)->attributes.set(parameter, std::move(value));
}

void applyChannelChanges(EditPlan& plan, const Network& network, std::span<const ChannelClasses::Change> changes) {
    for (const ChannelClasses::Change& change : changes) {
        const std::string note =
            change.cause == kNoBlock ? std::string() : "follows " + elide(network.find(change.cause)->name, 60);
        setAttribute(plan, *network.find(change.block), change.parameter, change.value, note);
    }
}

Result<void> assign(EditPlan& plan, const Network& network, const EditContext& context,
                    std::span<const Assignment> assignments) {
    std::vector<ChannelClasses::Request> requests;
    bool any = false;
    const size_t before = plan.changes.size();
    for (const Assignment& assignment : assignments) {
        const Block& block = *network.find(assignment.block);
        if (auto ok = requireThawed(block); !ok) return ok;
        const bool own_channels = assignment.parameter == "channels" && block.kind->channel_rule == ChannelRule::Own;
        const Value* old = plan.draft.find(block.id)->attributes.find(assignment.parameter);
        if (own_channels) requests.push_back({{block.id, 0}, std::get<int64_t>(assignment.value)});
        if (old != nullptr && *old == assignment.value) continue;
        any = true;
        if (!own_channels) setAttribute(plan, block, assignment.parameter, assignment.value);
    }
    if (!any) {
        const Assignment& first = assignments.front();
        return fail(ErrorCode::InvalidEdit, first.parameter + " is already " + elide(valueText(first.value), 40),
                    network.find(first.block)->name);
    }
    if (requests.empty()) return {};
    const auto lowered = LoweredView::of(network, context);
    if (!lowered) return tl::unexpected(lowered.error());
    // Shortcuts that this edit makes or breaks decide what follows.
    Network shaped = network;
    if (plan.changes.size() > before) {
        auto committed = plan.draft.commit();
        if (!committed) return tl::unexpected(committed.error());
        shaped = std::move(*committed);
    }
    const auto solution = ChannelClasses(shaped, **lowered).solve(requests);
    if (!solution) return tl::unexpected(solution.error());
    applyChannelChanges(plan, network, solution->changes);
    return {};
}

bool changesSizes(std::span<const Assignment> assignments) {
    static constexpr std::array<std::string_view, 11> kNames = {"stride",   "stride_w",   "kernel",  "kernel_w",
                                                                "dilation", "dilation_w", "padding", "pads",
                                                                "scale",    "height",     "width"};
    return std::any_of(assignments.begin(), assignments.end(), [](const Assignment& assignment) {
        return std::find(kNames.begin(), kNames.end(), assignment.parameter) != kNames.end();
    });
}

void convertKind(EditPlan& plan, const Block& block, const std::string& kind, Attributes attributes) {
    Block* edited = plan.draft.edit(block.id);
    edited->kind = findBlockKind(kind);
    edited->attributes = std::move(attributes);
    plan.changes.push_back(elide(block.name, 60) + ": " + block.kind->label + " -> " + edited->kind->label);
}

Attributes carriedAttributes(const BlockKind& kind, const Attributes& attributes) {
    Attributes carried;
    for (const auto& [name, value] : attributes.entries()) {
        const ParamSpec* spec = kind.param(name);
        if (spec != nullptr && checkedValue(*spec, value)) carried.set(name, value);
    }
    return carried;
}

Result<std::vector<BlockId>> namedBlocks(const Network& network, std::span<const EditWord> words) {
    std::vector<BlockId> blocks;
    std::vector<bool> seen(static_cast<size_t>(network.nextId()), false);
    for (const EditWord& word : words) {
        const auto id = network.resolve(word.text);
        if (!id) return tl::unexpected(id.error());
        if (seen[static_cast<size_t>(*id)]) continue;
        seen[static_cast<size_t>(*id)] = true;
        blocks.push_back(*id);
    }
    if (blocks.empty()) return fail(ErrorCode::InvalidArgument, "no block is named", {}, "name one or more blocks");
    return blocks;
}

Result<void> requireThawed(const Block& block) {
    if (!block.frozen) return {};
    return fail(ErrorCode::InvalidEdit, "the block is frozen", block.name, "thaw it first");
}

Result<void> requireThawedSelection(const Network& network, std::span<const BlockId> blocks) {
    if (blocks.empty()) return fail(ErrorCode::InvalidEdit, "no block is selected", {}, "select one or more blocks");
    for (const BlockId id : blocks) {
        const Block* block = network.find(id);
        if (block == nullptr) return fail(ErrorCode::NotFound, "there is no block " + std::to_string(id));
        if (auto ok = requireThawed(*block); !ok) return ok;
    }
    return {};
}

std::string namesText(const Network& network, std::span<const BlockId> blocks) {
    if (blocks.size() != 1) return std::to_string(blocks.size()) + " blocks";
    return elide(network.find(blocks.front())->name, 60);
}

Result<int64_t> multipleOf(const EditArguments& arguments, const EditContext& context) {
    const std::string* text = arguments.option("multiple");
    const auto multiple = text == nullptr ? std::optional(context.channel_multiple) : parseInteger(*text);
    if (!multiple || *multiple < 1 || *multiple > kMaxDimension) {
        return fail(ErrorCode::InvalidArgument, "--multiple must be a whole number from 1 on", "multiple");
    }
    return *multiple;
}

int64_t nearestMultiple(double count, int64_t multiple) {
    const auto steps = static_cast<int64_t>(std::llround(count / static_cast<double>(multiple)));
    return std::max<int64_t>(1, steps) * multiple;
}

Result<const ParamSpec*> parameterOf(const Block& block, std::string_view parameter) {
    if (const ParamSpec* spec = block.kind->param(parameter)) return spec;
    std::string names;
    for (const ParamSpec& spec : block.kind->params) {
        if (!spec.advanced) names += (names.empty() ? "" : ", ") + spec.name;
    }
    std::string remedy = names.empty() ? "" : "it has " + names;
    if (parameter == "channels") remedy = "its channels follow its input; use 'channels BLOCK N' to change them there";
    return fail(ErrorCode::InvalidArgument, block.kind->label + " has no parameter '" + elide(parameter, 40) + "'",
                block.name, remedy);
}

Result<LoweredView> LoweredView::of(const Network& network, const EditContext& context) {
    LoweredView view;
    if (context.lowered != nullptr && context.lowered->blocks.size() == network.size()) {
        view.view_ = context.lowered;
        return view;
    }
    auto lowered = lower(network);
    if (!lowered) return tl::unexpected(lowered.error());
    view.own_ = std::move(*lowered);
    return view;
}

}  // namespace bw
