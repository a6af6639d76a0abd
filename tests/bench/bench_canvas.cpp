// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Paint time of the canvas in software. Prints "name value unit" lines. Usage:
//   bench_canvas [--repeats N] [--width W --height H]
//   bench_canvas --screenshot FILE.png [--nodes N] [--dark] [--heat] [--scale S] [--width W --height H] [--at ID]
//                [--find TEXT] [--export-width PX [--wrap]] [--export-svg FILE]
#include <QApplication>
#include <QCommandLineParser>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QPalette>
#include <QStyleFactory>
#include <algorithm>
#include <cstdio>
#include <vector>

#include "canvas/canvas_search.h"
#include "canvas/graph_canvas.h"
#include "ui/sample_scene.h"

namespace {

using bw::ui::GraphCanvas;

QPalette darkPalette() {
    QPalette palette;
    const QColor window(0x2b2d30), base(0x1e1f22), text(0xdfe1e5);
    palette.setColor(QPalette::Window, window);
    palette.setColor(QPalette::WindowText, text);
    palette.setColor(QPalette::Base, base);
    palette.setColor(QPalette::AlternateBase, window);
    palette.setColor(QPalette::Text, text);
    palette.setColor(QPalette::Button, QColor(0x393b40));
    palette.setColor(QPalette::ButtonText, text);
    palette.setColor(QPalette::PlaceholderText, QColor(0x8c9096));
    palette.setColor(QPalette::Highlight, QColor(0x2f65ca));
    palette.setColor(QPalette::HighlightedText, Qt::white);
    return palette;
}

double percentile(std::vector<double> values, double share) {
    std::sort(values.begin(), values.end());
    return values[static_cast<size_t>(share * static_cast<double>(values.size() - 1) + 0.5)];
}

/// Paints the canvas `repeats` times while it pans down the graph (the worst of pan and zoom: nothing is kept).
void benchPan(GraphCanvas& canvas, int nodes, double scale, int repeats) {
    QImage image(canvas.size(), QImage::Format_RGB32);
    canvas.zoomAt(QRectF(canvas.rect()).center(), scale);
    const double used = canvas.view().scale;
    std::vector<double> times;
    const QList<int> ids = [&] {
        QList<int> all;
        for (int i = 0; i < repeats; ++i)
            all.append(canvas.geometry().idOf(
                canvas.geometry().readingOrder()[static_cast<size_t>(i) * static_cast<size_t>(nodes) /
                                                 static_cast<size_t>(repeats)]));
        return all;
    }();
    for (int i = 0; i < repeats; ++i) {
        canvas.showBlock(ids[i], true);
        canvas.zoomAt(QRectF(canvas.rect()).center(), used * (1 + 0.001 * (i % 7)));
        QElapsedTimer timer;
        timer.start();
        canvas.render(&image);
        times.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
    }
    std::printf("canvas_%d_scale_%.4g_p50 %.2f ms\n", nodes, used, percentile(times, 0.5));
    std::printf("canvas_%d_scale_%.4g_p95 %.2f ms\n", nodes, used, percentile(times, 0.95));
}

}  // namespace

int main(int argc, char** argv) {
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication app(argc, argv);
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QCommandLineParser parser;
    const auto option = [&](const char* name, const char* value = "") {
        parser.addOption({QString::fromLatin1(name), QString(), QString::fromLatin1(value)});
        return QString::fromLatin1(name);
    };
    const QString repeats = option("repeats", "N"), width = option("width", "W"), height = option("height", "H");
    const QString screenshot = option("screenshot", "FILE"), nodes = option("nodes", "N"), scale = option("scale", "S");
    const QString dark = option("dark"), heat = option("heat"), find = option("find", "TEXT"), at = option("at", "ID");
    const QString png = option("export-width", "PX"), wrap = option("wrap"), svg = option("export-svg", "FILE");
    parser.addHelpOption();
    parser.process(app);
    const auto number = [&](const QString& name, int standard) {
        return parser.isSet(name) ? parser.value(name).toInt() : standard;
    };
    if (parser.isSet(dark)) QApplication::setPalette(darkPalette());

    GraphCanvas canvas;
    canvas.setAnimated(false);
    canvas.resize(number(width, 1280), number(height, 720));
    if (parser.isSet(screenshot)) {
        if (number(nodes, 60) > 0)
            canvas.setScene(bw::ui::sampleScene(number(nodes, 60), parser.isSet(heat)), GraphCanvas::ViewChange::Reset);
        canvas.show();
        if (parser.isSet(at)) canvas.setSelection({number(at, 0)});
        if (parser.isSet(scale)) canvas.zoomAt(QPointF(canvas.width() / 2.0, 48), parser.value(scale).toDouble());
        if (parser.isSet(at)) canvas.showBlock(number(at, 0), true);
        if (parser.isSet(find)) {
            canvas.openSearch();
            canvas.findChild<QLineEdit*>()->setText(parser.value(find));
        }
        QApplication::processEvents();
        if (parser.isSet(svg)) return canvas.exportSvg(parser.value(svg)) ? 0 : 1;
        if (parser.isSet(png)) {
            QElapsedTimer timer;
            timer.start();
            bw::ui::ExportOptions options;
            options.aspect = parser.isSet(wrap) ? 16.0 / 9 : 0;
            const auto written = canvas.exportPng(parser.value(screenshot), number(png, 20'000), options);
            if (!written) std::fprintf(stderr, "%s\n", written.error().text().c_str());
            std::printf("export_png_%d_px %.1f ms\n", number(png, 20'000), static_cast<double>(timer.elapsed()));
            return written ? 0 : 1;
        }
        return canvas.grab().save(parser.value(screenshot)) ? 0 : 1;
    }
    for (const int count : {300, 5000, 10'000}) {
        QElapsedTimer timer;
        timer.start();
        canvas.setScene(bw::ui::sampleScene(count), GraphCanvas::ViewChange::Reset);
        canvas.show();
        QApplication::processEvents();
        std::printf("canvas_%d_open %.2f ms\n", count, static_cast<double>(timer.nsecsElapsed()) / 1e6);
        timer.restart();
        canvas.setScene(bw::ui::sampleScene(count, true));
        std::printf("canvas_%d_update %.2f ms\n", count, static_cast<double>(timer.nsecsElapsed()) / 1e6);
        canvas.setScene(bw::ui::sampleScene(count));
        for (const double zoom : {0.0, 0.02, 0.1, 0.21, 0.23, 0.5, 1.0, 2.2})
            benchPan(canvas, count, zoom, number(repeats, 60));
    }
}
