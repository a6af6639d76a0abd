// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/fit_form.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>

#include "assess/problems.h"
#include "base/text.h"
#include "text/wording.h"

namespace bw::ui {
namespace {

struct FreedomText {
    const char* label;
    const char* tip;
};

FreedomText textOf(Freedom freedom) {
    switch (freedom) {
        case Freedom::Width:
            return {QT_TR_NOOP("Channels"), QT_TR_NOOP("Fewer channels, in multiples of the target's lanes")};
        case Freedom::Expansion:
            return {QT_TR_NOOP("Expansion"), QT_TR_NOOP("Smaller expansions inside inverted bottlenecks")};
        case Freedom::Input:
            return {QT_TR_NOOP("Input size"), QT_TR_NOOP("A smaller input picture")};
        case Freedom::Conversion:
            return {QT_TR_NOOP("Conversion"), QT_TR_NOOP("Depthwise to standard convolutions and back")};
        case Freedom::Fusion:
            return {QT_TR_NOOP("Fusion"), QT_TR_NOOP("Fused inverted bottlenecks and back")};
        case Freedom::Kernel:
            break;
    }
    return {QT_TR_NOOP("Kernel"), QT_TR_NOOP("Smaller kernels, down to 3 × 3")};
}

/// Empty for none; nothing where it is no positive size.
std::optional<std::optional<int64_t>> sizeOf(const QString& text) {
    const std::string typed = toUtf8(QString(text).remove(QLatin1Char(' ')));
    if (typed.empty()) return std::optional<int64_t>();
    const auto bytes = parseBytes(typed);
    if (!bytes || *bytes <= 0) return std::nullopt;
    return std::optional<int64_t>(*bytes);
}

}  // namespace

FitForm::FitForm(DocumentSession& session, QWidget* parent)
    : QWidget(parent),
      session_(session),
      flash_(new QLineEdit(this)),
      sram_(new QLineEdit(this)),
      multiple_(new QComboBox(this)),
      seed_(new QSpinBox(this)) {
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(3);
    const auto addField = [&](int row, int column, const QString& label, QWidget* field, const QString& tip) {
        auto* name = new QLabel(label, this);
        name->setBuddy(field);
        field->setToolTip(tip);
        field->setAccessibleName(label);
        grid->addWidget(name, row, column);
        grid->addWidget(field, row, column + 1);
    };
    addField(0, 0, tr("Flash"), flash_,
             tr("Budget of parameters, such as 256 KiB; empty: as the target says, or none"));
    addField(0, 2, tr("SRAM"), sram_,
             tr("Budget of peak activations, such as 128 KiB; empty: as the target says, or none"));
    for (QLineEdit* field : {flash_, sram_}) {
        field->setPlaceholderText(tr("no budget"));
        field->setMinimumWidth(84);
        connect(field, &QLineEdit::editingFinished, this, &FitForm::takeBudgets);
    }
    for (const Freedom freedom : kFreedoms) {
        const auto index = static_cast<int>(freedom);
        const FreedomText text = textOf(freedom);
        auto* box = new QCheckBox(tr(text.label), this);
        box->setToolTip(tr(text.tip));
        box->setChecked(true);
        connect(box, &QCheckBox::toggled, this, &FitForm::changed);
        freedoms_[static_cast<size_t>(index)] = box;
        grid->addWidget(box, 1 + index / 2, (index % 2) * 2, 1, 2);
    }
    addField(4, 0, tr("Multiple"), multiple_, tr("Channels become multiples of it"));
    addField(4, 2, tr("Seed"), seed_, tr("Equal seeds give equal answers"));
    seed_->setRange(1, 1'000'000);
    connect(&session_, &DocumentSession::settingsChanged, this, [this] {
        showBudgets();
        fillMultiples();
        Q_EMIT changed();
    });
    connect(&session_, &DocumentSession::assessmentChanged, this, &FitForm::changed);
    showBudgets();
    fillMultiples();
}

void FitForm::showBudgets() {
    const Budgets budgets = session_.effectiveBudgets();
    const auto show = [](QLineEdit* field, const std::optional<int64_t>& bytes) {
        if (!bytes) return field->clear();
        // Rounded digits must not change the budget.
        const QString rounded = bytesText(*bytes);
        const auto read = parseBytes(toUtf8(QString(rounded).remove(QLatin1Char(' '))));
        field->setText(read == *bytes ? rounded : QStringLiteral("%1 B").arg(*bytes));
    };
    show(flash_, budgets.parameter_bytes);
    show(sram_, budgets.peak_activation_bytes);
    wrong_.clear();
}

void FitForm::takeBudgets() {
    const auto flash = sizeOf(flash_->text());
    const auto sram = sizeOf(sram_->text());
    wrong_.clear();
    if (!flash) wrong_ = tr("The flash budget is no size above 0: type, for example, 256 KiB.");
    if (!sram) wrong_ = tr("The SRAM budget is no size above 0: type, for example, 128 KiB.");
    if (wrong_.isEmpty()) {
        const Budgets now = session_.effectiveBudgets();
        Budgets budgets = session_.document().budgets;
        // What the target sets stays the target's until somebody types another figure.
        if (*flash != now.parameter_bytes) budgets.parameter_bytes = *flash;
        if (*sram != now.peak_activation_bytes) budgets.peak_activation_bytes = *sram;
        session_.setBudgets(budgets);
    }
    Q_EMIT changed();
}

void FitForm::setBudgetTexts(const QString& flash, const QString& sram) {
    flash_->setText(flash);
    sram_->setText(sram);
    takeBudgets();
}

void FitForm::setAllowed(Freedom freedom, bool allowed) {
    freedoms_[static_cast<size_t>(freedom)]->setChecked(allowed);
}

void FitForm::fillMultiples() {
    const int64_t own = session_.target() != nullptr ? channelMultiple(*session_.target()) : 1;
    if (multiple_->count() > 0 && multiple_->itemData(0).toLongLong() == own) return;
    multiple_->clear();
    multiple_->addItem(tr("%1 (target)").arg(own), QVariant::fromValue<qlonglong>(own));
    for (const int64_t other : {32, 16, 8, 4, 1}) {
        if (other < own) multiple_->addItem(QString::number(other), QVariant::fromValue<qlonglong>(other));
    }
}

FitOptions FitForm::options() const {
    FitOptions options;
    for (const Freedom freedom : kFreedoms)
        options.allow[freedom] = freedoms_[static_cast<size_t>(freedom)]->isChecked();
    options.multiple = multiple_->currentData().toLongLong();
    options.seed = static_cast<uint64_t>(seed_->value());
    return options;
}

QString FitForm::obstacle() const {
    if (session_.network().empty()) return tr("Open a network to fit it into a budget.");
    if (!wrong_.isEmpty()) return wrong_;
    if (session_.assessmentError()) return errorText(*session_.assessmentError());
    if (!session_.assessment()) return tr("The network is still being counted.");
    const Budgets budgets = session_.effectiveBudgets();
    if (!budgets.parameter_bytes && !budgets.peak_activation_bytes) {
        return tr("Type a flash or an SRAM budget, for example 256 KiB.");
    }
    if (!options().allow.any()) return tr("Allow at least one thing to change.");
    return {};
}

}  // namespace bw::ui
