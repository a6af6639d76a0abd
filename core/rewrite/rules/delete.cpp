// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "base/text.h"
#include "rewrite/rules/rules.h"

namespace bw::rules {
namespace {

Result<void> canDelete(const Network& network, std::span<const BlockId> blocks) {
    if (auto ok = requireThawedSelection(network, blocks); !ok) return ok;
    for (const BlockId id : blocks) {
        const Block& block = *network.find(id);
        if (block.inputs.empty()) {
            return fail(ErrorCode::InvalidEdit, "nothing could be read in its place", block.name,
                        "an input can only be resized");
        }
    }
    return {};
}

/// How often each block is read, outputs of the network included.
std::vector<int> readersById(const Network& network) {
    std::vector<int> readers(static_cast<size_t>(network.nextId()), 0);
    for (const BlockPtr& block : network.blocks()) {
        for (const Port& port : block->inputs)
            ++readers[static_cast<size_t>(port.block)];
    }
    for (const Port& port : network.outputs())
        ++readers[static_cast<size_t>(port.block)];
    return readers;
}

/// A reader of a deleted block, which now stands where it stood.
struct Heir {
    BlockId block = kNoBlock;
    int64_t stride = 1;         ///< Of the deleted block.
    int64_t stride_across = 0;  ///< 0: as down.
};

/// Takes blocks out one after the other.
class Deletion {
public:
    Deletion(const Network& network, const LoweredNetwork& lowered)
        : original_(network), lowered_(lowered), now_(network) {}

    Result<void> bypass(BlockId id);
    Result<void> removeUnread();
    /// The network with its heirs adapted: they take over the stride, or give up identity shortcuts that no longer fit.
    Result<EditPlan> finish(bool take_stride, bool cut_shortcuts) const;

private:
    Port replacementOf(const Block& block) const;
    void note(std::string text) { changes_.push_back(std::move(text)); }

