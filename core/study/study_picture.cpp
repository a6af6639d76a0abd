// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/study_picture.h"

#include <algorithm>
#include <cmath>

#include "base/number_text.h"
#include "base/text.h"
#include "review/report/svg_text.h"
#include "study/study_statistics.h"

namespace bw {
namespace {

constexpr double kWidth = 640;
constexpr double kHeight = 320;
constexpr double kLeft = 62;
constexpr double kRight = 150;
constexpr double kTop = 16;
constexpr double kBottom = 44;
constexpr int kLines = 5;

/// A step of 1, 2 or 5 times a power of ten that divides the range into about so many.
double niceStep(double range, int wanted) {
    const double rough = std::max(range, 1e-9) / wanted;
    const double power = std::pow(10, std::floor(std::log10(rough)));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * power >= rough) return factor * power;
    }
    return 10 * power;
}

}  // namespace

std::optional<ReportPicture> accuracyPicture(const StudyResult& result) {
    double most_ms = 0, least = 100, most = 0;
    for (size_t i = 0; i < result.plan.networks.size(); ++i) {
        const auto points = result.points(i);
        if (points.empty() || !result.costs[i].totals.latency_ms) continue;
        most_ms = std::max(most_ms, *result.costs[i].totals.latency_ms);
        least = std::min(least, *std::min_element(points.begin(), points.end()));
        most = std::max(most, *std::max_element(points.begin(), points.end()));
    }
    if (most_ms <= 0) return std::nullopt;
    const double step = niceStep(std::max(most - least, 2.0), kLines);
    const double floor = std::floor(least / step) * step;
    const double ceiling = std::max(std::ceil(most / step), floor / step + 1) * step;
    const std::string metric = result.runs.front().metrics.values.front().name;
    ReportPicture picture;
    picture.width = kWidth;
    picture.height = kHeight;
    picture.caption = metric + " over latency; small dots are single trainings, large ones their means";
    SvgText svg(kWidth, kHeight, picture.caption);
    const auto x = [&](double ms) { return kLeft + ms / most_ms * (kWidth - kLeft - kRight); };
    const auto y = [&](double points) {
        return kHeight - kBottom - (points - floor) / (ceiling - floor) * (kHeight - kTop - kBottom);
    };
    const SvgText::TextStyle upright{10, ink::kSoft, SvgText::Anchor::End, false, "soft"};
    for (double line = floor; line <= ceiling + step / 2; line += step) {
        svg.line(kLeft, y(line), x(most_ms), y(line), ink::kGrid, "grid");
        svg.text(kLeft - 6, y(line) + 4, fixedText(line, step < 1 ? 1 : 0) + " %", upright);
    }
    const double ms_step = niceStep(most_ms, kLines);
    for (double ms = 0; ms <= most_ms + ms_step / 1000; ms += ms_step)
        svg.text(x(ms), kHeight - kBottom + 16, formatNumber(std::round(ms * 1e6) / 1e6),
                 {10, ink::kSoft, SvgText::Anchor::Middle, false, "soft"});
    svg.text(x(most_ms / 2), kHeight - 8, "latency, ms", {10, ink::kSoft, SvgText::Anchor::Middle, false, "soft"});
    svg.line(kLeft, y(floor), x(most_ms), y(floor), ink::kText, "axis");
    for (size_t i = 0; i < result.plan.networks.size(); ++i) {
        const auto points = result.points(i);
        if (points.empty() || !result.costs[i].totals.latency_ms) continue;
        const double place = x(*result.costs[i].totals.latency_ms);
        const auto color = i == 0 ? ink::kSecond : ink::kFigure;
        for (const double value : points)
            svg.circle(place, y(value), 2, color);
        const double mean = meanInterval(points).mean;
        svg.circle(place, y(mean), 5, color, result.plan.networks[i].title);
        svg.text(place + 9, y(mean) + 4, elide(result.plan.networks[i].title, 24),
                 {10, ink::kText, SvgText::Anchor::Start, false, "ink"});
    }
    picture.svg = std::move(svg).done();
    return picture;
}

}  // namespace bw
