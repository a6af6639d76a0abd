// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

#include "session/document_session.h"

namespace bw::ui {

class BudgetGauge;

/// The three totals that decide, against their budgets and the baseline.
class BudgetBar : public QFrame {
    Q_OBJECT

public:
    explicit BudgetBar(DocumentSession& session, QWidget* parent = nullptr);

private:
    enum class Budget : uint8_t { Latency, Parameters, Peak };
    void refresh();
    /// Why there is no latency; empty where nobody knows.
    QString latencyProblem() const;
    void showLatency(const Totals* now, const Totals* before, const Budgets& budgets);
    void editBudget(Budget budget, QWidget* at);
    QString presentText(Budget budget) const;
    bool setBudgetFromText(Budget budget, const QString& text);

    DocumentSession& session_;
    BudgetGauge* latency_;
    BudgetGauge* parameters_;
    BudgetGauge* peak_;
};

}  // namespace bw::ui
