// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QBrush>
#include <QWidget>
#include <span>
#include <vector>

#include "memory/liveness.h"
#include "theme/colors.h"

namespace bw::ui {

/// How the memory chart tells kinds of buffers apart: by colour and by pattern, never by colour alone.
struct RoleStyle {
    QString label;
    QColor color;
    Qt::BrushStyle pattern = Qt::NoBrush;  ///< Drawn over the colour.
};
RoleStyle roleStyle(LifeRole role, const Colors& colors);
std::span<const LifeRole> lifeRoles();

/// The kinds that a timeline holds, in one line.
class MemoryLegend : public QWidget {
    Q_OBJECT

public:
    explicit MemoryLegend(QWidget* parent = nullptr);

    void setRoles(std::vector<LifeRole> roles);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::vector<LifeRole> roles_;
};

}  // namespace bw::ui
