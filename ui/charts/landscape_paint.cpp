// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/landscape_paint.h"

#include <QPainterPath>
#include <algorithm>
#include <cmath>

#include "charts/axis.h"
#include "text/wording.h"

namespace bw::ui {
namespace {

constexpr double kDot = 3.5;
/// Values closer than this have no dots of their own on the steps.
constexpr double kLeastSpacing = 6;
constexpr double kRampWidth = 56;

/// A shown value with a cost, as the horizontal piece that stands for it.
struct Tread {
    LandscapePoint point;
    double left = 0;
    double right = 0;
    QPointF middle;
};

std::vector<Tread> treadsOf(const LandscapeFrame& frame) {
    std::vector<Tread> treads;
    for (size_t n = 0; n < frame.x.shown().size(); ++n) {
        const LandscapePoint point{frame.x.shown()[n], 0};
        if (!std::isfinite(frame.cost(point))) continue;
        treads.push_back({point, frame.xOf(frame.x.left(n)), frame.xOf(frame.x.right(n)), frame.position(point)});
    }
    return treads;
}

void paintArrow(QPainter& painter, const QPointF& from, const QPointF& to) {
    painter.drawLine(from, to);
    const QPointF way = to - from;
    const double length = std::hypot(way.x(), way.y());
    if (length < 9) return;
    const QPointF along = way / length, across(-along.y(), along.x());
    const QPointF tip = from + way * 0.62;
    painter.drawPolyline(QPolygonF({tip - along * 6 + across * 3.2, tip, tip - along * 6 - across * 3.2}));
}

}  // namespace

void paintLandscapeLine(QPainter& painter, const LandscapeFrame& frame) {
    const Colors& colors = frame.colors;
    const std::vector<Tread> treads = treadsOf(frame);
    const bool joined = frame.pane == LandscapePane::Curated;
    const bool roomy = !treads.empty() && frame.plot.width() / static_cast<double>(treads.size()) >= kLeastSpacing;
    for (size_t i = 0; i < treads.size(); ++i) {
        const Tread& tread = treads[i];
        painter.setPen(QPen(colors.accent, 1.6));
        if (!joined) painter.drawLine(QPointF(tread.left, tread.middle.y()), QPointF(tread.right, tread.middle.y()));
        if (i == 0) continue;
        const Tread& before = treads[i - 1];
        const bool falls = tread.middle.y() > before.middle.y() + 1e-9;
        if (falls) painter.setPen(QPen(colors.bad, 2.2));
        if (joined) {
            painter.drawLine(before.middle, tread.middle);
        } else {
            painter.drawLine(QPointF(tread.left, before.middle.y()), QPointF(tread.left, tread.middle.y()));
        }
    }
    for (const Tread& tread : treads) {
        const bool curated = frame.sweep.isCurated(static_cast<size_t>(tread.point.x), 0);
        if (!curated && !roomy) continue;
        painter.setPen(QPen(colors.card, 1));
        painter.setBrush(curated ? colors.text : colors.accent);
        const double radius = curated ? kDot : kDot * 0.55;
        painter.drawEllipse(tread.middle, radius, radius);
    }
}

void paintLandscapeCells(QPainter& painter, const LandscapeFrame& frame) {
    painter.setRenderHint(QPainter::Antialiasing, false);
    const std::vector<int>&across = frame.x.shown(), &up = frame.y.shown();
    for (size_t row = 0; row < up.size(); ++row) {
        const double top = frame.yOf(frame.y.right(row)), bottom = frame.yOf(frame.y.left(row));
        for (size_t column = 0; column < across.size(); ++column) {
            const double cost = frame.cost({across[column], up[row]});
            const double left = frame.xOf(frame.x.left(column)), right = frame.xOf(frame.x.right(column));
            // Without smoothing, neighbours meet on whole pixels.
            const QRect cell(QPoint(qRound(left), qRound(top)), QPoint(qRound(right) - 1, qRound(bottom) - 1));
            if (std::isfinite(cost)) {
                painter.fillRect(cell, frame.colors.heat(frame.share(cost)));
            } else {
                painter.fillRect(cell, QBrush(frame.colors.muted_text, Qt::BDiagPattern));
            }
        }
    }
    painter.setRenderHint(QPainter::Antialiasing, true);
}

void paintLandscapeDots(QPainter& painter, const LandscapeFrame& frame) {
    std::vector<int> across, up;
    for (size_t i = 0; i < frame.sweep.x.values.size(); ++i) {
        if (frame.sweep.x.curated[i]) across.push_back(static_cast<int>(i));
    }
    for (size_t i = 0; i < frame.sweep.y->values.size(); ++i) {
        if (frame.sweep.y->curated[i]) up.push_back(static_cast<int>(i));
    }
    const auto spacing = [](double length, size_t count) {
        return length / static_cast<double>(std::max<size_t>(1, count));
    };
    const double room = std::min(spacing(frame.plot.width(), across.size()), spacing(frame.plot.height(), up.size()));
    const double radius = std::clamp(room * 0.22, 1.0, kDot);
    painter.setPen(Qt::NoPen);
    for (const int y : up) {
        for (const int x : across) {
            const double cost = frame.cost({x, y});
            if (!std::isfinite(cost)) continue;
            painter.setBrush(textOn(frame.colors.heat(frame.share(cost))));
            painter.drawEllipse(frame.position({x, y}), radius, radius);
        }
    }
}

void paintLandscapeAxes(QPainter& painter, const LandscapeFrame& frame, const QFontMetricsF& metrics) {
    const QRectF& plot = frame.plot;
    const double line = metrics.height();
    painter.setPen(frame.colors.muted_text);
    double widest = 0;
    for (const std::string& label : frame.sweep.x.labels)
        widest = std::max(widest, metrics.horizontalAdvance(toQt(label)));
    for (const int i : landscapeTicks(frame.sweep.x, frame.x, (widest + 10) / plot.width())) {
        const double x = frame.xOf(frame.x.centre(i));
        const QString label = toQt(frame.sweep.x.labels[static_cast<size_t>(i)]);
        const double width = metrics.horizontalAdvance(label);
        const double left = std::clamp(x - width / 2, 0.0, std::max(0.0, plot.right() + 8 - width));
        painter.drawText(QRectF(left, plot.bottom() + 4, width + 1, line), Qt::AlignLeft | Qt::AlignVCenter, label);
        painter.drawLine(QPointF(x, plot.bottom()), QPointF(x, plot.bottom() + 3));
    }
    const auto beside = [&](double y, const QString& label) {
        painter.drawText(QRectF(0, y - line / 2, plot.left() - 7, line), Qt::AlignRight | Qt::AlignVCenter,
                         metrics.elidedText(label, Qt::ElideRight, plot.left() - 7));
    };
    if (frame.isMap()) {
        for (const int i : landscapeTicks(*frame.sweep.y, frame.y, line / plot.height()))
            beside(frame.yOf(frame.y.centre(i)), toQt(frame.sweep.y->labels[static_cast<size_t>(i)]));
        return;
    }
    for (const double tick : rangeTicks(frame.low, frame.high, std::max(2, static_cast<int>(plot.height() / 34)))) {
        const double y = std::round(frame.yOf(frame.share(tick))) + 0.5;
        painter.setPen(frame.colors.hairline);
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
        painter.setPen(frame.colors.muted_text);
        beside(y, frame.costText(tick));
    }
}

double paintLandscapeLegend(QPainter& painter, const LandscapeFrame& frame, const QRectF& area) {
    const QFontMetricsF metrics(painter.font());
    const QString least = frame.costText(frame.low), most = frame.costText(frame.high);
    const double after = metrics.horizontalAdvance(most), before = metrics.horizontalAdvance(least);
    const QRectF ramp(area.right() - after - 5 - kRampWidth, area.center().y() - 4, kRampWidth, 8);
    painter.setPen(frame.colors.muted_text);
    painter.drawText(area, Qt::AlignRight | Qt::AlignVCenter, most);
    painter.drawText(QRectF(area.left(), area.top(), ramp.left() - 5 - area.left(), area.height()),
                     Qt::AlignRight | Qt::AlignVCenter, least);
    for (int i = 0; i < static_cast<int>(kRampWidth); ++i)
        painter.fillRect(QRectF(ramp.left() + i, ramp.top(), 1, ramp.height()),
                         frame.colors.heat(i / (kRampWidth - 1)));
    return before + after + 10 + kRampWidth;
}

void paintLandscapePath(QPainter& painter, const LandscapeFrame& frame, const std::vector<QPointF>& path) {
    std::vector<QPointF> places;
    for (const QPointF& values : path) {
        const LandscapePoint point{frame.x.nearest(values.x()), frame.isMap() ? frame.y.nearest(values.y()) : 0};
        const QPointF place = frame.position(point);
        if (places.empty() || places.back() != place) places.push_back(place);
    }
    for (size_t i = 1; i < places.size(); ++i) {
        const double share =
            places.size() > 2 ? static_cast<double>(i - 1) / static_cast<double>(places.size() - 2) : 1;
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(frame.colors.card, 3.4, Qt::SolidLine, Qt::RoundCap));
        paintArrow(painter, places[i - 1], places[i]);
        painter.setPen(QPen(mix(frame.colors.hit, frame.colors.bad, share), 1.8, Qt::SolidLine, Qt::RoundCap));
        paintArrow(painter, places[i - 1], places[i]);
    }
    if (places.empty()) return;
    painter.setPen(QPen(frame.colors.card, 1));
    painter.setBrush(frame.colors.bad);
    painter.drawEllipse(places.back(), kDot, kDot);
}

}  // namespace bw::ui
