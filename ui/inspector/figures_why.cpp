// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QVBoxLayout>
#include <algorithm>

#include "assess/explain.h"
#include "inspector/figures_view.h"
#include "inspector/fusion_view.h"
#include "inspector/operator_text.h"
#include "inspector/part_bars.h"
#include "text/wording.h"

namespace bw::ui {
namespace {

/// Long lists of operators belong to the canvas.
constexpr size_t kShownOperators = 6;

/// "Conv 1×1, Depthwise 3×3 and 4 more".
QString operatorList(const Assessment& assessment, const std::vector<int32_t>& operators) {
    QStringList names;
    for (size_t i = 0; i < std::min(operators.size(), kShownOperators); ++i) {
        const auto index = static_cast<size_t>(operators[i]);
        names << operatorTypeText(assessment.lowered.graph.operators[index]);
    }
    QString text = names.join(QStringLiteral(", "));
    if (operators.size() > kShownOperators) {
        text = FiguresView::tr("%1 and %2 more").arg(text).arg(operators.size() - kShownOperators);
    }
    return text;
}

}  // namespace

void FiguresView::showWhy(const Block& block, int position) {
    const auto assessment = session_.assessment();
    const BlockFigures& figures = assessment->blocks[static_cast<size_t>(position)];
    const AssessmentContext& context = session_.assessmentContext();
    const BlockExplanation why = explainBlock(*assessment, static_cast<size_t>(position), context.target);
    if (why.places.empty() && why.fused.empty() && why.unknown.empty()) return;
    addHeading(tr("Why"));
    if (!why.unknown.empty()) {
        addNote(tr("Of unknown cost, and in no total: %1").arg(operatorList(*assessment, why.unknown)));
    }
    if (figures.latency_ms && !why.places.empty()) {
        addRow(tr("Limited by"), toQt(boundName(figures.bound)));
        addNote(sentence(toQt(boundAdvice(figures.bound))));
        addRow(tr("Utilisation"), shareText(figures.utilisation));
        showIdleLanes(figures);
    }
    if (figures.fusion_margin) showFusionMargin(block, *figures.fusion_margin);
    showParts(figures, why);
    showPlaces(why);
    for (const FusedOperator& fused : why.fused) {
        const Operator& op = assessment->lowered.graph.operators[static_cast<size_t>(fused.op)];
        addNote(tr("%1 is free: %2").arg(operatorTypeText(op), sentence(toQt(fused.reason))));
    }
    if (!why.out_of_range.empty()) {
        addNote(tr("Unlike anything the estimator was trained on, so that the interval is widened: %1")
                    .arg(operatorList(*assessment, why.out_of_range)));
    }
}

void FiguresView::showIdleLanes(const BlockFigures& figures) {
    if (figures.idlest_operator < 0) return;
    const Operator& op = session_.assessment()->lowered.graph.operators[static_cast<size_t>(figures.idlest_operator)];
    addRow(tr("Idle lanes, %1").arg(operatorTypeText(op).toLower()), shareText(figures.idle_lanes));
}

void FiguresView::showFusionMargin(const Block& block, double margin) {
    addRow(tr("Fusion margin"), tr("%1 channels").arg(QString::number(margin, 'f', 0)));
    const bool fused = block.kind->id == "fused_ibn";
    addNote(margin > 0 ? (fused ? tr("Fused, and with so few input channels that pays.")
                                : tr("With so few input channels, fusing this block should pay."))
                       : (fused ? tr("So many input channels favour the unfused form.")
                                : tr("Not fused, and with so many input channels that is right.")));
    rows_->addWidget(new FusionView(session_, block.id, content_));
}

void FiguresView::showParts(const BlockFigures& figures, const BlockExplanation& why) {
    std::vector<PartBar> bars;
    for (const PartTime& part : partsOf(why.parts)) {
        if (part.milliseconds <= 0) continue;
        const bool limits = figures.latency_ms && part.name == boundName(figures.bound);
        bars.push_back({toQt(part.name), part.milliseconds, limits});
    }
    if (bars.empty()) return;
    addNote(tr("What each part would need alone, by the parametric model:"));
    rows_->addWidget(new PartBars(std::move(bars), content_));
}

void FiguresView::showPlaces(const BlockExplanation& why) {
    if (why.places.empty()) return;
    const auto assessment = session_.assessment();
    QStringList spilled;
    const KernelPlaces* weighted = nullptr;
    for (const KernelPlaces& places : why.places) {
        if (places.has_weights) weighted = &places;
        if (!places.input_in_dram && !places.output_in_dram) continue;
        const Operator& op = assessment->lowered.graph.operators[static_cast<size_t>(places.op)];
        spilled << tr("%1: %2").arg(operatorTypeText(op), toQt(placesText(places)));
    }
    if (!spilled.isEmpty()) {
        addNote(tr("Expected not to fit into SRAM. %1")
                    .arg(spilled.mid(0, static_cast<int>(kShownOperators)).join(QStringLiteral("; "))));
    } else if (weighted != nullptr) {
        addNote(tr("Expected placement: %1.").arg(toQt(placesText(*weighted))));
    } else {
        addNote(tr("Expected placement: input and output in SRAM."));
    }
}

}  // namespace bw::ui
