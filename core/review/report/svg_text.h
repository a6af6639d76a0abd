// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "review/report/inks.h"

namespace bw {

/// A coordinate: at most two decimals, the shortest form.
std::string coordinate(double value);

/// Builds an SVG document element by element. Colours are values of the attributes "fill" and "stroke"; where a class
/// is given, a page's style sheet may replace them.
class SvgText {
public:
    SvgText(double width, double height, std::string_view title);

    void rectangle(double x, double y, double width, double height, std::string_view fill, double radius = 0,
                   std::string_view hint = {});
    void line(double x1, double y1, double x2, double y2, std::string_view stroke, std::string_view css_class = {});
    /// `data` as the attribute "d" has it.
    void path(std::string_view data, std::string_view fill, std::string_view stroke, std::string_view css_class = {});
    void circle(double x, double y, double radius, std::string_view fill, std::string_view hint = {});

    enum class Anchor { Start, Middle, End };
    struct TextStyle {
        double size = 11;
        std::string_view fill = ink::kText;
        Anchor anchor = Anchor::Start;
        bool bold = false;
        std::string_view css_class = {};  ///< "ink" and "soft" follow the page's colours.
    };
    void text(double x, double y, std::string_view text, const TextStyle& style);

    std::string done() &&;

private:
    std::string body_;
};

}  // namespace bw
