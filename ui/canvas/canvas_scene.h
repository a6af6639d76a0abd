// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <optional>
#include <vector>

#include "theme/kind_style.h"

namespace bw::ui {

/// Stands for "no block" where a block id is expected.
inline constexpr int kNoNode = -1;

/// How bad the worst problem of a block is.
enum class ProblemSeverity : uint8_t { None, Info, Warning, Error };

/// One operator of a block, shown as a row when the block unfolds.
struct CanvasOperator {
    QString name;               ///< "Conv 3×3, 32".
    QString figure;             ///< "0.012 ms".
    bool out_of_range = false;  ///< The figure lies outside what the estimator was trained on.
};

/// What the canvas shows of one block; plain data without knowledge of the network. All texts are shown as plain text.
struct CanvasNode {
    int id = kNoNode;  ///< Unique and not negative; keeps its meaning from one scene to the next.
    QString title;
    QString kind_id;             ///< Stable id, also found by the search.
    QString kind_label;          ///< Name of the kind in the user's language.
    KindStyle style;             ///< From kindStyle(kind_id).
    QString shape_text;          ///< Output shape, "112×112×32".
    QString figure;              ///< Latency or the overlaid figure with its unit, right-aligned.
    double share = 0;            ///< Share of the total latency that fills the bar, 0 to 1 (scaled by the caller).
    std::optional<double> heat;  ///< 0 to 1 (-1 to 1 on a diverging overlay); none draws a plain body.
    bool out_of_range = false;   ///< Hatches the bar: estimate outside the training range.
    ProblemSeverity problem = ProblemSeverity::None;
    int problem_count = 0;
    bool frozen = false;   ///< Kept as it is by search and scaling.
    bool ghost = false;    ///< Part of a previewed suggestion, not of the network.
    bool changed = false;  ///< Touched by the last edit or different from the baseline.
    int group = -1;        ///< Index into CanvasScene::groups, or -1.
    std::vector<CanvasOperator> operators;
    QString tooltip;  ///< Full text; empty builds one from the fields above.
};

/// Data flows from block `from` to block `to` (ids).
struct CanvasEdge {
    int from = kNoNode;
    int to = kNoNode;
    bool ghost = false;
};

/// A stage: a named set of blocks, labelled beside them.
struct CanvasGroup {
    QString title;
};

/// What the colours of the overlay mean. An empty title hides the legend.
struct CanvasLegend {
    QString title;      ///< "Latency (log)".
    QString low_text;   ///< "0.001 ms".
    QString high_text;  ///< "0.41 ms".
    bool diverging = false;
};

/// Everything the canvas draws. Edges that name no node are not drawn; the edges must not form a cycle.
struct CanvasScene {
    std::vector<CanvasNode> nodes;
    std::vector<CanvasEdge> edges;
    std::vector<CanvasGroup> groups;
    CanvasLegend legend;
};

}  // namespace bw::ui
