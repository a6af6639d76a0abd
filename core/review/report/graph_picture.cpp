// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/report/graph_picture.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "base/text.h"
#include "layout/layered_layout.h"
#include "review/report/svg_text.h"

namespace bw {
namespace {

constexpr double kCardWidth = 176;
constexpr double kCardHeight = 46;
constexpr double kLayerGap = 22;
constexpr double kColumnHeight = 1000;
constexpr double kColumnGap = 36;
constexpr double kMargin = 8;
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

    static bool isLane(const std::vector<LayoutPoint>& edge, size_t i) {
        return edge[i].x == edge[i + 3].x && edge[i + 1].x == edge[i].x && edge[i + 2].x == edge[i].x;
    }

    /// True where the piece runs through the column.
    static bool passes(const Column& column, const std::vector<LayoutPoint>& edge, size_t i) {
        const auto [low, high] = std::minmax(edge[i].y, edge[i + 3].y);
        return low < column.bottom + kLayerGap && high > column.top - kLayerGap;
    }

    static void widen(Column& column, const std::vector<LayoutPoint>& edge, size_t i) {
        if (!passes(column, edge, i)) return;
        for (size_t k = i; k <= i + 3; ++k) {
            column.left = std::min(column.left, edge[k].x);
            column.right = std::max(column.right, edge[k].x);
        }
    }

    /// Straight lanes end at the column's cut; the short curves beside a cut stand in both columns.
    void paintEdges(SvgText& svg, const Column& column) const {
        std::string data;
        const auto point = [&](const LayoutPoint& p) {
            return coordinate(p.x - column.left + column.x) + " " + coordinate(p.y - column.top + kMargin);
        };
        const double low = column.top - kLayerGap / 2, high = column.bottom + kLayerGap / 2;
        for (const auto& edge : layout_.edges) {
            for (size_t i = 0; i + 3 < edge.size(); i += 3) {
                if (!passes(column, edge, i)) continue;
                if (isLane(edge, i)) {
                    const double from = std::clamp(edge[i].y, low, high), to = std::clamp(edge[i + 3].y, low, high);
                    if (from != to) data += "M" + point({edge[i].x, from}) + "L" + point({edge[i].x, to});
                    continue;
                }
                data += "M" + point(edge[i]) + "C" + point(edge[i + 1]) + " " + point(edge[i + 2]) + " " +
                        point(edge[i + 3]);
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
        char percent[16];
        std::snprintf(percent, sizeof percent, "%.1f %%", part * 100);
        std::string hint = block.name + ": " + block.kind->label + ", " + figures.output_shape.text();
        if (figures.latency_ms) hint += ", " + formatMilliseconds(*figures.latency_ms) + ", " + percent;
        svg.rectangle(x, y, kCardWidth, kCardHeight, heat(greatest > 0 ? part / greatest : 0), 5, hint);
        svg.text(x + 9, y + 18, elide(block.name, kNameCharacters), {12, "#1b1f24", SvgText::Anchor::Start, true, {}});
        svg.text(x + 9, y + 35, elide(block.kind->label, 16) + "  " + figures.output_shape.text(),
                 {10, "#3d4650", SvgText::Anchor::Start, false, {}});
        if (part >= 0.0005) {
            svg.text(x + kCardWidth - 8, y + 18, percent, {10, "#1b1f24", SvgText::Anchor::End, false, {}});
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
