// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWidget>
#include <optional>

namespace bw::ui {

/// What one gauge shows; all texts are ready to print.
struct GaugeReading {
    QString value;               ///< "3.41 ms"; a dash where it is unknown.
    QString detail;              ///< "3.2 – 3.6 ms", in muted ink behind the value.
    QString change;              ///< "−35 %"; empty without a baseline.
    int better = 0;              ///< 1: the change is for the better, -1: for the worse.
    QString verdict;             ///< "within 256 KiB", "12,288 B over 128 KiB"; empty without a budget.
    std::optional<double> fill;  ///< Value divided by budget; none without a budget or value.
};

/// One total against its budget: green with a tick or red with a cross, in words as well as in colour.
class BudgetGauge : public QWidget {
    Q_OBJECT

public:
    explicit BudgetGauge(const QString& label, QWidget* parent = nullptr);

    void setReading(const GaugeReading& reading);
    const GaugeReading& reading() const { return reading_; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void activated();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    bool isOver() const { return reading_.fill && *reading_.fill > 1; }
    void paintTexts(QPainter& painter, const QRectF& area) const;
    void paintTrack(QPainter& painter, const QRectF& track) const;

    QString label_;
    GaugeReading reading_;
};

}  // namespace bw::ui
