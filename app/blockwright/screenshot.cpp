// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "screenshot.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QTimer>
#include <cstdio>
#include <memory>

#include "main_window/main_window.h"
#include "main_window/panel_docks.h"
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

void arrange(ui::MainWindow& window, const ScreenshotRequest& request) {
    if (!request.panel.isEmpty()) window.docks().open(request.panel);
    if (const Block* block = window.session().network().findByName(ui::toUtf8(request.select))) {
        window.session().setSelection({block->id});
    }
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
        arrange(window, request);
        QTimer::singleShot(kSettleMilliseconds, &window, [&window, request, late] {
            const bool written = window.grab().save(request.path);
            if (!written) std::fprintf(stderr, "blockwright: cannot write %s\n", qPrintable(request.path));
            QApplication::exit(written && !late ? 0 : 1);
        });
    });
    poll->start(kPollMilliseconds);
}

}  // namespace bw::app
