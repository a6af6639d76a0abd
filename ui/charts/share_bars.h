// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWidget>
#include <vector>

namespace bw::ui {

/// A named share, 0 ... 1.
struct ShareBar {
    QString name;
    double share = 0;
    QString tooltip;
};

/// Bars with names, as many as have room, in columns where there is width.
class ShareBars : public QWidget {
    Q_OBJECT

public:
    explicit ShareBars(QWidget* parent = nullptr);

    /// The largest first.
    void setBars(std::vector<ShareBar> bars);
    void setEmptyText(const QString& text);

    QSize minimumSizeHint() const override { return {200, 80}; }

Q_SIGNALS:
    void barClicked(int index);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    bool event(QEvent* event) override;

private:
    int rows() const;
    int columns() const;
    QRectF cellOf(int index) const;
    int barAt(QPointF position) const;

    std::vector<ShareBar> bars_;
    QString empty_text_;
};

}  // namespace bw::ui
