// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspector/inspector.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "inspector/figures_view.h"
#include "inspector/format_editor.h"
#include "text/wording.h"
#include "theme/colors.h"
#include "theme/icons.h"
#include "theme/kind_icon.h"

namespace bw::ui {
namespace {

constexpr int kLabelWidth = 116;

/// The command's spelling of a value: bare where it is plain, in quotes else.
std::string valueWord(const QString& value) {
    return quoteName(toUtf8(value));
}

}  // namespace

Inspector::Inspector(DocumentSession& session, QWidget* parent) : Panel(session, parent) {
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto* area = new QScrollArea(this);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::NoFocus);
    outer->addWidget(area);
    auto* content = new QFrame(area);
    content->setObjectName(QStringLiteral("panelBody"));
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(12, 10, 12, 12);
    layout->setSpacing(6);
    layout->addWidget(makeHeader());
    params_ = new QWidget(content);
    params_layout_ = new QVBoxLayout(params_);
    params_layout_->setContentsMargins(0, 0, 0, 0);
    params_layout_->setSpacing(5);
    layout->addWidget(params_);
    formats_ = new FormatEditor(session, kLabelWidth, content);
    layout->addWidget(formats_);
    figures_ = new FiguresView(session, content);
    layout->addWidget(figures_);
    layout->addStretch();
    area->setWidget(content);
    connect(&session, &DocumentSession::networkChanged, this, &Inspector::invalidate);
}

QWidget* Inspector::makeHeader() {
    block_fields_ = new QWidget(this);
    auto* layout = new QVBoxLayout(block_fields_);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(5);
    auto* top = new QHBoxLayout;
    glyph_ = new QLabel(block_fields_);
    name_ = new QLineEdit(block_fields_);
    name_->setAccessibleName(tr("Name of the block"));
    name_->setToolTip(tr("Name of the block"));
    top->addWidget(glyph_);
    top->addWidget(name_, 1);
    layout->addLayout(top);
    kind_label_ = new QLabel(block_fields_);
    kind_label_->setProperty("role", QStringLiteral("muted"));
    kind_label_->setWordWrap(true);
    layout->addWidget(kind_label_);
    auto* state = new QHBoxLayout;
    frozen_ = new QCheckBox(tr("Frozen"), block_fields_);
    frozen_->setToolTip(tr("Protects the block from edits, multipliers and suggestions"));
    auto* stage_label = new QLabel(tr("Stage"), block_fields_);
    stage_ = new QLineEdit(block_fields_);
    stage_->setAccessibleName(tr("Stage"));
    stage_->setToolTip(tr("The group that the block is shown and scaled with"));
    stage_->setPlaceholderText(tr("none"));
    stage_label->setBuddy(stage_);
    state->addWidget(frozen_);
    state->addSpacing(8);
    state->addWidget(stage_label);
    state->addWidget(stage_, 1);
    layout->addLayout(state);
    identical_ = new QCheckBox(tr("Apply to all identical blocks"), block_fields_);
    identical_->setToolTip(tr("Changes every block of the same kind and parameters in one step"));
    layout->addWidget(identical_);
    connect(frozen_, &QCheckBox::clicked, this, &Inspector::setFrozen);
    connect(stage_, &QLineEdit::editingFinished, this, &Inspector::setStage);
    connect(name_, &QLineEdit::editingFinished, this, &Inspector::rename);
    return block_fields_;
}

std::vector<const Block*> Inspector::selectedBlocks() const {
    std::vector<const Block*> blocks;
    for (const BlockId id : session().selection()) {
        if (const Block* block = session().network().find(id)) blocks.push_back(block);
    }
    return blocks;
}

ParamEditor* Inspector::editor(const QString& param) const {
    const auto found = std::find_if(editors_.begin(), editors_.end(),
                                    [&param](const ParamEditor* e) { return toQt(e->spec().name) == param; });
    return found == editors_.end() ? nullptr : *found;
}

