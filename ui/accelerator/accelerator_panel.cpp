// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "accelerator/accelerator_panel.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

#include "accelerator/comparison_view.h"
#include "accelerator/parameter_row.h"
#include "text/wording.h"
#include "theme/icons.h"

namespace bw::ui {
namespace {

constexpr int kGap = 6;

bool isUndoKey(const QKeyEvent& event) {
    return event.matches(QKeySequence::Undo);
}

bool isRedoKey(const QKeyEvent& event) {
    return event.matches(QKeySequence::Redo);
}

}  // namespace

AcceleratorPanel::AcceleratorPanel(DocumentSession& session, TargetEditor& editor, QWidget* parent)
    : Panel(session, parent), editor_(editor) {
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(0);
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
    layout->setSpacing(8);
    layout->addWidget(makeHeader());
    empty_ = new QLabel(content);
    empty_->setWordWrap(true);
    empty_->setProperty("role", QStringLiteral("muted"));
    layout->addWidget(empty_);
    body_ = new QWidget(content);
    auto* body = new QVBoxLayout(body_);
    body->setContentsMargins(0, 0, 0, 0);
    body->setSpacing(8);
    body->addWidget(makeSource());
    comparison_ = new ComparisonView(session, editor, body_);
    body->addWidget(comparison_);
    body->addWidget(makeForm());
    layout->addWidget(body_);
    layout->addStretch();
    area->setWidget(content);
    const QList<QWidget*> all = findChildren<QWidget*>();
    for (QWidget* widget : all) {
        if (widget->focusPolicy() != Qt::NoFocus) widget->installEventFilter(this);
    }
    connect(&editor_, &TargetEditor::changed, this, &AcceleratorPanel::invalidate);
    connect(&editor_, &TargetEditor::sourceChanged, this, [this] {
        if (isVisible()) showSource();
    });
    connect(&session.workbench(), &Workbench::targetsChanged, this, &AcceleratorPanel::fillPresets);
    fillPresets();
}

QToolButton* AcceleratorPanel::makeButton(const char* icon, const QString& tip) {
    auto* button = new QToolButton(this);
    button->setIcon(symbolicIcon(QLatin1String(icon)));
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

QWidget* AcceleratorPanel::makeHeader() {
    auto* header = new QWidget(this);
    auto* layout = new QVBoxLayout(header);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGap);
    auto* top = new QHBoxLayout;
    top->setSpacing(4);
    presets_ = new QComboBox(header);
    presets_->setAccessibleName(tr("Accelerator to start from"));
    presets_->setToolTip(tr("Accelerator to start from"));
    presets_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    presets_->setMinimumContentsLength(12);
    undo_ = makeButton("undo", tr("Undo the last change of a parameter"));
    redo_ = makeButton("redo", tr("Redo the change of a parameter"));
    top->addWidget(presets_, 1);
    top->addWidget(undo_);
    top->addWidget(redo_);
    layout->addLayout(top);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(kGap);
    reset_ = new QPushButton(tr("Reset All"), header);
    reset_->setToolTip(tr("Back to the values of the preset"));
    save_ = new QPushButton(tr("Save As…"), header);
    save_->setToolTip(tr("Keep it among your own targets, with its regressor"));
    delete_ = new QPushButton(tr("Delete"), header);
    delete_->setToolTip(tr("Delete this target of your own"));
    for (QPushButton* button : {reset_, save_, delete_})
        buttons->addWidget(button, 1);
    layout->addLayout(buttons);
    connect(presets_, &QComboBox::activated, this,
            [this](int index) { session().setTarget(toUtf8(presets_->itemData(index).toString())); });
    connect(undo_, &QToolButton::clicked, &editor_, &TargetEditor::undo);
    connect(redo_, &QToolButton::clicked, &editor_, &TargetEditor::redo);
    connect(reset_, &QPushButton::clicked, &editor_, &TargetEditor::resetAll);
    connect(save_, &QPushButton::clicked, this, &AcceleratorPanel::saveRequested);
    connect(delete_, &QPushButton::clicked, this, &AcceleratorPanel::deleteRequested);
    return header;
}

QWidget* AcceleratorPanel::makeSource() {
    auto* widget = new QWidget(this);
    auto* layout = new QVBoxLayout(widget);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    source_ = new QLabel(widget);
    source_->setWordWrap(true);
    source_->setTextFormat(Qt::PlainText);
    source_->setProperty("role", QStringLiteral("muted"));
    auto* line = new QHBoxLayout;
    progress_ = new QProgressBar(widget);
    progress_->setRange(0, 100);
    progress_->setTextVisible(false);
    progress_->setAccessibleName(tr("Progress of the training"));
    train_ = new QPushButton(widget);
    line->addWidget(progress_, 1);
    line->addStretch();
    line->addWidget(train_);
    layout->addWidget(source_);
    layout->addLayout(line);
    connect(train_, &QPushButton::clicked, this, [this] {
        if (editor_.source() == TargetEditor::Source::Training) {
            editor_.cancelTraining();
        } else {
            editor_.train();
        }
    });
    return widget;
}

QWidget* AcceleratorPanel::makeForm() {
    auto* form = new QWidget(this);
    auto* layout = new QVBoxLayout(form);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(5);
    filter_ = new QLineEdit(form);
    filter_->setObjectName(QStringLiteral("parameterFilter"));
    filter_->setPlaceholderText(tr("Find a parameter"));
    filter_->setAccessibleName(tr("Find a parameter"));
    filter_->setClearButtonEnabled(true);
    layout->addWidget(filter_);
    setFocusProxy(filter_);
    for (const TargetParameter& parameter : targetParameters()) {
        const bool first = groups_.empty() || groups_.back().rows.front()->parameter().group != parameter.group;
        if (first) {
            auto* title = new QLabel(toQt(parameterGroupLabel(parameter.group)), form);
            QFont font = title->font();
            font.setBold(true);
            title->setFont(font);
            title->setContentsMargins(0, 6, 0, 0);
            layout->addWidget(title);
            groups_.push_back({title, {}});
        }
        auto* row = new ParameterRow(parameter, editor_, form);
        layout->addWidget(row);
        groups_.back().rows.push_back(row);
    }
    connect(filter_, &QLineEdit::textChanged, this, &AcceleratorPanel::filter);
    return form;
}

ParameterRow* AcceleratorPanel::row(const std::string& id) const {
    for (const Group& group : groups_) {
        for (ParameterRow* row : group.rows) {
            if (row->parameter().id() == id) return row;
        }
    }
    return nullptr;
}

void AcceleratorPanel::filter(const QString& words) {
    for (const Group& group : groups_) {
        bool any = false;
        for (ParameterRow* row : group.rows) {
            const bool shown = row->matches(words);
            row->setVisible(shown);
            any = any || shown;
        }
        group.title->setVisible(any);
    }
}

void AcceleratorPanel::fillPresets() {
    const QSignalBlocker quiet(presets_);
    presets_->clear();
    for (const auto& [id, profile] : session().workbench().targets().all()) {
        presets_->addItem(toQt(profile.name), toQt(id));
        presets_->setItemData(presets_->count() - 1, toQt(profile.description), Qt::ToolTipRole);
    }
    presets_->setCurrentIndex(presets_->findData(toQt(session().document().target_id)));
}

void AcceleratorPanel::refresh() {
    presets_->setCurrentIndex(presets_->findData(toQt(session().document().target_id)));
    const bool editable = editor_.isEditable();
    body_->setVisible(editable);
    empty_->setVisible(!editable);
    save_->setEnabled(editable && editor_.problems().empty());
    const TargetProfile* target = session().target();
    empty_->setText(target == nullptr
                        ? tr("The document's target is not installed. Choose an accelerator to start from above.")
                        : tr("%1 is a processor: its latencies are measured and have no parameters to edit. Choose an "
                             "accelerator to start from above.")
                              .arg(toQt(target->name)));
    if (editable) {
        showValues();
        comparison_->refresh();
    }
    showSource();
}

void AcceleratorPanel::showValues() {
    for (const Group& group : groups_) {
        for (ParameterRow* row : group.rows)
            row->refresh();
    }
}

void AcceleratorPanel::showSource() {
    undo_->setEnabled(editor_.canUndo());
    redo_->setEnabled(editor_.canRedo());
    reset_->setEnabled(editor_.isVariant() && editor_.canUndo());
    delete_->setEnabled(editor_.isOwnTarget());
    const TargetEditor::Source source = editor_.source();
    const bool training = source == TargetEditor::Source::Training;
    const bool possible = editor_.problems().empty();
    source_->setText(possible ? editor_.sourceText()
                              : tr("Not applied: this accelerator cannot be, see the marked parameters."));
    progress_->setVisible(training);
    progress_->setValue(static_cast<int>(editor_.trainer().progress() * 100));
    const bool trainable = source == TargetEditor::Source::Parametric && possible;
    train_->setVisible(training || trainable);
    train_->setText(training ? tr("Cancel") : tr("Train Regressor"));
}

bool AcceleratorPanel::eventFilter(QObject* watched, QEvent* event) {
    const bool claims = event->type() == QEvent::ShortcutOverride;
    if (claims || event->type() == QEvent::KeyPress) {
        auto& key = static_cast<QKeyEvent&>(*event);
        const bool undoes = isUndoKey(key), redoes = isRedoKey(key);
        // A text that is being typed has steps of its own.
        const auto* row = qobject_cast<ParameterRow*>(watched->parent());
        const bool typing = watched == filter_ || (row != nullptr && row->isTyping());
        if ((undoes || redoes) && !typing) {
            // Of the form, not of the document.
            event->accept();
            if (!claims && undoes) editor_.undo();
            if (!claims && redoes) editor_.redo();
            return true;
        }
    }
    return Panel::eventFilter(watched, event);
}

}  // namespace bw::ui
