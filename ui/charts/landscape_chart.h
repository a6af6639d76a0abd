// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPixmap>
#include <QWidget>
#include <functional>
#include <memory>
#include <optional>

#include "charts/landscape_frame.h"

namespace bw::ui {

/// One pane of a landscape: steps over one decision, or a heat map over two, with the allowed points, the network as it
/// is, the point under the pointer and the path of a search. Arrow keys move the point; Enter chooses it, Ctrl+Enter or
/// a double click accepts it.
class LandscapeChart : public QWidget {
    Q_OBJECT

public:
    LandscapeChart(LandscapePane pane, const QString& title, QWidget* parent = nullptr);

    void setSweep(std::shared_ptr<const LandscapeSweep> sweep);
    /// The pointed-at point, which may come from another pane.
    void setPointed(LandscapePoint point);
    void setPreviewed(LandscapePoint point);
    /// Values of x, and of y where there are two decisions.
    void setPath(std::vector<QPointF> path);
    /// What is said of a point.
    void setPointText(std::function<QString(LandscapePoint)> text) { point_text_ = std::move(text); }
    void setEmptyText(const QString& text);
    /// The pane's frame as it is drawn now; nothing without a sweep.
    std::optional<LandscapeFrame> frame() const;

    QSize sizeHint() const override { return {380, 150}; }
    QSize minimumSizeHint() const override { return {150, 84}; }

Q_SIGNALS:
    void pointedAt(bw::ui::LandscapePoint point);
    void chosen(bw::ui::LandscapePoint point);
    void accepted(bw::ui::LandscapePoint point);
    void cancelled();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool event(QEvent* event) override;

private:
    QRectF plotArea() const;
    void paintHead(QPainter& painter, const LandscapeFrame& frame) const;
    void paintMarks(QPainter& painter, const LandscapeFrame& frame) const;
    void paintMark(QPainter& painter, const LandscapeFrame& frame, LandscapePoint point, const QColor& ink) const;
    const QPixmap& cells(const LandscapeFrame& frame);

    LandscapePane pane_;
    QString title_;
    QString empty_text_;
    std::shared_ptr<const LandscapeSweep> sweep_;
    LandscapePoint pointed_;
    LandscapePoint previewed_;
    std::vector<QPointF> path_;
    std::function<QString(LandscapePoint)> point_text_;
    QPixmap cells_;  ///< Of the map; null until it is painted.
};

}  // namespace bw::ui
