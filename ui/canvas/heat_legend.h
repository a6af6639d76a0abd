// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "canvas/canvas_scene.h"
#include "theme/colors.h"

namespace bw::ui {

/// Explains the colours of the overlay: title, ramp with its ends, and the hatching.
class HeatLegend : public QWidget {
    Q_OBJECT

public:
    explicit HeatLegend(QWidget* parent);

    /// Shows `legend`; `has_hatching` adds the sign for estimates outside the training range. Hides itself where there
    /// is nothing to explain.
    void setLegend(const CanvasLegend& legend, bool has_hatching, const Colors& colors);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    double rowHeight() const;

    CanvasLegend legend_;
    bool has_hatching_ = false;
    Colors colors_;
};

}  // namespace bw::ui
