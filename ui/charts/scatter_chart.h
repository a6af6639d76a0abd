// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWidget>
#include <vector>

namespace bw::ui {

/// A network as measured and as predicted, in milliseconds, both positive.
struct ScatterPoint {
    QString name;
    double measured = 0.0;
    double predicted = 0.0;
    double low = 0.0;  ///< Interval of the prediction; equal to `high` where none is known.
    double high = 0.0;
    bool highlighted = false;
};

/// Predictions over measurements on logarithmic axes, with the diagonal and the band of ±10 % around it.
class ScatterChart : public QWidget {
    Q_OBJECT

public:
    explicit ScatterChart(QWidget* parent = nullptr);

    void setPoints(std::vector<ScatterPoint> points);
    /// Shown where there is no point.
    void setEmptyText(const QString& text);

    QSize minimumSizeHint() const override { return {220, 200}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    QRectF plotArea() const;
    void findRange();
    double place(double value) const;
    QPointF at(double measured, double predicted, const QRectF& plot) const;
    void paintAxes(QPainter& painter, const QRectF& plot) const;
    void paintPoints(QPainter& painter, const QRectF& plot) const;

    std::vector<ScatterPoint> points_;
    QString empty_text_;
    double least_ = 0.1;
    double most_ = 10.0;
};

}  // namespace bw::ui
