// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>

#include "actions/action_registry.h"
#include "io/atomic_write.h"
#include "io/offline_plan.h"
#include "main_window/main_window.h"
#include "memory/plan_export.h"
#include "panels/memory_panel.h"
#include "panels/message_bar.h"
#include "rewrite/command_line.h"
#include "session/background.h"
#include "text/wording.h"

namespace bw::ui {
namespace {

const QString kOfflineSuffix = QStringLiteral(".bin");
/// Long enough for the networks that run on microcontrollers.
constexpr std::chrono::seconds kOfflineSearch{10};

}  // namespace

void MainWindow::bindMemoryActions() {
    ArenaSearch& search = memory_->arenaSearch();
    actions_->bind(
        QStringLiteral("memory.plan_arena"),
        [&search] {
            if (search.isRunning()) return search.stop();
            search.start();
        },
        [&search] { return search.isRunning() ? QString() : search.obstacle(); });
    connect(&search, &ArenaSearch::started, this,
            [this, &search] { jobs_->start(tr("Planning the arena"), [&search] { search.stop(); }); });
    connect(&search, &ArenaSearch::finished, jobs_, &JobIndicator::finish);
    connect(&search, &ArenaSearch::changed, actions_.get(), &ActionRegistry::refresh);
    actions_->bind(
        QStringLiteral("memory.reorder"), [this] { reorderExecution(); },
        [this] {
            if (session_.network().empty()) return tr("There is no network yet.");
            const auto possible = findRewrite("reorder")->check(session_.network(), {});
            return possible ? QString() : errorText(possible.error());
        });
    actions_->bind(
        QStringLiteral("file.export_memory_plan"), [this] { chooseMemoryPlanFile(); },
        [this] { return session_.assessment() ? QString() : tr("There is no network yet."); });
    connect(memory_, &MemoryPanel::exportRequested, this, &MainWindow::chooseMemoryPlanFile);
}

/// The search runs on a worker; its order is then applied by name, which costs nothing.
void MainWindow::reorderExecution() {
    session_.endPreview(false);
    EditContext context = session_.editContext();
    context.lowered = nullptr;
    auto wanted = std::make_shared<bool>(true);
    jobs_->start(tr("Looking for the best order"), [wanted] { *wanted = false; });
    runInBackground(
        workbench_.pool(), this,
        [network = session_.network(), context] { return applyEdit(network, "reorder", context); },
        [this, before = session_.network(), wanted](Result<EditOutcome> outcome) {
            if (!*wanted) return;
            jobs_->finish();
            if (!outcome) {
                messages_->showError(outcome.error());
            } else if (session_.network().sharesWith(before)) {
                session_.applyEdits({orderCommand(outcome->network)}, toQt(outcome->title));
                messages_->showMessage(MessageBar::Level::Info, sentence(toQt(outcome->changes.front())));
            }
        });
}

void MainWindow::chooseMemoryPlanFile() {
    const QString json = tr("Plan with all offsets (*.json)");
    const QString offline = tr("TensorFlow Lite Micro offline plan (*.bin)");
    QString filter = json;
    const QString folder = settings_.value(Setting::PictureFolder).toString();
    const QString name = QFileInfo(documents_->title()).completeBaseName() + QStringLiteral("_memory.json");
    QString path = QFileDialog::getSaveFileName(this, tr("Export memory plan"), QDir(folder).filePath(name),
                                                json + QStringLiteral(";;") + offline, &filter);
    if (path.isEmpty()) return;
    if (filter == offline && !path.endsWith(kOfflineSuffix)) {
        if (path.endsWith(QLatin1String(".json"))) path.chop(5);
        path += kOfflineSuffix;
    } else if (QFileInfo(path).suffix().isEmpty()) {
        path += QStringLiteral(".json");
    }
    settings_.set(Setting::PictureFolder, QFileInfo(path).absolutePath());
    exportMemoryPlan(path);
}

void MainWindow::exportMemoryPlan(const QString& path) {
    const auto assessment = session_.assessment();
    if (!assessment) return;
    const bool offline = path.endsWith(kOfflineSuffix);
    const QString source = offline ? documents_->tfliteSource() : QString();
    auto stop = std::make_shared<std::stop_source>();
    jobs_->start(tr("Exporting %1…").arg(QFileInfo(path).fileName()), [stop] { stop->request_stop(); });
    runInBackground(
        workbench_.pool(), this,
        [assessment, plan = memory_->arenaSearch().bestPlan(), precision = session_.document().precision, offline, path,
         source, stop]() -> Result<void> {
            Result<std::string> text = std::string();
            if (!offline) {
                text = memoryPlanJson(assessment->lowered.graph, plan, precision);
            } else if (source.isEmpty()) {
                text = offlinePlanBytes(assessment->lowered.graph, plan);
            } else {
                ExactOptions exact;
                exact.time_limit = kOfflineSearch;
                exact.stop = stop->get_token();
                text = tfliteOfflinePlan(toUtf8(source), *plan.profile, precision, exact);
            }
            if (!text) return tl::unexpected(text.error());
            if (stop->stop_requested()) return fail(ErrorCode::Cancelled, "stopped");
            return writeFileAtomically(toUtf8(path), *text);
        },
        [this, path, numbers_of_network = offline && source.isEmpty()](Result<void> written) {
            jobs_->finish();
            if (written) {
                messages_->showMessage(
                    MessageBar::Level::Info,
                    numbers_of_network
                        ? tr("Wrote %1. Its tensors are numbered as in this network, not as in a .tflite file.")
                              .arg(path)
                        : tr("Wrote %1.").arg(path));
            } else if (written.error().code != ErrorCode::Cancelled) {
                messages_->showError(written.error());
            }
        });
}

}  // namespace bw::ui
