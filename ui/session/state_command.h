// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QUndoCommand>

#include "io/document.h"

namespace bw::ui {

class DocumentSession;

/// One step of the history: the document before and after. Undo puts the very value back, so that it is exact.
class StateCommand : public QUndoCommand {
public:
    StateCommand(DocumentSession& session, Document before, Document after, const QString& title, QString merge_key);

    void redo() override;
    void undo() override;
    int id() const override { return merge_key_.isEmpty() ? -1 : 1; }
    bool mergeWith(const QUndoCommand* other) override;

private:
    DocumentSession& session_;
    Document before_;
    Document after_;
    QString merge_key_;
    QElapsedTimer age_;
};

}  // namespace bw::ui
