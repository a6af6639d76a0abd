// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/latency_panel.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>
#include <algorithm>

#include "charts/bar_chart.h"
#include "text/wording.h"
#include "theme/kind_icon.h"

namespace bw::ui {
LatencyPanel::LatencyPanel(DocumentSession& session, QWidget* parent)
    : Panel(session, parent), metric_(new QComboBox(this)), note_(new QLabel(this)), chart_(new BarChart(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* head = new QHBoxLayout;
    head->setSpacing(10);
    head->setContentsMargins(8, 4, 8, 4);
    metric_->setAccessibleName(tr("Figure shown per block"));
    for (const Metric metric :
         {Metric::Latency, Metric::Parameters, Metric::Activation, Metric::Macs, Metric::Energy}) {
        metric_->addItem(metricLabel(metric), static_cast<int>(metric));
    }
    note_->setProperty("role", QStringLiteral("muted"));
    head->addWidget(metric_);
    head->addWidget(note_);
    head->addStretch();
    layout->addLayout(head);
    layout->addWidget(chart_, 1);
    chart_->setAccessibleName(tr("Figure per block in execution order"));
    connect(metric_, &QComboBox::currentIndexChanged, this, &LatencyPanel::invalidate);
    connect(chart_, &BarChart::clicked, this, [this](BlockId block, bool extend) {
        std::vector<BlockId> selection = extend ? this->session().selection() : std::vector<BlockId>();
        if (std::find(selection.begin(), selection.end(), block) == selection.end()) selection.push_back(block);
        this->session().setSelection(std::move(selection));
    });
}

Metric LatencyPanel::metric() const {
    return static_cast<Metric>(metric_->currentData().toInt());
}

void LatencyPanel::refresh() {
    const Metric shown = metric();
    std::vector<ChartBar> bars;
    bool unknown = false, doubtful = false, changed = false;
    for (const BlockPtr& block : session().network().blocks()) {
        const BlockFigures* figures = session().figures(block->id);
        if (figures == nullptr || block->kind->group == KindGroup::Input) continue;
        ChartBar bar;
        bar.block = block->id;
        bar.label = toQt(block->name);
        bar.value = metricValue(session(), block->id, shown);
        bar.before = baselineValue(session(), block->id, shown);
        bar.out_of_range = shown == Metric::Latency && figures->out_of_range;
        bar.color = kindColor(*block->kind, palette());
        bar.tooltip = bar.label + QStringLiteral(" · ") + toQt(block->kind->label) + QLatin1Char('\n') +
                      (bar.value ? metricText(shown, *bar.value) : tr("unknown"));
        if (bar.before) bar.tooltip += QLatin1Char('\n') + tr("baseline: %1").arg(metricText(shown, *bar.before));
        changed = changed || (bar.before && bar.before != bar.value);
        unknown = unknown || !bar.value;
        doubtful = doubtful || bar.out_of_range;
        bars.push_back(std::move(bar));
    }
    QStringList notes;
    if (changed) notes << tr("line: baseline");
    if (unknown) notes << tr("short hatched bar: unknown");
    if (doubtful) notes << tr("hatched: outside the estimator's range");
    note_->setText(notes.join(QStringLiteral(" · ")));
    chart_->setValueText([shown](double value) { return metricText(shown, value); });
    chart_->setEmptyText(shown == Metric::Latency
                             ? tr("Latencies appear here as soon as the estimator of the target is loaded.")
                             : tr("Open a network to see its blocks here."));
    chart_->setBars(std::move(bars));
}

void LatencyPanel::refreshSelection() {
    chart_->setSelected(session().selection());
}

}  // namespace bw::ui
