// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/markup.h"

#include <array>
#include <utility>

namespace bw {
namespace {

/// UTF-8 forms of the characters that turn text: marks, embeddings, overrides and isolates (Unicode, UAX 9).
constexpr std::array<std::pair<std::string_view, std::string_view>, 12> kTurning = {{
    {"\xD8\x9C", "[U+061C]"},
    {"\xE2\x80\x8E", "[U+200E]"},
    {"\xE2\x80\x8F", "[U+200F]"},
    {"\xE2\x80\xAA", "[U+202A]"},
    {"\xE2\x80\xAB", "[U+202B]"},
    {"\xE2\x80\xAC", "[U+202C]"},
    {"\xE2\x80\xAD", "[U+202D]"},
    {"\xE2\x80\xAE", "[U+202E]"},
    {"\xE2\x81\xA6", "[U+2066]"},
    {"\xE2\x81\xA7", "[U+2067]"},
    {"\xE2\x81\xA8", "[U+2068]"},
    {"\xE2\x81\xA9", "[U+2069]"},
}};

}  // namespace

std::string markupText(std::string_view text) {
    std::string safe;
    for (size_t i = 0; i < text.size();) {
        bool turned = false;
        for (const auto& [bytes, shown] : kTurning) {
            if (text.compare(i, bytes.size(), bytes) != 0) continue;
            safe += shown;
            i += bytes.size();
            turned = true;
            break;
        }
        if (turned) continue;
        const char c = text[i++];
        if (c == '&') {
            safe += "&amp;";
        } else if (c == '<') {
            safe += "&lt;";
        } else if (c == '>') {
            safe += "&gt;";
        } else if (c == '"') {
            safe += "&quot;";
        } else {
            safe += static_cast<unsigned char>(c) < 0x20U && c != '\n' ? ' ' : c;
        }
    }
    return safe;
}

}  // namespace bw
