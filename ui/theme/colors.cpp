// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/colors.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace bw::ui {

namespace {

struct Pair {
    QRgb light;
    QRgb dark;
};

constexpr std::array<Pair, kKindColorCount> kKindColors = {{
    {0x6b7280, 0x98a2b3},  // grey: anything else
    {0x2f6fd0, 0x6ea3f0},  // blue
    {0xc9701a, 0xf0a35a},  // orange
    {0x8453c6, 0xb593ea},  // violet
    {0x0f8a80, 0x4cc2b4},  // teal
    {0xc23b6b, 0xee82a8},  // rose
    {0x7d7a12, 0xc6c150},  // olive
    {0x1f87ae, 0x67c4e6},  // sky
    {0x8f5a3c, 0xc99a7c},  // brown
    {0x3d8b37, 0x82c979},  // green
}};

/// Lightness falls evenly from the first to the last stop.
constexpr std::array<QRgb, 6> kHeatLight = {0xf7f3d2, 0xc3dca0, 0x74bd94, 0x3c8f95, 0x335f8a, 0x2c2f62};
constexpr std::array<QRgb, 6> kHeatDark = {0x2a2d52, 0x31557f, 0x2f8089, 0x4fa982, 0xa6cd78, 0xf4ecae};

double channel(double value) {
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& color) {
    return 0.2126 * channel(color.redF()) + 0.7152 * channel(color.greenF()) + 0.0722 * channel(color.blueF());
}

}  // namespace

bool isDark(const QPalette& palette) {
    return palette.color(QPalette::Base).lightness() < palette.color(QPalette::Text).lightness();
}

double contrastRatio(const QColor& a, const QColor& b) {
    const double first = luminance(a) + 0.05, second = luminance(b) + 0.05;
    return std::max(first, second) / std::min(first, second);
}

QColor textOn(const QColor& background) {
    // Of pure black and white, one always reaches 4.58:1; a softer black would miss 4.5:1 on middle tones.
    return contrastRatio(background, Qt::black) >= contrastRatio(background, Qt::white) ? Qt::black : Qt::white;
}

QColor mix(const QColor& a, const QColor& b, double share) {
    const auto blend = [share](float from, float to) { return from + (to - from) * static_cast<float>(share); };
    return QColor::fromRgbF(blend(a.redF(), b.redF()), blend(a.greenF(), b.greenF()), blend(a.blueF(), b.blueF()));
}

Colors Colors::fromPalette(const QPalette& palette) {
    Colors colors;
    colors.dark = isDark(palette);
    const QColor base = palette.color(QPalette::Base), text = palette.color(QPalette::Text);
    colors.canvas = colors.dark ? mix(base, Qt::black, 0.25) : mix(base, QColor(0x1c2733), 0.035);
    colors.card = colors.dark ? mix(base, Qt::white, 0.055) : base;
    colors.card_border = mix(colors.card, text, colors.dark ? 0.24 : 0.20);
    colors.text = text;
    colors.muted_text = mix(text, colors.card, colors.dark ? 0.34 : 0.38);
    colors.hairline = mix(colors.card, text, 0.10);
    colors.edge = mix(colors.canvas, text, colors.dark ? 0.38 : 0.36);
    colors.accent = QColor(colors.dark ? 0x5aa2ff : 0x1668dc);
    colors.accent_text = textOn(colors.accent);
    colors.track = mix(colors.card, text, 0.11);
    colors.bar = mix(text, colors.card, 0.42);
    colors.group = mix(colors.canvas, text, colors.dark ? 0.045 : 0.035);
    colors.hit = QColor(colors.dark ? 0xf2c14e : 0xd08a00);
    colors.changed = QColor(colors.dark ? 0x5ad1c0 : 0x0b8f7f);
    colors.good = QColor(colors.dark ? 0x6cc77a : 0x2b7f3b);
    colors.bad = QColor(colors.dark ? 0xff8a80 : 0xc2281f);
    colors.warning = QColor(colors.dark ? 0xf0b45a : 0xa85f00);
    colors.info = QColor(colors.dark ? 0x7db4ff : 0x2463bd);
    return colors;
}

QColor Colors::kind(int index) const {
    const Pair& pair = kKindColors[static_cast<size_t>(std::abs(index) % kKindColorCount)];
    return QColor(dark ? pair.dark : pair.light);
}

QColor Colors::heat(double value) const {
    const auto& stops = dark ? kHeatDark : kHeatLight;
    const double place = std::clamp(value, 0.0, 1.0) * static_cast<double>(stops.size() - 1);
    const auto lower = std::min(static_cast<size_t>(place), stops.size() - 2);
    return mix(QColor(stops[lower]), QColor(stops[lower + 1]), place - static_cast<double>(lower));
}

QColor Colors::change(double value) const {
    const double amount = std::clamp(std::abs(value), 0.0, 1.0);
    const QColor better(dark ? 0x4f97e8 : 0x2a6bb0), worse(dark ? 0xe58a45 : 0xc8641b);
    return mix(dark ? QColor(0x33363b) : QColor(0xf2f2f0), value < 0 ? better : worse, amount);
}

}  // namespace bw::ui
