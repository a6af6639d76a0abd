// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QCommandLineParser>
#include <QElapsedTimer>
#include <QLibraryInfo>
#include <QTimer>
#include <QTranslator>
#include <cstdio>

#include "main_window/main_window.h"
#include "screenshot.h"
#include "settings/settings.h"
#include "theme/appearance.h"

namespace {

void setIdentity() {
    QCoreApplication::setOrganizationName(QStringLiteral("Blockwright"));
    QCoreApplication::setOrganizationDomain(QStringLiteral("blockwright.org"));
    QCoreApplication::setApplicationName(QStringLiteral("blockwright"));
    QCoreApplication::setApplicationVersion(QStringLiteral(BW_VERSION));
    QGuiApplication::setApplicationDisplayName(QStringLiteral("Blockwright"));
    QGuiApplication::setDesktopFileName(QStringLiteral("org.blockwright.Blockwright"));
}

void loadTranslation(QApplication& application, QTranslator& own, QTranslator& qt) {
    if (own.load(QLocale(), QStringLiteral("blockwright"), QStringLiteral("_"), QStringLiteral(":/translations"))) {
        application.installTranslator(&own);
    }
    if (qt.load(QLocale(), QStringLiteral("qtbase"), QStringLiteral("_"),
                QLibraryInfo::path(QLibraryInfo::TranslationsPath))) {
        application.installTranslator(&qt);
    }
}

/// Help and version need no display.
bool onlyPrints(int argc, char** argv) {
    for (int i = 1; i < argc; ++i) {
        const QByteArray argument(argv[i]);
        if (argument == "--help" || argument == "-h" || argument == "--version" || argument == "-v") return true;
    }
    return false;
}

void addOptions(QCommandLineParser& parser) {
    parser.setApplicationDescription(
        QCoreApplication::translate("main", "Explore what neural networks cost on accelerators, block by block."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(QStringLiteral("file"),
                                 QCoreApplication::translate("main", "A .blockwright, ONNX or TensorFlow Lite file."),
                                 QStringLiteral("[file]"));
    const auto text = [](const char* words) { return QCoreApplication::translate("main", words); };
    parser.addOptions({
        {QStringLiteral("theme"), text("Colours: system, light or dark."), QStringLiteral("theme")},
        {QStringLiteral("screenshot"), text("Write a picture of the window and end."), QStringLiteral("out.png")},
        {QStringLiteral("size"), text("Size of the window, such as 1280x720."), QStringLiteral("size")},
        {QStringLiteral("panel"),
         text("With --screenshot: open a panel, such as outline, layers, latency, memory, fit, energy."),
         QStringLiteral("panel")},
        {QStringLiteral("select"), text("With --screenshot: select a block by its name."), QStringLiteral("block")},
        {QStringLiteral("action"),
         text("With --screenshot: run an action, such as target.card; the picture shows its dialog."),
         QStringLiteral("action")},
    });
}

QSize parseSize(const QString& text) {
    const QStringList sides = text.split(QLatin1Char('x'));
    const int width = sides.value(0).toInt(), height = sides.value(1).toInt();
    return width >= 400 && height >= 300 && width <= 16384 && height <= 16384 ? QSize(width, height) : QSize();
}

}  // namespace

int main(int argc, char** argv) {
    QElapsedTimer since_start;
    since_start.start();
    setIdentity();
    QCommandLineParser parser;
    if (onlyPrints(argc, argv)) {
        const QCoreApplication application(argc, argv);
        addOptions(parser);
        parser.process(application);
    }
    QApplication application(argc, argv);
    QTranslator own, qt;
    loadTranslation(application, own, qt);
    addOptions(parser);
    parser.process(application);
    const QSize size = parseSize(parser.value(QStringLiteral("size")));
    if (parser.isSet(QStringLiteral("size")) && !size.isValid()) {
        std::fprintf(stderr, "blockwright: --size takes WIDTHxHEIGHT, from 400x300 to 16384x16384\n");
        return 2;
    }

    bw::ui::Settings settings;
    const QString theme = parser.isSet(QStringLiteral("theme")) ? parser.value(QStringLiteral("theme"))
                                                                : settings.value(bw::ui::Setting::Theme).toString();
    bw::ui::applyTheme(bw::ui::themeChoiceFromId(theme));
    bw::ui::Workbench workbench(bw::ui::Workbench::findModelsDir());
    bw::ui::MainWindow window(workbench);
    if (size.isValid()) window.resize(size);
    window.show();

    const QStringList files = parser.positionalArguments();
    const bool picture = parser.isSet(QStringLiteral("screenshot"));
    // Everything that takes time waits for the first paint.
    QTimer::singleShot(0, &window, [&] {
        if (qEnvironmentVariableIsSet("BLOCKWRIGHT_PRINT_TIMES")) {
            std::fprintf(stderr, "window_visible %lld ms\n", static_cast<long long>(since_start.elapsed()));
        }
        workbench.startEstimators();
        if (files.isEmpty()) {
            window.openFirstSample();
        } else {
            window.documents().open(files.front());
        }
        if (!picture) window.offerLostWork();
    });
    if (picture) {
        const bw::app::ScreenshotRequest request{
            parser.value(QStringLiteral("screenshot")), parser.value(QStringLiteral("panel")),
            parser.value(QStringLiteral("select")), parser.value(QStringLiteral("action"))};
        bw::app::takeScreenshotWhenReady(window, workbench, request);
    }
    return QApplication::exec();
}
