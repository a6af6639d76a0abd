// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QString>

#include "io/review.h"

namespace bw::ui {

/// A decision in the user's language.
inline QString decisionText(Verdict decision) {
    switch (decision) {
        case Verdict::Adopt:
            return QCoreApplication::translate("Decision", "Adopt");
        case Verdict::Reject:
            return QCoreApplication::translate("Decision", "Reject");
        case Verdict::Open:
            break;
    }
    return QCoreApplication::translate("Decision", "Open");
}

}  // namespace bw::ui
