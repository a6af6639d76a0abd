// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <vector>

namespace bw::ui {

/// One bar: what, how long, and whether it is the one that limits.
struct PartBar {
    QString label;
    double milliseconds = 0;
    bool limits = false;
};

/// What each part of an accelerator would need alone, as small horizontal bars under each other; the limiting one is
/// bold and in the accent colour.
class PartBars : public QWidget {
    Q_OBJECT

public:
    PartBars(std::vector<PartBar> bars, QWidget* parent = nullptr);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::vector<PartBar> bars_;
};

}  // namespace bw::ui
