// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/report/svg_text.h"

#include <array>
#include <cmath>
#include <cstdio>
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

std::string attribute(std::string_view name, std::string_view value) {
    return " " + std::string(name) + "=\"" + markupText(value) + "\"";
}

std::string classOf(std::string_view css_class) {
    return css_class.empty() ? std::string() : attribute("class", css_class);
}

std::string hintOf(std::string_view hint) {
    return hint.empty() ? "/>\n" : "><title>" + markupText(hint) + "</title></";
}

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

std::string coordinate(double value) {
    char digits[32];
    std::snprintf(digits, sizeof digits, "%.2f", std::abs(value) < 0.005 ? 0.0 : value);
    std::string text = digits;
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
    return text;
}

SvgText::SvgText(double width, double height, std::string_view title) {
    const std::string w = coordinate(width), h = coordinate(height);
    body_ = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + w + "\" height=\"" + h + "\" viewBox=\"0 0 " + w +
            " " + h + "\" role=\"img\" font-family=\"system-ui, 'DejaVu Sans', sans-serif\">\n<title>" +
            markupText(title) + "</title>\n";
}

void SvgText::rectangle(double x, double y, double width, double height, std::string_view fill, double radius,
                        std::string_view hint) {
    body_ += "<rect" + attribute("x", coordinate(x)) + attribute("y", coordinate(y)) +
             attribute("width", coordinate(width)) + attribute("height", coordinate(height)) + attribute("fill", fill);
    if (radius > 0) body_ += attribute("rx", coordinate(radius));
    body_ += hintOf(hint);
    if (!hint.empty()) body_ += "rect>\n";
}

void SvgText::line(double x1, double y1, double x2, double y2, std::string_view stroke, std::string_view css_class) {
    body_ += "<line" + attribute("x1", coordinate(x1)) + attribute("y1", coordinate(y1)) +
             attribute("x2", coordinate(x2)) + attribute("y2", coordinate(y2)) + attribute("stroke", stroke) +
             classOf(css_class) + "/>\n";
}

void SvgText::path(std::string_view data, std::string_view fill, std::string_view stroke, std::string_view css_class) {
    body_ += "<path" + attribute("d", data) + attribute("fill", fill) + attribute("stroke", stroke) +
             classOf(css_class) + "/>\n";
}

void SvgText::circle(double x, double y, double radius, std::string_view fill, std::string_view hint) {
    body_ += "<circle" + attribute("cx", coordinate(x)) + attribute("cy", coordinate(y)) +
             attribute("r", coordinate(radius)) + attribute("fill", fill) + hintOf(hint);
    if (!hint.empty()) body_ += "circle>\n";
}

void SvgText::text(double x, double y, std::string_view text, const TextStyle& style) {
    body_ += "<text" + attribute("x", coordinate(x)) + attribute("y", coordinate(y)) +
             attribute("font-size", coordinate(style.size)) + attribute("fill", style.fill) + classOf(style.css_class);
    if (style.anchor == Anchor::Middle) body_ += attribute("text-anchor", "middle");
    if (style.anchor == Anchor::End) body_ += attribute("text-anchor", "end");
    if (style.bold) body_ += attribute("font-weight", "600");
    body_ += ">" + markupText(text) + "</text>\n";
}

std::string SvgText::done() && {
    body_ += "</svg>\n";
    return std::move(body_);
}

}  // namespace bw
