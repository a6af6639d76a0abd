// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/memory_panel.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>
#include <algorithm>

#include "charts/memory_chart.h"
#include "charts/memory_style.h"
#include "memory/memory_profile.h"
#include "panels/cut_list.h"
#include "panels/elided_label.h"
#include "text/wording.h"

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

/// What a buffer holds, in words.
QString labelOf(const Assessment& assessment, const TensorLife& life, BlockId id) {
    const Block* block = assessment.network.find(id);
    const QString name = block != nullptr ? toQt(block->name) : MemoryPanel::tr("an unknown block");
    switch (life.role) {
        case LifeRole::Input:
            return MemoryPanel::tr("input %1").arg(name);
        case LifeRole::Residual:
            return MemoryPanel::tr("output of %1, kept beside a branch").arg(name);
        case LifeRole::RollingBuffer:
            return MemoryPanel::tr("rows of %1").arg(name);
        case LifeRole::WeightStaging:
            return MemoryPanel::tr("weights on their way to %1").arg(name);
        case LifeRole::Scratch:
            return MemoryPanel::tr("working memory of %1").arg(name);
        case LifeRole::Output:
        case LifeRole::Intermediate:
            break;
    }
    return MemoryPanel::tr("output of %1").arg(name);
}

MemoryTimeline timelineOf(const Assessment& assessment, const ExactPlan* exact) {
    const LiveMemory& live = assessment.memory.live;
    MemoryTimeline timeline;
    timeline.live_bytes = live.live_bytes_per_step;
    timeline.peak_step = live.peak_step;
    timeline.peak_bytes = live.peak_bytes;
    const ArenaPlan& arena = exact != nullptr ? exact->plan : assessment.memory.arena;
    timeline.arena_bytes = arena.arena_bytes;
    timeline.lower_bound_bytes = exact != nullptr ? exact->proven_bound_bytes : arena.lower_bound_bytes;
    timeline.searched = exact != nullptr;
    for (size_t i = 0; i < live.lives.size(); ++i) {
        const TensorLife& life = live.lives[i];
        MemorySpan span;
        span.first_step = life.first_step;
        span.last_step = life.last_step;
        span.offset = arena.offsets[i];
        span.bytes = life.bytes;
        span.block = life.block != kNoBlock ? life.block : blockOf(assessment, life.tensor);
        span.role = life.role;
        span.at_peak = life.liveAt(live.peak_step);
        span.label = labelOf(assessment, life, span.block);
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
    : Panel(session, parent),
      cut_finder_(session),
      arena_search_(session),
      runtime_(new QComboBox(this)),
      precision_(new QComboBox(this)),
      legend_(new MemoryLegend(this)),
      note_(new ElidedLabel({}, this)),
      exact_(new QPushButton(this)),
      export_(new QPushButton(tr("Export plan…"), this)),
      chart_(new MemoryChart(this)),
      cuts_(new CutList(session, cut_finder_, this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(buildHead());
    layout->addLayout(buildNoteLine());
    auto* splitter = new QSplitter(Qt::Horizontal, this);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(chart_);
    splitter->addWidget(cuts_);
    splitter->setStretchFactor(0, 1);
    splitter->setStretchFactor(1, 1);
    // Shares, which the splitter spreads over its width.
    splitter->setSizes({1000, 1000});
    layout->addWidget(splitter, 1);
    chart_->setAccessibleName(tr("Live activation memory over execution order"));
    chart_->setEmptyText(tr("Open a network to see its memory here."));
    connect(chart_, &MemoryChart::clicked, this,
            [this](const std::vector<BlockId>& blocks) { this->session().setSelection(blocks); });
    connect(chart_, &MemoryChart::pointedAt, this, &MemoryPanel::pointedAt);
    connect(runtime_, &QComboBox::activated, this,
            [this](int index) { this->session().setMemoryProfile(toUtf8(runtime_->itemData(index).toString())); });
    connect(precision_, &QComboBox::activated, this, [this](int index) {
        this->session().setPrecision(static_cast<Precision>(precision_->itemData(index).toInt()));
    });
    connect(&arena_search_, &ArenaSearch::changed, this, &MemoryPanel::refresh);
}

QHBoxLayout* MemoryPanel::buildHead() {
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    head->setContentsMargins(10, 4, 8, 2);
    runtime_->setToolTip(tr("Runtime whose rules plan the activations"));
    runtime_->setAccessibleName(tr("Memory rules"));
    precision_->setToolTip(tr("Number format of weights and activations"));
    precision_->setAccessibleName(tr("Precision"));
    for (int i = 0; i < kPrecisionCount; ++i)
        precision_->addItem(toQt(precisionId(static_cast<Precision>(i))), i);
    auto* peak = new QPushButton(tr("Select peak"), this);
    peak->setFlat(true);
    peak->setToolTip(tr("Select the blocks whose outputs are live at the peak"));
    auto* fit = new QPushButton(tr("Fit to budget…"), this);
    fit->setToolTip(tr("Let a search find the edits that keep flash and SRAM budgets with the least harm"));
    head->addWidget(runtime_);
    head->addWidget(precision_);
    head->addWidget(legend_, 1);
    head->addWidget(peak);
    head->addWidget(fit);
    connect(peak, &QPushButton::clicked, chart_, &MemoryChart::selectPeak);
    connect(fit, &QPushButton::clicked, this, &MemoryPanel::fitRequested);
    return head;
}

QHBoxLayout* MemoryPanel::buildNoteLine() {
    auto* line = new QHBoxLayout;
    line->setSpacing(8);
    line->setContentsMargins(10, 0, 8, 2);
    note_->setProperty("role", QStringLiteral("muted"));
    exact_->setFlat(true);
    export_->setFlat(true);
    export_->setToolTip(
        tr("Write where each tensor lies in the arena, as JSON or as TensorFlow Lite Micro's offline plan"));
    line->addWidget(note_, 1);
    line->addWidget(exact_);
    line->addWidget(export_);
    connect(exact_, &QPushButton::clicked, this, [this] {
        if (arena_search_.isRunning()) return arena_search_.stop();
        arena_search_.start();
    });
    connect(export_, &QPushButton::clicked, this, &MemoryPanel::exportRequested);
    return line;
}

void MemoryPanel::showArenaSearch() {
    const bool running = arena_search_.isRunning();
    const ExactPlan* found = arena_search_.plan();
    QString why = arena_search_.obstacle();
    if (why.isEmpty() && found != nullptr && found->optimal()) why = tr("Proved: no arena is smaller.");
    exact_->setText(running ? tr("Stop planning") : tr("Plan exactly"));
    exact_->setEnabled(running || why.isEmpty());
    exact_->setToolTip(running         ? tr("End the search and keep the smallest arena found")
                       : why.isEmpty() ? tr("Search for the smallest arena, for a minute at most")
                                       : why);
    export_->setEnabled(session().assessment() != nullptr);
}

void MemoryPanel::showChoices() {
    const QSignalBlocker quiet(runtime_);
    const std::string own = session().target() != nullptr ? session().target()->memoryProfile() : std::string();
    runtime_->clear();
    for (const MemoryProfile& profile : memoryProfiles()) {
        const bool is_own = profile.id == own;
        const QString name = toQt(profile.name);
        // The target's own stays its own when the target changes.
        runtime_->addItem(is_own ? tr("%1 (target)").arg(name) : name, is_own ? QString() : toQt(profile.id));
        runtime_->setItemData(runtime_->count() - 1, toQt(profile.counts), Qt::ToolTipRole);
    }
    const std::string& chosen = session().document().memory_profile;
    runtime_->setCurrentIndex(std::max(0, runtime_->findData(chosen == own ? QString() : toQt(chosen))));
    precision_->setCurrentIndex(precision_->findData(static_cast<int>(session().document().precision)));
}

void MemoryPanel::refresh() {
    showChoices();
    showArenaSearch();
    const auto assessment = session().assessment();
    if (!assessment) {
        chart_->setTimeline({});
        legend_->setRoles({});
        note_->clear();
        return;
    }
    MemoryTimeline timeline = timelineOf(*assessment, arena_search_.plan());
    timeline.budget_bytes = session().effectiveBudgets().peak_activation_bytes;
    std::vector<LifeRole> roles;
    for (const LifeRole role : lifeRoles()) {
        const bool shown = std::any_of(timeline.spans.begin(), timeline.spans.end(),
                                       [role](const MemorySpan& span) { return span.role == role; });
        if (shown) roles.push_back(role);
    }
    legend_->setRoles(std::move(roles));
    chart_->setTimeline(std::move(timeline));
    const MemoryPlan& memory = assessment->memory;
    QString note = memory.profile != nullptr ? toQt(memory.profile->counts) : QString();
    if (memory.cascaded_peak_bytes && memory.cascades.empty() && *memory.cascaded_peak_bytes < memory.live.peak_bytes) {
        note.prepend(tr("Cascading would lower the peak to %1. ").arg(bytesText(*memory.cascaded_peak_bytes)));
    }
    if (memory.stagingBytes() > 0)
        note.prepend(tr("Up to %1 of staged weights. ").arg(bytesText(memory.stagingBytes())));
    note_->setText(note);
    note_->setToolTip(note);
}

void MemoryPanel::refreshSelection() {
    chart_->setSelected(session().selection());
}

}  // namespace bw::ui
