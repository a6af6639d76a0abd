// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Figures of the real window, without a display: file to drawn graph, edit to repaint, frames while panning and
// zooming, memory. Usage: bench_window [MODELS_FOLDER [SEED]]; real models are read from the folder where it exists.
#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QFile>
#include <QTemporaryDir>
#include <QTimer>
#include <algorithm>
#include <cstdio>
#include <vector>

#include "base/random.h"
#include "canvas/graph_canvas.h"
#include "main_window/document_controller.h"
#include "main_window/main_window.h"
#include "rewrite/rewrite.h"
#include "session/workbench.h"
#include "support/onnx_model.h"

namespace {

double percentile(std::vector<double> values, double share) {
    if (values.empty()) return 0;
    std::sort(values.begin(), values.end());
    return values[static_cast<size_t>(share * static_cast<double>(values.size() - 1))];
}

double milliseconds(const QElapsedTimer& timer) {
    return static_cast<double>(timer.nsecsElapsed()) * 1e-6;
}

double residentMebibytes() {
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly)) return 0;
    for (const QByteArray& line : status.readAll().split('\n')) {
        if (line.startsWith("VmRSS:")) return line.mid(6).trimmed().split(' ').first().toDouble() / 1024;
    }
    return 0;
}

/// Runs the event loop until `done`, at most a minute.
template <class Done>
void runUntil(Done done) {
    QElapsedTimer waited;
    waited.start();
    while (!done() && waited.elapsed() < 60000)
        QCoreApplication::processEvents(QEventLoop::AllEvents, 5);
}

/// A chain of residual pairs of convolutions with `operators` operators, as ONNX.
QString writeChain(const QTemporaryDir& folder, int operators) {
    bw::test::OnnxModel model;
    model.input("x0", {int64_t{1}, int64_t{16}, int64_t{32}, int64_t{32}});
    model.weights("w", {16, 16, 1, 1});
    int tensor = 0;
    const auto name = [](int index) { return "x" + std::to_string(index); };
    for (int done = 0; done + 3 <= operators; done += 3) {
        const int start = tensor;
        for (int i = 0; i < 2; ++i, ++tensor)
            model.node("Conv", {name(tensor), "w"}, {name(tensor + 1)});
        model.node("Add", {name(start), name(tensor)}, {name(tensor + 1)});
        ++tensor;
    }
    model.output(name(tensor), {});
    const QString path = folder.filePath(QStringLiteral("chain_%1.onnx").arg(operators));
    QFile file(path);
    const std::string bytes = model.bytes();
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes.data(), static_cast<qint64>(bytes.size())) < 0) return {};
    return path;
}

class WindowBench {
public:
    WindowBench() : workbench_(bw::ui::Workbench::findModelsDir()), window_(workbench_) {
        window_.resize(1280, 720);
        window_.show();
        QCoreApplication::processEvents();
    }

    void startEstimators() {
        workbench_.startEstimators();
        workbench_.requestEstimator("neural-engine");
        runUntil([&] {
            return workbench_.estimatorState("neural-engine") == bw::ui::Workbench::EstimatorState::Ready ||
                   workbench_.estimatorState("neural-engine") == bw::ui::Workbench::EstimatorState::Unavailable;
        });
    }

    void benchOpen(const QString& path, const char* label) {
        std::vector<double> times;
        for (int i = 0; i < 5; ++i) {
            QElapsedTimer timer;
            timer.start();
            bool opened = false;
            const auto link = QObject::connect(&window_.documents(), &bw::ui::DocumentController::opened,
                                               [&](const QString&) { opened = true; });
            window_.documents().openSample(path);
            runUntil([&] {
                return opened && window_.canvas().scene().nodes.size() == window_.session().network().size();
            });
            window_.canvas().repaint();
            QObject::disconnect(link);
            times.push_back(milliseconds(timer));
            runUntil([&] { return !window_.session().isAssessing(); });
        }
        std::printf("open_%s_p50 %.1f ms\n", label, percentile(times, 0.5));
        std::printf("open_%s_max %.1f ms\n", label, percentile(times, 1));
        std::printf("resident_%s %.1f MiB\n", label, residentMebibytes());
    }

    /// One visible edit after the other: the command, the new figures, the repaint of the whole window.
    void benchEdits(const char* label, uint64_t seed) {
        bw::Random random(seed);
        std::vector<double> times;
        for (int i = 0; i < 30; ++i) {
            const auto blocks = window_.session().network().blocks();
            const bw::Block& block = *blocks[random.below(blocks.size())];
            if (block.kind->param("kernel") == nullptr) continue;
            const int64_t kernel = block.attributes.integer("kernel") == 3 ? 5 : 3;
            QElapsedTimer timer;
            timer.start();
            const auto made =
                window_.session().applyEdit("set " + bw::quoteName(block.name) + ".kernel=" + std::to_string(kernel));
            if (!made) continue;
            runUntil([&] { return !window_.session().isAssessing(); });
            window_.repaint();
            times.push_back(milliseconds(timer));
        }
        std::printf("edit_to_repaint_%s_p50 %.1f ms\n", label, percentile(times, 0.5));
        std::printf("edit_to_repaint_%s_p95 %.1f ms\n", label, percentile(times, 0.95));
    }

    void benchFrames(const char* label) {
        std::vector<double> times;
        bw::ui::GraphCanvas& canvas = window_.canvas();
        canvas.fitAll();
        for (int i = 0; i < 60; ++i) {
            QElapsedTimer timer;
            timer.start();
            if (i % 3 == 0) i < 30 ? canvas.zoomIn() : canvas.zoomOut();
            QCoreApplication::processEvents();
            canvas.repaint();
            times.push_back(milliseconds(timer));
        }
        std::printf("zoom_frame_%s_p50 %.1f ms\n", label, percentile(times, 0.5));
        std::printf("zoom_frame_%s_p95 %.1f ms\n", label, percentile(times, 0.95));
    }

private:
    bw::ui::Workbench workbench_;
    bw::ui::MainWindow window_;
};

}  // namespace

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QTemporaryDir folder;
    qputenv("BLOCKWRIGHT_CONFIG_DIR", folder.path().toUtf8());
    QApplication application(argc, argv);
    const QString models = argc > 1 ? QString::fromLocal8Bit(argv[1]) : QStringLiteral(BW_SHARED_DATA "/models");
    const uint64_t seed = argc > 2 ? QByteArray(argv[2]).toULongLong() : 1;

    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    WindowBench bench;
    std::printf("resident_empty %.1f MiB\n", residentMebibytes());
    bench.startEstimators();
    const QString real = models + QStringLiteral("/mobilenet_edgetpu_0.75_224_int8.tflite");
    if (QFile::exists(real)) {
        bench.benchOpen(real, "mobilenet_edgetpu");
        bench.benchEdits("mobilenet_edgetpu", seed);
        bench.benchFrames("mobilenet_edgetpu");
    } else {
        std::fprintf(stderr, "left out: %s is not there\n", qPrintable(real));
    }
    for (const int operators : {300, 5000, 10000}) {
        const std::string label = std::to_string(operators);
        bench.benchOpen(writeChain(folder, operators), label.c_str());
        bench.benchEdits(label.c_str(), seed);
        bench.benchFrames(label.c_str());
    }
    return 0;
}
