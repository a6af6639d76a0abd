// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <memory>

#include "canvas/graph_canvas.h"
#include "main_window/main_window.h"
#include "theme/appearance.h"

namespace bw::ui {

/// A window with its own settings folder and the models of the source tree.
class WindowFixture {
public:
    WindowFixture() {
        qputenv("BLOCKWRIGHT_CONFIG_DIR", config_.path().toUtf8());
        workbench_ = std::make_unique<Workbench>(QStringLiteral(BW_SOURCE_DIR "/models"));
        window_ = std::make_unique<MainWindow>(*workbench_);
        window_->canvas().setAnimated(false);
        window_->show();
        static_cast<void>(QTest::qWaitForWindowExposed(window_.get()));
    }
    ~WindowFixture() {
        // A test's changes are nobody's loss.
        window_->targetEditor().resetAll();
        window_->session().history().setClean();
        window_->close();
    }

    MainWindow& window() { return *window_; }
    DocumentSession& session() { return window_->session(); }
    QString folder() const { return config_.path(); }

    static QString sample(const QString& name) {
        return QStringLiteral(BW_SOURCE_DIR "/models/samples/%1.blockwright").arg(name);
    }

    /// True once `path` is open; false where opening failed.
    bool open(const QString& path) {
        QSignalSpy opened(&window_->documents(), &DocumentController::opened);
        QSignalSpy failed(&window_->documents(), &DocumentController::openFailed);
        window_->documents().openSample(path);
        const bool ended = QTest::qWaitFor([&] { return !opened.isEmpty() || !failed.isEmpty(); }, 20000);
        return ended && !opened.isEmpty() && settle();
    }

    /// The same with latencies: true once the sample has one.
    bool openWithLatencies(const QString& sample_name) {
        session().workbench().startEstimators();
        return open(sample(sample_name)) &&
               QTest::qWaitFor(
                   [this] { return session().assessment() && session().assessment()->totals.latency_ms.has_value(); },
                   60000);
    }

    /// Waits for the worker, if one is at work.
    bool settle() {
        return QTest::qWaitFor([this] { return !session().isAssessing() && session().assessment() != nullptr; }, 20000);
    }

    BlockId firstOfKind(const char* kind) {
        for (const BlockPtr& block : session().network().blocks()) {
            if (block->kind->id == kind) return block->id;
        }
        return kNoBlock;
    }

    /// For those who want to see it, light and dark: BW_PICTURES names a folder.
    static void picture(QWidget& widget, const QString& name) {
        const QString folder = qEnvironmentVariable("BW_PICTURES");
        if (folder.isEmpty()) return;
        for (const ThemeChoice theme : {ThemeChoice::Dark, ThemeChoice::Light}) {
            applyTheme(theme);
            QTest::qWait(100);
            widget.grab().save(QStringLiteral("%1/%2-%3.png").arg(folder, name, themeChoiceId(theme)));
        }
    }

private:
    QTemporaryDir config_;
    std::unique_ptr<Workbench> workbench_;
    std::unique_ptr<MainWindow> window_;
};

}  // namespace bw::ui
