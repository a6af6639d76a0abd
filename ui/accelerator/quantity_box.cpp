// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "accelerator/quantity_box.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "text/wording.h"

namespace bw::ui {
namespace {

/// From zero, doubling begins with one unit, of bytes with a KiB.
double firstAboveZero(const TargetParameter& parameter) {
    const bool memory = parameter.isWhole() && std::string_view(parameter.unit) == "B";
    return std::max(memory ? 1024.0 : 1.0, parameter.least);
}

}  // namespace

QuantityBox::QuantityBox(const TargetParameter& parameter, QWidget* parent)
    : QAbstractSpinBox(parent), parameter_(parameter) {
    setKeyboardTracking(false);
    setAccelerated(false);
    // By default the wheel gives focus too, and scrolling the form would change what it passes.
    setFocusPolicy(Qt::StrongFocus);
    connect(this, &QAbstractSpinBox::editingFinished, this, &QuantityBox::commitText);
}

double QuantityBox::number() const {
    const auto* whole = std::get_if<int64_t>(&value_);
    const auto* real = std::get_if<double>(&value_);
    return whole != nullptr ? static_cast<double>(*whole) : real != nullptr ? *real : 0.0;
}

void QuantityBox::setValue(const ParameterValue& value) {
    value_ = value;
    shown_ = toQt(parameterText(parameter_, value));
    lineEdit()->setText(shown_);
    lineEdit()->setCursorPosition(0);
    update();
}

bool QuantityBox::isTyping() const {
    // Not the line's own flag: Return clears that before it tells that editing has finished.
    return lineEdit()->text() != shown_;
}

void QuantityBox::commitText() {
    if (!isTyping()) return;
    const auto value = parseParameter(parameter_, toUtf8(lineEdit()->text()));
    setValue(value_);
    if (value) {
        Q_EMIT committed(*value);
    } else {
        Q_EMIT refused(sentence(toQt(value.error().message)));
    }
}

void QuantityBox::stepBy(int steps) {
    commitText();
    double wanted = number();
    for (int i = 0; i < std::abs(steps); ++i) {
        if (parameter_.step > 0) {
            wanted += steps > 0 ? parameter_.step : -parameter_.step;
        } else if (steps > 0) {
            wanted = wanted > 0 ? wanted * 2 : firstAboveZero(parameter_);
        } else {
            wanted = wanted <= firstAboveZero(parameter_) && parameter_.least <= 0 ? 0 : wanted / 2;
        }
    }
    if (parameter_.isWhole()) wanted = std::floor(wanted);
    wanted = std::clamp(wanted, parameter_.least, parameter_.most);
    if (wanted == number()) return;
    Q_EMIT committed(parameter_.isWhole() ? ParameterValue(static_cast<int64_t>(wanted)) : ParameterValue(wanted));
    selectAll();
}

QAbstractSpinBox::StepEnabled QuantityBox::stepEnabled() const {
    StepEnabled enabled = StepNone;
    if (number() < parameter_.most) enabled |= StepUpEnabled;
    if (number() > parameter_.least) enabled |= StepDownEnabled;
    return enabled;
}

void QuantityBox::wheelEvent(QWheelEvent* event) {
    // The wheel scrolls the form; it changes a value only where the field has the keyboard.
    if (hasFocus()) {
        QAbstractSpinBox::wheelEvent(event);
    } else {
        event->ignore();
    }
}

void QuantityBox::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape && isTyping()) {
        setValue(value_);
        return;
    }
    QAbstractSpinBox::keyPressEvent(event);
}

QSize QuantityBox::sizeHint() const {
    // Forms give it what is left; its own wish is a short text.
    QSize size = QAbstractSpinBox::sizeHint();
    size.setWidth(minimumSizeHint().width());
    return size;
}

QSize QuantityBox::minimumSizeHint() const {
    ensurePolished();
    const int text = fontMetrics().horizontalAdvance(QStringLiteral("1024 KiB"));
    return {text + 40, lineEdit()->sizeHint().height()};
}

}  // namespace bw::ui
