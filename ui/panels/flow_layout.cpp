// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/flow_layout.h"

#include <QWidget>
#include <algorithm>

namespace bw::ui {

FlowLayout::FlowLayout(QWidget* parent, int gap) : QLayout(parent) {
    setSpacing(gap);
    setContentsMargins(0, 0, 0, 0);
}

FlowLayout::~FlowLayout() {
    qDeleteAll(items_);
}

void FlowLayout::addItem(QLayoutItem* item) {
    items_ << item;
    invalidate();
}

QLayoutItem* FlowLayout::itemAt(int index) const {
    return items_.value(index);
}

QLayoutItem* FlowLayout::takeAt(int index) {
    return index >= 0 && index < count() ? items_.takeAt(index) : nullptr;
}

QSize FlowLayout::minimumSize() const {
    QSize size;
    for (const QLayoutItem* item : items_) {
        if (!item->isEmpty()) size = size.expandedTo(item->minimumSize());
    }
    const QMargins margins = contentsMargins();
    return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom());
}

void FlowLayout::setGeometry(const QRect& rect) {
    QLayout::setGeometry(rect);
    arrange(rect, true);
}

int FlowLayout::arrange(const QRect& rect, bool move) const {
    const QRect area = rect.marginsRemoved(contentsMargins());
    int y = area.top();
    for (int begin = 0; begin < count();) {
        // One line: as many as have room.
        int end = begin, x = area.left(), line = 0;
        for (; end < count(); ++end) {
            const QLayoutItem* item = items_[end];
            if (item->isEmpty()) continue;
            const int width = item->sizeHint().width();
            const bool starts = end > begin && x > area.left() && x + width > area.right() + 1;
            if (starts) break;
            x += width + spacing();
            line = std::max(line, item->sizeHint().height());
        }
        x = area.left();
        for (int i = begin; i < end && move; ++i) {
            if (items_[i]->isEmpty()) continue;
            const QSize size = items_[i]->sizeHint();
            const int width = std::min(size.width(), area.width());
            items_[i]->setGeometry(QRect(x, y + (line - size.height()) / 2, width, size.height()));
            x += size.width() + spacing();
        }
        if (line > 0) y += line + spacing();
        begin = end;
    }
    return y - (y > area.top() ? spacing() : 0) - rect.top() + contentsMargins().bottom();
}

}  // namespace bw::ui
