// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/state_command.h"

#include "session/document_session.h"

namespace bw::ui {
namespace {

/// Steps of a spin box that follow each other this closely are one gesture.
constexpr qint64 kMergeMilliseconds = 1200;

}  // namespace

StateCommand::StateCommand(DocumentSession& session, Document before, Document after, const QString& title,
                           QString merge_key)
    : QUndoCommand(title),
      session_(session),
      before_(std::move(before)),
      after_(std::move(after)),
      merge_key_(std::move(merge_key)) {
    age_.start();
}

void StateCommand::redo() {
    session_.adopt(after_);
}

void StateCommand::undo() {
    session_.adopt(before_);
}

bool StateCommand::mergeWith(const QUndoCommand* other) {
    const auto* next = dynamic_cast<const StateCommand*>(other);
    if (next == nullptr || next->merge_key_ != merge_key_ || age_.elapsed() > kMergeMilliseconds) return false;
    after_ = next->after_;
    setText(next->text());
    age_.restart();
    session_.merged_ = true;
    // A gesture that ends where it began leaves no step.
    if (after_ == before_) setObsolete(true);
    return true;
}

}  // namespace bw::ui
