// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimator/card_view.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>
#include <algorithm>
#include <limits>

#include "charts/scatter_chart.h"
#include "text/wording.h"

namespace bw::ui {
namespace {

/// What a chart within a column takes.
constexpr int kChartLines = 17;
constexpr int kChartHeight = 270;

QLabel* plainLabel(const QString& text, const char* role, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setFocusPolicy(Qt::NoFocus);
    if (role != nullptr) label->setProperty("role", QLatin1String(role));
    return label;
}

/// Characters of a label, a value and a note that fit into one line of a column, about.
constexpr size_t kLabelLine = 22;
constexpr size_t kValueLine = 32;
constexpr size_t kNoteLine = 56;

int linesOf(const std::string& text, size_t line) {
    return static_cast<int>(std::max<size_t>(1, (text.size() + line - 1) / line));
}

/// Lines that a section takes, about.
int linesOf(const CardSection& section) {
    int lines = 2;
    for (const CardRow& row : section.rows)
        lines += std::max(linesOf(row.label, kLabelLine), linesOf(row.value, kValueLine));
    for (const std::string& note : section.notes)
        lines += linesOf(note, kNoteLine);
    return lines;
}

/// The first section of each of at most three columns, such that the longest is as short as can be; the last has room
/// for a chart too.
std::vector<size_t> columnStarts(const std::vector<CardSection>& sections, size_t columns) {
    if (columns == 1 || sections.size() < 3) return {0};
    std::vector<int> above = {0};
    for (const CardSection& section : sections)
        above.push_back(above.back() + linesOf(section));
    std::vector<size_t> best;
    int shortest = std::numeric_limits<int>::max();
    for (size_t second = 1; second + 1 < sections.size(); ++second) {
        for (size_t third = second + 1; third < sections.size(); ++third) {
            const int longest =
                std::max({above[second], above[third] - above[second], above.back() - above[third] + kChartLines});
            if (longest >= shortest) continue;
            shortest = longest;
            best = {0, second, third};
        }
    }
    return best;
}

ScatterChart* makeChart(std::vector<NetworkOutcome> outcomes, QWidget* parent) {
    auto* chart = new ScatterChart(parent);
    std::vector<ScatterPoint> points;
    points.reserve(outcomes.size());
    for (const NetworkOutcome& outcome : outcomes)
        points.push_back({toQt(outcome.network), outcome.measured_ms, outcome.predicted_ms, outcome.predicted_ms,
                          outcome.predicted_ms, false});
    chart->setPoints(std::move(points));
    return chart;
}

void addSection(const CardSection& section, QWidget* page, QVBoxLayout* layout) {
    QLabel* heading = plainLabel(toQt(section.title), "heading", page);
    heading->setContentsMargins(0, 8, 0, 2);
    layout->addWidget(heading);
    auto* rows = new QGridLayout;
    rows->setHorizontalSpacing(14);
    rows->setVerticalSpacing(2);
    rows->setColumnStretch(0, 2);
    rows->setColumnStretch(1, 3);
    int line = 0;
    for (const CardRow& row : section.rows) {
        rows->addWidget(plainLabel(toQt(row.label), "muted", page), line, 0, Qt::AlignTop);
        rows->addWidget(plainLabel(toQt(row.value), nullptr, page), line, 1, Qt::AlignTop);
        ++line;
    }
    layout->addLayout(rows);
    for (const std::string& note : section.notes)
        layout->addWidget(plainLabel(sentence(toQt(note)), "muted", page));
}

}  // namespace

CardView::CardView(const std::vector<CardSection>& sections, std::vector<NetworkOutcome> outcomes, Layout layout,
                   QWidget* parent)
    : QWidget(parent) {
    auto* whole = new QHBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(16);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setAccessibleName(tr("Card of the target"));
    auto* page = new QWidget(scroll);
    auto* columns = new QHBoxLayout(page);
    columns->setContentsMargins(0, 0, 12, 0);
    columns->setSpacing(24);
    const bool one_page = layout == Layout::OnePage;
    const std::vector<size_t> starts = columnStarts(sections, one_page ? 3 : 1);
    for (size_t c = 0; c < starts.size(); ++c) {
        auto* lines = new QVBoxLayout;
        lines->setSpacing(one_page ? 2 : -1);
        const size_t end = c + 1 < starts.size() ? starts[c + 1] : sections.size();
        for (size_t i = starts[c]; i < end; ++i)
            addSection(sections[i], page, lines);
        if (one_page && c + 1 == starts.size() && !outcomes.empty()) {
            lines->addSpacing(8);
            ScatterChart* chart = makeChart(std::move(outcomes), page);
            chart->setMinimumHeight(kChartHeight);
            lines->addWidget(chart, 1);
        } else {
            lines->addStretch(1);
        }
        columns->addLayout(lines, 1);
    }
    scroll->setWidget(page);
    whole->addWidget(scroll, 3);
    if (!one_page) whole->addWidget(makeChart(std::move(outcomes), this), 2);
}

}  // namespace bw::ui
