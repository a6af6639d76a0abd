// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "assess/assessment.h"

namespace bw::ui {

/// One operator of an assessed network in words.
struct OperatorLine {
    QString name;    ///< "Conv 3×3, 32".
    QString figure;  ///< "0.012 ms", "free", "unknown", or empty while there is no estimator.
    bool out_of_range = false;
};

/// The kind of operator with its window: "Depthwise 3×3", "Add".
QString operatorTypeText(const Operator& op);
OperatorLine operatorLine(const Assessment& assessment, int32_t index);

}  // namespace bw::ui
