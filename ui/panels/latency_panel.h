// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "panels/panel.h"
#include "session/metric.h"

class QComboBox;
class QLabel;

namespace bw::ui {

class BarChart;

/// A figure per block in execution order as bars, with the baseline marked.
class LatencyPanel : public Panel {
    Q_OBJECT

public:
    explicit LatencyPanel(DocumentSession& session, QWidget* parent = nullptr);

protected:
    void refresh() override;
    void refreshSelection() override;

private:
    Metric metric() const;

    QComboBox* metric_;
    QLabel* note_;
    BarChart* chart_;
};

}  // namespace bw::ui
