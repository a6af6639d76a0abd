// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspector/param_editor.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>
#include <QVBoxLayout>
#include <QWheelEvent>
#include <algorithm>
#include <limits>

#include "text/wording.h"
#include "theme/colors.h"

namespace bw::ui {
namespace {

/// The wheel scrolls the panel; it changes a value only where the field has the keyboard.
template <class Base>
class CalmWheel : public Base {
public:
    using Base::Base;

protected:
    void wheelEvent(QWheelEvent* event) override {
        if (this->hasFocus()) {
            Base::wheelEvent(event);
        } else {
            event->ignore();
        }
    }
};

/// Steps from multiple to multiple, so that channels stay on the target's lanes.
class StepSpinBox : public CalmWheel<QSpinBox> {
public:
    StepSpinBox(int64_t step, QWidget* parent) : step_(static_cast<int>(std::max<int64_t>(step, 1))) {
        setParent(parent);
        setKeyboardTracking(false);
        setAccelerated(true);
    }

    void stepBy(int steps) override {
        const int at = value() / step_ * step_;
        const bool between = at != value();
        // Upwards the rest to the next multiple counts as a step, downwards the rest to the one below.
        setValue(at + steps * step_ + (between && steps < 0 ? step_ : 0));
        selectAll();
    }

    void showMixed() { lineEdit()->clear(); }
    bool isBlank() const { return lineEdit()->text().isEmpty(); }
    void setPlaceholder(const QString& text) { lineEdit()->setPlaceholderText(text); }

protected:
    QValidator::State validate(QString& text, int& position) const override {
        // A mixed value is an empty field; leaving it so changes nothing.
        return text.isEmpty() ? QValidator::Acceptable : QSpinBox::validate(text, position);
    }
    int valueFromText(const QString& text) const override {
        return text.isEmpty() ? value() : QSpinBox::valueFromText(text);
    }

private:
    int step_;
};

class IntegerEditor : public ParamEditor {
public:
    IntegerEditor(const ParamSpec& spec, int64_t step, QWidget* parent)
        : ParamEditor(spec, parent), box_(new StepSpinBox(step, this)) {
        const double largest = static_cast<double>(std::numeric_limits<int>::max());
        box_->setRange(static_cast<int>(std::max(spec.min, -largest)), static_cast<int>(std::min(spec.max, largest)));
        box_->setPlaceholder(tr("mixed"));
        adoptField(box_);
        connect(box_, &QSpinBox::valueChanged, this, [this](int value) {
            if (!box_->isBlank()) commit(QString::number(value));
        });
    }
    QWidget* field() const override { return box_; }

protected:
    void showValue(const std::optional<Value>& value) override {
        const auto* number = value ? std::get_if<int64_t>(&*value) : nullptr;
        if (number != nullptr) {
            box_->setValue(static_cast<int>(*number));
        } else {
            box_->showMixed();
        }
    }

private:
    StepSpinBox* box_;
};

/// Shows as many decimals as a number has.
class NumberSpinBox : public CalmWheel<QDoubleSpinBox> {
public:
    explicit NumberSpinBox(QWidget* parent) {
        setParent(parent);
        setKeyboardTracking(false);
        setDecimals(4);
    }
    QString textFromValue(double value) const override { return locale().toString(value, 'g', 6); }
    void showMixed() { lineEdit()->clear(); }
    bool isBlank() const { return lineEdit()->text().isEmpty(); }
    void setPlaceholder(const QString& text) { lineEdit()->setPlaceholderText(text); }

protected:
    QValidator::State validate(QString& text, int& position) const override {
        return text.isEmpty() ? QValidator::Acceptable : QDoubleSpinBox::validate(text, position);
    }
    double valueFromText(const QString& text) const override {
        return text.isEmpty() ? value() : QDoubleSpinBox::valueFromText(text);
    }
};

class NumberEditor : public ParamEditor {
public:
    NumberEditor(const ParamSpec& spec, QWidget* parent) : ParamEditor(spec, parent), box_(new NumberSpinBox(this)) {
        box_->setRange(spec.min, spec.max);
        box_->setSingleStep(spec.max <= 1 ? 0.05 : 1);
        box_->setPlaceholder(tr("mixed"));
        adoptField(box_);
        connect(box_, &QDoubleSpinBox::valueChanged, this, [this](double value) {
            if (!box_->isBlank()) commit(QString::number(value, 'g', 12));
        });
    }
    QWidget* field() const override { return box_; }

protected:
    void showValue(const std::optional<Value>& value) override {
        const auto* number = value ? std::get_if<double>(&*value) : nullptr;
        if (number != nullptr) {
            box_->setValue(*number);
        } else {
            box_->showMixed();
        }
    }

private:
    NumberSpinBox* box_;
};

class FlagEditor : public ParamEditor {
public:
    FlagEditor(const ParamSpec& spec, QWidget* parent) : ParamEditor(spec, parent), box_(new QCheckBox(this)) {
        adoptField(box_);
        connect(box_, &QCheckBox::clicked, this, [this](bool checked) {
            box_->setTristate(false);
            commit(checked ? QStringLiteral("true") : QStringLiteral("false"));
        });
    }
    QWidget* field() const override { return box_; }

protected:
    void showValue(const std::optional<Value>& value) override {
        const auto* flag = value ? std::get_if<bool>(&*value) : nullptr;
        box_->setTristate(flag == nullptr);
        box_->setCheckState(flag == nullptr ? Qt::PartiallyChecked : *flag ? Qt::Checked : Qt::Unchecked);
    }

private:
    QCheckBox* box_;
};

class ChoiceEditor : public ParamEditor {
public:
    ChoiceEditor(const ParamSpec& spec, QWidget* parent)
        : ParamEditor(spec, parent), box_(new CalmWheel<QComboBox>(this)) {
        for (const std::string& choice : spec.choices)
            box_->addItem(toQt(choice));
        box_->setPlaceholderText(tr("mixed"));
        adoptField(box_);
        connect(box_, &QComboBox::activated, this, [this](int index) { commit(box_->itemText(index)); });
    }
    QWidget* field() const override { return box_; }

protected:
    void showValue(const std::optional<Value>& value) override {
        const auto* text = value ? std::get_if<std::string>(&*value) : nullptr;
        box_->setCurrentIndex(text != nullptr ? box_->findText(toQt(*text)) : -1);
    }

private:
    QComboBox* box_;
};

class TextEditor : public ParamEditor {
public:
    TextEditor(const ParamSpec& spec, QWidget* parent) : ParamEditor(spec, parent), line_(new QLineEdit(this)) {
        adoptField(line_);
        connect(line_, &QLineEdit::editingFinished, this, [this] {
            if (line_->isModified()) commit(line_->text());
            line_->setModified(false);
        });
    }
    QWidget* field() const override { return line_; }

protected:
    void showValue(const std::optional<Value>& value) override {
        line_->setText(value ? toQt(valueText(*value)) : QString());
        line_->setPlaceholderText(value ? QString() : tr("mixed"));
    }

private:
    QLineEdit* line_;
};

}  // namespace

QString paramToolTip(const ParamSpec& spec) {
    QString tip = toQt(spec.doc);
    if (spec.type == ParamType::Integer || spec.type == ParamType::Number || spec.type == ParamType::IntegerList) {
        const auto number = [](double value) { return QString::number(value, 'g', 8); };
        if (!tip.isEmpty()) tip += QLatin1Char('\n');
        tip += ParamEditor::tr("%1: from %2 to %3").arg(toQt(spec.name), number(spec.min), number(spec.max));
    }
    return tip;
}

ParamEditor::ParamEditor(const ParamSpec& spec, QWidget* parent)
    : QWidget(parent), spec_(spec), reason_(new QLabel(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    reason_->setWordWrap(true);
    reason_->setTextFormat(Qt::PlainText);
    reason_->hide();
    layout->addWidget(reason_);
}

ParamEditor* ParamEditor::create(const ParamSpec& spec, int64_t step, QWidget* parent) {
    switch (spec.type) {
        case ParamType::Flag:
            return new FlagEditor(spec, parent);
        case ParamType::Integer:
            return new IntegerEditor(spec, step, parent);
        case ParamType::Number:
            return new NumberEditor(spec, parent);
        case ParamType::Choice:
            return new ChoiceEditor(spec, parent);
        case ParamType::Text:
        case ParamType::IntegerList:
            break;
    }
    return new TextEditor(spec, parent);
}

void ParamEditor::adoptField(QWidget* field) {
    static_cast<QVBoxLayout*>(layout())->insertWidget(0, field);
    field->setAccessibleName(toQt(spec_.label));
    field->setToolTip(paramToolTip(spec_));
    field->setObjectName(QStringLiteral("param_") + toQt(spec_.name));
    setFocusProxy(field);
}

void ParamEditor::display(const std::optional<Value>& value) {
    showing_ = true;
    shown_ = value;
    showValue(value);
    showing_ = false;
}

void ParamEditor::commit(const QString& value) {
    if (showing_) return;
    if (shown_ && toQt(valueText(*shown_)) == value) return;
    Q_EMIT committed(value);
}

void ParamEditor::setRefusal(const QString& reason) {
    reason_->setText(reason);
    reason_->setVisible(!reason.isEmpty());
    QPalette ink = palette();
    ink.setColor(QPalette::WindowText, Colors::fromPalette(palette()).bad);
    reason_->setPalette(ink);
}

QString ParamEditor::refusal() const {
    return reason_->text();
}

}  // namespace bw::ui