void Inspector::refresh() {
    const std::vector<const Block*> blocks = selectedBlocks();
    const bool one_kind = !blocks.empty() && std::all_of(blocks.begin(), blocks.end(), [&blocks](const Block* b) {
        return b->kind == blocks.front()->kind;
    });
    const BlockKind* kind = one_kind ? blocks.front()->kind : nullptr;
    const int64_t step = session().editContext().channel_multiple;
    if (kind != kind_ || step != channel_step_) {
        channel_step_ = step;
        rebuildEditors(kind);
    }
    showHeader(blocks);
    if (kind != nullptr) showValues(blocks);
    formats_->display(blocks);
    figures_->refresh();
}

void Inspector::refreshSelection() {
    for (ParamEditor* editor : editors_)
        editor->setRefusal({});
    refresh();
}

void Inspector::rebuildEditors(const BlockKind* kind) {
    kind_ = kind;
    editors_.clear();
    // A field may be the sender of the edit that changed the kind.
    while (QLayoutItem* item = params_layout_->takeAt(0)) {
        if (QWidget* widget = item->widget()) {
            widget->hide();
            widget->deleteLater();
        }
        delete item;
    }
    advanced_ = nullptr;
    params_->setVisible(kind != nullptr && !kind->params.empty());
    if (kind == nullptr) return;
    for (const ParamSpec& spec : kind->params) {
        if (!spec.advanced) addEditor(spec, params_layout_);
    }
    const bool any_advanced =
        std::any_of(kind->params.begin(), kind->params.end(), [](const ParamSpec& spec) { return spec.advanced; });
    if (!any_advanced) return;
    advanced_toggle_ = new QToolButton(params_);
    advanced_toggle_->setText(tr("More parameters"));
    advanced_toggle_->setCheckable(true);
    advanced_toggle_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    advanced_toggle_->setAccessibleName(tr("More parameters"));
    advanced_ = new QWidget(params_);
    auto* layout = new QVBoxLayout(advanced_);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(5);
    for (const ParamSpec& spec : kind->params) {
        if (spec.advanced) addEditor(spec, layout);
    }
    params_layout_->addWidget(advanced_toggle_);
    params_layout_->addWidget(advanced_);
    const auto fold = [this](bool open) {
        advanced_open_ = open;
        advanced_->setVisible(open);
        advanced_toggle_->setIcon(
            symbolicIcon(open ? QStringLiteral("chevron_down") : QStringLiteral("chevron_right")));
    };
    connect(advanced_toggle_, &QToolButton::toggled, this, fold);
    advanced_toggle_->setChecked(advanced_open_);
    fold(advanced_open_);
}

void Inspector::addEditor(const ParamSpec& spec, QVBoxLayout* into) {
    const int64_t step = spec.name == "channels" ? channel_step_ : 1;
    auto* line = new QWidget(into->parentWidget());
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    auto* label = new QLabel(toQt(spec.label), line);
    label->setFixedWidth(kLabelWidth);
    label->setWordWrap(true);
    // In line with the text of the field.
    label->setContentsMargins(0, 4, 0, 0);
    label->setToolTip(paramToolTip(spec));
    label->setProperty("role", QStringLiteral("muted"));
    ParamEditor* editor = ParamEditor::create(spec, step, line);
    label->setBuddy(editor->field());
    row->addWidget(label, 0, Qt::AlignTop);
    row->addWidget(editor, 1);
    into->addWidget(line);
    editors_.push_back(editor);
    connect(editor, &ParamEditor::committed, this, [this, editor](const QString& value) { commit(editor, value); });
}

