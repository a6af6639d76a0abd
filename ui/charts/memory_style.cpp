// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/memory_style.h"

#include <QFontMetricsF>
#include <QPainter>
#include <array>

namespace bw::ui {
namespace {

constexpr double kSwatch = 14;
constexpr double kGap = 5;

}  // namespace

RoleStyle roleStyle(LifeRole role, const Colors& colors) {
    switch (role) {
        case LifeRole::Input:
            return {MemoryLegend::tr("input"), colors.kind(0), Qt::HorPattern};
        case LifeRole::Output:
            return {MemoryLegend::tr("output"), colors.kind(0), Qt::VerPattern};
        case LifeRole::Residual:
            return {MemoryLegend::tr("residual"), colors.kind(4), Qt::BDiagPattern};
        case LifeRole::RollingBuffer:
            return {MemoryLegend::tr("rolling buffer"), colors.kind(2), Qt::Dense6Pattern};
        case LifeRole::WeightStaging:
            return {MemoryLegend::tr("weight staging"), colors.kind(6), Qt::DiagCrossPattern};
        case LifeRole::Scratch:
            return {MemoryLegend::tr("scratch"), colors.muted_text, Qt::FDiagPattern};
        case LifeRole::Intermediate:
            break;
    }
    return {MemoryLegend::tr("activation"), colors.kind(2), Qt::NoBrush};
}

std::span<const LifeRole> lifeRoles() {
    static constexpr std::array kRoles = {LifeRole::Input,        LifeRole::Intermediate,  LifeRole::Residual,
                                          LifeRole::Output,       LifeRole::RollingBuffer, LifeRole::Scratch,
                                          LifeRole::WeightStaging};
    return kRoles;
}

MemoryLegend::MemoryLegend(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void MemoryLegend::setRoles(std::vector<LifeRole> roles) {
    roles_ = std::move(roles);
    QStringList words;
    for (const LifeRole role : roles_)
        words << roleStyle(role, Colors::fromPalette(palette())).label;
    setAccessibleName(tr("Kinds shown: %1").arg(words.join(QStringLiteral(", "))));
    updateGeometry();
    update();
}

QSize MemoryLegend::sizeHint() const {
    const QFontMetricsF metrics(font());
    double width = 0;
    for (const LifeRole role : roles_) {
        const QString label = roleStyle(role, Colors::fromPalette(palette())).label;
        width += kSwatch + 2 * kGap + kGap + metrics.horizontalAdvance(label);
    }
    return {static_cast<int>(width) + 1, static_cast<int>(metrics.height()) + 2};
}

QSize MemoryLegend::minimumSizeHint() const {
    return {0, sizeHint().height()};
}

void MemoryLegend::paintEvent(QPaintEvent* event) {
    Q_UNUSED(event);
    QPainter painter(this);
    const Colors colors = Colors::fromPalette(palette());
    const QFontMetricsF metrics(font());
    double left = 0;
    for (const LifeRole role : roles_) {
        const RoleStyle style = roleStyle(role, colors);
        const double width = kSwatch + kGap + metrics.horizontalAdvance(style.label);
        // A name that is cut off would be none.
        if (left + width > this->width()) break;
        const QRectF swatch(left + 0.5, (height() - 10) / 2.0 + 0.5, kSwatch - 1, 9);
        painter.fillRect(swatch, mix(colors.card, style.color, 0.45));
        if (style.pattern != Qt::NoBrush) painter.fillRect(swatch, QBrush(style.color, style.pattern));
        painter.setPen(style.color);
        painter.drawRect(swatch);
        painter.setPen(colors.muted_text);
        painter.drawText(QRectF(left + kSwatch + kGap, 0, width, height()), Qt::AlignLeft | Qt::AlignVCenter,
                         style.label);
        left += width + 2 * kGap;
    }
}

}  // namespace bw::ui
