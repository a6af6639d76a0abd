// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "main_window/canvas_bridge.h"

#include <QHash>
#include <algorithm>
#include <cmath>

#include "main_window/assessed_node.h"
#include "main_window/block_finder.h"
#include "text/wording.h"

namespace bw::ui {
namespace {

ProblemSeverity severityOf(Severity severity) {
    switch (severity) {
        case Severity::Error:
            return ProblemSeverity::Error;
        case Severity::Warning:
            return ProblemSeverity::Warning;
        case Severity::Hint:
            break;
    }
    return ProblemSeverity::Info;
}

}  // namespace

CanvasBridge::CanvasBridge(DocumentSession& session, GraphCanvas& canvas, QObject* parent)
    : QObject(parent), session_(session), canvas_(canvas) {
    connect(&session_, &DocumentSession::documentReplaced, this, [this] { new_document_ = true; });
    const auto update = [this] {
        const auto change = new_document_ ? GraphCanvas::ViewChange::Reset : GraphCanvas::ViewChange::Keep;
        new_document_ = false;
        rebuild(change);
    };
    // Where the assessment follows at once, it brings the new network along and one rebuild serves both.
    connect(&session_, &DocumentSession::assessmentChanged, this, update);
    connect(&session_, &DocumentSession::assessingChanged, this, [this, update] {
        if (session_.isAssessing()) update();
    });
    connect(&session_, &DocumentSession::selectionChanged, this, [this] {
        if (updating_) return;
        updating_ = true;
        canvas_.setSelection(QList<int>(session_.selection().begin(), session_.selection().end()));
        if (!session_.selection().empty()) canvas_.showBlock(session_.selection().back());
        updating_ = false;
    });
    connect(&canvas_, &GraphCanvas::selectionChanged, this, [this](const QList<int>& ids) {
        if (updating_) return;
        updating_ = true;
        session_.setSelection(std::vector<BlockId>(ids.begin(), ids.end()));
        updating_ = false;
    });
    canvas_.searchBox()->setExamples(searchExamples());
    canvas_.setFinder([this](const QString& query) { return findBlocks(session_.assessment().get(), query); });
}

void CanvasBridge::setOverlay(std::optional<Metric> overlay) {
    overlay_ = overlay;
    rebuild(GraphCanvas::ViewChange::Keep);
}

void CanvasBridge::showBlock(BlockId block) {
    session_.setSelection({block});
    canvas_.showBlock(block, true);
}

CanvasNode CanvasBridge::nodeFor(const Block& block) const {
    CanvasNode node = blockNode(block);
    const auto assessment = session_.assessment();
    if (session_.figures(block.id) == nullptr) return node;
    addFigures(node, *assessment, static_cast<size_t>(assessment->network.positionOf(block.id)));
    const auto value = metricValue(session_, block.id, overlay_.value_or(Metric::Latency));
    if (value && block.kind->group != KindGroup::Input)
        node.figure = metricText(overlay_.value_or(Metric::Latency), *value);
    return node;
}

void CanvasBridge::colour(CanvasScene& scene) const {
    double largest_latency = 0;
    std::vector<std::optional<double>> values;
    double low = 0, high = 0;
    bool any = false;
    for (const CanvasNode& node : scene.nodes) {
        const BlockFigures* figures = session_.figures(node.id);
        if (figures != nullptr) largest_latency = std::max(largest_latency, figures->latency_ms.value_or(0));
        values.push_back(overlay_ ? metricValue(session_, node.id, *overlay_) : std::nullopt);
        if (!values.back()) continue;
        low = any ? std::min(low, *values.back()) : *values.back();
        high = any ? std::max(high, *values.back()) : *values.back();
        any = true;
    }
    const bool diverging = overlay_ == Metric::Change;
    const double span = std::max(std::abs(low), std::abs(high));
    for (size_t i = 0; i < scene.nodes.size(); ++i) {
        CanvasNode& node = scene.nodes[i];
        const BlockFigures* figures = session_.figures(node.id);
        if (figures != nullptr && largest_latency > 0) node.share = figures->latency_ms.value_or(0) / largest_latency;
        if (!values[i] || span <= 0) continue;
        node.heat = diverging ? *values[i] / span : *values[i] / (overlay_ == Metric::Utilisation ? 1.0 : span);
    }
    if (!overlay_ || !any) return;
    scene.legend.title = metricLabel(*overlay_);
    scene.legend.diverging = diverging;
    scene.legend.low_text = metricText(*overlay_, diverging ? -span : 0);
    scene.legend.high_text = metricText(*overlay_, overlay_ == Metric::Utilisation ? 1.0 : span);
}

void CanvasBridge::markProblems(CanvasScene& scene) const {
    QHash<int, size_t> index_of;
    for (size_t i = 0; i < scene.nodes.size(); ++i)
        index_of.insert(scene.nodes[i].id, i);
    if (const auto assessment = session_.assessment()) {
        for (const Problem& problem : assessment->problems) {
            const auto found = index_of.constFind(problem.block);
            if (found == index_of.constEnd()) continue;
            CanvasNode& node = scene.nodes[*found];
            node.problem = std::max(node.problem, severityOf(problem.severity));
            ++node.problem_count;
        }
    }
    for (const BlockId id : session_.touchedBlocks()) {
        const auto found = index_of.constFind(id);
        if (found != index_of.constEnd()) scene.nodes[*found].changed = true;
    }
}

void CanvasBridge::rebuild(GraphCanvas::ViewChange change) {
    CanvasScene scene;
    QHash<QString, int> groups;
    for (const BlockPtr& block : session_.network().blocks()) {
        CanvasNode node = nodeFor(*block);
        if (!block->stage.empty()) {
            const QString stage = toQt(block->stage);
            const auto found = groups.constFind(stage);
            node.group = found != groups.constEnd() ? *found : static_cast<int>(scene.groups.size());
            if (found == groups.constEnd()) {
                groups.insert(stage, node.group);
                scene.groups.push_back({stage});
            }
        }
        for (const Port& input : block->inputs)
            scene.edges.push_back({input.block, block->id, false});
        scene.nodes.push_back(std::move(node));
    }
    colour(scene);
    markProblems(scene);
    updating_ = true;
    canvas_.setScene(std::move(scene), change);
    canvas_.setSelection(QList<int>(session_.selection().begin(), session_.selection().end()));
    updating_ = false;
}

}  // namespace bw::ui
