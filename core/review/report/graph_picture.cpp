// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/report/graph_picture.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <optional>

#include "base/number_text.h"
#include "base/text.h"
#include "layout/layered_layout.h"
#include "review/report/inks.h"
#include "review/report/svg_text.h"

namespace bw {
namespace {

constexpr double kCardWidth = 176;
constexpr double kCardHeight = 46;
constexpr double kLayerGap = 22;
constexpr double kColumnHeight = 1000;
constexpr double kColumnGap = 36;
constexpr double kMargin = 12;
constexpr size_t kNameCharacters = 24;

constexpr std::string_view kEdge = "#7d8793";

/// From a light ground to a strong orange, always light enough for dark text.
std::string heat(double share) {
    constexpr std::array<double, 3> kLow = {238, 242, 247};
    constexpr std::array<double, 3> kHigh = {246, 137, 46};
    const double t = std::clamp(share, 0.0, 1.0);
    char text[8];
    const auto part = [&](size_t i) { return static_cast<int>(std::lround(kLow[i] + t * (kHigh[i] - kLow[i]))); };
    std::snprintf(text, sizeof text, "#%02x%02x%02x", part(0), part(1), part(2));
    return text;
}

/// Layers y ... y of the layout that stand in one column of the picture.
struct Column {
    double top = 0;
    double bottom = 0;
    double left = 0;  ///< Of what stands in it, in the layout.
    double right = 0;
    double x = 0;  ///< Where its left end goes in the picture.
};

class GraphPainter {
public:
    GraphPainter(const Assessment& assessment, const GraphLayout& layout) : a_(assessment), layout_(layout) { split(); }

    ReportPicture paint() {
        double height = 0;
        for (const Column& column : columns_)
            height = std::max(height, column.bottom - column.top);
        const double width = columns_.back().x + columns_.back().right - columns_.back().left + kMargin;
        ReportPicture picture;
        picture.caption = caption();
        picture.width = width;
        picture.height = height + 2 * kMargin;
        SvgText svg(picture.width, picture.height, picture.caption);
        for (const Column& column : columns_)
            paintEdges(svg, column);
        const double greatest = greatestShare();
        for (size_t i = 0; i < a_.network.size(); ++i)
            paintCard(svg, i, greatest);
        picture.svg = std::move(svg).done();
        return picture;
    }

private:
    bool byLatency() const { return a_.totals.latency_ms.has_value(); }

    std::string caption() const {
        return "Graph of " + a_.network.name() + ", coloured by " + (byLatency() ? "latency" : "MACs") +
               (columns_.size() > 1 ? "; to be read column by column" : "");
    }

    double share(size_t position) const {
        const BlockFigures& figures = a_.blocks[position];
        if (byLatency()) return figures.latency_ms.value_or(0) / *a_.totals.latency_ms;
        return a_.totals.macs == 0 ? 0 : static_cast<double>(figures.macs) / static_cast<double>(a_.totals.macs);
    }

    double greatestShare() const {
        double greatest = 0;
        for (size_t i = 0; i < a_.network.size(); ++i)
            greatest = std::max(greatest, share(i));
        return greatest;
    }

    /// Cuts the layout between layers.
    void split() {
        std::vector<double> tops;
        for (const LayoutPoint& point : layout_.positions)
            tops.push_back(point.y);
        std::sort(tops.begin(), tops.end());
        Column column{tops.front(), tops.front(), 0, 0, 0};
        for (const double top : tops) {
            if (top + kCardHeight - column.top > kColumnHeight && column.bottom > column.top) {
                columns_.push_back(column);
                column = Column{top, top, 0, 0, 0};
            }
            column.bottom = std::max(column.bottom, top + kCardHeight);
        }
        columns_.push_back(column);
        double x = kMargin;
        for (Column& each : columns_) {
            each.left = 1e12;
            each.right = -1e12;
            for (const LayoutPoint& point : layout_.positions) {
                if (point.y < each.top || point.y >= each.bottom) continue;
                each.left = std::min(each.left, point.x);
                each.right = std::max(each.right, point.x + kCardWidth);
            }
            for (const auto& edge : layout_.edges) {
                for (size_t i = 0; i + 3 < edge.size(); i += 3)
                    widen(each, edge, i);
            }
            each.x = x;
            x += each.right - each.left + kColumnGap;
        }
    }

    /// The part of a piece of an edge between two heights; nothing where it runs elsewhere. Pieces run downward.
    static std::optional<std::array<LayoutPoint, 4>> between(const std::vector<LayoutPoint>& edge, size_t i, double low,
                                                             double high) {
        std::array<LayoutPoint, 4> piece = {edge[i], edge[i + 1], edge[i + 2], edge[i + 3]};
        if (piece[3].y <= low || piece[0].y >= high) return std::nullopt;
        if (piece[3].y > high) piece = cut(piece, high, false);
        if (piece[0].y < low) piece = cut(piece, low, true);
        return piece;
    }

