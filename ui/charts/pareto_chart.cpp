// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/pareto_chart.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <array>
#include <cmath>

#include "charts/pareto_painting.h"

namespace bw::ui {
namespace {

constexpr double kReach = 12;
/// Of the cloud, the share on either end that may lie outside the plot; the front and the marks never do.
constexpr double kOutliers = 0.08;

}  // namespace

ParetoChart::ParetoChart(QWidget* parent) : QWidget(parent) {
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setAccessibleName(tr("Networks over two figures"));
}

void ParetoChart::invalidate() {
    ground_ = QPixmap();
    update();
}

void ParetoChart::setAxes(PlotAxis x, PlotAxis y, bool less_x, bool less_y) {
    frame_.x = std::move(x);
    frame_.y = std::move(y);
    less_x_ = less_x;
    less_y_ = less_y;
    findRanges();
    invalidate();
}

void ParetoChart::setSeries(std::vector<ParetoSeries> series) {
    series_ = std::move(series);
    if (hovered_ && find(*hovered_) == nullptr) hovered_.reset();
    findRanges();
    invalidate();
}

void ParetoChart::setMarks(std::vector<ParetoMark> marks) {
    marks_ = std::move(marks);
    findRanges();
    invalidate();
}

void ParetoChart::setLegend(ShadeLegend legend) {
    legend_ = std::move(legend);
    invalidate();
}

void ParetoChart::setHighlighted(QSet<int> keys) {
    if (keys == highlighted_) return;
    highlighted_ = std::move(keys);
    invalidate();
}

void ParetoChart::setChosen(std::optional<int> key) {
    if (key == chosen_) return;
    chosen_ = key;
    const ParetoPoint* point = key ? find(*key) : nullptr;
    setAccessibleDescription(point != nullptr && card_text_ ? card_text_(point->key).join(QStringLiteral(", "))
                                                            : QString());
    update();
}

void ParetoChart::setEmptyText(const QString& text) {
    empty_text_ = text;
    update();
}

void ParetoChart::findRanges() {
    const auto range = [this](PlotAxis& axis, double ParetoPoint::*value, double ParetoMark::*marked) {
        std::vector<double> cloud;
        double low = INFINITY, high = -INFINITY;
        const auto take = [&](double at) {
            if (!std::isfinite(at)) return;
            low = std::min(low, at);
            high = std::max(high, at);
        };
        for (const ParetoSeries& series : series_) {
            for (const ParetoPoint& point : series.points) {
                if (point.front) take(point.*value);
                if (std::isfinite(point.*value)) cloud.push_back(point.*value);
            }
        }
        for (const ParetoMark& mark : marks_)
            take(mark.*marked);
        if (!cloud.empty()) {
            const auto skipped = static_cast<std::ptrdiff_t>(static_cast<double>(cloud.size()) * kOutliers);
            std::nth_element(cloud.begin(), cloud.begin() + skipped, cloud.end());
            take(cloud[static_cast<size_t>(skipped)]);
            std::nth_element(cloud.begin(), cloud.end() - 1 - skipped, cloud.end());
            take(*(cloud.end() - 1 - skipped));
        }
        axis.low = low <= high ? low : 0;
        axis.high = low <= high ? high : 1;
        axis.pad(0.06);
    };
    range(frame_.x, &ParetoPoint::x, &ParetoMark::x);
    range(frame_.y, &ParetoPoint::y, &ParetoMark::y);
}

QRectF ParetoChart::plotArea() const {
    return frame_.area(QRectF(rect()), font());
}

const ParetoPoint* ParetoChart::find(int key) const {
    if (series_.empty()) return nullptr;
    const auto& points = series_.front().points;
    const auto found =
        std::find_if(points.begin(), points.end(), [key](const ParetoPoint& point) { return point.key == key; });
    return found == points.end() ? nullptr : &*found;
}

std::optional<QPointF> ParetoChart::placeOf(int key) const {
    const ParetoPoint* point = find(key);
    return point == nullptr ? std::nullopt : std::optional(frame_.at(point->x, point->y, plotArea()));
}

const ParetoPoint* ParetoChart::pointAt(QPointF position) const {
    if (series_.empty()) return nullptr;
    const QRectF area = plotArea();
    const ParetoPoint* nearest = nullptr;
    double least = kReach;
    for (const ParetoPoint& point : series_.front().points) {
        const QPointF gap = frame_.at(point.x, point.y, area) - position;
        // The front is what one aims at.
        const double distance = std::hypot(gap.x(), gap.y()) * (point.front ? 0.6 : 1.0);
        if (distance < least) {
            least = distance;
            nearest = &point;
        }
    }
    return nearest;
}

std::vector<int> ParetoChart::frontKeys() const {
    std::vector<const ParetoPoint*> front;
    if (!series_.empty()) {
        for (const ParetoPoint& point : series_.front().points) {
            if (point.front) front.push_back(&point);
        }
    }
    std::sort(front.begin(), front.end(), [](const ParetoPoint* a, const ParetoPoint* b) {
        return a->x < b->x || (a->x == b->x && a->key < b->key);
    });
    std::vector<int> keys;
    keys.reserve(front.size());
    for (const ParetoPoint* point : front)
        keys.push_back(point->key);
    return keys;
}

void ParetoChart::choose(int key) {
    setChosen(key);
    Q_EMIT pointChosen(key);
}

void ParetoChart::paintGround(const Colors& colors) {
    ground_ = QPixmap(size() * devicePixelRatioF());
    ground_.setDevicePixelRatio(devicePixelRatioF());
    ground_.fill(palette().color(QPalette::Base));
    QPainter painter(&ground_);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF area = plotArea();
    frame_.paint(painter, QRectF(rect()), colors, font());
    painter.setClipRect(area.adjusted(-6, -6, 6, 6));
    paintCloud(painter, area, colors);
    for (size_t i = series_.size(); i-- > 0;)
        paintFront(painter, area, series_[i], i == 0);
    painter.setClipping(false);
    paintMarks(painter, area, colors);
    paintLegends(painter, area, colors);
}

void ParetoChart::paintCloud(QPainter& painter, const QRectF& area, const Colors& colors) const {
    DotSprites sprites(devicePixelRatioF());
    // Series behind the first one show their fronts alone.
    if (series_.empty()) return;
    const ParetoSeries& series = series_.front();
    for (const bool front : {false, true}) {
        for (const ParetoPoint& point : series.points) {
            if (point.front != front || !std::isfinite(point.x) || !std::isfinite(point.y)) continue;
            const bool dimmed = !highlighted_.isEmpty() && !highlighted_.contains(point.key);
            const QColor ink = point.shade ? colors.heat(0.25 + 0.75 * *point.shade) : series.color;
            sprites.add(frame_.at(point.x, point.y, area),
                        {mix(palette().color(QPalette::Base), ink, dimmed ? 0.25 : 1), front ? 4.0 : 2.6,
                         point.feasible, front && !dimmed ? colors.text : QColor()});
        }
    }
    sprites.paint(painter);
}

void ParetoChart::paintFront(QPainter& painter, const QRectF& area, const ParetoSeries& series, bool first) const {
    std::vector<QPointF> corners;
    for (const ParetoPoint& point : series.points) {
        if (point.front) corners.push_back(frame_.at(point.x, point.y, area));
    }
    paintFrontLine(painter, std::move(corners), {less_x_, less_y_}, series.color, first);
}

void ParetoChart::paintMarks(QPainter& painter, const QRectF& area, const Colors& colors) const {
    const QFontMetricsF metrics(font());
    double written_y = -1000;
    for (const ParetoMark& mark : marks_) {
        if (!std::isfinite(mark.x) || !std::isfinite(mark.y)) continue;
        const QPointF place = frame_.at(mark.x, mark.y, area);
        painter.setPen(QPen(colors.accent, 2));
        painter.setBrush(mark.hollow ? palette().color(QPalette::Base) : colors.accent);
        const std::array<QPointF, 4> diamond = {place + QPointF(0, -7), place + QPointF(7, 0), place + QPointF(0, 7),
                                                place + QPointF(-7, 0)};
        painter.drawPolygon(diamond.data(), 4);
        const double width = metrics.horizontalAdvance(mark.name);
        const bool left = place.x() + width + 16 > area.right();
        QRectF label(left ? place.x() - width - 12 : place.x() + 11, place.y() - metrics.height() / 2, width + 2,
                     metrics.height());
        if (std::abs(label.top() - written_y) < metrics.height()) label.translate(0, metrics.height());
        written_y = label.top();
        painter.setPen(colors.text);
        painter.drawText(label, Qt::AlignLeft | Qt::AlignVCenter, mark.name);
    }
}

void ParetoChart::paintLegends(QPainter& painter, const QRectF& area, const Colors& colors) const {
    // In a low chart it would cover the networks.
    constexpr double kLeastHeight = 120;
    if (area.height() < kLeastHeight) return;
    // The corner farthest from what is good is emptiest of what matters.
    const bool at_right = less_x_;
    const bool at_bottom = !less_y_;
    LegendBox box(font(), at_right, at_bottom, area.adjusted(8, 6, -8, -6));
    if (!legend_.title.isEmpty()) box.addRamp(legend_.title, legend_.low_text, legend_.high_text);
    if (series_.size() > 1) {
        for (const ParetoSeries& series : series_)
            box.addLine(series.name, series.color);
    }
    box.paint(painter, colors);
}

void ParetoChart::paintRing(QPainter& painter, const QRectF& area, int key, double radius, const QColor& ink) const {
    const ParetoPoint* point = find(key);
    if (point == nullptr) return;
    painter.setPen(QPen(ink, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawEllipse(frame_.at(point->x, point->y, area), radius, radius);
}

void ParetoChart::paintCard(QPainter& painter, const QRectF& area, const Colors& colors) const {
    const ParetoPoint* point = hovered_ ? find(*hovered_) : nullptr;
    if (point == nullptr || !card_text_) return;
    paintHoverCard(painter, {card_text_(point->key), frame_.at(point->x, point->y, area), QRectF(rect())}, colors,
                   font());
}

void ParetoChart::paintEvent(QPaintEvent*) {
    const Colors colors = Colors::fromPalette(palette());
    QPainter painter(this);
    const bool any = std::any_of(series_.begin(), series_.end(), [](const auto& one) { return !one.points.empty(); });
    if (!any && marks_.empty()) {
        painter.fillRect(rect(), palette().color(QPalette::Base));
        painter.setPen(colors.muted_text);
        painter.drawText(rect().adjusted(16, 8, -16, -8), Qt::AlignCenter | Qt::TextWordWrap, empty_text_);
    } else {
        if (ground_.isNull() || ground_.size() != size() * devicePixelRatioF()) paintGround(colors);
        painter.drawPixmap(0, 0, ground_);
        painter.setRenderHint(QPainter::Antialiasing);
        const QRectF area = plotArea();
        if (chosen_) paintRing(painter, area, *chosen_, 7.5, colors.accent);
        if (hovered_ && hovered_ != chosen_) paintRing(painter, area, *hovered_, 6.5, colors.text);
        paintCard(painter, area, colors);
    }
    if (hasFocus()) {
        painter.setRenderHint(QPainter::Antialiasing, false);
        painter.setPen(colors.accent);
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

void ParetoChart::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    invalidate();
}

void ParetoChart::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) invalidate();
}

void ParetoChart::mouseMoveEvent(QMouseEvent* event) {
    const ParetoPoint* point = pointAt(event->position());
    const std::optional<int> key = point != nullptr ? std::optional(point->key) : std::nullopt;
    if (key == hovered_) return;
    hovered_ = key;
    update();
}

void ParetoChart::mousePressEvent(QMouseEvent* event) {
    const ParetoPoint* point = pointAt(event->position());
    if (event->button() == Qt::LeftButton && point != nullptr) choose(point->key);
}

void ParetoChart::mouseDoubleClickEvent(QMouseEvent* event) {
    const ParetoPoint* point = pointAt(event->position());
    if (event->button() == Qt::LeftButton && point != nullptr) Q_EMIT pointActivated(point->key);
}

void ParetoChart::leaveEvent(QEvent* event) {
    hovered_.reset();
    update();
    QWidget::leaveEvent(event);
}

void ParetoChart::keyPressEvent(QKeyEvent* event) {
    const int step = event->key() == Qt::Key_Right ? 1 : event->key() == Qt::Key_Left ? -1 : 0;
    if (step != 0) {
        const std::vector<int> keys = frontKeys();
        if (keys.empty()) return;
        const auto at = chosen_ ? std::find(keys.begin(), keys.end(), *chosen_) : keys.end();
        const auto now =
            at == keys.end() ? (step > 0 ? -1 : static_cast<std::ptrdiff_t>(keys.size())) : at - keys.begin();
        const auto next = std::clamp<std::ptrdiff_t>(now + step, 0, static_cast<std::ptrdiff_t>(keys.size()) - 1);
        choose(keys[static_cast<size_t>(next)]);
    } else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && chosen_) {
        Q_EMIT pointActivated(*chosen_);
    } else {
        QWidget::keyPressEvent(event);
    }
}

void ParetoChart::focusInEvent(QFocusEvent* event) {
    QWidget::focusInEvent(event);
    update();
}

void ParetoChart::focusOutEvent(QFocusEvent* event) {
    QWidget::focusOutEvent(event);
    update();
}

}  // namespace bw::ui
