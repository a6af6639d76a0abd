// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "session/cut_finder.h"

class QLabel;
class QPushButton;
class QTreeWidget;

namespace bw::ui {

/// "Cut here": single edits that save memory, with preview and accept for the chosen one.
class CutList : public QWidget {
    Q_OBJECT

public:
    CutList(DocumentSession& session, CutFinder& finder, QWidget* parent = nullptr);
    ~CutList() override;

    int count() const;
    /// Chooses a row, as a click does.
    void choose(int row);
    void preview(bool on);
    /// Makes the chosen cut as one step.
    void accept();

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    const Cut* chosen() const;
    void refresh();
    void updateButtons();
    void endPreview();

    DocumentSession& session_;
    CutFinder& finder_;
    QLabel* title_;
    QTreeWidget* tree_;
    QPushButton* preview_;
    QPushButton* accept_;
    bool previewing_ = false;
};

}  // namespace bw::ui
