// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWidget>
#include <optional>
#include <vector>

#include "graph/network.h"
#include "memory/liveness.h"

namespace bw::ui {

/// One buffer of activation memory over execution order.
struct MemorySpan {
    int first_step = 0, last_step = 0;
    int64_t offset = 0;  ///< In the arena.
    int64_t bytes = 0;
    BlockId block = kNoBlock;  ///< Whose output it is, or which works in it.
    LifeRole role = LifeRole::Intermediate;
    QString label;
    bool at_peak = false;
};

/// What the chart draws.
struct MemoryTimeline {
    std::vector<MemorySpan> spans;
    std::vector<int64_t> live_bytes;   ///< By step.
    std::vector<QString> step_labels;  ///< By step: the block that runs.
    int peak_step = 0;
    int64_t peak_bytes = 0;
    int64_t arena_bytes = 0;
    int64_t lower_bound_bytes = 0;  ///< No arena for these very buffers is smaller, as far as is known.
    bool searched = false;          ///< The arena is the exact planner's, not the greedy one's.
    std::optional<int64_t> budget_bytes;
};

/// Live bytes over execution order: every buffer where the arena places it, told apart by kind, the sum as a line, the
/// peak, the arena and the budget marked. A click selects, the pointer points at a buffer and its block.
class MemoryChart : public QWidget {
    Q_OBJECT

public:
    explicit MemoryChart(QWidget* parent = nullptr);

    void setTimeline(MemoryTimeline timeline);
    void setSelected(const std::vector<BlockId>& selected);
    void setEmptyText(const QString& text);
    /// As a click on the peak.
    void selectPeak();

    QSize minimumSizeHint() const override { return {120, 88}; }

Q_SIGNALS:
    void clicked(const std::vector<bw::BlockId>& blocks);
    /// kNoBlock where the pointer is on no buffer.
    void pointedAt(bw::BlockId block);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    QRectF plotArea() const;
    double topBytes() const;
    double xOf(double step, const QRectF& plot) const;
    double yOf(double bytes, const QRectF& plot) const;
    QRectF spanRect(const MemorySpan& span, const QRectF& plot) const;
    int stepAt(double x) const;
    const MemorySpan* spanAt(const QPointF& position) const;
    void selectStep(int step);
    void point(int span);
    /// A dashed line; gives its height and leaves its pen.
    double paintLevel(QPainter& painter, const QRectF& plot, int64_t bytes, const QColor& ink) const;
    void paintAxis(QPainter& painter, const QRectF& plot) const;
    void paintSpans(QPainter& painter, const QRectF& plot) const;
    void paintLine(QPainter& painter, const QRectF& plot) const;
    void paintMarks(QPainter& painter, const QRectF& plot) const;

    MemoryTimeline timeline_;
    std::vector<BlockId> selected_;
    QString empty_text_;
    int current_step_ = -1;
    int pointed_ = -1;  ///< Index of the buffer under the pointer.
};

}  // namespace bw::ui
