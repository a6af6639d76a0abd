// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <algorithm>

#include "base/random.h"
#include "canvas/canvas_scene.h"

namespace bw::ui {

/// A made-up network of `count` blocks for tests and figures: stages of inverted bottlenecks with residual adds, two
/// detection heads on side branches, and every mark that a block can carry. Equal arguments give equal scenes.
inline CanvasScene sampleScene(int count, bool with_heat = false, uint64_t seed = 1) {
    Random random(seed);
    CanvasScene scene;
    const int per_stage = std::max(4, std::min(12, count / 6));
    const auto add = [&](int from, const QString& kind, const QString& label, const QString& title, int group) {
        CanvasNode node;
        node.id = static_cast<int>(scene.nodes.size());
        node.title = title;
        node.kind_id = kind;
        node.kind_label = label;
        node.style = kindStyle(kind);
        const int stage = std::max(0, group);
        const int size = std::max(1, 112 >> std::min(4, stage)), channels = 16 * (stage + 1);
        node.shape_text = QStringLiteral("%1×%1×%2").arg(size).arg(channels);
        node.share = random.uniform() * random.uniform();
        const double latency_ms = node.share * 0.412;
        node.figure = QStringLiteral("%1 ms").arg(latency_ms, 0, 'f', 3);
        if (with_heat) node.heat = node.share;
        node.group = group;
        node.out_of_range = random.below(11) == 0;
        node.frozen = random.below(13) == 0;
        node.changed = random.below(17) == 0;
        if (random.below(7) == 0) {
            node.problem = static_cast<ProblemSeverity>(random.between(1, 3));
            node.problem_count = static_cast<int>(random.between(1, 12));
        }
        const auto figure = [&](double part) { return QStringLiteral("%1 ms").arg(latency_ms * part, 0, 'f', 3); };
        if (kind.endsWith(QStringLiteral("ibn"))) {
            node.operators = {{QStringLiteral("Conv 1×1, %1").arg(channels * 6), figure(0.4), false},
                              {QStringLiteral("DepthwiseConv 3×3"), figure(0.25), node.out_of_range},
                              {QStringLiteral("Conv 1×1, %1").arg(channels), figure(0.3), false},
                              {QStringLiteral("Add"), figure(0.05), false}};
        } else {
            node.operators = {{label, figure(1), node.out_of_range}};
        }
        if (from >= 0) scene.edges.push_back({from, node.id, false});
        scene.nodes.push_back(node);
        return node.id;
    };
    int last = add(-1, QStringLiteral("conv"), QStringLiteral("Convolution"), QStringLiteral("stem"), -1);
    for (int stage = 0; static_cast<int>(scene.nodes.size()) < count - 6; ++stage) {
        scene.groups.push_back({QStringLiteral("Stage %1").arg(stage + 1)});
        int skip = -1;
        for (int i = 0; i < per_stage && static_cast<int>(scene.nodes.size()) < count - 6; ++i) {
            const QString name = QStringLiteral("stage%1/block_%2/expanded_conv").arg(stage + 1).arg(i + 1);
            if (i % 5 == 4) {
                last = add(last, QStringLiteral("add"), QStringLiteral("Add"), QStringLiteral("add_%1").arg(i), stage);
                scene.edges.push_back({skip, last, false});
                skip = last;
            } else if (stage % 2 == 0 && i < 4) {
                last = add(last, QStringLiteral("fused_ibn"), QStringLiteral("Fused IBN"), name, stage);
            } else {
                last = add(last, QStringLiteral("ibn"), QStringLiteral("IBN"), name, stage);
            }
            if (skip < 0) skip = last;
        }
    }
    const int middle = static_cast<int>(scene.nodes.size()) / 2;
    const auto head = [&](int from, const QString& name) {
        return add(from, QStringLiteral("detection_head"), QStringLiteral("Detection head"), name, -1);
    };
    const int boxes = head(middle, QStringLiteral("boxes_19")), scores = head(middle, QStringLiteral("scores_19"));
    const int far_boxes = head(last, QStringLiteral("boxes_10")), far_scores = head(last, QStringLiteral("scores_10"));
    const int joined = add(boxes, QStringLiteral("concat"), QStringLiteral("Concat"), QStringLiteral("all_boxes"), -1);
    scene.edges.push_back({far_boxes, joined, false});
    const int all = add(scores, QStringLiteral("concat"), QStringLiteral("Concat"), QStringLiteral("all_scores"), -1);
    scene.edges.push_back({far_scores, all, false});
    if (with_heat)
        scene.legend = {QStringLiteral("Latency per block"), QStringLiteral("0.000 ms"), QStringLiteral("0.412 ms"),
                        false};
    return scene;
}

}  // namespace bw::ui
