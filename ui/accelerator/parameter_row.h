// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "session/target_editor.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QMenu;
class QToolButton;

namespace bw::ui {

class QuantityBox;

/// One parameter of the form: label, field with unit, a mark and a way back where it differs from the preset, and the
/// reason where it is impossible.
class ParameterRow : public QWidget {
    Q_OBJECT

public:
    ParameterRow(const TargetParameter& parameter, TargetEditor& editor, QWidget* parent = nullptr);

    const TargetParameter& parameter() const { return parameter_; }
    /// The widget that takes the keyboard.
    QWidget* field() const { return field_; }
    /// True while its text was changed and not yet committed.
    bool isTyping() const;
    /// Shows the editor's present value.
    void refresh();
    /// Shows a reason until the next refresh.
    void setRefusal(const QString& reason);
    QString note() const;
    bool matches(const QString& words) const;

private:
    QWidget* makeField();
    QWidget* makeList();
    void commit(const ParameterValue& value);
    void showNote(const QString& text, bool bad);

    const TargetParameter& parameter_;
    TargetEditor& editor_;
    QLabel* label_;
    QLabel* note_;
    QToolButton* reset_;
    QWidget* field_ = nullptr;
    QuantityBox* quantity_ = nullptr;
    QCheckBox* flag_ = nullptr;
    QComboBox* choice_ = nullptr;
    QToolButton* list_ = nullptr;
    QMenu* menu_ = nullptr;
};

/// Meaning, legal values and name of a parameter, for tooltips.
QString parameterToolTip(const TargetParameter& parameter);

}  // namespace bw::ui
