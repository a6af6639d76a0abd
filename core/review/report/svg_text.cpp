// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/report/svg_text.h"

#include <cmath>
#include <cstdio>
#include <utility>

#include "base/markup.h"

namespace bw {
namespace {

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
