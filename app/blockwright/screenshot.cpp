// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "screenshot.h"

#include <QAction>
#include <QApplication>
#include <QDockWidget>
#include <QElapsedTimer>
#include <QTimer>
#include <cstdio>
#include <memory>

#include "main_window/main_window.h"
#include "main_window/panel_docks.h"
#include "panels/landscape_panel.h"
#include "session/search_library.h"
#include "text/wording.h"

namespace bw::app {
namespace {

constexpr int kPollMilliseconds = 50;
constexpr int kGiveUpMilliseconds = 30000;
/// For the layout and the canvas to come to rest.
constexpr int kSettleMilliseconds = 400;

bool isReady(ui::MainWindow& window, const ui::Workbench& workbench) {
    ui::DocumentSession& session = window.session();
    const auto state = workbench.estimatorState(session.document().target_id);
    const bool estimator_settled =
        state == ui::Workbench::EstimatorState::Ready || state == ui::Workbench::EstimatorState::Unavailable;
    return !window.documents().isOpening() && !session.network().empty() && session.assessment() && estimator_settled &&
           !session.isAssessing() && !window.hintFinder().isSearching();
}

/// True while an action's work in the background has not come to its end.
bool isAtWork(ui::MainWindow& window) {
    return window.spaceSession().isRunning() || window.landscapePanel().sweeper().isRunning() ||
           window.searches().runner().isActive();
}

bool refuse(const char* option, const QString& name, const QStringList& names) {
    std::fprintf(stderr, "blockwright: %s: there is no '%s' among %s\n", option, qPrintable(name),
                 qPrintable(names.join(QStringLiteral(", "))));
    return false;
}

/// False, said on stderr, where the request names what does not exist.
bool arrange(ui::MainWindow& window, const ScreenshotRequest& request) {
    if (!request.panel.isEmpty()) {
        if (!window.docks().dock(request.panel)) {
            QStringList ids;
            for (const QDockWidget* dock : window.docks().docks())
                ids += dock->objectName();
            return refuse("--panel", request.panel, ids);
        }
        window.docks().open(request.panel);
    }
    if (!request.select.isEmpty()) {
        const Block* block = window.session().network().findByName(ui::toUtf8(request.select));
        if (!block) {
            std::fprintf(stderr, "blockwright: --select: the network has no block '%s'\n", qPrintable(request.select));
            return false;
        }
        window.session().setSelection({block->id});
    }
    if (request.action.isEmpty()) return true;
    QAction* action = window.registry().action(request.action);
    if (!action) {
        QStringList ids;
        for (const QAction* known : window.registry().all())
            ids += known->objectName();
        return refuse("--action", request.action, ids);
    }
    // A dialog may run its own loop inside the action.
    QTimer::singleShot(0, action, &QAction::trigger);
    return true;
}

/// Writes the picture once the layout has settled and the work that an action has started has ended.
void writePicture(ui::MainWindow& window, const ScreenshotRequest& request, bool late) {
    QTimer::singleShot(kSettleMilliseconds, &window, [&window, request, late] {
        if (isAtWork(window)) return writePicture(window, request, late);
        QWidget* dialog = QApplication::activeModalWidget();
        if (!dialog && !request.action.isEmpty()) dialog = QApplication::activeWindow();
        const bool written = (dialog ? dialog : &window)->grab().save(request.path);
        if (!written) std::fprintf(stderr, "blockwright: cannot write %s\n", qPrintable(request.path));
        QApplication::exit(written && !late ? 0 : 1);
    });
}

}  // namespace

void takeScreenshotWhenReady(ui::MainWindow& window, ui::Workbench& workbench, const ScreenshotRequest& request) {
    auto* poll = new QTimer(&window);
    auto waited = std::make_shared<QElapsedTimer>();
    waited->start();
    QObject::connect(&window.documents(), &ui::DocumentController::openFailed, &window, [](const Error& error) {
        std::fprintf(stderr, "blockwright: %s\n", error.text().c_str());
        QApplication::exit(1);
    });
    QObject::connect(poll, &QTimer::timeout, &window, [&window, &workbench, poll, waited, request] {
        const bool late = waited->elapsed() > kGiveUpMilliseconds;
        if (!isReady(window, workbench) && !late) return;
        poll->stop();
        if (!arrange(window, request)) {
            QApplication::exit(2);
            return;
        }
        writePicture(window, request, late);
    });
    poll->start(kPollMilliseconds);
}

}  // namespace bw::app
