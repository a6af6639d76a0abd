// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "probe/monkey.h"

#include <QAction>
#include <QApplication>
#include <QElapsedTimer>
#include <QMenu>
#include <QMenuBar>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <cstdio>

#include "base/random.h"
#include "canvas/graph_canvas.h"
#include "main_window/document_controller.h"
#include "main_window/main_window.h"
#include "rewrite/rewrite.h"
#include "session/workbench.h"

namespace bw::probe {
namespace {

constexpr double kStallMilliseconds = 1000;
constexpr qint64 kGiveUpMilliseconds = 30000;
int g_warnings = 0;

void countWarnings(QtMsgType type, const QMessageLogContext&, const QString& message) {
    const bool serious = message.contains(QLatin1String("QObject::")) || message.contains(QLatin1String("imer"));
    if (type == QtDebugMsg || type == QtInfoMsg || !serious) return;
    ++g_warnings;
    std::printf("warning: %s\n", qPrintable(message.left(200)));
}

class Monkey {
public:
    Monkey(ui::Workbench& workbench, uint64_t seed) : window_(workbench), random_(seed) {
        window_.resize(1280, 720);
        window_.show();
        QCoreApplication::processEvents();
        workbench.startEstimators();
        window_.openFirstSample();
        settle();
        // Whatever dialog an action opens is closed again, as a person would with Escape.
        closer_.setInterval(0);
        QObject::connect(&closer_, &QTimer::timeout, [] {
            if (QWidget* modal = QApplication::activeModalWidget()) modal->close();
            if (QWidget* popup = QApplication::activePopupWidget()) popup->close();
        });
        closer_.start();
    }

    int run(int64_t count) {
        if (window_.session().network().empty()) {
            std::printf("no sample could be opened\n");
            return 1;
        }
        for (int64_t i = 0; i < count; ++i) {
            QElapsedTimer timer;
            timer.start();
            act();
            QCoreApplication::processEvents();
            const double elapsed = static_cast<double>(timer.nsecsElapsed()) * 1e-6;
            slowest_ms_ = std::max(slowest_ms_, elapsed);
            if (elapsed > kStallMilliseconds) {
                std::printf("stall: action %lld (%s) took %.0f ms\n", static_cast<long long>(i), last_.c_str(),
                            elapsed);
                ++broken_;
            }
            if (i % 100 == 99) checkUndo();
        }
        std::printf("%lld actions, %lld edits made, %lld refused, slowest %.0f ms, %d warnings, %d broken\n",
                    static_cast<long long>(count), static_cast<long long>(made_), static_cast<long long>(refused_),
                    slowest_ms_, g_warnings, broken_);
        return broken_ == 0 && g_warnings == 0 ? 0 : 1;
    }

private:
    void settle() {
        QElapsedTimer waited;
        waited.start();
        const auto busy = [this] { return window_.documents().isOpening() || window_.session().network().empty(); };
        while (busy() && waited.elapsed() < kGiveUpMilliseconds) {
            QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
        }
    }

    const Block& randomBlock() {
        const auto blocks = window_.session().network().blocks();
        return *blocks[random_.below(blocks.size())];
    }

    void act() {
        switch (random_.below(8)) {
            case 0:
                edit();
                break;
            case 1:
                edit();
                break;
            case 2:
                random_.below(2) == 0 ? window_.session().undo() : window_.session().redo();
                last_ = "undo or redo";
                break;
            case 3:
                trigger();
                break;
            case 4:
                click();
                break;
            case 5:
                press();
                break;
            case 6:
                window_.session().setSelection({randomBlock().id});
                last_ = "select";
                break;
            default:
                openSample();
                break;
        }
    }

    void edit() {
        const Block& block = randomBlock();
        const std::string name = quoteName(block.name);
        static const char* const kVerbs[] = {"fuse ",      "unfuse ", "to_standard ", "to_depthwise ",
                                             "duplicate ", "delete ", "freeze ",      "thaw "};
        std::string command;
        if (random_.below(2) == 0) {
            command = kVerbs[random_.below(std::size(kVerbs))] + name;
        } else if (random_.below(4) == 0) {
            command = "scale 0." + std::to_string(random_.between(50, 99)) + " --multiple 8";
        } else {
            const auto& params = block.kind->params;
            if (params.empty()) return;
            const ParamSpec& param = params[random_.below(params.size())];
            command = "set " + name + "." + param.name + "=" + std::to_string(random_.between(0, 64));
        }
        last_ = command;
        window_.session().applyEdit(command) ? ++made_ : ++refused_;
    }

    void trigger() {
        const QList<QAction*> actions = window_.findChildren<QAction*>();
        QAction* action = actions[static_cast<qsizetype>(random_.below(static_cast<uint64_t>(actions.size())))];
        const bool leaves = action->menuRole() == QAction::QuitRole ||
                            action->shortcut() == QKeySequence(QKeySequence::Quit) ||
                            action->objectName().contains(QLatin1String("quit"), Qt::CaseInsensitive) ||
                            action->objectName().contains(QLatin1String("close"), Qt::CaseInsensitive);
        last_ = "action " + action->text().toStdString();
        if (!leaves && action->isEnabled() && action->menu() == nullptr) action->trigger();
    }

    void click() {
        QWidget* canvas = &window_.canvas();
        const QPoint at(static_cast<int>(random_.below(static_cast<uint64_t>(canvas->width()))),
                        static_cast<int>(random_.below(static_cast<uint64_t>(canvas->height()))));
        last_ = "click";
        QTest::mouseClick(canvas, Qt::LeftButton, random_.below(4) == 0 ? Qt::ControlModifier : Qt::NoModifier, at);
    }

    void press() {
        static constexpr Qt::Key kKeys[] = {Qt::Key_Up,    Qt::Key_Down,   Qt::Key_F,    Qt::Key_Plus,
                                            Qt::Key_Minus, Qt::Key_Escape, Qt::Key_Home, Qt::Key_Tab};
        last_ = "key";
        QTest::keyClick(&window_.canvas(), kKeys[random_.below(std::size(kKeys))]);
    }

    void openSample() {
        if (random_.below(40) != 0) return;
        const QStringList samples = window_.documents().sampleFiles();
        if (samples.isEmpty()) return;
        last_ = "open";
        window_.documents().openSample(
            samples[static_cast<qsizetype>(random_.below(static_cast<uint64_t>(samples.size())))]);
        settle();
    }

    /// Undoing everything and redoing it must give the very same network.
    void checkUndo() {
        const Network before = window_.session().network();
        QUndoStack& history = window_.session().history();
        const int index = history.index();
        history.setIndex(0);
        history.setIndex(index);
        if (window_.session().network() == before) return;
        ++broken_;
        std::printf("undo and redo gave another network after %s\n", last_.c_str());
    }

    ui::MainWindow window_;
    Random random_;
    QTimer closer_;
    std::string last_;
    int64_t made_ = 0;
    int64_t refused_ = 0;
    double slowest_ms_ = 0;
    int broken_ = 0;
};

}  // namespace

int runMonkey(int argc, char** argv, uint64_t seed, int64_t count) {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QTemporaryDir folder;
    qputenv("BLOCKWRIGHT_CONFIG_DIR", folder.path().toUtf8());
    QApplication application(argc, argv);
    QApplication::setQuitOnLastWindowClosed(false);
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    qInstallMessageHandler(countWarnings);
    ui::Workbench workbench(ui::Workbench::findModelsDir());
    Monkey monkey(workbench, seed);
    return monkey.run(count);
}

}  // namespace bw::probe
