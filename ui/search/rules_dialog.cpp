// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/rules_dialog.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

#include "search/advice/user_rule_sets.h"
#include "text/wording.h"

namespace bw::ui {

RulesDialog::RulesDialog(DocumentSession& session, std::string directory, QWidget* parent)
    : QDialog(parent),
      session_(session),
      directory_(std::move(directory)),
      list_(new QListWidget(this)),
      text_(new QLabel(this)) {
    setWindowTitle(tr("Apply rules"));
    auto* layout = new QVBoxLayout(this);
    auto* intro = new QLabel(
        tr("Rules say what the best networks of a search have in common. Applied to this network they need no search."),
        this);
    intro->setWordWrap(true);
    layout->addWidget(intro);
    auto* row = new QHBoxLayout;
    row->addWidget(list_, 2);
    row->addWidget(text_, 3);
    layout->addLayout(row, 1);
    list_->setAccessibleName(tr("Rule sets"));
    text_->setWordWrap(true);
    text_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    text_->setTextFormat(Qt::PlainText);
    text_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    apply_ = buttons->addButton(tr("Apply"), QDialogButtonBox::ActionRole);
    remove_ = buttons->addButton(tr("Delete"), QDialogButtonBox::ActionRole);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(apply_, &QPushButton::clicked, this, &RulesDialog::apply);
    connect(remove_, &QPushButton::clicked, this, &RulesDialog::remove);
    connect(list_, &QListWidget::currentRowChanged, this, &RulesDialog::showSet);
    connect(list_, &QListWidget::itemActivated, this, &RulesDialog::apply);
    resize(620, 380);
    load();
}

const RuleSet* RulesDialog::chosen() const {
    const int row = list_->currentRow();
    return row >= 0 && row < count() ? &sets_[static_cast<size_t>(row)] : nullptr;
}

void RulesDialog::choose(int row) {
    list_->setCurrentRow(row);
}

void RulesDialog::load() {
    UserRuleSets found = listRuleSets(directory_);
    sets_ = std::move(found.sets);
    list_->clear();
    for (const RuleSet& set : sets_)
        list_->addItem(toQt(set.name));
    if (!sets_.empty()) list_->setCurrentRow(0);
    showSet();
    if (!found.problems.empty()) text_->setText(text_->text() + QLatin1Char('\n') + errorText(found.problems.front()));
}

void RulesDialog::showSet() {
    const RuleSet* set = chosen();
    commands_.clear();
    QString text = tr("No rules yet. Let a search end, then Search ▸ Save Rules.");
    if (set != nullptr) {
        commands_ = applyRules(session_.network(), session_.editContext(), *set);
        QStringList lines{tr("From a search of %1 on %2:").arg(toQt(set->source), toQt(set->target)), QString()};
        for (const Rule& rule : set->rules)
            lines << tr("• %1 — in %2 of the %3 best, in %4 of random ones")
                         .arg(toQt(rule.text()))
                         .arg(rule.holding)
                         .arg(rule.best)
                         .arg(shareText(rule.baseline));
        lines << QString()
              << (commands_.empty()
                      ? tr("This network follows them already, or they do not apply to it.")
                      : pluralText(static_cast<qint64>(commands_.size()), tr("Means 1 edit of this network."),
                                   tr("Means %1 edits of this network.")));
        text = lines.join(QLatin1Char('\n'));
    }
    text_->setText(text);
    apply_->setEnabled(!commands_.empty());
    remove_->setEnabled(set != nullptr);
}

void RulesDialog::apply() {
    const RuleSet* set = chosen();
    if (set == nullptr || commands_.empty()) return;
    // The rules stand each for itself: one that another has made needless is left out.
    const auto applied = session_.applyFixes(commands_, tr("Apply rules %1").arg(toQt(set->name)));
    if (applied) accept();
}

void RulesDialog::remove() {
    const RuleSet* set = chosen();
    if (set == nullptr) return;
    const auto removed = removeRuleSet(directory_, set->name);
    load();
    if (!removed) text_->setText(errorText(removed.error()));
}

}  // namespace bw::ui
