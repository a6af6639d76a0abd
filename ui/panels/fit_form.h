// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <array>

#include "fit/fit_solver.h"
#include "session/document_session.h"

class QCheckBox;
class QComboBox;
class QLineEdit;
class QSpinBox;

namespace bw::ui {

/// What "Fit to budget" asks: the budgets, which are the document's, what may change, in which steps, and the seed.
class FitForm : public QWidget {
    Q_OBJECT

public:
    explicit FitForm(DocumentSession& session, QWidget* parent = nullptr);

    FitOptions options() const;
    /// Why it cannot start; empty where it can.
    QString obstacle() const;
    /// As typing into the fields does; an empty text takes the target's budget.
    void setBudgetTexts(const QString& flash, const QString& sram);
    void setAllowed(Freedom freedom, bool allowed);

Q_SIGNALS:
    void changed();

private:
    void showBudgets();
    void takeBudgets();
    void fillMultiples();

    DocumentSession& session_;
    QLineEdit* flash_;
    QLineEdit* sram_;
    std::array<QCheckBox*, kFreedoms.size()> freedoms_{};
    QComboBox* multiple_;
    QSpinBox* seed_;
    QString wrong_;  ///< What cannot be read in the fields; empty where all can.
};

}  // namespace bw::ui
