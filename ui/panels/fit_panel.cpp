// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/fit_panel.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QListWidget>
#include <QProgressBar>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "panels/fit_form.h"
#include "text/wording.h"
#include "theme/colors.h"

namespace bw::ui {
namespace {

enum Column { kName, kParameters, kPeak, kLatency, kHarm, kColumns };
constexpr int kIdRole = Qt::UserRole;

void markOver(QTreeWidgetItem* item, int column, bool over, const Colors& colors) {
    if (!over) return;
    item->setForeground(column, colors.bad);
    item->setToolTip(column, FitPanel::tr("over budget"));
}

}  // namespace

FitPanel::FitPanel(DocumentSession& session, FitRunner& runner, QWidget* parent)
    : QWidget(parent),
      session_(session),
      runner_(runner),
      form_(new FitForm(session, this)),
      start_(new QPushButton(this)),
      verdict_(new QLabel(this)),
      progress_(new QProgressBar(this)),
      answers_(new QTreeWidget(this)),
      changes_(new QListWidget(this)),
      preview_(new QPushButton(tr("Preview"), this)),
      accept_(new QPushButton(tr("Accept"), this)) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(10, 4, 8, 6);
    layout->setSpacing(12);
    auto* left = new QVBoxLayout;
    left->setSpacing(4);
    left->addWidget(form_);
    left->addWidget(start_);
    left->addStretch();
    layout->addLayout(left);
    auto* right = new QVBoxLayout;
    right->setSpacing(4);
    auto* head = new QHBoxLayout;
    verdict_->setWordWrap(true);
    verdict_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    verdict_->setAccessibleName(tr("Verdict of the fit"));
    head->addWidget(verdict_, 1);
    head->addWidget(progress_);
    head->addWidget(preview_);
    head->addWidget(accept_);
    progress_->setFixedWidth(120);
    progress_->setTextVisible(false);
    progress_->setAccessibleName(tr("Progress of the fit"));
    right->addLayout(head);
    auto* tables = new QHBoxLayout;
    tables->setSpacing(6);
    tables->addWidget(answers_, 3);
    tables->addWidget(changes_, 2);
    right->addLayout(tables, 1);
    layout->addLayout(right, 1);
    answers_->setColumnCount(kColumns);
    answers_->setHeaderLabels({tr("Network"), tr("Parameters"), tr("Peak"), tr("Latency"), tr("Harm")});
    answers_->headerItem()->setToolTip(kHarm,
                                       tr("Expected loss told by structure alone: 1 is every block at a quarter of "
                                          "its multiply-accumulates, about 8 points of ImageNet accuracy"));
    for (int column = kParameters; column < kColumns; ++column) {
        answers_->headerItem()->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
        answers_->header()->setSectionResizeMode(column, QHeaderView::ResizeToContents);
    }
    answers_->header()->setSectionResizeMode(kName, QHeaderView::Stretch);
    answers_->header()->setMinimumSectionSize(58);
    answers_->header()->setStretchLastSection(false);
    answers_->setRootIsDecorated(false);
    answers_->setUniformRowHeights(true);
    answers_->setAccessibleName(tr("Answers"));
    changes_->setAccessibleName(tr("Edits of the chosen answer"));
    changes_->setUniformItemSizes(true);
    preview_->setCheckable(true);
    tick_.setInterval(500);
    connect(start_, &QPushButton::clicked, this, &FitPanel::startOrStop);
    connect(preview_, &QPushButton::clicked, this, &FitPanel::preview);
    connect(accept_, &QPushButton::clicked, this, &FitPanel::accept);
    connect(form_, &FitForm::changed, this, &FitPanel::refreshState);
    connect(&tick_, &QTimer::timeout, this, &FitPanel::showProgress);
    connect(&runner_, &FitRunner::started, this, [this] {
        elapsed_.start();
        tick_.start();
        designs_ = 0;
        harm_ = -1;
        progress_->setRange(0, 0);
        accepted_ = false;
        showResult();
    });
    connect(&runner_, &FitRunner::progressed, this, [this](double share, qint64 designs, double harm) {
        progress_->setRange(0, 100);
        progress_->setValue(static_cast<int>(share * 100));
        designs_ = designs;
        harm_ = harm;
        showProgress();
    });
    connect(&runner_, &FitRunner::finished, this, [this] {
        tick_.stop();
        showResult();
    });
    connect(&runner_, &FitRunner::staleChanged, this, &FitPanel::refreshState);
    connect(answers_, &QTreeWidget::currentItemChanged, this, [this] {
        if (previewing_) preview(true);
        showChanges();
    });
    connect(answers_, &QTreeWidget::itemActivated, this, [this] { preview(true); });
    connect(&session_, &DocumentSession::networkChanged, this, [this] {
        if (previewing_ && !session_.isPreviewing()) previewing_ = false;
        refreshState();
    });
    connect(&session_, &DocumentSession::documentReplaced, this, &FitPanel::showResult);
    showResult();
}

