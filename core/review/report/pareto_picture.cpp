// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/report/pareto_picture.h"

#include <algorithm>

#include "base/text.h"
#include "review/report/inks.h"
#include "review/report/svg_text.h"

namespace bw {
namespace {

constexpr double kWidth = 640;
constexpr double kHeight = 300;
constexpr double kLeft = 84;
constexpr double kRight = 120;
constexpr double kTop = 16;
constexpr double kBottom = 34;

struct Dot {
    const WeighedNetwork* network = nullptr;
    double ms = 0;
    double bytes = 0;
};

bool beats(const Dot& a, const Dot& b) {
    return a.ms <= b.ms && a.bytes <= b.bytes && (a.ms < b.ms || a.bytes < b.bytes);
}

}  // namespace

std::optional<ReportPicture> paretoPicture(const std::vector<WeighedNetwork>& networks) {
    std::vector<Dot> dots;
    for (const WeighedNetwork& network : networks) {
        if (!network.totals.latency_ms) continue;
        dots.push_back(
            {&network, *network.totals.latency_ms, static_cast<double>(network.totals.peak_activation_bytes)});
    }
    if (dots.size() < 2) return std::nullopt;
    double most_ms = 0, most_bytes = 1;
    for (const Dot& dot : dots) {
        most_ms = std::max(most_ms, dot.ms);
        most_bytes = std::max(most_bytes, dot.bytes);
    }
    ReportPicture picture;
    picture.width = kWidth;
    picture.height = kHeight;
    picture.caption = "Peak activation memory over latency; the line joins the networks that none beats in both";
    SvgText svg(kWidth, kHeight, picture.caption);
    const auto x = [&](double ms) { return kLeft + (most_ms > 0 ? ms / most_ms : 0) * (kWidth - kLeft - kRight); };
    const auto y = [&](double bytes) { return kHeight - kBottom - bytes / most_bytes * (kHeight - kTop - kBottom); };
    svg.line(kLeft, y(0), x(most_ms), y(0), ink::kText, "axis");
    svg.line(kLeft, y(0), kLeft, y(most_bytes), ink::kText, "axis");
    const SvgText::TextStyle upright{10, ink::kSoft, SvgText::Anchor::End, false, "soft"};
    svg.text(kLeft - 6, y(0) + 4, "0", upright);
    svg.text(kLeft - 6, y(most_bytes) + 4, formatBytes(static_cast<int64_t>(most_bytes)), upright);
    svg.text(x(most_ms), kHeight - 14, formatMilliseconds(most_ms),
             {10, ink::kSoft, SvgText::Anchor::Middle, false, "soft"});
    std::vector<Dot> front;
    for (const Dot& dot : dots) {
        if (std::none_of(dots.begin(), dots.end(), [&](const Dot& other) { return beats(other, dot); }))
            front.push_back(dot);
    }
    std::sort(front.begin(), front.end(), [](const Dot& a, const Dot& b) { return a.ms < b.ms; });
    std::string line;
    for (size_t i = 0; i < front.size(); ++i) {
        if (i > 0) line += "H" + coordinate(x(front[i].ms));
        line += (i == 0 ? "M" + coordinate(x(front[i].ms)) + " " : "V") + coordinate(y(front[i].bytes));
    }
    if (front.size() > 1) svg.path(line, "none", ink::kFigure);
    for (const Dot& dot : dots) {
        svg.circle(x(dot.ms), y(dot.bytes), 4.5, dot.network->reference ? ink::kSecond : ink::kFigure,
                   dot.network->name);
        svg.text(x(dot.ms) + 8, y(dot.bytes) + 4, elide(dot.network->name, 22),
                 {10, ink::kText, SvgText::Anchor::Start, false, "ink"});
    }
    picture.svg = std::move(svg).done();
    return picture;
}

}  // namespace bw
