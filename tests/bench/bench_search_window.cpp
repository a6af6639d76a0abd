// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The real window while a search runs, without a display: time of frames, of edits and of cancellations.
// Usage: bench_search_window [SECONDS [CANCELLATIONS]]
#include <QApplication>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "canvas/graph_canvas.h"
#include "main_window/main_window.h"
#include "main_window/panel_docks.h"
#include "search/search_form.h"
#include "search/search_panel.h"

namespace {

using namespace bw;
using namespace bw::ui;

double percentile(std::vector<double> values, double share) {
    if (values.empty()) return 0;
    std::sort(values.begin(), values.end());
    return values[static_cast<size_t>(share * static_cast<double>(values.size() - 1))];
}

double milliseconds(const QElapsedTimer& timer) {
    return static_cast<double>(timer.nsecsElapsed()) * 1e-6;
}

template <class Done>
bool runUntil(Done done) {
    QElapsedTimer waited;
    waited.start();
    while (!done()) {
        if (waited.elapsed() > 120000) return false;
        QCoreApplication::processEvents(QEventLoop::AllEvents, 5);
    }
    return true;
}

void report(const char* name, const std::vector<double>& times) {
    std::printf("%s_p50 %.1f ms\n", name, percentile(times, 0.5));
    std::printf("%s_p99 %.1f ms\n", name, percentile(times, 0.99));
    std::printf("%s_max %.1f ms\n", name, percentile(times, 1));
}

/// Moves the view and lets the window do all that waits, one frame after the other, as a person panning sees it.
std::vector<double> frames(MainWindow& window, double seconds) {
    std::vector<double> times;
    QElapsedTimer whole;
    whole.start();
    GraphCanvas& canvas = window.canvas();
    for (int i = 0; milliseconds(whole) < seconds * 1000; ++i) {
        QElapsedTimer timer;
        timer.start();
        canvas.zoomAt(QPointF(canvas.width() / 2.0, canvas.height() / 2.0),
                      canvas.view().scale * (i / 30 % 2 == 0 ? 1.02 : 1 / 1.02));
        QCoreApplication::processEvents();
        times.push_back(milliseconds(timer));
        // At most sixty a second.
        while (milliseconds(timer) < 16)
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 1);
    }
    return times;
}

}  // namespace

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QTemporaryDir folder;
    qputenv("BLOCKWRIGHT_CONFIG_DIR", folder.path().toUtf8());
    QApplication application(argc, argv);
    const double seconds = argc > 1 ? std::atof(argv[1]) : 20;
    const int cancellations = argc > 2 ? std::atoi(argv[2]) : 50;
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    Workbench workbench(Workbench::findModelsDir());
    MainWindow window(workbench);
    window.resize(1280, 720);
    window.show();
    workbench.startEstimators();
    window.documents().openSample(Workbench::findModelsDir() +
                                  QStringLiteral("/samples/presence_detector.blockwright"));
    const bool ready = runUntil([&] {
        const auto assessment = window.session().assessment();
        return assessment && assessment->totals.latency_ms.has_value() && !window.session().isAssessing();
    });
    if (!ready) {
        std::fprintf(stderr, "bench_search_window: no latency of the sample\n");
        return 2;
    }
    window.docks().open(QStringLiteral("search"));
    report("frame_idle", frames(window, 5));
    SearchPanel& panel = window.searchPanel();
    SearchSpec spec = panel.form().spec();
    spec.curated = false;
    spec.run.evaluations = 1'000'000;
    panel.form().setSpec(spec);
    SearchRunner& runner = window.searches().runner();
    panel.start();
    runUntil([&] { return window.searches().active() && window.searches().active()->evaluations > 0; });
    report("frame_searching", frames(window, seconds));
    if (const auto active = window.searches().active())
        std::printf("rated_meanwhile %lld networks\n", static_cast<long long>(active->evaluations));
    std::vector<double> cancels;
    for (int i = 0; i < cancellations; ++i) {
        if (!runner.isActive()) panel.start();
        runUntil([&] { return runner.state() == SearchRunner::State::Running; });
        frames(window, 0.05 + 0.01 * (i % 10));
        QElapsedTimer timer;
        timer.start();
        panel.cancel();
        runUntil([&] { return !runner.isActive(); });
        cancels.push_back(milliseconds(timer));
    }
    report("cancel", cancels);
    panel.start();
    runUntil([&] { return runner.state() == SearchRunner::State::Running; });
    QElapsedTimer closing;
    closing.start();
    window.close();
    runner.cancel();
    runUntil([&] { return !runner.isActive(); });
    std::printf("close %.1f ms\n", milliseconds(closing));
    return 0;
}
