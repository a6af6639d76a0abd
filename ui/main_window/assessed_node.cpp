// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "main_window/assessed_node.h"

#include "inspector/format_editor.h"
#include "inspector/operator_text.h"
#include "text/wording.h"

namespace bw::ui {

CanvasNode blockNode(const Block& block) {
    CanvasNode node;
    node.id = block.id;
    node.title = toQt(block.name);
    node.kind_id = toQt(block.kind->id);
    node.kind_label = toQt(block.kind->label);
    node.style = kindStyle(node.kind_id);
    node.frozen = block.frozen;
    return node;
}

void addFigures(CanvasNode& node, const Assessment& assessment, size_t position) {
    const BlockFigures& figures = assessment.blocks[position];
    const Block& block = assessment.network.at(position);
    node.shape_text = shapeText(figures.output_shape);
    if (const QString own = formatText(block.precision); !own.isEmpty()) node.shape_text += QStringLiteral(" · ") + own;
    node.out_of_range = figures.out_of_range;
    const BlockSpan& span = assessment.lowered.blocks[position];
    for (int32_t i = span.first_operator; i < span.first_operator + span.operator_count; ++i) {
        const OperatorLine line = operatorLine(assessment, i);
        node.operators.push_back({line.name, line.figure, line.out_of_range});
    }
}

}  // namespace bw::ui
