// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspector/part_bars.h"

#include <QPainter>
#include <algorithm>

#include "text/wording.h"
#include "theme/colors.h"

namespace bw::ui {
namespace {

constexpr int kGap = 8;

}  // namespace

PartBars::PartBars(std::vector<PartBar> bars, QWidget* parent) : QWidget(parent), bars_(std::move(bars)) {
    QStringList words;
    for (const PartBar& bar : bars_)
        words << tr("%1 %2").arg(bar.label, millisecondsText(bar.milliseconds));
    setAccessibleName(tr("What each part would need alone: %1").arg(words.join(QStringLiteral(", "))));
}

QSize PartBars::sizeHint() const {
    const QFontMetrics metrics(font());
    return {metrics.averageCharWidth() * 30, static_cast<int>(bars_.size()) * (metrics.height() + 4)};
}

void PartBars::paintEvent(QPaintEvent* event) {
    Q_UNUSED(event);
    QPainter painter(this);
    const Colors colors = Colors::fromPalette(palette());
    QFont bold = font();
    bold.setBold(true);
    const QFontMetrics metrics(bold);
    int label_width = 0, value_width = 0;
    double longest = 0;
    for (const PartBar& bar : bars_) {
        label_width = std::max(label_width, metrics.horizontalAdvance(bar.label));
        value_width = std::max(value_width, metrics.horizontalAdvance(millisecondsText(bar.milliseconds)));
        longest = std::max(longest, bar.milliseconds);
    }
    const int row_height = metrics.height() + 4;
    const QRectF track(label_width + kGap, 0, std::max(0, width() - label_width - value_width - 2 * kGap), row_height);
    for (size_t i = 0; i < bars_.size(); ++i) {
        const PartBar& bar = bars_[i];
        const int top = static_cast<int>(i) * row_height;
        painter.setFont(bar.limits ? bold : font());
        painter.setPen(bar.limits ? colors.text : colors.muted_text);
        painter.drawText(QRect(0, top, label_width, row_height), Qt::AlignLeft | Qt::AlignVCenter, bar.label);
        painter.drawText(QRect(width() - value_width, top, value_width, row_height), Qt::AlignRight | Qt::AlignVCenter,
                         millisecondsText(bar.milliseconds));
        const QRectF body = track.adjusted(0, top + 5, 0, top - 5);
        painter.fillRect(body, colors.hairline);
        if (longest <= 0) continue;
        painter.fillRect(QRectF(body.left(), body.top(), body.width() * bar.milliseconds / longest, body.height()),
                         bar.limits ? colors.accent : colors.muted_text);
    }
}

}  // namespace bw::ui
