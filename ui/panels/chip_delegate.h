// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>
#include <functional>

#include "panels/space_rows.h"

namespace bw::ui {

/// Paints a decision's options as chips: filled where they are kept, struck through where they were taken out, framed
/// and dotted where the network has them. A chip's tool tip says why it was taken out. The cell's text, which is not
/// painted, says the same to assistive tools.
class ChipDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    using Chips = std::function<const std::vector<OptionChip>*(const QModelIndex&)>;
    explicit ChipDelegate(Chips chips, QObject* parent = nullptr);

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    bool helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
                   const QModelIndex& index) override;

private:
    /// Where each chip is drawn; those without room are left out.
    static std::vector<QRect> places(const std::vector<OptionChip>& chips, const QRect& cell,
                                     const QFontMetrics& metrics);

    Chips chips_;
};

}  // namespace bw::ui
