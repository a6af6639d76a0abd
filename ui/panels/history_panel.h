// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QUndoStack;

namespace bw::ui {

/// The named steps of the document; a click goes there.
class HistoryPanel : public QWidget {
    Q_OBJECT

public:
    explicit HistoryPanel(QUndoStack& history, QWidget* parent = nullptr);
};

}  // namespace bw::ui
