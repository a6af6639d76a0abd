// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/kind_style.h"

#include <QPolygonF>
#include <array>

namespace bw::ui {

namespace {

struct KindRow {
    const char16_t* id;
    KindStyle style;
};

// Related kinds share a colour and differ in shape.
constexpr std::array kKindRows = {
    KindRow{u"conv", {1, KindGlyph::Square}},
    KindRow{u"transposed_conv", {1, KindGlyph::Funnel}},
    KindRow{u"depthwise_conv", {4, KindGlyph::Bars}},
    KindRow{u"depthwise_separable", {4, KindGlyph::Diamond}},
    KindRow{u"ibn", {2, KindGlyph::Hexagon}},
    KindRow{u"fused_ibn", {3, KindGlyph::Hexagon}},
    KindRow{u"bottleneck", {8, KindGlyph::Hourglass}},
    KindRow{u"residual", {1, KindGlyph::Ring}},
    KindRow{u"squeeze_excite", {5, KindGlyph::Ring}},
    KindRow{u"attention", {5, KindGlyph::Diamond}},
    KindRow{u"feed_forward", {5, KindGlyph::Hourglass}},
    KindRow{u"matmul", {5, KindGlyph::Square}},
    KindRow{u"softmax", {5, KindGlyph::Triangle}},
    KindRow{u"dense", {8, KindGlyph::Circle}},
    KindRow{u"add", {7, KindGlyph::Plus}},
    KindRow{u"sub", {7, KindGlyph::Funnel}},
    KindRow{u"mul", {7, KindGlyph::Diamond}},
    KindRow{u"div", {7, KindGlyph::Hourglass}},
    KindRow{u"elementwise", {7, KindGlyph::Circle}},
    KindRow{u"concat", {7, KindGlyph::Bars}},
    KindRow{u"activation", {7, KindGlyph::Triangle}},
    KindRow{u"max_pool", {6, KindGlyph::Funnel}},
    KindRow{u"avg_pool", {6, KindGlyph::Circle}},
    KindRow{u"global_pool", {6, KindGlyph::Hourglass}},
    KindRow{u"reduce", {6, KindGlyph::Triangle}},
    KindRow{u"resize", {6, KindGlyph::Square}},
    KindRow{u"detection_head", {9, KindGlyph::Square}},
    KindRow{u"segmentation_head", {9, KindGlyph::Hexagon}},
    KindRow{u"input", {9, KindGlyph::Triangle}},
    KindRow{u"normalize", {0, KindGlyph::Bars}},
    KindRow{u"layer_norm", {5, KindGlyph::Bars}},
    KindRow{u"pad", {0, KindGlyph::Ring}},
    KindRow{u"slice", {0, KindGlyph::Funnel}},
    KindRow{u"reshape", {0, KindGlyph::Diamond}},
    KindRow{u"transpose", {0, KindGlyph::Hourglass}},
    KindRow{u"quantize", {0, KindGlyph::Square}},
    KindRow{u"argmax", {0, KindGlyph::Triangle}},
    KindRow{u"operator", {0, KindGlyph::Circle}},
    KindRow{u"opaque", {0, KindGlyph::Plus}},
};

QPainterPath polygon(std::initializer_list<QPointF> corners, double side) {
    QPolygonF shape;
    for (const QPointF& corner : corners)
        shape << corner * side;
    QPainterPath path;
    path.addPolygon(shape);
    path.closeSubpath();
    return path;
}

}  // namespace

KindStyle kindStyle(QStringView kind_id) {
    for (const KindRow& row : kKindRows)
        if (kind_id == QStringView(row.id)) return row.style;
    return {};
}

QPainterPath glyphPath(KindGlyph glyph, double side) {
    QPainterPath path;
    switch (glyph) {
        case KindGlyph::Circle:
            path.addEllipse(QRectF(0, 0, side, side));
            return path;
        case KindGlyph::Square:
            path.addRect(QRectF(side * 0.06, side * 0.06, side * 0.88, side * 0.88));
            return path;
        case KindGlyph::Diamond:
            return polygon({{0.5, 0}, {1, 0.5}, {0.5, 1}, {0, 0.5}}, side);
        case KindGlyph::Triangle:
            return polygon({{0.5, 0.04}, {1, 0.94}, {0, 0.94}}, side);
        case KindGlyph::Hexagon:
            return polygon({{0.25, 0.07}, {0.75, 0.07}, {1, 0.5}, {0.75, 0.93}, {0.25, 0.93}, {0, 0.5}}, side);
        case KindGlyph::Ring:
            path.addEllipse(QRectF(0, 0, side, side));
            path.addEllipse(QRectF(side * 0.27, side * 0.27, side * 0.46, side * 0.46));
            return path;
        case KindGlyph::Bars:
            for (int i = 0; i < 3; ++i)
                path.addRect(QRectF(side * 0.37 * i, side * 0.04, side * 0.26, side * 0.92));
            return path;
        case KindGlyph::Hourglass:
            return polygon({{0, 0.04}, {1, 0.04}, {0.62, 0.5}, {1, 0.96}, {0, 0.96}, {0.38, 0.5}}, side);
        case KindGlyph::Plus:
            return polygon({{0.34, 0},
                            {0.66, 0},
                            {0.66, 0.34},
                            {1, 0.34},
                            {1, 0.66},
                            {0.66, 0.66},
                            {0.66, 1},
                            {0.34, 1},
                            {0.34, 0.66},
                            {0, 0.66},
                            {0, 0.34},
                            {0.34, 0.34}},
                           side);
        case KindGlyph::Funnel:
            return polygon({{0, 0.06}, {1, 0.06}, {0.68, 0.94}, {0.32, 0.94}}, side);
    }
    return path;
}

}  // namespace bw::ui
