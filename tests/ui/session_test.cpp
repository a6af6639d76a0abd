// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "actions/help_page.h"
#include "charts/axis.h"
#include "panels/layers_model.h"
#include "session/journal.h"
#include "session/metric.h"
#include "settings/settings.h"
#include "text/wording.h"
#include "window_fixture.h"

using namespace bw;
using namespace bw::ui;

class SessionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void layersModelKeepsTheRulesOfModels() {
        WindowFixture fixture;
        LayersModel model(fixture.session());
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.update();
        QCOMPARE(model.rowCount(), 0);
        QVERIFY(fixture.open(WindowFixture::sample(QStringLiteral("mobilenet_v2"))));
        model.update();
        QCOMPARE(model.rowCount(), static_cast<int>(fixture.session().network().size()));
        int64_t macs = 0;
        for (int row = 0; row < model.rowCount(); ++row) {
            macs += model.index(row, LayersModel::Macs).data(Qt::UserRole).toLongLong();
        }
        QCOMPARE(macs, fixture.session().assessment()->totals.macs);
        fixture.session().setSelection({model.blockAt(5)});
        QVERIFY(fixture.session().applyEdit("delete " + fixture.session().selectionWords()).has_value());
        QVERIFY(fixture.settle());
        model.update();
        QCOMPARE(model.rowCount(), static_cast<int>(fixture.session().network().size()));
    }

    void refusedEditChangesNothingAndTells() {
        WindowFixture fixture;
        QVERIFY(fixture.open(WindowFixture::sample(QStringLiteral("mobilenet_v2"))));
        QSignalSpy refused(&fixture.session(), &DocumentSession::editRefused);
        const Network before = fixture.session().network();
        QVERIFY(!fixture.session().applyEdit("fuse no_such_block").has_value());
        QCOMPARE(refused.size(), 1);
        QVERIFY(fixture.session().network().sharesWith(before));
        QCOMPARE(fixture.session().history().count(), 0);
    }

    void anAdoptedTargetIsOfferedAndUsed() {
        WindowFixture fixture;
        QVERIFY(fixture.open(WindowFixture::sample(QStringLiteral("mobilenet_v2"))));
        Workbench& workbench = fixture.session().workbench();
        TargetProfile faster = *workbench.target("neural-engine");
        faster.id = "my-engine";
        QSignalSpy changed(&workbench, &Workbench::targetsChanged);
        workbench.adopt(faster, nullptr);
        QCOMPARE(changed.size(), 1);
        QVERIFY(workbench.target("my-engine") != nullptr);
        fixture.session().setTarget("my-engine");
        QVERIFY(fixture.settle());
        QCOMPARE(fixture.session().target()->id, std::string("my-engine"));
        QVERIFY(fixture.session().assessment() != nullptr);
    }

    void severalEditsAreAllOrNone() {
        WindowFixture fixture;
        QVERIFY(fixture.open(WindowFixture::sample(QStringLiteral("mobilenet_v2"))));
        const Network before = fixture.session().network();
        QVERIFY(!fixture.session().applyEdits({"scale 0.5", "fuse no_such_block"}, QStringLiteral("Two")).has_value());
        QVERIFY(fixture.session().network().sharesWith(before));
        QVERIFY(fixture.session().applyFixes({"scale 0.5", "fuse no_such_block"}, QStringLiteral("Two")).has_value());
        QCOMPARE(fixture.session().history().count(), 1);
        QCOMPARE(fixture.session().history().undoText(), QStringLiteral("Two"));
    }

    void journalBringsACrashedSessionBack() {
        WindowFixture fixture;
        QVERIFY(fixture.open(WindowFixture::sample(QStringLiteral("presence_detector"))));
        QTemporaryDir folder;
        DocumentSession& session = fixture.session();
        LostWork lost;
        Document expected;
        {
            Journal journal(session, folder.path());
            journal.begin(QStringLiteral("/somewhere/net.blockwright"), QStringLiteral("net"));
            QVERIFY(session.applyEdit("scale 0.75").has_value());
            session.setPrecision(Precision::Int16);
            QVERIFY(session.applyEdit("scale 0.5").has_value());
            session.undo();
            Budgets budgets;
            budgets.parameter_bytes = 262144;
            session.setBudgets(budgets);
            journal.flush();
            // As a crash leaves it: the lock goes with the process, the journal stays.
            expected = session.document();
        }
        const auto found = Journal::findLostWork(folder.path());
        QCOMPARE(found.size(), size_t{1});
        QCOMPARE(found.front().title, QStringLiteral("net"));
        QCOMPARE(found.front().steps, 5);
        QVERIFY(Journal::restore(found.front(), session).has_value());
        QVERIFY(session.document() == expected);
        Journal::discard(found.front());
        QVERIFY(Journal::findLostWork(folder.path()).empty());
    }

    void journalReplaysMergedStepsAsOneAndForgetsSavedOnes() {
        WindowFixture fixture;
        QVERIFY(fixture.open(WindowFixture::sample(QStringLiteral("presence_detector"))));
        QTemporaryDir folder;
        DocumentSession& session = fixture.session();
        Document expected;
        {
            Journal journal(session, folder.path());
            journal.begin({}, QStringLiteral("net"));
            const QString key = QStringLiteral("channels");
            QVERIFY(session.applyEdit("scale 0.75").has_value());
            QVERIFY(session.applyEdit("set stem.channels=64", key).has_value());
            QVERIFY(session.applyEdit("set stem.channels=96", key).has_value());
            QCOMPARE(session.history().count(), 2);
            QVERIFY(session.applyEdit("scale 0.5").has_value());
            session.undo();
            session.undo();
            journal.flush();
            expected = session.document();
        }
        auto found = Journal::findLostWork(folder.path());
        QCOMPARE(found.size(), size_t{1});
        {
            QFile cut(found.front().journal);
            QVERIFY(cut.open(QIODevice::Append));
            cut.write("{\"do\":\"ed");
        }
        QVERIFY(Journal::restore(found.front(), session).has_value());
        QVERIFY(session.document() == expected);
        QCOMPARE(session.history().count(), 3);
        {
            Journal journal(session, folder.path());
            journal.resume(found.front());
            session.redo();
            journal.flush();
            expected = session.document();
        }
        found = Journal::findLostWork(folder.path());
        QCOMPARE(found.size(), size_t{1});
        QVERIFY(Journal::restore(found.front(), session).has_value());
        QVERIFY(session.document() == expected);
        {
            Journal journal(session, folder.path());
            journal.resume(found.front());
            journal.noteSaved(QStringLiteral("/somewhere/saved.blockwright"), QStringLiteral("saved"));
            journal.flush();
        }
        QVERIFY(Journal::findLostWork(folder.path()).empty());
    }

    void everySettingComesBack() {
        QTemporaryDir folder;
        qputenv("BLOCKWRIGHT_CONFIG_DIR", folder.path().toUtf8());
        for (const SettingRow& row : settingRows()) {
            QCOMPARE(Settings().value(row.setting), row.default_value);
        }
        Settings().set(Setting::Theme, QStringLiteral("dark"));
        Settings().set(Setting::RecentFiles, QStringList{QStringLiteral("a"), QStringLiteral("b")});
        QCOMPARE(Settings().value(Setting::Theme).toString(), QStringLiteral("dark"));
        QCOMPARE(Settings().value(Setting::RecentFiles).toStringList().size(), 2);
    }

    void budgetsSurviveTheirText() {
        Budgets budgets;
        budgets.latency_ms = 4.25;
        budgets.peak_activation_bytes = 131072;
        QVERIFY(budgetsFromText(budgetsText(budgets)) == budgets);
        QVERIFY(budgetsFromText(QStringLiteral("-1;x;")) == Budgets());
    }

    void errorsReadAsOneSentenceWithPlaceAndRemedy() {
        Error error;
        error.message = "is not valid JSON";
        QCOMPARE(errorText(error), QStringLiteral("Is not valid JSON."));
        error.file = "/somewhere/net.blockwright";
        error.place = "byte 14";
        error.remedy = "export it again";
        QCOMPARE(errorText(error), QStringLiteral("net.blockwright: byte 14: is not valid JSON. Export it again."));
        QCOMPARE(pluralText(1, QStringLiteral("1 step"), QStringLiteral("%1 steps")), QStringLiteral("1 step"));
        QCOMPARE(pluralText(12, QStringLiteral("1 step"), QStringLiteral("%1 steps")), QStringLiteral("12 steps"));
    }

    void figuresReadAsPeopleWriteThem() {
        QCOMPARE(shapeText(Shape{1, 32, 112, 96}), QStringLiteral("112 × 96 × 32"));
        QCOMPARE(shapeText(Shape{1, 1000}), QStringLiteral("1000"));
        QCOMPARE(countText(300774272), QStringLiteral("301 M"));
        QCOMPARE(countText(640), QStringLiteral("640"));
        QCOMPARE(changeFromText(2, 1).remove(QChar(0x202f)), QStringLiteral("−50%"));
        QCOMPARE(exactBytesText(120832), QStringLiteral("120,832 B"));
        QVERIFY(changeFromText(0, 1).isEmpty());
    }

    void axisTicksCoverTheLargestValue() {
        for (const double largest : {0.0013, 0.9, 7.0, 123456.0}) {
            const auto ticks = axisTicks(largest, 5);
            QVERIFY(ticks.size() >= 2 && ticks.back() >= largest && ticks[ticks.size() - 2] < largest);
        }
        QCOMPARE(axisTicks(0, 5).size(), size_t{1});
    }

    void helpListsEveryActionAndTellsTheTwoMultipliersApart() {
        WindowFixture fixture;
        const QString html = HelpPage::html(fixture.window().registry());
        for (const QAction* action : fixture.window().registry().all()) {
            QVERIFY2(html.contains(plainActionText(action).toHtmlEscaped()), qPrintable(action->objectName()));
        }
        QVERIFY(html.contains(QStringLiteral("depth_multiplier")));
    }
};

QTEST_MAIN(SessionTest)
#include "session_test.moc"
