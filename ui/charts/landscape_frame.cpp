// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/landscape_frame.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "text/wording.h"

namespace bw::ui {
namespace {

/// Room above and below a line, as a share of its height.
constexpr double kPad = 0.08;

QString tr(const char* text) {
    return QCoreApplication::translate("Landscape", text);
}

size_t indexOf(const LandscapeSweep& sweep, LandscapePoint point) {
    return static_cast<size_t>(point.y) * sweep.x.values.size() + static_cast<size_t>(point.x);
}

/// "+0.10 ms (+8.1 %) against 32"; empty where one of both is no network.
QString stepText(const LandscapeSweep& sweep, LandscapePoint from, LandscapePoint to, const std::string& label) {
    const double before = sweep.latency_ms[indexOf(sweep, from)];
    const double now = sweep.latency_ms[indexOf(sweep, to)];
    if (!std::isfinite(before) || !std::isfinite(now) || !(before > 0)) return {};
    if (now == before) return tr("as long as at %1").arg(toQt(label));
    constexpr double kSeen_ms = 5e-4;
    if (std::abs(now - before) < kSeen_ms) return tr("hardly other than at %1").arg(toQt(label));
    return tr("%1 (%2) against %3")
        .arg(signedMillisecondsText(now - before), changeText(now / before - 1), toQt(label));
}

}  // namespace

LandscapeScale::LandscapeScale(const SweepAxis& axis, bool only_curated) : values_(axis.values) {
    for (size_t i = 0; i < values_.size(); ++i) {
        if (!only_curated || axis.curated[i]) shown_.push_back(static_cast<int>(i));
    }
    if (values_.empty()) return;
    const size_t count = values_.size();
    const double first_step = count > 1 ? values_[1] - values_[0] : 1;
    const double last_step = count > 1 ? values_[count - 1] - values_[count - 2] : 1;
    first_ = values_.front() - first_step / 2;
    last_ = values_.back() + last_step / 2;
    edges_.push_back(0);
    for (size_t n = 1; n < shown_.size(); ++n)
        edges_.push_back((centre(shown_[n - 1]) + centre(shown_[n])) / 2);
    edges_.push_back(1);
}

double LandscapeScale::placeOf(double value) const {
    return (value - first_) / (last_ - first_);
}

int LandscapeScale::at(double place) const {
    if (shown_.empty()) return -1;
    const auto edge = std::upper_bound(edges_.begin() + 1, edges_.end() - 1, place);
    return shown_[static_cast<size_t>(edge - edges_.begin() - 1)];
}

int LandscapeScale::moved(int index, int steps) const {
    if (shown_.empty()) return -1;
    const auto it = std::lower_bound(shown_.begin(), shown_.end(), index);
    auto n = static_cast<int>(it - shown_.begin());
    // From between two shown values, a step forward reaches the next one.
    if (it != shown_.end() && *it != index && steps > 0) --n;
    n = std::clamp(n + steps, 0, static_cast<int>(shown_.size()) - 1);
    return shown_[static_cast<size_t>(n)];
}

int LandscapeScale::nearest(double value) const {
    const auto it = std::min_element(values_.begin(), values_.end(),
                                     [&](double a, double b) { return std::abs(a - value) < std::abs(b - value); });
    return static_cast<int>(it - values_.begin());
}

LandscapeFrame::LandscapeFrame(const LandscapeSweep& swept, LandscapePane which, const QRectF& rectangle,
                               const Colors& inks)
    : sweep(swept),
      pane(which),
      plot(rectangle),
      colors(inks),
      x(swept.x, which == LandscapePane::Curated),
      y(swept.y ? LandscapeScale(*swept.y, which == LandscapePane::Curated) : LandscapeScale()) {
    bool any = false;
    for (const double cost : pane == LandscapePane::Macs ? sweep.macs : sweep.latency_ms) {
        if (!std::isfinite(cost)) continue;
        low = any ? std::min(low, cost) : cost;
        high = any ? std::max(high, cost) : cost;
        any = true;
    }
    if (!any || isMap()) return;
    const double pad = high > low ? (high - low) * kPad : std::max(high * kPad, 1e-9);
    low -= pad;
    high += pad;
}

double LandscapeFrame::cost(LandscapePoint point) const {
    return (pane == LandscapePane::Macs ? sweep.macs : sweep.latency_ms)[indexOf(sweep, point)];
}

QString LandscapeFrame::costText(double cost) const {
    return pane == LandscapePane::Macs ? countText(cost) : millisecondsText(cost);
}

QPointF LandscapeFrame::position(LandscapePoint point) const {
    const double across = xOf(x.centre(point.x));
    if (isMap()) return {across, yOf(y.centre(point.y))};
    const double height = cost(point);
    return {across, std::isfinite(height) ? yOf(share(height)) : plot.bottom()};
}

LandscapePoint LandscapeFrame::pointAt(const QPointF& position) const {
    if (!plot.contains(position)) return {};
    const int across = x.at((position.x() - plot.left()) / plot.width());
    if (!isMap() || across < 0) return {across, 0};
    const int up = y.at((plot.bottom() - position.y()) / plot.height());
    return up < 0 ? LandscapePoint() : LandscapePoint{across, up};
}

LandscapePoint LandscapeFrame::present() const {
    return {x.nearest(sweep.x.now), sweep.y ? y.nearest(sweep.y->now) : 0};
}

std::vector<int> landscapeTicks(const SweepAxis& axis, const LandscapeScale& scale, double least) {
    std::vector<int> ticks;
    for (size_t i = 0; i < axis.values.size(); ++i) {
        const auto index = static_cast<int>(i);
        if (!axis.curated[i]) continue;
        if (ticks.empty() || scale.centre(index) - scale.centre(ticks.back()) >= least) ticks.push_back(index);
    }
    return ticks;
}

QString landscapePointText(const LandscapeSweep& sweep, LandscapePoint point) {
    QString text = toQt(sweep.x.labels[static_cast<size_t>(point.x)]);
    if (sweep.y) text += QStringLiteral(" | ") + toQt(sweep.y->labels[static_cast<size_t>(point.y)]);
    const size_t index = indexOf(sweep, point);
    if (!std::isfinite(sweep.macs[index])) return tr("%1: makes no network.").arg(text);
    QStringList facts = {tr("%1 MACs").arg(countText(sweep.macs[index]))};
    if (std::isfinite(sweep.latency_ms[index])) facts << millisecondsText(sweep.latency_ms[index]);
    if (point.x > 0)
        facts << stepText(sweep, {point.x - 1, point.y}, point, sweep.x.labels[static_cast<size_t>(point.x) - 1]);
    if (sweep.y && point.y > 0)
        facts << stepText(sweep, {point.x, point.y - 1}, point, sweep.y->labels[static_cast<size_t>(point.y) - 1]);
    const bool allowed = sweep.isCurated(static_cast<size_t>(point.x), static_cast<size_t>(point.y));
    facts << (allowed ? tr("curated") : tr("not curated"));
    facts.removeAll(QString());
    return QStringLiteral("%1: %2").arg(text, facts.join(QStringLiteral(" · ")));
}

}  // namespace bw::ui
