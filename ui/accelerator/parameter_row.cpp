// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "accelerator/parameter_row.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>
#include <QWheelEvent>
#include <algorithm>

#include "accelerator/quantity_box.h"
#include "text/wording.h"
#include "theme/colors.h"
#include "theme/icons.h"

namespace bw::ui {
namespace {

constexpr int kLabelWidth = 108;
constexpr int kResetWidth = 22;

class CalmComboBox : public QComboBox {
public:
    using QComboBox::QComboBox;

protected:
    void wheelEvent(QWheelEvent* event) override {
        if (hasFocus()) {
            QComboBox::wheelEvent(event);
        } else {
            event->ignore();
        }
    }
};

}  // namespace

QString parameterToolTip(const TargetParameter& parameter) {
    return ParameterRow::tr("%1\n%2: %3")
        .arg(sentence(toQt(parameter.meaning)), toQt(parameter.id()), toQt(parameter.range()));
}

ParameterRow::ParameterRow(const TargetParameter& parameter, TargetEditor& editor, QWidget* parent)
    : QWidget(parent),
      parameter_(parameter),
      editor_(editor),
      label_(new QLabel(toQt(parameter.label), this)),
      note_(new QLabel(this)),
      reset_(new QToolButton(this)) {
    auto* layout = new QGridLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setHorizontalSpacing(6);
    layout->setVerticalSpacing(1);
    label_->setFixedWidth(kLabelWidth);
    label_->setWordWrap(true);
    label_->setToolTip(parameterToolTip(parameter));
    field_ = makeField();
    field_->setObjectName(QStringLiteral("parameter_") + toQt(parameter.id()));
    field_->setAccessibleName(toQt(parameter.label));
    field_->setAccessibleDescription(toQt(parameter.meaning));
    field_->setToolTip(parameterToolTip(parameter));
    label_->setBuddy(field_);
    reset_->setIcon(symbolicIcon(QStringLiteral("undo")));
    reset_->setFixedWidth(kResetWidth);
    reset_->setAutoRaise(true);
    reset_->setAccessibleName(tr("Reset %1").arg(toQt(parameter.label)));
    QSizePolicy keep_room = reset_->sizePolicy();
    keep_room.setRetainSizeWhenHidden(true);
    reset_->setSizePolicy(keep_room);
    note_->setWordWrap(true);
    note_->setTextFormat(Qt::PlainText);
    note_->hide();
    layout->addWidget(label_, 0, 0);
    layout->addWidget(field_, 0, 1);
    layout->addWidget(reset_, 0, 2);
    layout->addWidget(note_, 1, 1, 1, 2);
    layout->setColumnStretch(1, 1);
    connect(reset_, &QToolButton::clicked, this, [this] { editor_.reset(parameter_); });
}

QWidget* ParameterRow::makeField() {
    if (parameter_.isNumber()) {
        quantity_ = new QuantityBox(parameter_, this);
        connect(quantity_, &QuantityBox::committed, this, &ParameterRow::commit);
        connect(quantity_, &QuantityBox::refused, this, &ParameterRow::setRefusal);
        return quantity_;
    }
    if (parameter_.isFlag()) {
        flag_ = new QCheckBox(this);
        connect(flag_, &QCheckBox::clicked, this, [this](bool on) { commit(on); });
        return flag_;
    }
    if (parameter_.isList()) return makeList();
    choice_ = new CalmComboBox(this);
    choice_->setFocusPolicy(Qt::StrongFocus);
    for (const std::string& word : parameter_.words())
        choice_->addItem(toQt(word));
    connect(choice_, &QComboBox::activated, this, [this](int index) { commit(toUtf8(choice_->itemText(index))); });
    return choice_;
}

QWidget* ParameterRow::makeList() {
    list_ = new QToolButton(this);
    menu_ = new QMenu(list_);
    for (const std::string& word : parameter_.words()) {
        QAction* action = menu_->addAction(toQt(word));
        action->setCheckable(true);
        connect(action, &QAction::triggered, this, [this] {
            QStringList chosen;
            for (const QAction* each : menu_->actions()) {
                if (each->isChecked()) chosen << each->text();
            }
            commit(toUtf8(chosen.join(QStringLiteral(", "))));
        });
    }
    list_->setMenu(menu_);
    list_->setPopupMode(QToolButton::InstantPopup);
    list_->setProperty("hasMenu", true);
    list_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    return list_;
}

bool ParameterRow::isTyping() const {
    return quantity_ != nullptr && quantity_->isTyping();
}

void ParameterRow::commit(const ParameterValue& value) {
    const auto set = editor_.set(parameter_, value);
    if (set) return;
    refresh();
    setRefusal(sentence(toQt(set.error().message)));
}

void ParameterRow::refresh() {
    const ParameterValue value = parameterValue(editor_.edited(), parameter_);
    const QString text = toQt(parameterText(parameter_, value));
    if (quantity_ != nullptr && !quantity_->isTyping()) quantity_->setValue(value);
    if (flag_ != nullptr) flag_->setChecked(std::get<bool>(value));
    if (choice_ != nullptr) choice_->setCurrentIndex(choice_->findText(text));
    if (list_ != nullptr) {
        const QStringList words = text.split(QStringLiteral(", "), Qt::SkipEmptyParts);
        for (QAction* action : menu_->actions())
            action->setChecked(words.contains(action->text()));
        list_->setText(words.size() <= 2 ? (words.isEmpty() ? tr("none") : text) : tr("%1 chosen").arg(words.size()));
    }
    const bool changed = editor_.isChanged(parameter_);
    const QString before = toQt(parameterText(parameter_, parameterValue(editor_.base(), parameter_)));
    QFont font = this->font();
    font.setBold(changed);
    label_->setFont(font);
    reset_->setVisible(changed);
    reset_->setToolTip(tr("Back to %1").arg(before.isEmpty() ? tr("none") : before));
    for (const ParameterProblem& problem : editor_.problems()) {
        if (problem.parameter != &parameter_) continue;
        showNote(sentence(toQt(problem.message)), true);
        return;
    }
    const bool short_note = !parameter_.isList() && !parameter_.isFlag();
    showNote(changed && short_note ? tr("was %1").arg(before) : QString(), false);
}

void ParameterRow::setRefusal(const QString& reason) {
    showNote(reason, true);
}

void ParameterRow::showNote(const QString& text, bool bad) {
    const Colors colors = Colors::fromPalette(palette());
    QPalette ink = palette();
    ink.setColor(QPalette::WindowText, bad ? colors.bad : colors.muted_text);
    note_->setPalette(ink);
    note_->setText(text);
    note_->setVisible(!text.isEmpty());
}

QString ParameterRow::note() const {
    return note_->text();
}

bool ParameterRow::matches(const QString& words) const {
    const QString all = QStringList({toQt(parameter_.label), toQt(parameter_.id()), toQt(parameter_.meaning),
                                     toQt(parameterGroupLabel(parameter_.group)), toQt(parameter_.unit)})
                            .join(QLatin1Char(' '));
    const QStringList wanted = words.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    return std::all_of(wanted.begin(), wanted.end(),
                       [&all](const QString& word) { return all.contains(word, Qt::CaseInsensitive); });
}

}  // namespace bw::ui
