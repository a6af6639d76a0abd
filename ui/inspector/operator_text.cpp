// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspector/operator_text.h"

#include <QCoreApplication>

#include "text/wording.h"

namespace bw::ui {
namespace {

QString baseName(const Operator& op) {
    switch (op.type) {
        case OpType::Conv2d:
            return op.groups > 1 ? QStringLiteral("Grouped conv") : QStringLiteral("Conv");
        case OpType::DepthwiseConv2d:
            return QStringLiteral("Depthwise");
        case OpType::TransposedConv2d:
            return QStringLiteral("Transposed conv");
        case OpType::MaxPool:
            return QStringLiteral("Max pool");
        case OpType::AvgPool:
            return QStringLiteral("Average pool");
        case OpType::Elementwise:
        case OpType::Opaque:
        case OpType::Normalize:
            return op.detail.empty() ? toQt(opTypeId(op.type)) : toQt(op.detail);
        case OpType::Activation:
            return toQt(activationId(op.activation));
        default:
            break;
    }
    QString text = toQt(opTypeId(op.type)).replace(QLatin1Char('_'), QLatin1Char(' '));
    if (!text.isEmpty()) text[0] = text[0].toUpper();
    return text;
}

bool hasWindow(OpType type) {
    return type == OpType::Conv2d || type == OpType::DepthwiseConv2d || type == OpType::TransposedConv2d ||
           type == OpType::MaxPool || type == OpType::AvgPool;
}

}  // namespace

QString operatorTypeText(const Operator& op) {
    QString text = baseName(op);
    if (hasWindow(op.type)) text += QStringLiteral(" %1×%2").arg(op.window.kernel_h).arg(op.window.kernel_w);
    return text;
}

OperatorLine operatorLine(const Assessment& assessment, int32_t index) {
    const Operator& op = assessment.lowered.graph.operators[static_cast<size_t>(index)];
    OperatorLine line;
    line.name = operatorTypeText(op);
    if (hasWindow(op.type) && op.window.stride_h > 1) line.name += QStringLiteral(" /%1").arg(op.window.stride_h);
    if (op.out_channels > 0) line.name += QStringLiteral(", %1").arg(op.out_channels);
    if (assessment.operators.empty()) return line;
    const OperatorEstimate& estimate = assessment.operators[static_cast<size_t>(index)];
    line.out_of_range = estimate.out_of_range;
    line.figure = !estimate.known ? QCoreApplication::translate("OperatorLine", "unknown")
                  : estimate.free ? QCoreApplication::translate("OperatorLine", "free")
                                  : millisecondsText(estimate.latency_ms);
    return line;
}

}  // namespace bw::ui