    const Network& original_;
    const LoweredNetwork& lowered_;
    Network now_;
    std::vector<Heir> heirs_;
    std::vector<std::string> changes_;
};

/// The input whose shape is the output's, so that readers notice nothing; else the first.
Port Deletion::replacementOf(const Block& block) const {
    const Shape& out = lowered_.outputShape(static_cast<size_t>(original_.positionOf(block.id)));
    for (const Port& input : block.inputs) {
        const int position = original_.positionOf(input.block);
        const auto& outputs = lowered_.blocks[static_cast<size_t>(position)].outputs;
        if (lowered_.graph.shape(outputs[static_cast<size_t>(input.output)]) == out) return input;
    }
    return block.inputs.front();
}

/// Removes what nothing reads any more, back to where something does.
Result<void> Deletion::removeUnread() {
    const std::vector<int> before = readersById(original_);
    std::vector<int> readers = readersById(now_);
    NetworkDraft draft(now_);
    for (size_t i = now_.size(); i-- > 0;) {
        const Block& block = now_.at(i);
        const auto id = static_cast<size_t>(block.id);
        if (readers[id] > 0 || before[id] == 0 || block.inputs.empty()) continue;
        if (auto ok = requireThawed(block); !ok) return ok;
        draft.erase(block.id);
        note(elide(block.name, 60) + ": deleted, nothing else reads it");
        for (const Port& port : block.inputs)
            --readers[static_cast<size_t>(port.block)];
    }
    auto network = draft.commit();
    if (!network) return tl::unexpected(network.error());
    now_ = std::move(*network);
    return {};
}

Result<void> Deletion::bypass(BlockId id) {
    const Block* found = now_.find(id);
    if (found == nullptr) return {};  // Went with a block before it.
    const Block& block = *found;
    const Port from{id, 0};
    const Port to = replacementOf(block);
    NetworkDraft draft(now_);
    const auto readers = now_.consumers();
    const auto& own_readers = readers[static_cast<size_t>(now_.positionOf(id))];
    const bool is_end = own_readers.empty();
    const bool only_reader = readers[static_cast<size_t>(now_.positionOf(to.block))].size() == 1;
    std::vector<Port> outputs(now_.outputs().begin(), now_.outputs().end());
    const bool drop = is_end && outputs.size() > 1 && (!only_reader || now_.find(to.block)->inputs.empty());
    if (drop) std::erase(outputs, from);
    draft.redirect(from, to);
    if (drop) draft.setOutputs(std::move(outputs));
    for (const int position : own_readers) {
        const Block& reader = now_.at(static_cast<size_t>(position));
        heirs_.push_back({reader.id, block.attributes.integer("stride", 1), block.attributes.integer("stride_w")});
        const bool shorter = block.kind->group == KindGroup::Head && reader.kind->max_inputs < 0 &&
                             reader.inputs.size() > static_cast<size_t>(std::max(1, reader.kind->min_inputs));
        if (!shorter) continue;
        // A collector of heads reads one head less, not a feature map.
        draft.edit(reader.id)->inputs = reader.inputs;
        std::erase(draft.edit(reader.id)->inputs, from);
    }
    note(elide(block.name, 60) + ": deleted");
    draft.erase(id);
    auto network = draft.commit();
    if (!network) return tl::unexpected(network.error());
    now_ = std::move(*network);
    return {};
}

Result<EditPlan> Deletion::finish(bool take_stride, bool cut_shortcuts) const {
    EditPlan plan{NetworkDraft(now_), {}, changes_};
    for (const Heir& heir : heirs_) {
        const Block* block = now_.find(heir.block);
        if (block == nullptr || block->frozen) continue;
        const Attributes& a = block->attributes;
        if (take_stride && heir.stride > 1 && a.integer("stride") == 1) {
            setAttribute(plan, *block, "stride", heir.stride, "taken over");
            const bool across = heir.stride_across > 0 && a.integer("stride_w") == 0;
            if (across && block->kind->param("stride_w") != nullptr) {
                setAttribute(plan, *block, "stride_w", heir.stride_across, "taken over");
            }
        }
        if (!cut_shortcuts || !block->kind->ties_input || !block->kind->ties_input(a)) continue;
        if (block->kind->param("residual") != nullptr)
            setAttribute(plan, *block, "residual", false, "shapes differ now");
        if (block->kind->param("shortcut") != nullptr) {
            setAttribute(plan, *block, "shortcut", std::string("projection"), "shapes differ now");
        }
    }
    const auto network = plan.draft.commit();
    if (!network) return tl::unexpected(network.error());
    if (const auto lowered = lower(*network); !lowered) return tl::unexpected(lowered.error());
    return plan;
}

Result<EditPlan> planDelete(const Network& network, const EditArguments& arguments, const EditContext& context) {
    const auto blocks = namedBlocks(network, arguments.words);
    if (!blocks) return tl::unexpected(blocks.error());
    if (auto ok = canDelete(network, *blocks); !ok) return tl::unexpected(ok.error());
    const auto lowered = LoweredView::of(network, context);
    if (!lowered) return tl::unexpected(lowered.error());
    Deletion deletion(network, **lowered);
    for (const BlockId id : *blocks) {
        if (auto ok = deletion.bypass(id); !ok) return tl::unexpected(ok.error());
    }
    if (auto ok = deletion.removeUnread(); !ok) return tl::unexpected(ok.error());
    // The least change that works.
    auto plan = deletion.finish(false, false);
    for (const auto& [take_stride, cut_shortcuts] : {std::pair(true, false), {false, true}, {true, true}}) {
        if (plan) break;
        if (auto mended = deletion.finish(take_stride, cut_shortcuts)) plan = std::move(mended);
    }
    if (!plan) {
        Error error = plan.error();
        error.code = ErrorCode::InvalidEdit;
        error.message = "cannot be without " + namesText(network, *blocks) + ": " + error.message;
        return tl::unexpected(std::move(error));
    }
    plan->title = "Delete " + namesText(network, *blocks);
    return plan;
}

}  // namespace

Rewrite makeDelete() {
    Rewrite rewrite;
    rewrite.id = "delete";
    rewrite.label = "Delete";
    rewrite.syntax = "delete BLOCK...";
    rewrite.doc =
        "Takes blocks out: their readers read what they read. Where the shapes no longer fit, the readers take over "
        "the stride or give up an identity shortcut; branches that nothing reads any more go too.";
    rewrite.plan = planDelete;
    rewrite.check = canDelete;
    return rewrite;
}

}  // namespace bw::rules
