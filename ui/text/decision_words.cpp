// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/decision_words.h"

#include <QCoreApplication>
#include <cmath>

#include "text/wording.h"

namespace bw::ui {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("Decisions", text);
}

struct KindText {
    const char* label;
    const char* tip;
};

KindText textOf(DecisionKind kind) {
    switch (kind) {
        case DecisionKind::Input:
            return {QT_TRANSLATE_NOOP("Decisions", "Input size"),
                    QT_TRANSLATE_NOOP("Decisions", "Height and width of the picture that the network reads")};
        case DecisionKind::OutputStride:
            return {QT_TRANSLATE_NOOP("Decisions", "Output stride"),
                    QT_TRANSLATE_NOOP("Decisions", "How coarse the coarsest map is, against the input")};
        case DecisionKind::Scale:
            return {
                QT_TRANSLATE_NOOP("Decisions", "Depth multiplier"),
                QT_TRANSLATE_NOOP("Decisions", "One factor for the channels of all blocks of the model or a stage")};
        case DecisionKind::Width:
            return {QT_TRANSLATE_NOOP("Decisions", "Channels"),
                    QT_TRANSLATE_NOOP("Decisions", "Channels of a block and of all that must agree with it")};
        case DecisionKind::Expansion:
            return {
                QT_TRANSLATE_NOOP("Decisions", "Expansion"),
                QT_TRANSLATE_NOOP("Decisions", "Channels inside an inverted bottleneck, as a multiple of its input")};
        case DecisionKind::Kernel:
            return {QT_TRANSLATE_NOOP("Decisions", "Kernel"),
                    QT_TRANSLATE_NOOP("Decisions", "Side of a block's window")};
        case DecisionKind::Fusion:
            return {QT_TRANSLATE_NOOP("Decisions", "Fusion"),
                    QT_TRANSLATE_NOOP("Decisions", "Inverted bottleneck or fused inverted bottleneck")};
        case DecisionKind::Conversion:
            return {QT_TRANSLATE_NOOP("Decisions", "Conversion"),
                    QT_TRANSLATE_NOOP("Decisions", "Depthwise-separable or standard convolution")};
        case DecisionKind::Squeeze:
            return {QT_TRANSLATE_NOOP("Decisions", "Squeeze-excite"),
                    QT_TRANSLATE_NOOP("Decisions", "Squeeze-excite inside a block, off or on")};
        case DecisionKind::Depth:
            break;
    }
    return {QT_TRANSLATE_NOOP("Decisions", "Depth"),
            QT_TRANSLATE_NOOP("Decisions", "A block left out, as it is, or repeated")};
}

/// Two digits are plenty for a share that only tells rough from smooth.
QString percent(double share) {
    return share > 0 && share < 0.001 ? QStringLiteral("<0.1 %") : shareText(share);
}

QString decimals(double value) {
    // Without the sign of what rounds to nothing.
    return QString::number(std::abs(value) < 0.005 ? 0.0 : value, 'f', 2);
}

}  // namespace

QString decisionKindLabel(DecisionKind kind) {
    return tr(textOf(kind).label);
}

QString decisionKindTip(DecisionKind kind) {
    return tr(textOf(kind).tip);
}

QString decisionOwner(const SpaceDecision& decision, const Network& network) {
    if (decision.kind == DecisionKind::Input || decision.kind == DecisionKind::OutputStride) return tr("network");
    if (decision.kind == DecisionKind::Scale) return decision.stage.empty() ? tr("network") : toQt(decision.stage);
    const Block* block = network.find(decision.block);
    if (block != nullptr) return toQt(block->name);
    return toQt(decision.name).section(QLatin1Char('.'), 0, -2);
}

QString decisionTitle(const SpaceDecision& decision, const Network& network) {
    const QString label = decisionKindLabel(decision.kind);
    const bool whole = decision.block == kNoBlock && decision.stage.empty();
    if (whole || decision.kind == DecisionKind::Input) return label;
    return QStringLiteral("%1, %2").arg(decisionOwner(decision, network), label.toLower());
}

std::vector<RoughnessFigure> roughnessFigures(const Roughness& roughness) {
    return {
        {tr("violations"), QStringLiteral("V"), percent(roughness.violations),
         tr("Monotonicity violations: share of the steps to the next option, which adds something, that lower the "
            "cost. Smooth: 0.")},
        {tr("plateaus"), QStringLiteral("Z"), percent(roughness.plateaus),
         tr("Plateaus: share of the steps that change nothing, so that a search gets no hint there. Smooth: 0.")},
        {tr("false minima"), QStringLiteral("M"), percent(roughness.false_minima),
         tr("False minima: share of the points that no neighbour beats although the best of their line does; a search "
            "that goes downhill ends there. Smooth: 0.")},
        {tr("total variation"), QStringLiteral("TV"), decimals(roughness.total_variation),
         tr("Total variation: the way up and down along a line, as a multiple of the difference between its ends. "
            "Smooth: 1.")},
        {QStringLiteral("r(1)"), QStringLiteral("r(1)"), decimals(roughness.autocorrelation),
         tr("r(1), autocorrelation of the costs along a walk of single steps: near 1, neighbours are alike; near 0, "
            "the next "
            "point is a surprise.")},
    };
}

Terrain terrainOf(const Roughness& roughness) {
    constexpr double kNothing = 0.005;
    if (roughness.violations > kNothing || roughness.total_variation > 1 + kNothing) return Terrain::Rocky;
    return roughness.plateaus > kNothing ? Terrain::Stairs : Terrain::Smooth;
}

QString terrainText(Terrain terrain) {
    switch (terrain) {
        case Terrain::Smooth:
            return tr("smooth");
        case Terrain::Stairs:
            return tr("stairs");
        case Terrain::Rocky:
            break;
    }
    return tr("rocky");
}

}  // namespace bw::ui
