// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the views of a search show.
#include <algorithm>
#include <cmath>

#include "charts/parallel_chart.h"
#include "charts/pareto_chart.h"
#include "charts/progress_chart.h"
#include "charts/share_bars.h"
#include "search/networks_model.h"
#include "search/search_charts.h"
#include "text/figure_text.h"
#include "text/wording.h"

namespace bw::ui {
namespace {

/// The range of a figure over most points, for colours; those beyond have the colour of its end.
std::pair<double, double> rangeOf(const std::vector<SearchPoint>& points, Figure figure) {
    std::vector<double> values;
    for (const SearchPoint& point : points) {
        const double value = point.figures.value(figure);
        if (std::isfinite(value)) values.push_back(value);
    }
    if (values.empty()) return {0, 0};
    std::sort(values.begin(), values.end());
    const size_t skipped = values.size() / 20;
    return {values[skipped], values[values.size() - 1 - skipped]};
}

}  // namespace

void SearchCharts::refreshPareto() {
    const auto x = static_cast<Figure>(x_), y = static_cast<Figure>(y_);
    const int shade = shade_;
    ShadeLegend legend;
    std::vector<ParetoSeries> all;
    for (size_t place = 0; place < searches_.size(); ++place) {
        const KeptSearch& search = *searches_[place];
        ParetoSeries series{search.name, colorOf(palette(), place), {}};
        const FrontLookup front(search);
        std::pair<double, double> range(0, static_cast<double>(search.points.size()));
        if (shade >= 0) range = rangeOf(search.points, static_cast<Figure>(shade));
        const bool shaded = place == 0 && shade != kPlain && range.second > range.first;
        for (size_t i = 0; i < search.points.size(); ++i) {
            const SearchPoint& from = search.points[i];
            ParetoPoint point{from.figures.value(x),    from.figures.value(y),      std::nullopt,
                              front.holds(from.genome), from.rating.violation <= 0, static_cast<int>(i)};
            if (place > 0 && !point.front) continue;
            const double value =
                shade == kByOrder ? static_cast<double>(i) : from.figures.value(static_cast<Figure>(shade));
            if (shaded && std::isfinite(value)) {
                // Sixteen tones are as many as the eye tells apart, and spare drawings.
                const double share = std::clamp((value - range.first) / (range.second - range.first), 0.0, 1.0);
                point.shade = std::round(share * 15) / 15;
            }
            series.points.push_back(point);
        }
        if (shaded && shade >= 0) {
            const auto figure = static_cast<Figure>(shade);
            legend = {figureTitle(figure), figureText(figure, range.first), figureText(figure, range.second)};
        } else if (shaded) {
            legend = {tr("Order"), tr("first"), tr("last")};
        }
        all.push_back(std::move(series));
    }
    pareto_->setAxes(axisOf(x), axisOf(y), !figureInfo(x).maximised, !figureInfo(y).maximised);
    pareto_->setSeries(std::move(all));
    pareto_->setLegend(std::move(legend));
    pareto_->setHighlighted(highlightedKeys());
    refreshMarks();
}

void SearchCharts::refreshMarks() {
    std::vector<ParetoMark> marks;
    const auto x = static_cast<Figure>(x_), y = static_cast<Figure>(y_);
    const KeptSearch* search = first();
    const bool any = search != nullptr && search->prepared != nullptr;
    if (any) {
        const NetworkFigures& now = search->prepared->now;
        marks.push_back({present_ ? tr("as searched") : tr("now"), now.value(x), now.value(y), present_.has_value()});
    }
    if (any && present_) marks.push_back({tr("now"), present_->value(x), present_->value(y), false});
    if (any && baseline_) marks.push_back({tr("baseline"), baseline_->value(x), baseline_->value(y), true});
    pareto_->setMarks(std::move(marks));
}

void SearchCharts::refreshProgress() {
    std::vector<ProgressLine> lines;
    const KeptSearch* search = first();
    if (search != nullptr && search->snapshot) {
        const auto& points = search->snapshot->points;
        const auto& objectives = search->spec.objectives;
        for (size_t i = 0; i < objectives.size(); ++i) {
            const Figure figure = objectives[i];
            const double sign = figureInfo(figure).maximised ? -1 : 1;
            ProgressLine line{tr("best %1").arg(figureName(figure)),
                              [figure](double value) { return figureText(figure, value); },
                              colorOf(palette(), i),
                              {}};
            for (const ProgressPoint& point : points) {
                if (i < point.best.size())
                    line.points.emplace_back(static_cast<double>(point.evaluations), sign * point.best[i]);
            }
            lines.push_back(std::move(line));
        }
        if (objectives.size() > 1) {
            ProgressLine line{tr("hypervolume of the front"),
                              [](double value) { return QString::number(value, 'g', 4); },
                              colorOf(palette(), objectives.size()),
                              {}};
            for (const ProgressPoint& point : points)
                line.points.emplace_back(static_cast<double>(point.evaluations), point.hypervolume);
            lines.push_back(std::move(line));
        }
    }
    progress_->setLines(std::move(lines));
}

void SearchCharts::refreshParallel() {
    std::vector<ParallelAxis> axes;
    for (const Figure figure : kFigures) {
        axes.push_back({figureTitle(figure), [figure](double value) { return figureText(figure, value); }});
    }
    std::vector<ParallelLine> lines;
    for (const size_t index : frontPoints()) {
        const SearchPoint& point = first()->points[index];
        ParallelLine line{{}, static_cast<int>(index)};
        for (const Figure figure : kFigures)
            line.values.push_back(point.figures.value(figure));
        lines.push_back(std::move(line));
    }
    std::stable_sort(lines.begin(), lines.end(),
                     [](const ParallelLine& a, const ParallelLine& b) { return a.values.front() < b.values.front(); });
    parallel_->setLines(std::move(axes), std::move(lines));
    parallel_->setHighlighted(highlightedKeys());
}

void SearchCharts::refreshDecisions() {
    std::vector<ShareBar> bars;
    const KeptSearch* search = first();
    decisions_->setEmptyText(search != nullptr ? tr("Known when the search has ended.")
                                               : tr("No search yet: say what is wanted on the left, then Start."));
    if (search != nullptr && search->outcome && search->prepared) {
        const auto decisions = search->prepared->problem->decisions();
        const Figure figure = search->spec.objectives.front();
        const double sign = figureInfo(figure).maximised ? -1 : 1;
        for (const DecisionImportance& importance : search->outcome->importance) {
            if (importance.share <= 0) continue;
            const Decision& decision = decisions[importance.decision];
            QStringList means;
            for (size_t i = 0; i < importance.means.size(); ++i) {
                if (std::isfinite(importance.means[i]))
                    means << tr("%1: mean %2 %3")
                                 .arg(toQt(decision.options[i]), figureName(figure),
                                      figureText(figure, sign * importance.means[i]));
            }
            bars.push_back({toQt(decision.name), importance.share,
                            tr("%1 explains %2 of the variance of %3")
                                    .arg(toQt(decision.name), shareText(importance.share), figureName(figure)) +
                                QLatin1Char('\n') + means.join(QLatin1Char('\n'))});
        }
    }
    decisions_->setBars(std::move(bars));
}

void SearchCharts::refreshTable() {
    std::vector<SearchPoint> rows;
    const KeptSearch* search = first();
    if (search != nullptr && highlighted_.empty()) {
        for (const size_t index : frontPoints())
            rows.push_back(search->points[index]);
    } else if (search != nullptr) {
        for (const int key : highlightedKeys())
            rows.push_back(search->points[static_cast<size_t>(key)]);
    }
    const QSignalBlocker quiet(this);
    model_->setNetworks(std::move(rows),
                        search != nullptr && search->prepared ? search->prepared->now : NetworkFigures());
}

}  // namespace bw::ui
