// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "canvas/text_cache.h"

#include <cmath>

namespace bw::ui {

namespace {

constexpr qsizetype kMaxEntries = 20'000;

int keyOf(TextCache::Style style) {
    return style.pixel_size * 2 + (style.bold ? 1 : 0);
}

}  // namespace

TextCache::Face& TextCache::face(Style style) {
    const auto found = faces_.find(keyOf(style));
    if (found != faces_.end()) return *found;
    QFont font = font_;
    font.setPixelSize(style.pixel_size);
    font.setWeight(style.bold ? QFont::DemiBold : QFont::Normal);
    return *faces_.insert(keyOf(style), {font, QFontMetricsF(font)});
}

TextCache::Entry& TextCache::layout(const QString& text, Style style) {
    const std::pair key(text, keyOf(style));
    const auto found = entries_.find(key);
    if (found != entries_.end()) return *found;
    if (entries_.size() > kMaxEntries) entries_.clear();
    Entry entry;
    entry.text.setTextFormat(Qt::PlainText);
    entry.text.setText(text);
    const Face& used = face(style);
    entry.text.prepare(QTransform(), used.font);
    entry.width = used.metrics.horizontalAdvance(text);
    return *entries_.insert(key, entry);
}

TextCache::Entry& TextCache::fitted(const QString& text, double width, Style style) {
    Entry& natural = layout(text, style);
    if (natural.width <= width + 0.5) return natural;
    // Whole steps of four pixels, so that a slow zoom finds its texts again.
    const int room = std::max(0, static_cast<int>(width / 4) * 4);
    const std::pair key(text, (room << 8 | keyOf(style)) * 4 + static_cast<int>(style.elide));
    auto found = elided_.find(key);
    if (found == elided_.end()) {
        if (elided_.size() > kMaxEntries) elided_.clear();
        found = elided_.insert(key, face(style).metrics.elidedText(text, style.elide, room));
    }
    return layout(*found, style);
}

void TextCache::draw(QPainter& painter, QPointF top_left, const Entry& entry, Style style) {
    const Face& used = face(style);
    if (painter.font() != used.font) painter.setFont(used.font);
    const QPointF place(std::round(top_left.x()), std::round(top_left.y()));
    if (plain_)
        painter.drawText(place + QPointF(0, used.metrics.ascent()), entry.text.text());
    else
        painter.drawStaticText(place, entry.text);
}

double TextCache::drawLeft(QPainter& painter, double left, double middle_y, double width, const QString& text,
                           Style style) {
    if (text.isEmpty() || width < 8) return 0;
    const Entry& entry = fitted(text, width, style);
    draw(painter, {left, middle_y - lineHeight(style) / 2}, entry, style);
    return entry.width;
}

double TextCache::drawRight(QPainter& painter, double right, double middle_y, double width, const QString& text,
                            Style style) {
    if (text.isEmpty() || width < 8) return 0;
    const Entry& entry = fitted(text, width, style);
    draw(painter, {right - entry.width, middle_y - lineHeight(style) / 2}, entry, style);
    return entry.width;
}

}  // namespace bw::ui
