// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QPixmap>
#include <QPointF>
#include <QRectF>
#include <QStringList>
#include <map>
#include <utility>
#include <vector>

#include "theme/colors.h"

class QPainter;

namespace bw::ui {

/// How one dot looks.
struct DotStyle {
    QColor ink;
    double radius = 3;
    bool filled = true;
    QColor rim = {};  ///< Invalid: none.
};

/// Paints thousands of dots from a few drawings.
class DotSprites {
public:
    explicit DotSprites(double pixel_ratio) : pixel_ratio_(pixel_ratio) {}
    void add(QPointF place, const DotStyle& style);
    /// In the order in which they were added.
    void paint(QPainter& painter) const;

private:
    using Key = std::pair<std::pair<QRgb, QRgb>, std::pair<int, bool>>;
    std::map<Key, size_t> index_;
    std::vector<QPixmap> drawings_;
    std::vector<std::pair<QPointF, size_t>> dots_;
    double pixel_ratio_;
};

/// Which way is better.
struct Better {
    bool less_x = true;
    bool less_y = false;
};

/// The stairs that bound what `corners` (painter units) dominate.
void paintFrontLine(QPainter& painter, std::vector<QPointF> corners, Better better, const QColor& ink, bool strong);

/// Small rows in a corner: colour ramps and lines with their names.
class LegendBox {
public:
    LegendBox(const QFont& font, bool at_right, bool at_bottom, const QRectF& area)
        : font_(font), at_right_(at_right), at_bottom_(at_bottom), area_(area) {}
    void addRamp(const QString& title, const QString& low, const QString& high);
    void addLine(const QString& name, const QColor& ink);
    void paint(QPainter& painter, const Colors& colors) const;

private:
    struct Row {
        QString text;
        QColor ink;  ///< Of a line; invalid for a ramp.
        QString low, high;
    };
    double widthOf(const Row& row) const;
    QFont font_;
    bool at_right_, at_bottom_;
    QRectF area_;
    std::vector<Row> rows_;
};

/// A card with lines of text beside a place; the first line stands out.
struct HoverCard {
    QStringList lines;
    QPointF place;
    QRectF page;  ///< The card stays within.
};
void paintHoverCard(QPainter& painter, const HoverCard& card, const Colors& colors, const QFont& font);

}  // namespace bw::ui
