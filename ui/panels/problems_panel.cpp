// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/problems_panel.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>
#include <algorithm>

#include "text/wording.h"
#include "theme/colors.h"
#include "theme/icons.h"

namespace bw::ui {
namespace {

constexpr int kBlockRole = Qt::UserRole;

struct SeverityLook {
    QString icon, name;
    QColor color;
};

SeverityLook lookOf(Severity severity, const Colors& colors) {
    switch (severity) {
        case Severity::Error:
            return {QStringLiteral("error"), ProblemsPanel::tr("Error"), colors.bad};
        case Severity::Warning:
            return {QStringLiteral("problems"), ProblemsPanel::tr("Warning"), colors.warning};
        case Severity::Hint:
            break;
    }
    return {QStringLiteral("info"), ProblemsPanel::tr("Note"), colors.info};
}

}  // namespace

QString problemSummary(const Assessment& assessment) {
    const auto count = [&assessment](Severity severity) {
        return static_cast<int>(std::count_if(assessment.problems.begin(), assessment.problems.end(),
                                              [severity](const Problem& p) { return p.severity == severity; }));
    };
    QStringList parts;
    const int errors = count(Severity::Error), warnings = count(Severity::Warning), notes = count(Severity::Hint);
    if (errors > 0) parts << (errors == 1 ? ProblemsPanel::tr("1 error") : ProblemsPanel::tr("%1 errors").arg(errors));
    if (warnings > 0) {
        parts << (warnings == 1 ? ProblemsPanel::tr("1 warning") : ProblemsPanel::tr("%1 warnings").arg(warnings));
    }
    if (notes > 0) parts << (notes == 1 ? ProblemsPanel::tr("1 note") : ProblemsPanel::tr("%1 notes").arg(notes));
    return parts.join(QStringLiteral(", "));
}

ProblemsPanel::ProblemsPanel(DocumentSession& session, QWidget* parent)
    : Panel(session, parent),
      summary_(new QLabel(this)),
      fix_all_(new QPushButton(tr("Fix all"), this)),
      tree_(new QTreeWidget(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* head = new QHBoxLayout;
    head->setSpacing(10);
    head->setContentsMargins(10, 4, 8, 4);
    summary_->setProperty("role", QStringLiteral("muted"));
    fix_all_->setFlat(true);
    fix_all_->setToolTip(tr("Apply every offered fix as one step"));
    head->addWidget(summary_);
    head->addStretch();
    head->addWidget(fix_all_);
    layout->addLayout(head);
    layout->addWidget(tree_);
    tree_->setAccessibleName(tr("Problems"));
    tree_->setRootIsDecorated(false);
    tree_->setColumnCount(4);
    tree_->setHeaderLabels({tr("Block"), tr("Problem"), tr("What helps"), QString()});
    tree_->header()->setStretchLastSection(false);
    tree_->header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    tree_->header()->setSectionResizeMode(1, QHeaderView::Stretch);
    tree_->header()->setSectionResizeMode(2, QHeaderView::Stretch);
    tree_->header()->setSectionResizeMode(3, QHeaderView::Fixed);
    tree_->header()->resizeSection(3, fontMetrics().horizontalAdvance(tr("Fix")) + 44);
    tree_->setUniformRowHeights(true);
    const auto go = [this](QTreeWidgetItem* item) {
        const BlockId block = item->data(0, kBlockRole).toInt();
        if (block == kNoBlock) return;
        this->session().setSelection({block});
        Q_EMIT blockActivated(block);
    };
    connect(tree_, &QTreeWidget::itemClicked, this, go);
    connect(tree_, &QTreeWidget::itemActivated, this, go);
    connect(fix_all_, &QPushButton::clicked, this, &ProblemsPanel::fixAll);
}

void ProblemsPanel::addProblem(const Problem& problem) {
    const SeverityLook look = lookOf(problem.severity, Colors::fromPalette(palette()));
    const Block* block = session().network().find(problem.block);
    auto* item = new QTreeWidgetItem(tree_);
    item->setIcon(0, symbolicIcon(look.icon, look.color));
    item->setText(0, block != nullptr ? toQt(block->name) : tr("network"));
    item->setData(0, kBlockRole, block != nullptr ? problem.block : kNoBlock);
    item->setToolTip(0, look.name + QStringLiteral(" · ") + toQt(problem.code));
    item->setText(1, sentence(toQt(problem.message)));
    item->setToolTip(1, item->text(1));
    item->setText(2, problem.remedy.empty() ? QString() : sentence(toQt(problem.remedy)));
    item->setToolTip(2, item->text(2));
    if (problem.fix.empty()) return;
    auto* fix = new QPushButton(tr("Fix"), tree_);
    fix->setFlat(true);
    fix->setToolTip(toQt(problem.fix));
    fix->setAccessibleName(tr("Fix: %1").arg(item->text(1)));
    connect(fix, &QPushButton::clicked, this, [this, command = problem.fix] { session().applyEdit(command); });
    tree_->setItemWidget(item, 3, fix);
}

void ProblemsPanel::refresh() {
    // Beyond this nobody reads a list; the rest is counted.
    constexpr size_t kShown = 400;
    tree_->clear();
    const auto assessment = session().assessment();
    if (!assessment || assessment->problems.empty()) {
        summary_->setText(assessment ? tr("No problems: channels fit the target and nothing exceeds a budget.")
                                     : tr("Open a network to have it checked."));
        fix_all_->hide();
        return;
    }
    const auto fixable = std::count_if(assessment->problems.begin(), assessment->problems.end(),
                                       [](const Problem& p) { return !p.fix.empty(); });
    QString summary = problemSummary(*assessment);
    if (assessment->problems.size() > kShown) summary += tr("; the first %1 are listed").arg(kShown);
    summary_->setText(summary);
    fix_all_->setVisible(fixable > 0);
    fix_all_->setText(tr("Fix all (%1)").arg(fixable));
    for (size_t i = 0; i < std::min(kShown, assessment->problems.size()); ++i)
        addProblem(assessment->problems[i]);
}

void ProblemsPanel::fixAll() {
    const auto assessment = session().assessment();
    if (!assessment) return;
    std::vector<std::string> fixes;
    for (const Problem& problem : assessment->problems) {
        if (!problem.fix.empty() && std::find(fixes.begin(), fixes.end(), problem.fix) == fixes.end()) {
            fixes.push_back(problem.fix);
        }
    }
    session().applyFixes(fixes, tr("Fix all problems"));
}

}  // namespace bw::ui
