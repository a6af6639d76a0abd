// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QActionGroup>
#include <QApplication>
#include <QComboBox>
#include <QFileInfo>
#include <QLabel>
#include <QMenuBar>
#include <QSignalBlocker>
#include <QStandardItemModel>
#include <QStatusBar>
#include <QToolBar>
#include <QToolButton>

#include "main_window/main_window.h"
#include "main_window/panel_docks.h"
#include "panels/budget_bar.h"
#include "session/metric.h"
#include "text/wording.h"
#include "theme/appearance.h"
#include "theme/icons.h"

namespace bw::ui {
namespace {

QString sampleTitle(const QString& path) {
    QString name = QFileInfo(path).completeBaseName().replace(QLatin1Char('_'), QLatin1Char(' '));
    if (!name.isEmpty()) name[0] = name[0].toUpper();
    return name;
}

QLabel* barLabel(const QString& text, QWidget* buddy, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    label->setProperty("role", QStringLiteral("muted"));
    label->setContentsMargins(6, 0, 4, 0);
    label->setBuddy(buddy);
    return label;
}

}  // namespace

void MainWindow::buildMenus() {
    const struct {
        const char* id;
        QString title;
    } menus[] = {{"File", tr("&File")},     {"Edit", tr("&Edit")},         {"Blocks", tr("&Blocks")},
                 {"Search", tr("&Search")}, {"Baseline", tr("B&aseline")}, {"Review", tr("&Review")},
                 {"Target", tr("&Target")}, {"View", tr("&View")},         {"Help", tr("&Help")}};
    for (const auto& [id, title] : menus) {
        QMenu* menu = menuBar()->addMenu(title);
        menu->setObjectName(QLatin1String(id));
        actions_->fillMenu(menu, QLatin1String(id));
        if (menu->objectName() == QLatin1String("File")) buildFileMenu(menu);
        if (menu->objectName() == QLatin1String("View")) buildPanelMenu(menu);
    }
    // Keys work although a menu or toolbar does not show the action.
    addActions(actions_->all());
}

void MainWindow::buildFileMenu(QMenu* menu) {
    QAction* open = actions_->action(QStringLiteral("file.open"));
    QAction* behind = menu->actions().value(menu->actions().indexOf(open) + 1);
    auto* recent = new QMenu(tr("Open &Recent"), menu);
    connect(recent, &QMenu::aboutToShow, this, [this, recent] { documents_->fillRecentMenu(recent); });
    auto* samples = new QMenu(tr("&New from Sample"), menu);
    const QStringList files = documents_->sampleFiles();
    for (const QString& path : files) {
        connect(samples->addAction(sampleTitle(path)), &QAction::triggered, this, [this, path] {
            if (documents_->mayDiscard()) documents_->openSample(path);
        });
    }
    if (files.isEmpty()) samples->addAction(tr("No samples installed"))->setEnabled(false);
    menu->insertMenu(behind, recent);
    menu->insertMenu(behind, samples);
}

void MainWindow::buildPanelMenu(QMenu* menu) {
    auto* panels = new QMenu(tr("&Panels"), menu);
    const QList<QDockWidget*>& docks = docks_->docks();
    for (int i = 0; i < docks.size(); ++i) {
        QAction* action = docks[i]->toggleViewAction();
        // Alt with 1 to 9, then 0; there are no more digits.
        if (i < 10) action->setShortcut(QKeySequence(QStringLiteral("Alt+%1").arg((i + 1) % 10)));
        panels->addAction(action);
        addAction(action);
    }
    auto* themes = new QMenu(tr("&Theme"), menu);
    buildThemeMenu(themes);
    QAction* reset = actions_->action(QStringLiteral("view.reset_layout"));
    menu->insertMenu(reset, panels);
    menu->insertMenu(reset, themes);
}

void MainWindow::buildThemeMenu(QMenu* menu) {
    auto* group = new QActionGroup(menu);
    const struct {
        ThemeChoice choice;
        QString text;
    } choices[] = {{ThemeChoice::System, tr("As the &System")},
                   {ThemeChoice::Light, tr("&Light")},
                   {ThemeChoice::Dark, tr("&Dark")}};
    const ThemeChoice now = themeChoiceFromId(settings_.value(Setting::Theme).toString());
    for (const auto& [choice, text] : choices) {
        QAction* action = menu->addAction(text);
        action->setCheckable(true);
        action->setChecked(choice == now);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, chosen = choice] {
            settings_.set(Setting::Theme, themeChoiceId(chosen));
            applyTheme(chosen);
        });
    }
}

