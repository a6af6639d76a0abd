// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "panels/panel.h"

class QLabel;

namespace bw::ui {

class MemoryChart;

/// Activation memory over execution order, with a note on what is counted.
class MemoryPanel : public Panel {
    Q_OBJECT

public:
    explicit MemoryPanel(DocumentSession& session, QWidget* parent = nullptr);

protected:
    void refresh() override;
    void refreshSelection() override;

private:
    QLabel* note_;
    MemoryChart* chart_;
};

}  // namespace bw::ui
