// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPixmap>
#include <QSet>
#include <QWidget>
#include <functional>
#include <optional>
#include <vector>

#include "charts/plot_frame.h"

namespace bw::ui {

/// One network of a search.
struct ParetoPoint {
    double x = 0;
    double y = 0;
    std::optional<double> shade;  ///< 0 ... 1 on the colour ramp; the series' colour where absent.
    bool front = false;           ///< Not dominated; joined by the front's line.
    bool feasible = true;         ///< Others are drawn hollow and pale.
    int key = 0;                  ///< Unique in its series.
};

/// What one search found.
struct ParetoSeries {
    QString name;
    QColor color;
    std::vector<ParetoPoint> points;
};

/// A network that the points are compared with.
struct ParetoMark {
    QString name;
    double x = 0;
    double y = 0;
    bool hollow = false;  ///< The baseline, beside the present network.
};

/// The meaning of the points' colours; an empty title hides it.
struct ShadeLegend {
    QString title;
    QString low_text;
    QString high_text;
};

/// Networks over two figures, a third as colour, with the front of each search. The first series has the mouse and the
/// keyboard: hovering tells, a click or the arrow keys choose, Enter or a double click activates.
class ParetoChart : public QWidget {
    Q_OBJECT

public:
    explicit ParetoChart(QWidget* parent = nullptr);

    /// Axes keep their titles and texts; the ranges follow from the points. `less_x` and `less_y`: less is better.
    void setAxes(PlotAxis x, PlotAxis y, bool less_x, bool less_y);
    void setSeries(std::vector<ParetoSeries> series);
    void setMarks(std::vector<ParetoMark> marks);
    void setLegend(ShadeLegend legend);
    /// Points of the first series to stand out; the others are dimmed while there are any.
    void setHighlighted(QSet<int> keys);
    const QSet<int>& highlighted() const { return highlighted_; }
    /// Of the first series.
    void setChosen(std::optional<int> key);
    std::optional<int> chosen() const { return chosen_; }
    /// What the card beside a hovered point says, line by line.
    void setCardText(std::function<QStringList(int key)> card_text) { card_text_ = std::move(card_text); }
    void setEmptyText(const QString& text);
    /// Where a point of the first series is painted; nothing where there is no such point.
    std::optional<QPointF> placeOf(int key) const;

    QSize minimumSizeHint() const override { return {200, 88}; }

Q_SIGNALS:
    void pointChosen(int key);
    void pointActivated(int key);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void invalidate();
    void findRanges();
    QRectF plotArea() const;
    const ParetoPoint* find(int key) const;
    /// The nearest point of the first series within reach; null where there is none.
    const ParetoPoint* pointAt(QPointF position) const;
    /// Keys of the first series' front, by x.
    std::vector<int> frontKeys() const;
    void choose(int key);
    void paintGround(const Colors& colors);
    void paintCloud(QPainter& painter, const QRectF& area, const Colors& colors) const;
    void paintFront(QPainter& painter, const QRectF& area, const ParetoSeries& series, bool first) const;
    void paintMarks(QPainter& painter, const QRectF& area, const Colors& colors) const;
    void paintLegends(QPainter& painter, const QRectF& area, const Colors& colors) const;
    void paintRing(QPainter& painter, const QRectF& area, int key, double radius, const QColor& ink) const;
    void paintCard(QPainter& painter, const QRectF& area, const Colors& colors) const;

    PlotFrame frame_;
    bool less_x_ = true;
    bool less_y_ = false;
    std::vector<ParetoSeries> series_;
    std::vector<ParetoMark> marks_;
    ShadeLegend legend_;
    QSet<int> highlighted_;
    std::optional<int> chosen_;
    std::optional<int> hovered_;
    std::function<QStringList(int)> card_text_;
    QString empty_text_;
    QPixmap ground_;  ///< Axes, clouds and fronts; null where it must be painted anew.
};

}  // namespace bw::ui
