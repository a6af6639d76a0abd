// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimator/card_view.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

#include "charts/scatter_chart.h"
#include "text/wording.h"

namespace bw::ui {
namespace {

QLabel* plainLabel(const QString& text, const char* role, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setFocusPolicy(Qt::NoFocus);
    if (role != nullptr) label->setProperty("role", QLatin1String(role));
    return label;
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

CardView::CardView(const std::vector<CardSection>& sections, std::vector<NetworkOutcome> outcomes, QWidget* parent)
    : QWidget(parent) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(16);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setAccessibleName(tr("Card of the target"));
    auto* page = new QWidget(scroll);
    auto* lines = new QVBoxLayout(page);
    lines->setContentsMargins(0, 0, 12, 0);
    for (const CardSection& section : sections)
        addSection(section, page, lines);
    lines->addStretch();
    scroll->setWidget(page);
    layout->addWidget(scroll, 3);
    auto* chart = new ScatterChart(this);
    std::vector<ScatterPoint> points;
    points.reserve(outcomes.size());
    for (const NetworkOutcome& outcome : outcomes)
        points.push_back({toQt(outcome.network), outcome.measured_ms, outcome.predicted_ms, outcome.predicted_ms,
                          outcome.predicted_ms, false});
    chart->setPoints(std::move(points));
    layout->addWidget(chart, 2);
}

}  // namespace bw::ui