const FitResult* FitPanel::result() const {
    const auto& result = runner_.result();
    return result && *result ? &**result : nullptr;
}

const FitAnswer* FitPanel::chosen() const {
    const FitResult* found = result();
    const QTreeWidgetItem* item = answers_->currentItem();
    if (found == nullptr || item == nullptr) return nullptr;
    const QString id = item->data(kName, kIdRole).toString();
    const auto pick = [](const std::optional<FitAnswer>& answer) { return answer ? &*answer : nullptr; };
    if (id == QLatin1String("uniform")) return pick(found->uniform);
    if (id == QLatin1String("balanced")) return pick(found->balanced);
    if (id == QLatin1String("least_harm")) return pick(found->least_harm);
    return id == QLatin1String("fastest") ? pick(found->fastest) : nullptr;
}

void FitPanel::choose(const QString& id) {
    for (int row = 0; row < answers_->topLevelItemCount(); ++row) {
        QTreeWidgetItem* item = answers_->topLevelItem(row);
        if (item->data(kName, kIdRole).toString() == id) answers_->setCurrentItem(item);
    }
}

QString FitPanel::verdict() const {
    return verdict_->text();
}

void FitPanel::startOrStop() {
    if (runner_.isRunning()) return runner_.stop();
    endPreview();
    if (form_->obstacle().isEmpty()) runner_.start(session_.effectiveBudgets(), form_->options());
    refreshState();
}

void FitPanel::showProgress() {
    if (!runner_.isRunning()) return;
    QString text = tr("Fitting… %1 s, %2 designs").arg(elapsed_.elapsed() / 1000).arg(exactCountText(designs_));
    if (harm_ >= 0) text += tr(", least harm so far %1").arg(harm_, 0, 'f', 3);
    verdict_->setText(text);
}

void FitPanel::addRow(const QString& id, const QString& name, const Totals& totals, double harm,
                      const FitAnswer* answer) {
    const Colors colors = Colors::fromPalette(palette());
    const Budgets budgets = session_.effectiveBudgets();
    auto* item = new QTreeWidgetItem(answers_);
    item->setData(kName, kIdRole, id);
    item->setText(kName, name);
    item->setText(kParameters, bytesText(totals.parameter_bytes));
    item->setToolTip(kParameters, exactBytesText(totals.parameter_bytes));
    item->setText(kPeak, bytesText(totals.peak_activation_bytes));
    item->setToolTip(kPeak, exactBytesText(totals.peak_activation_bytes));
    item->setText(kLatency, totals.latency_ms ? (totals.coverage < 1 ? QStringLiteral("≥ ") : QString()) +
                                                    millisecondsText(*totals.latency_ms)
                                              : QStringLiteral("–"));
    item->setText(kHarm, QString::number(harm, 'f', 3));
    for (int column = kParameters; column < kColumns; ++column)
        item->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
    markOver(item, kParameters, budgets.parameter_bytes && totals.parameter_bytes > *budgets.parameter_bytes, colors);
    markOver(item, kPeak,
             budgets.peak_activation_bytes && totals.peak_activation_bytes > *budgets.peak_activation_bytes, colors);
    if (answer == nullptr) item->setFlags(item->flags() & ~Qt::ItemIsSelectable);
}

