// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/report/cost_pictures.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>

#include "base/text.h"
#include "review/report/inks.h"
#include "review/report/svg_text.h"

namespace bw {
namespace {

constexpr double kWidth = 940;
constexpr double kHeight = 240;
constexpr double kLeft = 72;
constexpr double kRight = 12;
constexpr double kTop = 20;
constexpr double kBottom = 26;

/// The least of 1, 2, 5 times a power of ten that is not below a fifth of the range.
double niceStep(double range) {
    if (range <= 0) return 1;
    const double raw = range / 5;
    const double power = std::pow(10.0, std::floor(std::log10(raw)));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * power >= raw) return factor * power;
    }
    return 10 * power;
}

/// Without the last digits that adding steps leaves.
std::string gridText(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.6g", value);
    return text;
}

/// A plot's frame with horizontal grid lines; y runs from 0 to `top`.
class Frame {
public:
    Frame(SvgText& svg, double top, const std::function<std::string(double)>& label) : top_(top > 0 ? top : 1) {
        const double step = niceStep(top_);
        for (double value = 0; value <= top_ * 1.0001; value += step) {
            svg.line(kLeft, y(value), kWidth - kRight, y(value), ink::kGrid, "grid");
            svg.text(kLeft - 6, y(value) + 4, label(value), {10, ink::kSoft, SvgText::Anchor::End, false, "soft"});
        }
    }
    double y(double value) const { return kHeight - kBottom - value / top_ * (kHeight - kTop - kBottom); }
    static double span() { return kWidth - kLeft - kRight; }

private:
    double top_;
};

}  // namespace

ReportPicture costPicture(const Assessment& a) {
    const bool known = a.totals.latency_ms.has_value();
    ReportPicture picture;
    picture.width = kWidth;
    picture.height = kHeight;
    picture.caption = known ? "Latency of each block in execution order, ms; the thin line is the 90 % interval"
                            : "MACs of each block in execution order";
    SvgText svg(kWidth, kHeight, picture.caption);
    double top = 0;
    for (const BlockFigures& figures : a.blocks)
        top = std::max(top, known ? std::max(figures.latency_ms.value_or(0), figures.latency_high_ms)
                                  : static_cast<double>(figures.macs));
    const Frame frame(svg, top,
                      [&](double value) { return known ? gridText(value) : groupDigits(static_cast<int64_t>(value)); });
    const double each = Frame::span() / static_cast<double>(std::max<size_t>(1, a.blocks.size()));
    const double bar = std::clamp(each * 0.72, 0.5, 40.0);
    for (size_t i = 0; i < a.blocks.size(); ++i) {
        const BlockFigures& figures = a.blocks[i];
        const double value = known ? figures.latency_ms.value_or(0) : static_cast<double>(figures.macs);
        const double x = kLeft + (static_cast<double>(i) + 0.5) * each;
        std::string hint = a.network.at(i).name;
        hint += known ? (figures.latency_ms ? ": " + formatMilliseconds(value) : ": unknown")
                      : ": " + groupDigits(figures.macs);
        svg.rectangle(x - bar / 2, frame.y(value), bar, frame.y(0) - frame.y(value), ink::kFigure, 0, hint);
        if (known && figures.latency_ms && bar > 3)
            svg.line(x, frame.y(figures.latency_low_ms), x, frame.y(figures.latency_high_ms), ink::kText, "whisker");
    }
    svg.line(kLeft, frame.y(0), kWidth - kRight, frame.y(0), ink::kText, "axis");
    if (!a.blocks.empty()) {
        svg.text(kLeft, kHeight - 8, elide(a.network.at(0).name, 30),
                 {10, ink::kSoft, SvgText::Anchor::Start, false, "soft"});
        svg.text(kWidth - kRight, kHeight - 8, elide(a.network.at(a.network.size() - 1).name, 30),
                 {10, ink::kSoft, SvgText::Anchor::End, false, "soft"});
    }
    picture.svg = std::move(svg).done();
    return picture;
}

ReportPicture memoryPicture(const Assessment& a, const Budgets& budgets) {
    const LiveMemory& live = a.memory.live;
    const size_t steps = live.live_bytes_per_step.size();
    ReportPicture picture;
    picture.width = kWidth;
    picture.height = kHeight;
    picture.caption = "Activation memory at each step of execution; weights on their way stand on top";
    SvgText svg(kWidth, kHeight, picture.caption);
    const auto staged = [&](size_t step) {
        return step < live.staging_bytes_per_step.size() ? live.staging_bytes_per_step[step] : 0;
    };
    int64_t most = budgets.peak_activation_bytes.value_or(0);
    for (size_t step = 0; step < steps; ++step)
        most = std::max(most, live.live_bytes_per_step[step] + staged(step));
    const Frame frame(svg, static_cast<double>(most) / 1024, [](double value) { return gridText(value) + " KiB"; });
    const double each = Frame::span() / static_cast<double>(std::max<size_t>(1, steps));
    const auto kib = [](int64_t bytes) { return static_cast<double>(bytes) / 1024; };
    for (size_t step = 0; step < steps; ++step) {
        const double x = kLeft + static_cast<double>(step) * each;
        const int64_t bytes = live.live_bytes_per_step[step];
        const std::string hint = "step " + std::to_string(step + 1) + ": " + groupDigits(bytes) + " B";
        svg.rectangle(x, frame.y(kib(bytes)), each, frame.y(0) - frame.y(kib(bytes)), ink::kFigure, 0, hint);
        if (staged(step) == 0) continue;
        const double low = frame.y(kib(bytes)), high = frame.y(kib(bytes + staged(step)));
        svg.rectangle(x, high, each, low - high, ink::kSecond, 0, "weights " + groupDigits(staged(step)) + " B");
    }
    svg.line(kLeft, frame.y(0), kWidth - kRight, frame.y(0), ink::kText, "axis");
    if (budgets.peak_activation_bytes) {
        const double y = frame.y(kib(*budgets.peak_activation_bytes));
        svg.line(kLeft, y, kWidth - kRight, y, ink::kLimit, "limit");
        svg.text(kWidth - kRight - 4, y - 4, "budget " + formatBytes(*budgets.peak_activation_bytes),
                 {10, ink::kLimit, SvgText::Anchor::End, false, "limit-text"});
    }
    if (steps > 0) {
        const double x = kLeft + (static_cast<double>(live.peak_step) + 0.5) * each;
        const bool late = x > kWidth / 2;
        svg.text(late ? x - 4 : x + 4, frame.y(kib(live.peak_bytes)) - 5,
                 "peak " + groupDigits(live.peak_bytes) + " B, step " + std::to_string(live.peak_step + 1),
                 {10, ink::kText, late ? SvgText::Anchor::End : SvgText::Anchor::Start, true, "ink"});
        svg.text(kLeft, kHeight - 8, "step 1", {10, ink::kSoft, SvgText::Anchor::Start, false, "soft"});
        svg.text(kWidth - kRight, kHeight - 8, "step " + std::to_string(steps),
                 {10, ink::kSoft, SvgText::Anchor::End, false, "soft"});
    }
    picture.svg = std::move(svg).done();
    return picture;
}

}  // namespace bw
