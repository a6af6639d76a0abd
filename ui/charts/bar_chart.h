// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QString>
#include <QWidget>
#include <functional>
#include <optional>
#include <vector>

#include "graph/network.h"

namespace bw::ui {

/// One block's bar.
struct ChartBar {
    BlockId block = kNoBlock;
    QString label;
    std::optional<double> value;   ///< Nothing: unknown, drawn as a short hatched bar, never as zero.
    std::optional<double> before;  ///< The baseline's value, drawn as a mark.
    bool out_of_range = false;     ///< Hatched.
    QColor color;
    QString tooltip;
};

/// Bars in execution order; a click or the arrow keys select.
class BarChart : public QWidget {
    Q_OBJECT

public:
    explicit BarChart(QWidget* parent = nullptr);

    void setBars(std::vector<ChartBar> bars);
    void setSelected(const std::vector<BlockId>& selected);
    /// How values of the axis are written.
    void setValueText(std::function<QString(double)> value_text) { value_text_ = std::move(value_text); }
    /// Shown where there is no bar.
    void setEmptyText(const QString& text);

    QSize minimumSizeHint() const override { return {120, 80}; }

Q_SIGNALS:
    void clicked(bw::BlockId block, bool extend);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    QRectF plotArea() const;
    double largestValue() const;
    int barAt(double x) const;
    double barLeft(int index, const QRectF& plot) const;
    void paintAxis(QPainter& painter, const QRectF& plot, double top_value) const;
    void paintBar(QPainter& painter, const QRectF& plot, double top_value, int index) const;
    void paintLabels(QPainter& painter, const QRectF& plot) const;
    bool isSelected(BlockId block) const;

    std::vector<ChartBar> bars_;
    std::vector<BlockId> selected_;
    std::function<QString(double)> value_text_;
    QString empty_text_;
    int hovered_ = -1;
};

}  // namespace bw::ui
