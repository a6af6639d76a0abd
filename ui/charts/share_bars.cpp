// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/share_bars.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>

#include "text/wording.h"
#include "theme/colors.h"

namespace bw::ui {
namespace {

constexpr double kMargin = 10;
constexpr double kLeastColumn = 300;

}  // namespace

ShareBars::ShareBars(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void ShareBars::setBars(std::vector<ShareBar> bars) {
    bars_ = std::move(bars);
    QStringList told;
    for (size_t i = 0; i < std::min<size_t>(bars_.size(), 5); ++i)
        told << QStringLiteral("%1 %2").arg(bars_[i].name, shareText(bars_[i].share));
    setAccessibleDescription(told.join(QStringLiteral(", ")));
    update();
}

void ShareBars::setEmptyText(const QString& text) {
    empty_text_ = text;
    update();
}

int ShareBars::rows() const {
    return std::max(1, static_cast<int>((height() - kMargin) / (QFontMetricsF(font()).height() + 4)));
}

int ShareBars::columns() const {
    return std::max(1, static_cast<int>(width() / kLeastColumn));
}

QRectF ShareBars::cellOf(int index) const {
    const double line = QFontMetricsF(font()).height() + 4;
    const double column = (width() - kMargin) / columns();
    return {kMargin + column * (index / rows()), kMargin / 2 + line * (index % rows()), column - 2 * kMargin, line};
}

int ShareBars::barAt(QPointF position) const {
    const int shown = std::min(static_cast<int>(bars_.size()), rows() * columns());
    for (int i = 0; i < shown; ++i) {
        if (cellOf(i).contains(position)) return i;
    }
    return -1;
}

void ShareBars::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Colors colors = Colors::fromPalette(palette());
    painter.fillRect(rect(), palette().color(QPalette::Base));
    if (bars_.empty()) {
        painter.setPen(colors.muted_text);
        painter.drawText(rect().adjusted(16, 8, -16, -8), Qt::AlignCenter | Qt::TextWordWrap, empty_text_);
        return;
    }
    painter.setRenderHint(QPainter::Antialiasing);
    const QFontMetricsF metrics(font());
    const int shown = std::min(static_cast<int>(bars_.size()), rows() * columns());
    const double largest = std::max(1e-9, bars_.front().share);
    const double figure = metrics.horizontalAdvance(QStringLiteral("100 %")) + 6;
    for (int i = 0; i < shown; ++i) {
        const ShareBar& bar = bars_[static_cast<size_t>(i)];
        const QRectF cell = cellOf(i);
        const double name = cell.width() * 0.45;
        painter.setPen(colors.text);
        painter.drawText(QRectF(cell.left(), cell.top(), name - 6, cell.height()), Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(bar.name, Qt::ElideMiddle, name - 6));
        const QRectF track(cell.left() + name, cell.center().y() - 4, cell.width() - name - figure, 8);
        painter.setPen(Qt::NoPen);
        painter.setBrush(colors.track);
        painter.drawRoundedRect(track, 4, 4);
        QRectF filled = track;
        filled.setWidth(track.width() * std::clamp(bar.share / largest, 0.0, 1.0));
        painter.setBrush(colors.accent);
        painter.drawRoundedRect(filled, 4, 4);
        painter.setPen(colors.muted_text);
        painter.drawText(QRectF(track.right(), cell.top(), figure, cell.height()), Qt::AlignRight | Qt::AlignVCenter,
                         shareText(bar.share));
    }
}

void ShareBars::mousePressEvent(QMouseEvent* event) {
    const int index = barAt(event->position());
    if (index >= 0 && event->button() == Qt::LeftButton) Q_EMIT barClicked(index);
}

bool ShareBars::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const int index = barAt(help->pos());
    QToolTip::showText(help->globalPos(), index >= 0 ? bars_[static_cast<size_t>(index)].tooltip : QString(), this);
    return true;
}

}  // namespace bw::ui
