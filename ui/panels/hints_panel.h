// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSet>
#include <QWidget>

#include "session/hint_finder.h"

class QGridLayout;
class QScrollArea;

namespace bw::ui {

/// Suggestions for the present network, each with its predicted change and its reason: show, accept or dismiss.
class HintsPanel : public QWidget {
    Q_OBJECT

public:
    HintsPanel(DocumentSession& session, HintFinder& finder, QWidget* parent = nullptr);

    /// Those that are shown.
    int shownCount() const;
    /// Accepts the first suggestion that is shown; does nothing where there is none.
    void acceptFirst();

    /// Three lines: what a newcomer should see without losing the canvas.
    QSize sizeHint() const override;

Q_SIGNALS:
    void blocksShown(const std::vector<bw::BlockId>& blocks);
    void countChanged(int count);

protected:
    void changeEvent(QEvent* event) override;

private:
    void refresh();
    /// One line: what, what it changes, why, and the buttons, in columns that all lines share.
    void addRow(QGridLayout& rows, const Hint& hint);
    void accept(const Hint& hint);
    std::vector<const Hint*> shownHints() const;
    QString emptyText() const;

    DocumentSession& session_;
    HintFinder& finder_;
    QScrollArea* area_;
    QSet<QString> dismissed_;
};

}  // namespace bw::ui
