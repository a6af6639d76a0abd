// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/data/preview/bitmap_font.h"

#include <algorithm>

namespace bw {
namespace {

/// Seven rows of five cells, the topmost row in the highest bits, the leftmost cell in a row's highest bit.
struct Glyph {
    char letter;
    uint64_t cells;
};

constexpr Glyph kGlyphs[] = {
    {' ', 0x000000000}, {'#', 0x295F57D4A}, {'(', 0x088842082}, {')', 0x208210888}, {'+', 0x0084F9080},
    {',', 0x000001088}, {'-', 0x000070000}, {'.', 0x000000084}, {'/', 0x042222210}, {'0', 0x3A33AE62E},
    {'1', 0x11842108E}, {'2', 0x3A213221F}, {'3', 0x78217043E}, {'4', 0x08CA97C42}, {'5', 0x7E1E0862E},
    {'6', 0x3A10F462E}, {'7', 0x7C2222108}, {'8', 0x3A317462E}, {'9', 0x3A317842E}, {':', 0x008401080},
    {'?', 0x3A2131004}, {'A', 0x3A31FC631}, {'B', 0x7A31F463E}, {'C', 0x3A308422E}, {'D', 0x7A318C63E},
    {'E', 0x7E10F421F}, {'F', 0x7E10F4210}, {'G', 0x3A30BC62F}, {'H', 0x4631FC631}, {'I', 0x38842108E},
    {'J', 0x1C4210A4C}, {'K', 0x4654C5251}, {'L', 0x42108421F}, {'M', 0x4775AC631}, {'N', 0x47359C631},
    {'O', 0x3A318C62E}, {'P', 0x7A31F4210}, {'Q', 0x3A318D64D}, {'R', 0x7A31F5251}, {'S', 0x3E107043E},
    {'T', 0x7C8421084}, {'U', 0x46318C62E}, {'V', 0x46318C544}, {'W', 0x4631AD771}, {'X', 0x462A22A31},
    {'Y', 0x462A21084}, {'Z', 0x7C222221F}, {'_', 0x00000001F},
};

uint64_t cellsOf(char letter) {
    if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
    for (const char wanted : {letter, '?'}) {
        const auto* found = std::find_if(std::begin(kGlyphs), std::end(kGlyphs),
                                         [wanted](const Glyph& glyph) { return glyph.letter == wanted; });
        if (found != std::end(kGlyphs)) return found->cells;
    }
    return 0;
}

}  // namespace

void setPixel(Image& image, int x, int y, Rgb8 color) {
    fillRect(image, x, y, 1, 1, color);
}

void fillRect(Image& image, int x, int y, int width, int height, Rgb8 color) {
    const int x1 = std::min(image.width, x + width);
    const int y1 = std::min(image.height, y + height);
    for (int row = std::max(0, y); row < y1; ++row) {
        for (int column = std::max(0, x); column < x1; ++column) {
            const auto pixel =
                static_cast<size_t>(row) * static_cast<size_t>(image.width) + static_cast<size_t>(column);
            image.plane(0)[pixel] = color.r;
            image.plane(1)[pixel] = color.g;
            image.plane(2)[pixel] = color.b;
        }
    }
}

void drawText(Image& image, int x, int y, std::string_view text, Rgb8 color) {
    for (const char letter : text) {
        // The bytes that continue a UTF-8 sequence stand for no letter of their own.
        if ((static_cast<unsigned char>(letter) & 0xC0U) == 0x80U) continue;
        const uint64_t cells = cellsOf(letter);
        for (int row = 0; row < 7; ++row) {
            for (int column = 0; column < 5; ++column) {
                if ((cells >> (34 - 5 * row - column) & 1U) != 0) setPixel(image, x + column, y + row, color);
            }
        }
        x += kGlyphWidth;
    }
}

}  // namespace bw
