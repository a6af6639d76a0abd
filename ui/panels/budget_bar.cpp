// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/budget_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QVBoxLayout>
#include <QWidgetAction>
#include <cmath>

#include "base/text.h"
#include "panels/budget_gauge.h"
#include "text/wording.h"

namespace bw::ui {
namespace {

const QString kUnknown = QStringLiteral("–");

int improvement(double before, double now) {
    // Less than the digits shown is no change.
    if (std::abs(now - before) < before * 5e-4) return 0;
    return now < before ? 1 : -1;
}

GaugeReading byteReading(int64_t now, const std::optional<int64_t>& before, const std::optional<int64_t>& budget) {
    GaugeReading reading;
    reading.value = bytesText(now);
    if (before && *before != now) {
        reading.change = changeFromText(static_cast<double>(*before), static_cast<double>(now));
        reading.better = improvement(static_cast<double>(*before), static_cast<double>(now));
    }
    if (budget) {
        reading.fill = *budget > 0 ? static_cast<double>(now) / static_cast<double>(*budget) : 2.0;
        reading.verdict = now > *budget
                              ? BudgetBar::tr("%1 over %2").arg(exactBytesText(now - *budget), bytesText(*budget))
                              : BudgetBar::tr("fits %1").arg(bytesText(*budget));
    } else {
        reading.verdict = BudgetBar::tr("no budget");
    }
    return reading;
}

}  // namespace

BudgetBar::BudgetBar(DocumentSession& session, QWidget* parent)
    : QFrame(parent),
      session_(session),
      latency_(new BudgetGauge(tr("Latency"), this)),
      parameters_(new BudgetGauge(tr("Parameters"), this)),
      peak_(new BudgetGauge(tr("Peak activation"), this)) {
    setObjectName(QStringLiteral("budgetBar"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    for (BudgetGauge* gauge : {latency_, parameters_, peak_})
        layout->addWidget(gauge, 1);
    connect(latency_, &BudgetGauge::activated, this, [this] { editBudget(Budget::Latency, latency_); });
    connect(parameters_, &BudgetGauge::activated, this, [this] { editBudget(Budget::Parameters, parameters_); });
    connect(peak_, &BudgetGauge::activated, this, [this] { editBudget(Budget::Peak, peak_); });
    connect(&session_, &DocumentSession::assessmentChanged, this, &BudgetBar::refresh);
    connect(&session_, &DocumentSession::settingsChanged, this, &BudgetBar::refresh);
    refresh();
}

QString BudgetBar::latencyProblem() const {
    const auto assessment = session_.assessment();
    if (assessment && !assessment->latency_problem.empty()) return sentence(toQt(assessment->latency_problem));
    const auto error = session_.workbench().estimatorError(session_.document().target_id);
    return error ? errorText(*error) : QString();
}

void BudgetBar::showLatency(const Totals* now, const Totals* before, const Budgets& budgets) {
    GaugeReading reading;
    reading.value = kUnknown;
    if (now == nullptr || !now->latency_ms) {
        const auto state = session_.workbench().estimatorState(session_.document().target_id);
        const bool waiting = state == Workbench::EstimatorState::Waiting || state == Workbench::EstimatorState::Loading;
        if (!session_.network().empty()) reading.verdict = waiting ? tr("loading estimator…") : tr("no estimate");
        if (now != nullptr && !waiting) reading.detail = latencyProblem();
        latency_->setReading(reading);
        return;
    }
    reading.value = millisecondsText(*now->latency_ms);
    if (now->coverage < 1) reading.value.prepend(QStringLiteral("≥ "));
    if (now->latency_low_ms && now->latency_high_ms) {
        reading.detail = QStringLiteral("%1 – %2").arg(millisecondsText(*now->latency_low_ms),
                                                       millisecondsText(*now->latency_high_ms));
    }
    if (before != nullptr && before->latency_ms && *before->latency_ms != *now->latency_ms) {
        reading.change = changeFromText(*before->latency_ms, *now->latency_ms);
        reading.better = improvement(*before->latency_ms, *now->latency_ms);
    }
    if (budgets.latency_ms) {
        const double over = *now->latency_ms - *budgets.latency_ms;
        reading.fill = *budgets.latency_ms > 0 ? *now->latency_ms / *budgets.latency_ms : 2.0;
        reading.verdict = over > 0 ? tr("%1 over %2").arg(millisecondsText(over), millisecondsText(*budgets.latency_ms))
                                   : tr("fits %1").arg(millisecondsText(*budgets.latency_ms));
    } else {
        reading.verdict = tr("no budget");
    }
    latency_->setReading(reading);
}

void BudgetBar::refresh() {
    const auto assessment = session_.assessment();
    const auto baseline = session_.document().baseline ? session_.baselineAssessment() : nullptr;
    const Totals* now = assessment ? &assessment->totals : nullptr;
    const Totals* before = baseline ? &baseline->totals : nullptr;
    const Budgets budgets = session_.effectiveBudgets();
    showLatency(now, before, budgets);
    if (now == nullptr) {
        GaugeReading nothing;
        nothing.value = kUnknown;
        parameters_->setReading(nothing);
        peak_->setReading(nothing);
        return;
    }
    const auto then = [before](int64_t Totals::*field) {
        return before != nullptr ? std::optional<int64_t>(before->*field) : std::nullopt;
    };
    GaugeReading parameters =
        byteReading(now->parameter_bytes, then(&Totals::parameter_bytes), budgets.parameter_bytes);
    parameters.detail = tr("%1 parameters").arg(countText(static_cast<double>(now->parameters)));
    parameters_->setReading(parameters);
    GaugeReading peak =
        byteReading(now->peak_activation_bytes, then(&Totals::peak_activation_bytes), budgets.peak_activation_bytes);
    peak.detail = tr("arena %1").arg(bytesText(now->arena_bytes));
    peak_->setReading(peak);
}

QString BudgetBar::presentText(Budget budget) const {
    const Budgets budgets = session_.effectiveBudgets();
    switch (budget) {
        case Budget::Latency:
            return budgets.latency_ms ? QString::number(*budgets.latency_ms) + QStringLiteral(" ms") : QString();
        case Budget::Parameters:
            return budgets.parameter_bytes ? bytesText(*budgets.parameter_bytes) : QString();
        case Budget::Peak:
            return budgets.peak_activation_bytes ? bytesText(*budgets.peak_activation_bytes) : QString();
    }
    return {};
}

bool BudgetBar::setBudgetFromText(Budget budget, const QString& text) {
    Budgets budgets = session_.document().budgets;
    const std::string typed = toUtf8(text.trimmed().remove(QLatin1Char(' ')));
    const bool none = typed.empty();
    if (budget == Budget::Latency) {
        auto value = parseMilliseconds(typed);
        if (!value) value = parseNumber(typed);
        if (!none && (!value || !(*value > 0))) return false;
        budgets.latency_ms = none ? std::nullopt : value;
    } else {
        const auto value = parseBytes(typed);
        if (!none && (!value || *value <= 0)) return false;
        (budget == Budget::Parameters ? budgets.parameter_bytes : budgets.peak_activation_bytes) =
            none ? std::nullopt : value;
    }
    session_.setBudgets(budgets);
    return true;
}

void BudgetBar::editBudget(Budget budget, QWidget* at) {
    const QString label = budget == Budget::Latency      ? tr("Latency budget, for example 5 ms")
                          : budget == Budget::Parameters ? tr("Parameter budget, for example 256 KiB")
                                                         : tr("Peak activation budget, for example 128 KiB");
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    auto* form = new QWidget(menu);
    auto* layout = new QVBoxLayout(form);
    layout->setContentsMargins(12, 8, 12, 8);
    auto* title = new QLabel(label, form);
    auto* input = new QLineEdit(presentText(budget), form);
    input->setAccessibleName(label);
    input->setPlaceholderText(tr("empty: as the target says"));
    input->setMinimumWidth(220);
    auto* note = new QLabel(form);
    note->setProperty("role", QStringLiteral("muted"));
    note->setText(tr("Enter keeps it, Esc leaves it"));
    layout->addWidget(title);
    layout->addWidget(input);
    layout->addWidget(note);
    auto* action = new QWidgetAction(menu);
    action->setDefaultWidget(form);
    menu->addAction(action);
    connect(input, &QLineEdit::returnPressed, menu, [this, budget, input, note, menu] {
        if (setBudgetFromText(budget, input->text())) {
            menu->close();
        } else {
            note->setText(budget == Budget::Latency ? tr("Type a time such as 5 ms or 0.8 ms.")
                                                    : tr("Type a size such as 128 KiB or 1.5 MiB."));
        }
    });
    menu->popup(at->mapToGlobal(QPoint(8, at->height())));
    input->setFocus();
    input->selectAll();
}

}  // namespace bw::ui
