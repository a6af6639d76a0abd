// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <optional>

#include "panels/space_rows.h"

class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;

namespace bw::ui {

class ElidedLabel;

/// The options of one decision to tick, each with the reason why it was taken out; values of one's own; back to what
/// curation chose; and the block's freezing. Without a decision it lists what stays in the network, and why.
class OptionList : public QWidget {
    Q_OBJECT

public:
    OptionList(DocumentSession& session, SpaceSession& space, QWidget* parent = nullptr);

    void setRow(const std::optional<SpaceRow>& row);
    /// Shown where there is no decision.
    void setNotes(const QStringList& notes);
    /// As a tick does; refused, and told, where nothing would be left.
    void tick(const QString& option, bool kept);
    /// As typing a value and Enter do.
    void addValue(const QString& value);
    void resetToAutomatic();
    /// Freezes the decision's block, or thaws it.
    void toggleFrozen();

private:
    void fill();
    void takeTicks();
    void tell(const QString& problem);

    DocumentSession& session_;
    SpaceSession& space_;
    std::optional<SpaceRow> row_;
    QStringList notes_;
    ElidedLabel* title_;
    QListWidget* list_;
    QLineEdit* value_;
    QPushButton* automatic_;
    QPushButton* freeze_;
    bool filling_ = false;
};

}  // namespace bw::ui
