// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSet>
#include <QString>
#include <QWidget>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

namespace bw::ui {

/// One upright axis.
struct ParallelAxis {
    QString title;
    std::function<QString(double)> text;
};

/// One network: a value on each axis.
struct ParallelLine {
    std::vector<double> values;
    int key = 0;
};

/// The networks of a front as lines over several axes. A drag along an axis keeps those that pass through it, a click
/// on the axis lets all through again; a click on a line chooses it, as the arrow keys do.
class ParallelChart : public QWidget {
    Q_OBJECT

public:
    explicit ParallelChart(QWidget* parent = nullptr);

    void setLines(std::vector<ParallelAxis> axes, std::vector<ParallelLine> lines);
    void setChosen(std::optional<int> key);
    void setHighlighted(QSet<int> keys);
    void setEmptyText(const QString& text);
    /// Keeps the lines between two values of an axis; nothing lets all through.
    void setBrush(size_t axis, std::optional<std::pair<double, double>> range);
    /// Of those that pass all brushes.
    QSet<int> passing() const;

    QSize minimumSizeHint() const override { return {200, 88}; }

Q_SIGNALS:
    void lineChosen(int key);
    void brushed();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    struct Axis {
        ParallelAxis row;
        double low = 0, high = 1;
        std::optional<std::pair<double, double>> brush;
    };
    QRectF plotArea() const;
    double axisX(size_t axis) const;
    double placeOf(size_t axis, double value) const;
    double valueAt(size_t axis, double y) const;
    int axisAt(QPointF position) const;
    bool passes(const ParallelLine& line) const;
    int lineAt(QPointF position) const;
    void paintAxes(QPainter& painter) const;
    void paintLines(QPainter& painter) const;

    std::vector<Axis> axes_;
    std::vector<ParallelLine> lines_;
    std::optional<int> chosen_;
    QSet<int> highlighted_;
    QString empty_text_;
    int dragged_ = -1;
    double drag_start_ = 0;
    bool drag_moved_ = false;
};

}  // namespace bw::ui