void MainWindow::buildToolBar() {
    QToolBar* bar = addToolBar(tr("Tools"));
    tool_bar_ = bar;
    bar->setObjectName(QStringLiteral("mainToolBar"));
    bar->setMovable(false);
    bar->setIconSize(QSize(18, 18));
    bar->setContextMenuPolicy(Qt::PreventContextMenu);
    const auto add = [this, bar](std::initializer_list<const char*> ids) {
        for (const char* id : ids) {
            QAction* action = actions_->action(QLatin1String(id));
            if (action != nullptr) bar->addAction(action);
        }
        bar->addSeparator();
    };
    add({"file.open", "file.save"});
    add({"edit.undo", "edit.redo"});
    target_ = new QComboBox(bar);
    target_->setAccessibleName(tr("Target accelerator"));
    target_->setMinimumContentsLength(15);
    target_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    precision_ = new QComboBox(bar);
    precision_->setAccessibleName(tr("Precision"));
    bar->addWidget(barLabel(tr("Target"), target_, bar));
    bar->addWidget(target_);
    bar->addWidget(barLabel(QString(), precision_, bar));
    bar->addWidget(precision_);
    bar->addSeparator();
    add({"block.fuse", "block.unfuse", "block.align", "block.multiplier"});
    add({"baseline.pin"});
    overlay_ = new QComboBox(bar);
    overlay_->setAccessibleName(tr("Heat overlay"));
    overlay_->setToolTip(tr("Colour the blocks by a figure"));
    overlay_->addItem(tr("None"), QStringLiteral("none"));
    for (const Metric metric : allMetrics())
        overlay_->addItem(metricLabel(metric), static_cast<int>(metric));
    bar->addWidget(barLabel(tr("Colour by"), overlay_, bar));
    bar->addWidget(overlay_);
    auto* spacer = new QWidget(bar);
    spacer->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    bar->addWidget(spacer);
    for (const char* id : {"edit.find", "edit.command", "view.fit"})
        bar->addAction(actions_->action(QLatin1String(id)));
    fillTargets();
    fillPrecisions();
    connect(target_, &QComboBox::activated, this,
            [this](int index) { session_.setTarget(toUtf8(target_->itemData(index).toString())); });
    connect(precision_, &QComboBox::activated, this,
            [this](int index) { session_.setPrecision(static_cast<Precision>(precision_->itemData(index).toInt())); });
    connect(overlay_, &QComboBox::currentIndexChanged, this, &MainWindow::applyOverlay);
}

void MainWindow::fillTargets() {
    const QSignalBlocker quiet(target_);
    target_->clear();
    for (const auto& [id, profile] : workbench_.targets().all()) {
        target_->addItem(toQt(profile.name), toQt(id));
        target_->setItemData(target_->count() - 1, toQt(profile.description), Qt::ToolTipRole);
    }
}

void MainWindow::fillPrecisions() {
    for (int i = 0; i < kPrecisionCount; ++i)
        precision_->addItem(toQt(precisionId(static_cast<Precision>(i))), i);
}

void MainWindow::buildBudgetBar() {
    addToolBarBreak();
    QToolBar* bar = addToolBar(tr("Budgets"));
    bar->setObjectName(QStringLiteral("budgetToolBar"));
    bar->setMovable(false);
    bar->setContextMenuPolicy(Qt::PreventContextMenu);
    bar->toggleViewAction()->setVisible(false);
    budget_bar_ = new BudgetBar(session_, bar);
    budget_bar_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    bar->addWidget(budget_bar_);
}

