// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "inspector/param_editor.h"
#include "panels/panel.h"

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QScrollArea;
class QToolButton;
class QVBoxLayout;

namespace bw::ui {

class FiguresView;
class FormatEditor;

/// Shows and edits the selected blocks. Fields are made from the parameter descriptions of their kind; several blocks
/// of one kind are edited together, "Apply to all identical" reaches every block equal to the selected one.
class Inspector : public Panel {
    Q_OBJECT

public:
    explicit Inspector(DocumentSession& session, QWidget* parent = nullptr);

    /// The field of a parameter; null where the selection has none. For tests and for jumping to it.
    ParamEditor* editor(const QString& param) const;
    /// True while a field's value is being applied; the field shows a refusal itself.
    bool isCommitting() const { return committing_; }

protected:
    void refresh() override;
    void refreshSelection() override;

private:
    QWidget* makeHeader();
    std::vector<const Block*> selectedBlocks() const;
    void rebuildEditors(const BlockKind* kind);
    void addEditor(const ParamSpec& spec, QVBoxLayout* into);
    void showValues(const std::vector<const Block*>& blocks);
    void showHeader(const std::vector<const Block*>& blocks);
    void commit(ParamEditor* editor, const QString& value);
    void setFrozen(bool frozen);
    void setStage();
    void rename();
    std::string targetsFor(const std::vector<const Block*>& blocks, const QString& param, const QString& value) const;

    QLabel* glyph_ = nullptr;
    QLineEdit* name_ = nullptr;
    QLabel* kind_label_ = nullptr;
    QWidget* block_fields_ = nullptr;
    QCheckBox* frozen_ = nullptr;
    QLineEdit* stage_ = nullptr;
    QCheckBox* identical_ = nullptr;
    QWidget* params_ = nullptr;
    QToolButton* advanced_toggle_ = nullptr;
    QWidget* advanced_ = nullptr;
    QVBoxLayout* params_layout_ = nullptr;
    FormatEditor* formats_ = nullptr;
    FiguresView* figures_ = nullptr;
    const BlockKind* kind_ = nullptr;
    int64_t channel_step_ = 0;
    bool advanced_open_ = false;
    bool committing_ = false;
    std::vector<ParamEditor*> editors_;
};

}  // namespace bw::ui
