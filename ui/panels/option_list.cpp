// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/option_list.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>

#include "base/text.h"
#include "panels/elided_label.h"
#include "text/decision_words.h"
#include "text/wording.h"

namespace bw::ui {
namespace {

constexpr int kOptionRole = Qt::UserRole;

QListWidgetItem* addOption(QListWidget* list, const OptionChip& chip) {
    QString text = chip.text;
    if (chip.present) text = OptionList::tr("%1 (now)").arg(text);
    if (!chip.kept && !chip.reason.isEmpty()) text += QStringLiteral("  –  ") + chip.reason;
    auto* item = new QListWidgetItem(text, list);
    item->setData(kOptionRole, chip.text);
    item->setToolTip(text);
    item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
    item->setCheckState(chip.kept ? Qt::Checked : Qt::Unchecked);
    return item;
}

}  // namespace

OptionList::OptionList(DocumentSession& session, SpaceSession& space, QWidget* parent)
    : QWidget(parent),
      session_(session),
      space_(space),
      title_(new ElidedLabel({}, this)),
      list_(new QListWidget(this)),
      value_(new QLineEdit(this)),
      automatic_(new QPushButton(tr("Automatic"), this)),
      freeze_(new QPushButton(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 2, 8, 2);
    layout->setSpacing(3);
    title_->setProperty("role", QStringLiteral("title"));
    layout->addWidget(title_);
    layout->addWidget(list_, 1);
    auto* row = new QHBoxLayout;
    row->setSpacing(4);
    row->addWidget(value_, 1);
    row->addWidget(automatic_);
    row->addWidget(freeze_);
    layout->addLayout(row);
    list_->setAccessibleName(tr("Options of the decision"));
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list_->setTextElideMode(Qt::ElideRight);
    value_->setPlaceholderText(tr("other value"));
    value_->setAccessibleName(tr("Another value for this decision"));
    value_->setToolTip(tr("A value of your own, such as 44; Enter adds it"));
    automatic_->setToolTip(tr("Leave the options of this decision to curation again"));
    connect(list_, &QListWidget::itemChanged, this, [this] {
        if (!filling_) takeTicks();
    });
    connect(value_, &QLineEdit::returnPressed, this, [this] { addValue(value_->text()); });
    connect(automatic_, &QPushButton::clicked, this, &OptionList::resetToAutomatic);
    connect(freeze_, &QPushButton::clicked, this, &OptionList::toggleFrozen);
    connect(&session_, &DocumentSession::networkChanged, this, &OptionList::fill);
    fill();
}

void OptionList::setRow(const std::optional<SpaceRow>& row) {
    row_ = row;
    value_->clear();
    fill();
}

void OptionList::setNotes(const QStringList& notes) {
    notes_ = notes;
    fill();
}

void OptionList::fill() {
    filling_ = true;
    const int current = list_->currentRow();
    list_->clear();
    const bool decides = row_ && !row_->decision.empty();
    if (decides) {
        for (const OptionChip& chip : row_->chips)
            addOption(list_, chip);
        title_->setText(tr("%1: %2").arg(row_->owner, row_->label.toLower()));
        title_->setToolTip(decisionKindTip(row_->kind));
        list_->setCurrentRow(std::min(current, list_->count() - 1));
    } else {
        title_->setText(row_ ? row_->owner : notes_.isEmpty() ? QString() : tr("What stays, and why"));
        for (const QString& note : notes_) {
            auto* item = new QListWidgetItem(note, list_);
            item->setToolTip(note);
        }
    }
    value_->setVisible(decides && row_->sized);
    automatic_->setVisible(decides);
    automatic_->setEnabled(decides && row_->own);
    const Block* block = row_ ? session_.network().find(row_->block) : nullptr;
    freeze_->setVisible(block != nullptr);
    if (block != nullptr) {
        freeze_->setText(block->frozen ? tr("Unfreeze") : tr("Freeze"));
        freeze_->setToolTip(block->frozen ? tr("Let searches and edits change this block again")
                                          : tr("Keep this block as it is; searches leave it alone"));
    }
    filling_ = false;
}

void OptionList::tell(const QString& problem) {
    title_->setText(problem);
}

void OptionList::takeTicks() {
    std::vector<std::string> kept;
    for (int i = 0; i < list_->count(); ++i) {
        if (list_->item(i)->checkState() == Qt::Checked)
            kept.push_back(toUtf8(list_->item(i)->data(kOptionRole).toString()));
    }
    // The list is filled anew by what it tells; its signal must have ended by then.
    QTimer::singleShot(0, this, [this, kept = std::move(kept), decision = row_ ? row_->decision : std::string()] {
        if (decision.empty() || !row_ || row_->decision != decision) return;
        if (kept.empty()) {
            fill();
            return tell(tr("At least one option must remain."));
        }
        const CuratedAxis* automatic = space_.automaticAxis(decision);
        space_.setOwn(decision, automatic != nullptr && automatic->options == kept ? std::vector<std::string>() : kept);
    });
}

void OptionList::tick(const QString& option, bool kept) {
    for (int i = 0; i < list_->count(); ++i) {
        QListWidgetItem* item = list_->item(i);
        if (item->data(kOptionRole).toString() == option) item->setCheckState(kept ? Qt::Checked : Qt::Unchecked);
    }
}

void OptionList::addValue(const QString& value) {
    if (!row_ || !row_->sized) return;
    const std::string typed = toUtf8(value.trimmed());
    const auto number = parseNumber(typed);
    if (!number || !(*number > 0)) return tell(tr("“%1” is no number above 0.").arg(value.trimmed()));
    std::vector<std::string> kept;
    for (const OptionChip& chip : row_->chips) {
        if (chip.kept && chip.text != toQt(formatNumber(*number))) kept.push_back(toUtf8(chip.text));
    }
    kept.push_back(formatNumber(*number));
    std::sort(kept.begin(), kept.end(), [](const std::string& a, const std::string& b) {
        return parseNumber(a).value_or(0) < parseNumber(b).value_or(0);
    });
    value_->clear();
    space_.setOwn(row_->decision, std::move(kept));
}

void OptionList::resetToAutomatic() {
    if (row_ && !row_->decision.empty()) space_.setOwn(row_->decision, {});
}

void OptionList::toggleFrozen() {
    const Block* block = row_ ? session_.network().find(row_->block) : nullptr;
    if (block != nullptr) session_.applyEdit((block->frozen ? "thaw " : "freeze ") + quoteName(block->name));
}

}  // namespace bw::ui
