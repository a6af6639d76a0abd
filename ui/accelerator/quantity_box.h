// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractSpinBox>

#include "target/target_parameters.h"

namespace bw::ui {

/// A number with its unit: "512 KiB", "800 MHz", "16 B/cycle". Units may be typed; the arrows double and halve, or add
/// the parameter's step.
class QuantityBox : public QAbstractSpinBox {
    Q_OBJECT

public:
    explicit QuantityBox(const TargetParameter& parameter, QWidget* parent = nullptr);

    void setValue(const ParameterValue& value);
    void stepBy(int steps) override;
    /// True while the text was changed and not yet committed.
    bool isTyping() const;

Q_SIGNALS:
    void committed(const bw::ParameterValue& value);
    /// The text is no legal value; the old one is shown again.
    void refused(const QString& reason);

protected:
    StepEnabled stepEnabled() const override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

private:
    void commitText();
    double number() const;

    const TargetParameter& parameter_;
    ParameterValue value_;
    QString shown_;  ///< The value's text; empty before the first.
};

}  // namespace bw::ui