void FitPanel::showResult() {
    {
        const QSignalBlocker quiet(answers_);
        answers_->clear();
        if (const FitResult* found = result()) {
            addRow({}, tr("Now"), found->now, 0, nullptr);
            const auto add = [this](const char* id, const QString& name, const std::optional<FitAnswer>& answer) {
                if (answer) addRow(QString::fromLatin1(id), name, answer->totals, answer->harm, &*answer);
            };
            const QString ratio =
                found->uniform ? toQt(found->uniform->commands.front()).section(QLatin1Char(' '), 1, 1) : QString();
            add("uniform", tr("Uniform scaling × %1").arg(ratio), found->uniform);
            add("balanced", tr("Balanced: no slower than uniform scaling"), found->balanced);
            add("least_harm", tr("Least harm"), found->least_harm);
            add("fastest", tr("Fastest at no more harm than uniform scaling"), found->fastest);
        }
        for (int row = 0; row < answers_->topLevelItemCount(); ++row)
            answers_->topLevelItem(row)->setToolTip(kName, answers_->topLevelItem(row)->text(kName));
    }
    choose(QStringLiteral("balanced"));
    showChanges();
}

void FitPanel::showChanges() {
    changes_->clear();
    if (const FitAnswer* answer = chosen()) {
        for (const std::string& change : answer->changes)
            changes_->addItem(toQt(change));
        session_.setSelection(answer->blocks);
    }
    refreshState();
}

/// Everything that depends on what can be done now.
void FitPanel::refreshState() {
    const bool running = runner_.isRunning();
    const QString obstacle = form_->obstacle();
    start_->setText(running ? tr("Stop, keep the best") : tr("Fit to budget"));
    start_->setEnabled(running || obstacle.isEmpty());
    start_->setToolTip(running              ? tr("End the search and show the best answers so far")
                       : obstacle.isEmpty() ? tr("Search for edits that keep the budgets")
                                            : obstacle);
    form_->setEnabled(!running);
    progress_->setVisible(running);
    const bool stale = runner_.isStale();
    const FitAnswer* answer = chosen();
    const QString why = answer == nullptr ? tr("Fit the network and choose an answer first")
                        : stale           ? tr("The network has changed: fit it again")
                                          : QString();
    preview_->setEnabled(why.isEmpty());
    accept_->setEnabled(why.isEmpty());
    preview_->setChecked(previewing_);
    preview_->setToolTip(why.isEmpty() ? tr("Show on the canvas and in all totals what it would give") : why);
    accept_->setToolTip(why.isEmpty() ? tr("Make all its edits as one step; undo takes them back") : why);
    changes_->setVisible(answer != nullptr);
    answers_->setVisible(answers_->topLevelItemCount() > 0);
    if (running) return showProgress();
    const auto& result = runner_.result();
    QString text = obstacle;
    if (result && !*result) {
        text = errorText(result->error());
    } else if (const FitResult* found = this->result()) {
        text = toQt(found->sentence);
        if (!found->remedy.empty()) text += QLatin1Char(' ') + sentence(toQt(found->remedy));
        if (found->stopped) text += QLatin1Char(' ') + tr("Stopped early: the best so far.");
        if (accepted_ && stale)
            text = tr("Done. Undo takes all its edits back in one step.");
        else if (stale && answer != nullptr)
            text = tr("The network has changed since: fit it again.");
    } else if (obstacle.isEmpty()) {
        text =
            tr("Searches widths, expansions, input size, kernels and kinds of blocks for a network within both "
               "budgets with the least expected loss, or proves that there is none.");
    }
    verdict_->setText(text);
}

void FitPanel::preview(bool on) {
    const FitAnswer* answer = chosen();
    if (!on || answer == nullptr || runner_.isStale()) return endPreview();
    if (!previewing_) session_.endPreview(false);
    previewing_ = session_.previewEdits(answer->commands, toQt(answer->title)).has_value();
    refreshState();
}

void FitPanel::endPreview() {
    if (previewing_) {
        previewing_ = false;
        session_.endPreview(false);
    }
    refreshState();
}

void FitPanel::accept() {
    const FitAnswer* found = chosen();
    if (found == nullptr || runner_.isStale()) return;
    const FitAnswer answer = *found;
    endPreview();
    accepted_ = session_.applyEdits(answer.commands, toQt(answer.title)).has_value();
    refreshState();
}

void FitPanel::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    endPreview();
}

}  // namespace bw::ui
