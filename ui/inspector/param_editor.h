// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <optional>

#include "graph/block_kind.h"

class QLabel;

namespace bw::ui {

/// Edits one parameter as its description says. A change is committed on Enter, on leaving the field, or by a step;
/// the owner then shows the new value or, with a refusal, the old one and the reason.
class ParamEditor : public QWidget {
    Q_OBJECT

public:
    /// The editor that fits the parameter's type. Integers step to multiples of `step`.
    static ParamEditor* create(const ParamSpec& spec, int64_t step, QWidget* parent);

    const ParamSpec& spec() const { return spec_; }
    /// Shows a value; nothing stands for different values in the selected blocks.
    void display(const std::optional<Value>& value);
    /// Shows the reason below the field; empty clears it.
    void setRefusal(const QString& reason);
    QString refusal() const;
    /// The widget that takes the keyboard.
    virtual QWidget* field() const = 0;

Q_SIGNALS:
    /// In the form of edit commands: "32", "relu6", "true".
    void committed(const QString& value);

protected:
    ParamEditor(const ParamSpec& spec, QWidget* parent);
    /// Puts the field in place and names it for screen readers.
    void adoptField(QWidget* field);
    virtual void showValue(const std::optional<Value>& value) = 0;
    /// Emits committed() where `value` is another than the one shown.
    void commit(const QString& value);

private:
    ParamSpec spec_;
    std::optional<Value> shown_;
    bool showing_ = false;
    QLabel* reason_;
};

/// What a tooltip says of a parameter: doc and legal range.
QString paramToolTip(const ParamSpec& spec);

}  // namespace bw::ui
