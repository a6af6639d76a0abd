// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/memory_panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>

#include "charts/memory_chart.h"
#include "text/wording.h"
#include "theme/colors.h"
#include "theme/kind_icon.h"

namespace bw::ui {
namespace {

/// The block whose operator writes the tensor; the input block for network inputs.
BlockId blockOf(const Assessment& assessment, TensorId tensor) {
    if (tensor == kNoTensor) return kNoBlock;
    const OperatorGraph& graph = assessment.lowered.graph;
    const int32_t producer = graph.tensors[static_cast<size_t>(tensor)].producer;
    if (producer >= 0) return graph.operators[static_cast<size_t>(producer)].block;
    for (size_t i = 0; i < assessment.network.size(); ++i) {
        const auto& outputs = assessment.lowered.blocks[i].outputs;
        if (std::find(outputs.begin(), outputs.end(), tensor) != outputs.end()) return assessment.network.at(i).id;
    }
    return kNoBlock;
}

MemoryTimeline timelineOf(const Assessment& assessment, const QPalette& palette) {
    const LiveMemory& live = assessment.memory.live;
    MemoryTimeline timeline;
    timeline.live_bytes = live.live_bytes_per_step;
    timeline.peak_step = live.peak_step;
    timeline.peak_bytes = live.peak_bytes;
    timeline.arena_bytes = assessment.memory.arena.arena_bytes;
    const Colors colors = Colors::fromPalette(palette);
    for (size_t i = 0; i < live.lives.size(); ++i) {
        const TensorLife& life = live.lives[i];
        MemorySpan span;
        span.first_step = life.first_step;
        span.last_step = life.last_step;
        span.offset = assessment.memory.arena.offsets[i];
        span.bytes = life.bytes;
        span.block = blockOf(assessment, life.tensor);
        span.at_peak = life.liveAt(live.peak_step);
        const Block* block = assessment.network.find(span.block);
        span.label = block != nullptr ? MemoryPanel::tr("output of %1").arg(toQt(block->name))
                                      : MemoryPanel::tr("scratch memory");
        span.color = block != nullptr ? kindColor(*block->kind, palette) : colors.muted_text;
        timeline.spans.push_back(std::move(span));
    }
    timeline.step_labels.resize(live.live_bytes_per_step.size());
    for (size_t i = 0; i < assessment.steps.size(); ++i) {
        const Block* block = assessment.network.find(assessment.lowered.graph.operators[i].block);
        const auto step = static_cast<size_t>(assessment.steps[i]);
        if (block != nullptr && step < timeline.step_labels.size()) timeline.step_labels[step] = toQt(block->name);
    }
    return timeline;
}

}  // namespace

MemoryPanel::MemoryPanel(DocumentSession& session, QWidget* parent)
    : Panel(session, parent), note_(new QLabel(this)), chart_(new MemoryChart(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* head = new QHBoxLayout;
    head->setSpacing(10);
    head->setContentsMargins(10, 4, 8, 4);
    note_->setProperty("role", QStringLiteral("muted"));
    note_->setWordWrap(true);
    auto* peak = new QPushButton(tr("Select peak"), this);
    peak->setFlat(true);
    peak->setToolTip(tr("Select the blocks whose outputs are live at the peak"));
    head->addWidget(note_, 1);
    head->addWidget(peak);
    layout->addLayout(head);
    layout->addWidget(chart_, 1);
    chart_->setAccessibleName(tr("Live activation memory over execution order"));
    chart_->setEmptyText(tr("Open a network to see its memory here."));
    connect(chart_, &MemoryChart::clicked, this,
            [this](const std::vector<BlockId>& blocks) { this->session().setSelection(blocks); });
    connect(peak, &QPushButton::clicked, chart_, &MemoryChart::selectPeak);
}

void MemoryPanel::refresh() {
    const auto assessment = session().assessment();
    if (!assessment) {
        chart_->setTimeline({});
        note_->clear();
        return;
    }
    MemoryTimeline timeline = timelineOf(*assessment, palette());
    timeline.budget_bytes = session().effectiveBudgets().peak_activation_bytes;
    chart_->setTimeline(std::move(timeline));
    const MemoryProfile& profile = *assessment->memory.profile;
    const QString precision = toQt(precisionId(session().document().precision));
    QString note = tr("%1, %2:").arg(toQt(profile.name), precision) + QLatin1Char(' ') + toQt(profile.counts);
    note += QLatin1Char(' ') + tr("Line: live bytes. Areas: where the arena keeps each tensor.");
    note_->setText(note);
}

void MemoryPanel::refreshSelection() {
    chart_->setSelected(session().selection());
}

}  // namespace bw::ui