void Inspector::showHeader(const std::vector<const Block*>& blocks) {
    block_fields_->setVisible(!blocks.empty());
    if (blocks.empty()) return;
    const bool single = blocks.size() == 1;
    const Block& first = *blocks.front();
    glyph_->setPixmap(kind_ != nullptr ? kindIcon(*kind_).pixmap(QSize(18, 18), devicePixelRatioF()) : QPixmap());
    name_->setText(single ? toQt(first.name) : tr("%1 blocks").arg(blocks.size()));
    name_->setReadOnly(!single || findRewrite("rename") == nullptr);
    name_->setModified(false);
    if (kind_ == nullptr) {
        kind_label_->setText(tr("Of several kinds: choose blocks of one kind to change their parameters."));
    } else {
        kind_label_->setText(toQt(kind_->label) + (single ? QString() : tr(", edited together")));
        kind_label_->setToolTip(toQt(kind_->doc));
    }
    const auto frozen = std::count_if(blocks.begin(), blocks.end(), [](const Block* b) { return b->frozen; });
    const bool mixed = frozen != 0 && frozen != static_cast<std::ptrdiff_t>(blocks.size());
    frozen_->setTristate(mixed);
    frozen_->setCheckState(mixed ? Qt::PartiallyChecked : frozen > 0 ? Qt::Checked : Qt::Unchecked);
    const bool same_stage =
        std::all_of(blocks.begin(), blocks.end(), [&first](const Block* b) { return b->stage == first.stage; });
    stage_->setText(same_stage ? toQt(first.stage) : QString());
    stage_->setPlaceholderText(same_stage ? tr("none") : tr("mixed"));
    stage_->setModified(false);
    identical_->setVisible(single && !first.kind->params.empty() && first.kind->group != KindGroup::Input);
}

void Inspector::showValues(const std::vector<const Block*>& blocks) {
    for (ParamEditor* editor : editors_) {
        const std::string& name = editor->spec().name;
        const Value* first = blocks.front()->attributes.find(name);
        std::optional<Value> shown;
        if (first != nullptr && std::all_of(blocks.begin(), blocks.end(), [&name, first](const Block* block) {
                const Value* value = block->attributes.find(name);
                return value != nullptr && *value == *first;
            })) {
            shown = *first;
        }
        editor->display(shown);
    }
}

std::string Inspector::targetsFor(const std::vector<const Block*>& blocks, const QString& param,
                                  const QString& value) const {
    std::string words;
    for (const Block* block : blocks) {
        words += ' ' + quoteName(block->name) + '.' + toUtf8(param) + '=' + valueWord(value);
    }
    return words;
}

void Inspector::commit(ParamEditor* editor, const QString& value) {
    const std::vector<const Block*> blocks = selectedBlocks();
    if (blocks.empty()) return;
    const QString param = toQt(editor->spec().name);
    const bool identical = identical_->isChecked() && blocks.size() == 1;
    const std::string command = (identical ? "identical" : "set") + targetsFor(blocks, param, value);
    const QString merge_key = param + QLatin1Char('@') + QString::fromStdString(session().selectionWords());
    committing_ = true;
    const auto done = session().applyEdit(command, merge_key);
    committing_ = false;
    if (done) {
        for (ParamEditor* other : editors_)
            other->setRefusal({});
        return;
    }
    // The field goes back to what the network has; the reason stays until the next edit.
    showValues(selectedBlocks());
    editor->setRefusal(
        sentence(toQt(done.error().message)) +
        (done.error().remedy.empty() ? QString() : QLatin1Char(' ') + sentence(toQt(done.error().remedy))));
}

void Inspector::setFrozen(bool frozen) {
    const std::string words = session().selectionWords();
    if (words.empty()) return;
    session().applyEdit((frozen ? "freeze " : "thaw ") + words);
    showHeader(selectedBlocks());
}

void Inspector::setStage() {
    if (!stage_->isModified()) return;
    stage_->setModified(false);
    const std::string words = session().selectionWords();
    if (words.empty()) return;
    session().applyEdit("stage " + words + ' ' + quoteName(toUtf8(stage_->text().trimmed())));
    showHeader(selectedBlocks());
}

void Inspector::rename() {
    if (!name_->isModified()) return;
    name_->setModified(false);
    const std::vector<const Block*> blocks = selectedBlocks();
    if (blocks.size() != 1) return;
    session().applyEdit("rename " + quoteName(blocks.front()->name) + ' ' + quoteName(toUtf8(name_->text().trimmed())));
    showHeader(selectedBlocks());
}

}  // namespace bw::ui