void MainWindow::buildStatusBar() {
    document_state_ = new QLabel(this);
    estimator_state_ = new QToolButton(this);
    estimator_state_->setAutoRaise(true);
    estimator_state_->setAccessibleDescription(tr("Opens the card of the target"));
    connect(estimator_state_, &QToolButton::clicked, this, &MainWindow::showEstimatorCard);
    jobs_ = new JobIndicator(this);
    statusBar()->addWidget(document_state_);
    light_job_ = new JobIndicator(this);
    search_job_ = new JobIndicator(this);
    training_job_ = new JobIndicator(this);
    statusBar()->addPermanentWidget(light_job_);
    statusBar()->addPermanentWidget(search_job_);
    statusBar()->addPermanentWidget(training_job_);
    statusBar()->addPermanentWidget(jobs_);
    statusBar()->addPermanentWidget(estimator_state_);
    statusBar()->setSizeGripEnabled(false);
}

void MainWindow::showSettings() {
    const QSignalBlocker quiet_target(target_), quiet_precision(precision_);
    target_->setCurrentIndex(target_->findData(toQt(session_.document().target_id)));
    precision_->setCurrentIndex(precision_->findData(static_cast<int>(session_.document().precision)));
    const TargetProfile* target = session_.target();
    target_->setToolTip(target != nullptr ? toQt(target->description) : tr("Target accelerator"));
    precision_->setToolTip(tr("Number format that sizes and latencies are counted in"));
    const int change = overlay_->findData(static_cast<int>(Metric::Change));
    auto* model = qobject_cast<QStandardItemModel*>(overlay_->model());
    const bool comparable = session_.document().baseline.has_value();
    model->item(change)->setEnabled(comparable);
    model->item(change)->setToolTip(comparable ? QString() : tr("Pin a baseline first"));
    showEstimator();
}

void MainWindow::showEstimator() {
    const std::string& target = session_.document().target_id;
    const auto assessment = session_.assessment();
    QString text, tip;
    switch (workbench_.estimatorState(target)) {
        case Workbench::EstimatorState::Waiting:
        case Workbench::EstimatorState::Loading:
            text = tr("loading estimator…");
            tip = tr("Parameters, MACs and memory need no estimator; latencies follow.");
            break;
        case Workbench::EstimatorState::Unavailable: {
            text = tr("no estimator for this target");
            const auto error = workbench_.estimatorError(target);
            tip = error ? errorText(*error) : QString();
            break;
        }
        case Workbench::EstimatorState::Ready: {
            text = tr("estimator ready");
            if (assessment && assessment->totals.latency_ms) {
                const Totals& totals = assessment->totals;
                text = tr("coverage %1").arg(shareText(totals.coverage));
                if (totals.latency_low_ms && totals.latency_high_ms && *totals.latency_ms > 0) {
                    const double half = (*totals.latency_high_ms - *totals.latency_low_ms) / 2 / *totals.latency_ms;
                    text += tr(" · 90 % within ±%1").arg(shareText(half));
                }
            }
            if (const QString source = estimatorSource(); !source.isEmpty())
                text = source + QStringLiteral(" · ") + text;
            const auto estimator = workbench_.estimator(target);
            if (estimator->isParametric()) {
                tip = tr("No regressor answers but the parametric model itself; the interval is %1.")
                          .arg(toQt(estimator->card().measurements));
                if (const auto reason = workbench_.estimatorError(target))
                    tip += QLatin1Char('\n') + errorText(*reason);
            } else {
                tip = tr("On %1 networks it had not seen, this estimator was off by %2 on average.")
                          .arg(estimator->card().test_networks)
                          .arg(shareText(estimator->card().network_mape));
                if (!estimator->card().band.empty())
                    tip += QLatin1Char('\n') + toQt(estimator->card().band) + QLatin1Char('.');
            }
            if (const auto& passed_over = estimator->passedOver()) {
                tip += QLatin1Char('\n') +
                       tr("Your own estimator of this target is not in use: %1").arg(errorText(*passed_over));
            }
            break;
        }
    }
    if (session_.isAssessing()) text = tr("estimating…");
    estimator_state_->setText(text);
    estimator_state_->setToolTip(tip);
}

}  // namespace bw::ui
