// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QFontMetricsF>
#include <QHash>
#include <QPainter>
#include <QStaticText>

namespace bw::ui {

/// Draws short one-line texts, elided to a width, and remembers their layout, because laying text out costs more than
/// everything else that a card needs.
class TextCache {
public:
    explicit TextCache(const QFont& font) : font_(font) {}

    /// How a text looks; its pixel size is in painter units.
    struct Style {
        int pixel_size = 12;
        bool bold = false;
        Qt::TextElideMode elide = Qt::ElideRight;
    };

    /// Draws `text` with its left edge at `left` and its line box centred on `middle_y`, in the painter's pen, elided
    /// to `width`; returns the width used.
    double drawLeft(QPainter& painter, double left, double middle_y, double width, const QString& text, Style style);
    /// The same with its right edge at `right`.
    double drawRight(QPainter& painter, double right, double middle_y, double width, const QString& text, Style style);

    /// Natural width of `text`.
    double width(const QString& text, Style style) { return layout(text, style).width; }
    double lineHeight(Style style) { return face(style).metrics.height(); }

    /// Plain drawText calls, for paint devices that must receive text as text (SVG).
    void setPlainText(bool plain) { plain_ = plain; }

private:
    struct Face {
        QFont font;
        QFontMetricsF metrics;
    };
    struct Entry {
        QStaticText text;
        double width = 0;
    };

    Face& face(Style style);
    Entry& layout(const QString& text, Style style);
    Entry& fitted(const QString& text, double width, Style style);
    void draw(QPainter& painter, QPointF top_left, const Entry& entry, Style style);

    QFont font_;
    bool plain_ = false;
    QHash<int, Face> faces_;
    QHash<std::pair<QString, int>, Entry> entries_;
    QHash<std::pair<QString, int>, QString> elided_;
};

}  // namespace bw::ui