    /// What of a Bezier curve lies above or below a height (de Casteljau).
    static std::array<LayoutPoint, 4> cut(const std::array<LayoutPoint, 4>& p, double y, bool keep_lower) {
        const auto mix = [](const LayoutPoint& u, const LayoutPoint& v, double t) {
            return LayoutPoint{u.x + (v.x - u.x) * t, u.y + (v.y - u.y) * t};
        };
        double from = 0, to = 1;
        std::array<LayoutPoint, 4> upper{}, lower{};
        for (int halving = 0; halving < 40; ++halving) {
            const double t = (from + to) / 2;
            const LayoutPoint a = mix(p[0], p[1], t), b = mix(p[1], p[2], t), c = mix(p[2], p[3], t);
            const LayoutPoint d = mix(a, b, t), e = mix(b, c, t), f = mix(d, e, t);
            upper = {p[0], a, d, f};
            lower = {f, e, c, p[3]};
            (f.y < y ? from : to) = t;
        }
        return keep_lower ? lower : upper;
    }

    static double cutAbove(const Column& column) { return column.top - kLayerGap / 2; }
    static double cutBelow(const Column& column) { return column.bottom + kLayerGap / 2; }

    static void widen(Column& column, const std::vector<LayoutPoint>& edge, size_t i) {
        const auto piece = between(edge, i, cutAbove(column), cutBelow(column));
        if (!piece) return;
        for (const LayoutPoint& point : *piece) {
            column.left = std::min(column.left, point.x);
            column.right = std::max(column.right, point.x);
        }
    }

    void paintEdges(SvgText& svg, const Column& column) const {
        std::string data;
        const auto point = [&](const LayoutPoint& p) {
            return coordinate(p.x - column.left + column.x) + " " + coordinate(p.y - column.top + kMargin);
        };
        for (const auto& edge : layout_.edges) {
            for (size_t i = 0; i + 3 < edge.size(); i += 3) {
                const auto piece = between(edge, i, cutAbove(column), cutBelow(column));
                if (!piece) continue;
                data += "M" + point((*piece)[0]) + "C" + point((*piece)[1]) + " " + point((*piece)[2]) + " " +
                        point((*piece)[3]);
            }
        }
        if (!data.empty()) svg.path(data, "none", kEdge, "edge");
    }

    void paintCard(SvgText& svg, size_t position, double greatest) const {
        const LayoutPoint& at = layout_.positions[position];
        const Column& column = *std::find_if(columns_.begin(), columns_.end(), [&](const Column& each) {
            return at.y >= each.top && at.y < each.bottom;
        });
        const double x = at.x - column.left + column.x, y = at.y - column.top + kMargin;
        const Block& block = a_.network.at(position);
        const BlockFigures& figures = a_.blocks[position];
        const double part = share(position);
        const std::string percent = fixedText(part * 100, 1) + " %";
        std::string hint = block.name + ": " + block.kind->label + ", " + figures.output_shape.text();
        if (figures.latency_ms) hint += ", " + formatMilliseconds(*figures.latency_ms) + ", " + percent;
        svg.rectangle(x, y, kCardWidth, kCardHeight, heat(greatest > 0 ? part / greatest : 0), 5, hint);
        svg.text(x + 9, y + 18, elide(block.name, kNameCharacters), {12, ink::kText, SvgText::Anchor::Start, true, {}});
        svg.text(x + 9, y + 35, elide(block.kind->label, 13) + "  " + figures.output_shape.text(),
                 {10, "#3d4650", SvgText::Anchor::Start, false, {}});
        if (part >= 0.0005) {
            svg.text(x + kCardWidth - 8, y + 18, percent, {10, ink::kText, SvgText::Anchor::End, false, {}});
        }
    }

    const Assessment& a_;
    const GraphLayout& layout_;
    std::vector<Column> columns_;
};

}  // namespace

Result<ReportPicture> graphPicture(const Assessment& assessment) {
    LayoutInput input;
    input.sizes.assign(assessment.network.size(), LayoutSize{kCardWidth, kCardHeight});
    for (size_t i = 0; i < assessment.network.size(); ++i) {
        for (const Port& port : assessment.network.at(i).inputs)
            input.edges.push_back({assessment.network.positionOf(port.block), static_cast<int32_t>(i)});
    }
    LayoutOptions options;
    options.layer_gap = kLayerGap;
    options.node_gap = 18;
    const auto layout = layoutGraph(input, options);
    if (!layout) return tl::unexpected(layout.error());
    if (layout->positions.empty()) return fail(ErrorCode::InvalidArgument, "a network without blocks has no picture");
    return GraphPainter(assessment, *layout).paint();
}

}  // namespace bw
