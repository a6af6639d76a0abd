// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "panels/panel.h"
#include "session/target_editor.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QToolButton;

namespace bw::ui {

class ComparisonView;
class ParameterRow;

/// The form of the accelerator's parameters, group by group, made from the table of parameters: presets, what an edit
/// means for the open network, and the training of its regressor.
class AcceleratorPanel : public Panel {
    Q_OBJECT

public:
    AcceleratorPanel(DocumentSession& session, TargetEditor& editor, QWidget* parent = nullptr);

    /// Null where the table has no such parameter.
    ParameterRow* row(const std::string& id) const;
    ComparisonView& comparison() { return *comparison_; }

    QSize sizeHint() const override { return {330, 480}; }

Q_SIGNALS:
    void saveRequested();
    void deleteRequested();

protected:
    void refresh() override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* makeHeader();
    QWidget* makeSource();
    QWidget* makeForm();
    QToolButton* makeButton(const char* icon, const QString& tip);
    void fillPresets();
    void showValues();
    void showSource();
    void filter(const QString& words);

    struct Group {
        QLabel* title;
        std::vector<ParameterRow*> rows;
    };

    TargetEditor& editor_;
    QComboBox* presets_ = nullptr;
    QToolButton* undo_ = nullptr;
    QToolButton* redo_ = nullptr;
    QPushButton* reset_ = nullptr;
    QPushButton* save_ = nullptr;
    QPushButton* delete_ = nullptr;
    QLabel* source_ = nullptr;
    QProgressBar* progress_ = nullptr;
    QPushButton* train_ = nullptr;
    ComparisonView* comparison_ = nullptr;
    QLineEdit* filter_ = nullptr;
    QLabel* empty_ = nullptr;
    QWidget* body_ = nullptr;
    std::vector<Group> groups_;
};

}  // namespace bw::ui
