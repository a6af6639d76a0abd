// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "panels/layers_model.h"
#include "panels/panel.h"

class QLabel;
class QLineEdit;
class QSortFilterProxyModel;
class QTableView;

namespace bw::ui {

/// The sortable, filterable table of blocks; copies as tab-separated values.
class LayersPanel : public Panel {
    Q_OBJECT

public:
    explicit LayersPanel(DocumentSession& session, QWidget* parent = nullptr);

    /// The chosen rows, or all where none is, with headings.
    QString selectionAsTsv() const;

Q_SIGNALS:
    void contextMenuRequested(const QPoint& global_position);

protected:
    void refresh() override;
    void refreshSelection() override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void takeSelection();
    void setUpTable();

    LayersModel* model_;
    QSortFilterProxyModel* proxy_;
    QLineEdit* filter_;
    QLabel* count_;
    QTableView* table_;
    bool updating_ = false;
};

}  // namespace bw::ui
