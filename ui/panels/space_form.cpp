// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/space_form.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QSignalBlocker>
#include <QSpinBox>
#include <cmath>

#include "text/decision_words.h"

namespace bw::ui {

SpaceForm::SpaceForm(SpaceSession& space, QWidget* parent)
    : QWidget(parent), space_(space), grain_(new QComboBox(this)) {
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(2);
    for (const DecisionKind kind : kDecisionKinds)
        kinds_[static_cast<size_t>(kind)] = kind == DecisionKind::Scale ? nullptr : addKind(kind);
    const auto box = [this](DecisionKind kind) { return kinds_[static_cast<size_t>(kind)]; };
    grain_->addItem(tr("block by block"), static_cast<int>(WidthGrain::Class));
    grain_->addItem(tr("by stage"), static_cast<int>(WidthGrain::Stage));
    grain_->addItem(tr("of the model"), static_cast<int>(WidthGrain::Model));
    grain_->setAccessibleName(tr("Grain of channels"));
    grain_->setToolTip(tr("Channels of each block by themselves, or one depth multiplier for a stage or the model"));
    connect(grain_, &QComboBox::activated, this, &SpaceForm::take);
    least_width_ = addBound(tr("from "), tr(" %"), tr("Least channels, as a share of the present ones"), 5, 100);
    most_width_ = addBound(tr("to "), tr(" %"), tr("Most channels, as a share of the present ones"), 100, 400);
    most_expansion_ = addBound(tr("to "), {}, tr("Greatest expansion"), 1, 12);
    most_kernel_ = addBound(tr("to "), {}, tr("Greatest kernel"), 3, 9);
    most_kernel_->setSingleStep(2);
    const auto place = [&](int row, std::initializer_list<QWidget*> fields) {
        int column = 0;
        for (QWidget* field : fields)
            grid->addWidget(field, row, column++);
    };
    place(0, {box(DecisionKind::Width), grain_, least_width_, most_width_});
    place(1, {box(DecisionKind::Expansion), most_expansion_, box(DecisionKind::Kernel), most_kernel_});
    place(2, {box(DecisionKind::Fusion), box(DecisionKind::Squeeze), box(DecisionKind::Depth)});
    place(3, {box(DecisionKind::Conversion), box(DecisionKind::Input), box(DecisionKind::OutputStride)});
    connect(&space_, &SpaceSession::changed, this, &SpaceForm::showOptions);
    showOptions();
}

QCheckBox* SpaceForm::addKind(DecisionKind kind) {
    auto* box = new QCheckBox(decisionKindLabel(kind), this);
    box->setToolTip(decisionKindTip(kind));
    connect(box, &QCheckBox::toggled, this, &SpaceForm::take);
    return box;
}

QSpinBox* SpaceForm::addBound(const QString& prefix, const QString& suffix, const QString& name, int least, int most) {
    auto* box = new QSpinBox(this);
    box->setRange(least, most);
    box->setPrefix(prefix);
    box->setSuffix(suffix);
    box->setAccessibleName(name);
    box->setToolTip(name);
    box->setKeyboardTracking(false);
    connect(box, &QSpinBox::valueChanged, this, &SpaceForm::take);
    return box;
}

void SpaceForm::setOpen(DecisionKind kind, bool open) {
    if (QCheckBox* box = kinds_[static_cast<size_t>(kind)]) box->setChecked(open);
}

void SpaceForm::showOptions() {
    const SpaceOptions& options = space_.options();
    const auto set = [](QSpinBox* box, double value) {
        const QSignalBlocker quiet(box);
        box->setValue(static_cast<int>(std::lround(value)));
    };
    for (const DecisionKind kind : kDecisionKinds) {
        QCheckBox* box = kinds_[static_cast<size_t>(kind)];
        if (box == nullptr) continue;
        const QSignalBlocker quiet(box);
        box->setChecked(options[kind]);
    }
    grain_->setCurrentIndex(grain_->findData(static_cast<int>(options.grain)));
    set(least_width_, options.least_width * 100);
    set(most_width_, options.most_width * 100);
    set(most_expansion_, options.most_expansion);
    set(most_kernel_, static_cast<double>(options.most_kernel));
    for (QWidget* field :
         {static_cast<QWidget*>(grain_), static_cast<QWidget*>(least_width_), static_cast<QWidget*>(most_width_)})
        field->setEnabled(options[DecisionKind::Width]);
    most_expansion_->setEnabled(options[DecisionKind::Expansion]);
    most_kernel_->setEnabled(options[DecisionKind::Kernel]);
}

void SpaceForm::take() {
    SpaceOptions options = space_.options();
    for (const DecisionKind kind : kDecisionKinds) {
        if (const QCheckBox* box = kinds_[static_cast<size_t>(kind)]) options[kind] = box->isChecked();
    }
    options.grain = static_cast<WidthGrain>(grain_->currentData().toInt());
    options.least_width = least_width_->value() / 100.0;
    options.most_width = most_width_->value() / 100.0;
    options.most_expansion = most_expansion_->value();
    options.most_kernel = most_kernel_->value();
    space_.setOptions(options);
}

}  // namespace bw::ui
