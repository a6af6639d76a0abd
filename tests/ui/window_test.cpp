// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractButton>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QDropEvent>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMenuBar>
#include <QMimeData>
#include <QPointer>
#include <QPushButton>
#include <QSet>
#include <QSpinBox>
#include <algorithm>

#include "inspector/inspector.h"
#include "main_window/multiplier_popup.h"
#include "main_window/panel_docks.h"
#include "panels/message_bar.h"
#include "theme/appearance.h"
#include "window_fixture.h"

using namespace bw;
using namespace bw::ui;

namespace {

/// What a screen reader can call a widget.
QString spokenName(const QWidget* widget) {
    if (!widget->accessibleName().isEmpty()) return widget->accessibleName();
    if (const auto* button = qobject_cast<const QAbstractButton*>(widget)) return button->text();
    return {};
}

bool isPartOfAnother(const QWidget* widget) {
    const QWidget* parent = widget->parentWidget();
    return qobject_cast<const QAbstractSpinBox*>(parent) != nullptr ||
           qobject_cast<const QComboBox*>(parent) != nullptr;
}

}  // namespace

class WindowTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void opensTheSampleAndCountsIt() {
        WindowFixture fixture;
        QVERIFY(fixture.open(WindowFixture::sample(QStringLiteral("mobilenet_v2"))));
        QCOMPARE(fixture.session().assessment()->totals.macs, int64_t{300774272});
        QCOMPARE(fixture.window().canvas().scene().nodes.size(), fixture.session().network().size());
        QVERIFY(!fixture.window().isWindowModified());
    }

    void editInTheInspectorMovesTheTotalsAndUndoBringsThemBack() {
        WindowFixture fixture;
        QVERIFY(fixture.open(WindowFixture::sample(QStringLiteral("presence_detector"))));
        DocumentSession& session = fixture.session();
        fixture.window().docks().open(QStringLiteral("inspector"));
        session.setSelection({fixture.firstOfKind("ibn")});
        ParamEditor* editor = fixture.window().inspector().editor(QStringLiteral("expansion"));
        QVERIFY(editor != nullptr);
        const Network before = session.network();
        const int64_t macs = session.assessment()->totals.macs;
        auto* field = qobject_cast<QAbstractSpinBox*>(editor->field());
        QVERIFY(field != nullptr);
        field->setFocus();
        field->selectAll();
        QTest::keyClicks(field, QStringLiteral("3"));
        QTest::keyClick(field, Qt::Key_Return);
        QVERIFY(fixture.settle());
        QVERIFY(session.assessment()->totals.macs < macs);
        QCOMPARE(session.history().count(), 1);
        QVERIFY(fixture.window().isWindowModified());
        fixture.window().registry().action(QStringLiteral("edit.undo"))->trigger();
        QVERIFY(fixture.settle());
        QVERIFY(session.network().sharesWith(before));
        QCOMPARE(session.assessment()->totals.macs, macs);
        QVERIFY(!fixture.window().isWindowModified());
    }

    void refusedEditSaysWhyAndPutsTheValueBack() {
        WindowFixture fixture;
        QVERIFY(fixture.open(WindowFixture::sample(QStringLiteral("presence_detector"))));
        DocumentSession& session = fixture.session();
        fixture.window().docks().open(QStringLiteral("inspector"));
        const BlockId block = fixture.firstOfKind("ibn");
        QVERIFY(session.applyEdit("freeze " + quoteName(session.network().find(block)->name)).has_value());
        session.setSelection({block});
        ParamEditor* editor = fixture.window().inspector().editor(QStringLiteral("channels"));
        QVERIFY(editor != nullptr);
        auto* field = qobject_cast<QSpinBox*>(editor->field());
        QVERIFY(field != nullptr);
        const int value = field->value();
        const Network before = session.network();
        field->stepUp();
        QVERIFY(!editor->refusal().isEmpty());
        // Said once, where it was asked for.
        QVERIFY(!fixture.window().findChild<MessageBar*>()->isVisible());
        QCOMPARE(field->value(), value);
        QVERIFY(session.network().sharesWith(before));
    }

    void undoAndRedoAreExact() {
        WindowFixture fixture;
        QVERIFY(fixture.open(WindowFixture::sample(QStringLiteral("presence_detector"))));
        DocumentSession& session = fixture.session();
        const Document start = session.document();
        QVERIFY(session.applyEdit("scale 0.75").has_value());
        session.setSelection({fixture.firstOfKind("ibn")});
        QVERIFY(session.applyEdit("fuse " + session.selectionWords()).has_value());
        session.pinBaseline();
        session.setPrecision(Precision::Int16);
        QVERIFY(session.applyEdit("delete " + session.selectionWords()).has_value() || session.history().count() == 4);
        const Document end = session.document();
        session.history().setIndex(0);
        QVERIFY(session.document() == start);
        session.history().setIndex(session.history().count());
        QVERIFY(session.document() == end);
    }

    void historyKeepsFiveHundredSteps() {
        WindowFixture fixture;
        QVERIFY(fixture.open(WindowFixture::sample(QStringLiteral("audio_keyword"))));
        DocumentSession& session = fixture.session();
        for (int i = 0; i < 510; ++i)
            session.setPrecision(i % 2 == 0 ? Precision::Int16 : Precision::Int8);
        QCOMPARE(session.history().count(), DocumentSession::kUndoSteps);
    }

    void previewLeavesNoStepUntilItIsKept() {
        WindowFixture fixture;
        QVERIFY(fixture.open(WindowFixture::sample(QStringLiteral("mobilenet_v2"))));
        DocumentSession& session = fixture.session();
        const Network before = session.network();
        MultiplierPopup& popup = fixture.window().multiplierPopup();
        popup.openAt(QPoint(10, 10));
        for (const double multiplier : {0.9, 0.8, 0.5}) {
            popup.setMultiplier(multiplier);
            QTest::qWait(20);
        }
        QVERIFY(session.isPreviewing());
        QVERIFY(!session.network().sharesWith(before));
        QCOMPARE(session.history().count(), 0);
        popup.hide();
        QVERIFY(session.network().sharesWith(before));
        popup.openAt(QPoint(10, 10));
        popup.setMultiplier(0.5);
        popup.apply();
        QCOMPARE(session.history().count(), 1);
        QVERIFY(!session.network().sharesWith(before));
    }

    void failedOpeningLeavesTheDocument() {
        WindowFixture fixture;
        QVERIFY(fixture.open(WindowFixture::sample(QStringLiteral("mobilenet_v2"))));
        const Network before = fixture.session().network();
        const QString path = fixture.folder() + QStringLiteral("/broken.tflite");
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("no network at all");
        file.close();
        QVERIFY(!fixture.open(path));
        QVERIFY(fixture.session().network().sharesWith(before));
        const auto* message = fixture.window().findChild<MessageBar*>();
        QVERIFY(message != nullptr && message->isVisible());
        QVERIFY(message->accessibleName().contains(QStringLiteral("broken.tflite")));
    }

    void droppedFileOpens() {
        WindowFixture fixture;
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(WindowFixture::sample(QStringLiteral("audio_keyword")))});
        QSignalSpy opened(&fixture.window().documents(), &DocumentController::opened);
        QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&fixture.window(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&fixture.window(), &drop);
        QVERIFY(QTest::qWaitFor([&opened] { return !opened.isEmpty(); }, 20000));
        QVERIFY(!fixture.session().network().empty());
    }

    void savedDocumentReopensEqual() {
        WindowFixture fixture;
        QVERIFY(fixture.open(WindowFixture::sample(QStringLiteral("presence_detector"))));
        QVERIFY(fixture.session().applyEdit("scale 0.5").has_value());
        const Document document = fixture.session().document();
        const QString path = fixture.folder() + QStringLiteral("/kept.blockwright");
        QVERIFY(saveDocument(document, path.toStdString()).has_value());
        QVERIFY(fixture.open(path));
        QVERIFY(fixture.session().document() == document);
    }

    void noTwoActionsShareAKey() {
        WindowFixture fixture;
        QHash<QString, QString> owner;
        const QList<QAction*> actions = fixture.window().actions();
        const QList<QAction*> all = fixture.window().findChildren<QAction*>() + actions;
        QSet<const QAction*> seen;
        for (const QAction* action : all) {
            if (seen.contains(action)) continue;
            seen.insert(action);
            for (const QKeySequence& key : action->shortcuts()) {
                const QString text = key.toString();
                QVERIFY2(!owner.contains(text), qPrintable(text + QStringLiteral(": ") + action->text() +
                                                           QStringLiteral(" and ") + owner.value(text)));
                owner.insert(text, action->text());
            }
        }
        QVERIFY(owner.size() > 20);
    }

    void everyActionOfTheTableStandsInAMenu() {
        WindowFixture fixture;
        QSet<QString> in_menus;
        for (const QMenu* menu : fixture.window().menuBar()->findChildren<QMenu*>()) {
            for (const QAction* action : menu->actions())
                in_menus.insert(action->objectName());
        }
        for (const ActionRow& row : actionRows()) {
            QVERIFY2(in_menus.contains(QLatin1String(row.id)), row.id);
        }
    }

    void disabledActionsSayWhy() {
        WindowFixture fixture;
        QVERIFY(fixture.open(WindowFixture::sample(QStringLiteral("mobilenet_v2"))));
        for (const QAction* action : fixture.window().registry().all()) {
            if (!action->isEnabled()) {
                QVERIFY2(action->toolTip().count(QLatin1Char('\n')) >= 2, qPrintable(action->objectName()));
            }
        }
    }

    void everyFocusableWidgetHasAName() {
        WindowFixture fixture;
        QVERIFY(fixture.open(WindowFixture::sample(QStringLiteral("presence_detector"))));
        fixture.session().setSelection({fixture.firstOfKind("ibn")});
        for (QDockWidget* dock : fixture.window().docks().docks()) {
            fixture.window().docks().open(dock->objectName());
            QTest::qWait(5);
            for (const QWidget* widget : fixture.window().findChildren<QWidget*>()) {
                if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisible() || isPartOfAnother(widget)) continue;
                if (widget->inherits("QDockWidget") || widget->inherits("QMenuBar")) continue;
                QVERIFY2(!spokenName(widget).isEmpty(),
                         qPrintable(QLatin1String(widget->metaObject()->className()) + QLatin1Char(' ') +
                                    widget->objectName() + QStringLiteral(" in ") + dock->objectName()));
            }
        }
    }

    void canvasKeepsHalfTheWindow() {
        WindowFixture fixture;
        fixture.window().resize(1280, 720);
        QVERIFY(fixture.open(WindowFixture::sample(QStringLiteral("presence_detector"))));
        for (QDockWidget* dock : fixture.window().docks().docks()) {
            fixture.window().docks().open(dock->objectName());
            QTest::qWait(50);
            const QSize canvas = fixture.window().centralWidget()->size();
            const double share = canvas.width() * canvas.height() / (1280.0 * 720.0);
            QVERIFY2(share >= 0.5, qPrintable(dock->objectName() + QStringLiteral(" leaves %1").arg(share)));
            QVERIFY(dock->isVisible());
        }
    }

    void panelsBelowGrowWithTheWindow() {
        WindowFixture fixture;
        fixture.window().resize(1280, 720);
        PanelDocks& docks = fixture.window().docks();
        docks.open(QStringLiteral("latency"));
        QTest::qWait(50);
        fixture.window().resize(2560, 1440);
        docks.open(QStringLiteral("landscape"));
        QTest::qWait(50);
        QVERIFY(docks.dock(QStringLiteral("landscape"))->height() >= 1440 / 5);
        // A height that a person chose stays.
        fixture.window().resizeDocks({docks.dock(QStringLiteral("landscape"))}, {200}, Qt::Vertical);
        docks.open(QStringLiteral("latency"));
        QTest::qWait(50);
        QVERIFY(docks.dock(QStringLiteral("latency"))->height() < 1440 / 5);
    }

    void closingAPanelBringsBackWhatGaveWay() {
        WindowFixture fixture;
        fixture.window().resize(1280, 720);
        QVERIFY(fixture.open(WindowFixture::sample(QStringLiteral("presence_detector"))));
        PanelDocks& docks = fixture.window().docks();
        docks.open(QStringLiteral("inspector"));
        docks.open(QStringLiteral("layers"));
        QVERIFY(QTest::qWaitFor([&] { return !docks.isOpen(QStringLiteral("inspector")); }));
        docks.open(QStringLiteral("memory"));
        QTest::qWait(50);
        QVERIFY(!docks.isOpen(QStringLiteral("inspector")));
        docks.dock(QStringLiteral("memory"))->hide();
        QVERIFY(QTest::qWaitFor([&] { return docks.isOpen(QStringLiteral("inspector")); }));
        // What the user closes stays closed.
        docks.dock(QStringLiteral("inspector"))->hide();
        docks.open(QStringLiteral("history"));
        docks.dock(QStringLiteral("history"))->hide();
        QTest::qWait(50);
        QVERIFY(!docks.isOpen(QStringLiteral("inspector")));
    }

    void themeChangesWhileTheInspectorIsOpen() {
        WindowFixture fixture;
        QVERIFY(fixture.open(WindowFixture::sample(QStringLiteral("presence_detector"))));
        fixture.window().docks().open(QStringLiteral("inspector"));
        fixture.session().setSelection({fixture.firstOfKind("ibn")});
        std::vector<QPointer<QLabel>> labels;
        const auto found = fixture.window().inspector().findChildren<QLabel*>();
        for (QLabel* label : found)
            labels.emplace_back(label);
        QVERIFY(labels.size() > 10);
        for (const ThemeChoice theme : {ThemeChoice::Dark, ThemeChoice::Light}) {
            applyTheme(theme);
            // Qt still holds pointers to all widgets until applyTheme returns.
            if (theme == ThemeChoice::Dark)
                QVERIFY(std::none_of(labels.begin(), labels.end(), [](const auto& label) { return label.isNull(); }));
            QTest::qWait(20);
            QVERIFY(fixture.window().inspector().findChildren<QLabel*>().size() > 10);
        }
        qApp->setStyleSheet(QString());
    }

    void panelBelowIsLoweredBeforeTheInspectorGoes() {
        WindowFixture fixture;
        fixture.window().resize(1680, 1000);
        QVERIFY(fixture.open(WindowFixture::sample(QStringLiteral("presence_detector"))));
        PanelDocks& docks = fixture.window().docks();
        docks.open(QStringLiteral("inspector"));
        docks.open(QStringLiteral("latency"));
        QTest::qWait(50);
        QVERIFY(docks.isOpen(QStringLiteral("inspector")));
        QVERIFY(docks.isOpen(QStringLiteral("latency")));
        const QSize canvas = fixture.window().centralWidget()->size();
        QVERIFY(canvas.width() * canvas.height() >= 1680 * 1000 / 2);
    }

    void suggestionsStandInLinesBelowTheCanvas() {
        WindowFixture fixture;
        fixture.window().resize(1280, 720);
        QVERIFY(fixture.open(WindowFixture::sample(QStringLiteral("presence_detector"))));
        QVERIFY(QTest::qWaitFor([&] { return !fixture.window().hintFinder().isSearching(); }, 20000));
        fixture.window().docks().open(QStringLiteral("hints"));
        QTest::qWait(50);
        const QDockWidget* dock = fixture.window().docks().dock(QStringLiteral("hints"));
        int visible = 0;
        const auto buttons = dock->findChildren<QPushButton*>();
        for (const QPushButton* button : buttons) {
            if (button->text() == QLatin1String("Accept") && !button->visibleRegion().isEmpty() &&
                button->visibleRegion().boundingRect().height() == button->height()) {
                ++visible;
            }
        }
        QVERIFY2(visible >= 3, qPrintable(QString::number(visible)));
        QVERIFY(fixture.window().canvas().height() * fixture.window().canvas().width() >= 1280 * 720 / 2);
    }

    void layoutComesBackAsItWasLeft() {
        WindowFixture fixture;
        fixture.window().resize(1600, 1000);
        fixture.window().docks().open(QStringLiteral("latency"));
        QTest::qWait(20);
        const QByteArray state = fixture.window().saveState();
        fixture.window().docks().dock(QStringLiteral("latency"))->hide();
        QVERIFY(fixture.window().restoreState(state));
        QVERIFY(fixture.window().docks().isOpen(QStringLiteral("latency")));
    }
};

QTEST_MAIN(WindowTest)
#include "window_test.moc"
