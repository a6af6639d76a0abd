// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rewrite/channel_classes.h"
#include "rewrite/rewrite.h"

/// What several rewrites share.
namespace bw {

/// A parameter of a block to set.
struct Assignment {
    BlockId block = kNoBlock;
    std::string parameter;
    Value value;
};

/// Sets parameters in the draft of `plan`; "channels" propagates to all blocks that must follow. Refuses frozen blocks,
/// and where every value is already there.
Result<void> assign(EditPlan& plan, const Network& network, const EditContext& context,
                    std::span<const Assignment> assignments);
/// True where a parameter that decides the size of maps is among them.
bool changesSizes(std::span<const Assignment> assignments);
/// Applies solved channel changes to the draft and lists them.
void applyChannelChanges(EditPlan& plan, const Network& network, std::span<const ChannelClasses::Change> changes);
/// Sets one attribute in the draft and lists the change; `note` comes behind it in brackets.
void setAttribute(EditPlan& plan, const Block& block, std::string_view parameter, Value value,
                  const std::string& note = {});

/// Makes a block in the draft one of another kind and lists the change.
void convertKind(EditPlan& plan, const Block& block, const std::string& kind, Attributes attributes);
/// Those attributes that the kind has too and that are legal there.
Attributes carriedAttributes(const BlockKind& kind, const Attributes& attributes);

/// The blocks that words name, each once, in the order named; an error if there is none.
Result<std::vector<BlockId>> namedBlocks(const Network& network, std::span<const EditWord> words);
/// Refuses a frozen block.
Result<void> requireThawed(const Block& block);
/// Refuses an empty selection and frozen blocks: the precondition of most rewrites.
Result<void> requireThawedSelection(const Network& network, std::span<const BlockId> blocks);
/// "ibn_3", or "3 blocks".
std::string namesText(const Network& network, std::span<const BlockId> blocks);
/// The option "multiple", else the target's.
Result<int64_t> multipleOf(const EditArguments& arguments, const EditContext& context);
/// The nearest multiple, at least one.
int64_t nearestMultiple(double count, int64_t multiple);
/// The lookup of a parameter, with the kind's parameters as the remedy.
Result<const ParamSpec*> parameterOf(const Block& block, std::string_view parameter);

/// The lowered form that the caller has, else one made here.
class LoweredView {
public:
    static Result<LoweredView> of(const Network& network, const EditContext& context);
    const LoweredNetwork& operator*() const { return view_ != nullptr ? *view_ : own_; }
    const LoweredNetwork* operator->() const { return &**this; }

private:
    LoweredNetwork own_;
    const LoweredNetwork* view_ = nullptr;
};

}  // namespace bw
