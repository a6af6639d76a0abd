// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/chip_delegate.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include "text/wording.h"
#include "theme/colors.h"

namespace bw::ui {
namespace {

constexpr int kPadding = 6;
constexpr int kGap = 3;
constexpr int kDotWidth = 7;

}  // namespace

ChipDelegate::ChipDelegate(Chips chips, QObject* parent) : QStyledItemDelegate(parent), chips_(std::move(chips)) {}

std::vector<QRect> ChipDelegate::places(const std::vector<OptionChip>& chips, const QRect& cell,
                                        const QFontMetrics& metrics) {
    std::vector<QRect> places;
    const int height = metrics.height() + 4;
    int left = cell.left() + 2;
    for (const OptionChip& chip : chips) {
        const int width = metrics.horizontalAdvance(chip.text) + 2 * kPadding + (chip.present ? kDotWidth : 0);
        // The rest is told by a count, which needs room unless this is the last one.
        const bool last = places.size() + 1 == chips.size();
        if (left + width > cell.right() - (last ? 0 : metrics.horizontalAdvance(QStringLiteral("+00")) + kGap)) break;
        places.emplace_back(left, cell.top() + (cell.height() - height) / 2, width, height);
        left += width + kGap;
    }
    return places;
}

void ChipDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    QStyleOptionViewItem ground = option;
    initStyleOption(&ground, index);
    ground.text.clear();
    QApplication::style()->drawControl(QStyle::CE_ItemViewItem, &ground, painter, option.widget);
    const std::vector<OptionChip>* chips = chips_(index);
    if (chips == nullptr) return;
    const Colors colors = Colors::fromPalette(option.palette);
    const std::vector<QRect> all = places(*chips, option.rect, option.fontMetrics);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    for (size_t i = 0; i < all.size(); ++i) {
        const OptionChip& chip = (*chips)[i];
        const QRectF body = QRectF(all[i]).adjusted(0.5, 0.5, -0.5, -0.5);
        const QColor border = chip.present ? colors.text
                              : chip.kept  ? mix(colors.card, colors.accent, 0.6)
                                           : colors.hairline;
        painter->setPen(QPen(border, chip.present ? 1.6 : 1));
        painter->setBrush(chip.kept ? QBrush(mix(colors.card, colors.accent, 0.16)) : QBrush(Qt::NoBrush));
        painter->drawRoundedRect(body, 4, 4);
        QFont font = option.font;
        font.setStrikeOut(!chip.kept);
        painter->setFont(font);
        painter->setPen(chip.kept ? colors.text : colors.muted_text);
        QRect text = all[i].adjusted(kPadding, 0, -kPadding, 0);
        if (chip.present) {
            painter->setBrush(colors.text);
            painter->setPen(Qt::NoPen);
            painter->drawEllipse(QPointF(text.left() + 1.5, text.center().y() + 0.5), 2.2, 2.2);
            painter->setPen(chip.kept ? colors.text : colors.muted_text);
            text.setLeft(text.left() + kDotWidth);
        }
        painter->drawText(text, Qt::AlignCenter, chip.text);
    }
    if (all.size() < chips->size()) {
        const int left = all.empty() ? option.rect.left() + 2 : all.back().right() + 1 + kGap;
        painter->setFont(option.font);
        painter->setPen(colors.muted_text);
        painter->drawText(option.rect.adjusted(left - option.rect.left(), 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                          QStringLiteral("+%1").arg(chips->size() - all.size()));
    }
    painter->restore();
}

QSize ChipDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const QSize size = QStyledItemDelegate::sizeHint(option, index);
    return {std::min(size.width(), 240), std::max(size.height(), option.fontMetrics.height() + 10)};
}

bool ChipDelegate::helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
                             const QModelIndex& index) {
    const std::vector<OptionChip>* chips = chips_(index);
    if (chips == nullptr || event->type() != QEvent::ToolTip)
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    const std::vector<QRect> all = places(*chips, view->visualRect(index), view->fontMetrics());
    QString text;
    for (size_t i = 0; i < all.size(); ++i) {
        if (!all[i].contains(event->pos())) continue;
        const OptionChip& chip = (*chips)[i];
        text = chip.kept ? tr("%1: kept").arg(chip.text) : tr("%1: removed, %2").arg(chip.text, sentence(chip.reason));
        if (chip.present) text += QLatin1Char('\n') + tr("The network has it now.");
    }
    if (text.isEmpty() && all.size() < chips->size()) text = index.data(Qt::DisplayRole).toString();
    QToolTip::showText(event->globalPos(), text, view);
    return true;
}

}  // namespace bw::ui
