// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include "session/workbench.h"

namespace bw::ui {

/// The card of one target: hardware, what its runtime fuses, what its estimator was trained on and how far to trust it.
class CardDialog : public QDialog {
    Q_OBJECT

public:
    CardDialog(const Workbench& workbench, const std::string& target_id, QWidget* parent = nullptr);
};

}  // namespace bw::ui
