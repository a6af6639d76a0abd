// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QComboBox>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>

#include "actions/action_registry.h"
#include "charts/memory_chart.h"
#include "main_window/panel_docks.h"
#include "panels/cut_list.h"
#include "panels/fit_form.h"
#include "panels/fit_panel.h"
#include "panels/memory_panel.h"
#include "panels/message_bar.h"
#include "window_fixture.h"

using namespace bw;
using namespace bw::ui;

namespace {

QString q(const char* text) {
    return QString::fromUtf8(text);
}

/// The camera sample, which is over both of its budgets, with a panel open.
class CameraFixture : public WindowFixture {
public:
    explicit CameraFixture(const char* panel) {
        opened_ = open(sample(q("camera_classifier")));
        window().resize(1280, 720);
        window().docks().open(q(panel));
    }
    bool isOpen() const { return opened_; }
    const Totals& totals() { return session().assessment()->totals; }
    bool fits() { return keepsBudgets(totals(), session().effectiveBudgets()); }
    CutList& cuts() { return window().memoryPanel().cutList(); }
    FitPanel& fit() { return window().fitPanel(); }

    bool waitForCuts() {
        CutFinder& finder = window().memoryPanel().cutFinder();
        return QTest::qWaitFor([&] { return settle() && !finder.isSearching() && cuts().count() > 0; }, 30000);
    }
    bool runFit() {
        QSignalSpy finished(&window().fitRunner(), &FitRunner::finished);
        fit().startOrStop();
        return window().fitRunner().isRunning() && finished.wait(120000);
    }

private:
    bool opened_ = false;
};

}  // namespace

/// The memory panel, "cut here" and "fit to budget" as a person uses them.
class MemoryWindowTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cutsLeadIntoTheBudgets() {
        CameraFixture fixture("memory");
        QVERIFY(fixture.isOpen());
        QVERIFY(!fixture.fits());
        int accepted = 0;
        for (; accepted < 10 && !fixture.fits(); ++accepted) {
            QVERIFY(fixture.waitForCuts());
            const auto& cuts = fixture.window().memoryPanel().cutFinder().cuts();
            int row = 0;
            while (cuts[static_cast<size_t>(row)].reach != Cut::Reach::Block)
                ++row;
            fixture.cuts().choose(row);
            fixture.cuts().accept();
            QVERIFY(fixture.settle());
        }
        QVERIFY(fixture.fits());
        QCOMPARE(fixture.session().history().count(), accepted);
    }

    void aCutIsPreviewedWithoutATrace() {
        CameraFixture fixture("memory");
        QVERIFY(fixture.isOpen() && fixture.waitForCuts());
        DocumentSession& session = fixture.session();
        const Network before = session.network();
        const int64_t peak = fixture.totals().peak_activation_bytes;
        const int64_t parameters = fixture.totals().parameter_bytes;
        fixture.cuts().choose(0);
        fixture.cuts().preview(true);
        QVERIFY(fixture.settle());
        QVERIFY(session.isPreviewing());
        QVERIFY(fixture.totals().peak_activation_bytes < peak || fixture.totals().parameter_bytes < parameters);
        QVERIFY(!session.touchedBlocks().empty());
        QCOMPARE(session.history().count(), 0);
        // Another panel in its place ends the preview.
        fixture.window().docks().open(q("history"));
        QVERIFY(QTest::qWaitFor([&] { return !session.isPreviewing(); }, 5000));
        QVERIFY(session.network().sharesWith(before));
        QVERIFY(!fixture.window().isWindowModified());
    }

    void fitIsOneStep() {
        CameraFixture fixture("fit");
        QVERIFY(fixture.isOpen());
        DocumentSession& session = fixture.session();
        const Network before = session.network();
        const Totals now = fixture.totals();
        QVERIFY(fixture.runFit());
        QVERIFY2(fixture.fit().verdict().startsWith(q("It can fit")), qPrintable(fixture.fit().verdict()));
        fixture.fit().preview(true);
        QVERIFY(fixture.settle());
        QVERIFY(session.isPreviewing() && fixture.fits());
        QCOMPARE(session.history().count(), 0);
        fixture.fit().preview(false);
        QVERIFY(fixture.settle());
        QVERIFY(session.network().sharesWith(before));
        fixture.fit().accept();
        QVERIFY(fixture.settle());
        QVERIFY(fixture.fits());
        QCOMPARE(session.history().count(), 1);
        // Both by 47 % or more.
        const Totals after = fixture.totals();
        QVERIFY(static_cast<double>(after.parameter_bytes) <= 0.53 * static_cast<double>(now.parameter_bytes));
        QVERIFY(static_cast<double>(after.peak_activation_bytes) <=
                0.53 * static_cast<double>(now.peak_activation_bytes));
        session.undo();
        QVERIFY(fixture.settle());
        QVERIFY(session.network().sharesWith(before));
    }

    void fitProvesWhatCannotBe() {
        CameraFixture fixture("fit");
        QVERIFY(fixture.isOpen());
        fixture.fit().form().setBudgetTexts(q("1 KiB"), q("1 KiB"));
        QCOMPARE(fixture.session().effectiveBudgets().parameter_bytes, std::optional<int64_t>(1024));
        QVERIFY(fixture.runFit());
        QVERIFY2(fixture.fit().verdict().contains(q("Proved impossible")), qPrintable(fixture.fit().verdict()));
        QVERIFY(fixture.fit().verdict().contains(q("over the budget of 1,024 B")));
        fixture.fit().accept();
        QCOMPARE(fixture.session().history().count(), 1);
    }

    void fitSaysWhyItCannotStart() {
        CameraFixture fixture("fit");
        QVERIFY(fixture.isOpen());
        FitForm& form = fixture.fit().form();
        QVERIFY(form.obstacle().isEmpty());
        form.setBudgetTexts(q("0"), q("128 KiB"));
        QVERIFY(form.obstacle().contains(q("flash")));
        form.setBudgetTexts(q("256 KiB"), q("lots"));
        QVERIFY(form.obstacle().contains(q("SRAM")));
        form.setBudgetTexts({}, {});
        QVERIFY(form.obstacle().contains(q("budget")));
        form.setBudgetTexts(q("256 KiB"), {});
        QVERIFY(form.obstacle().isEmpty());
        for (const Freedom freedom : kFreedoms)
            form.setAllowed(freedom, false);
        QVERIFY(!form.obstacle().isEmpty());
        fixture.fit().startOrStop();
        QVERIFY(!fixture.window().fitRunner().isRunning());
    }

    void anEditMakesTheAnswersStale() {
        CameraFixture fixture("fit");
        QVERIFY(fixture.isOpen() && fixture.runFit());
        QVERIFY(fixture.session().applyEdit("set stem.channels=16"));
        QVERIFY(fixture.settle());
        QVERIFY(fixture.window().fitRunner().isStale());
        fixture.fit().accept();
        QCOMPARE(fixture.session().history().count(), 1);
        fixture.session().undo();
        QVERIFY(fixture.settle());
        fixture.fit().accept();
        QVERIFY(fixture.settle());
        QVERIFY(fixture.fits());
    }

    void runtimeRulesChangeThePeakAndAreKept() {
        CameraFixture fixture("memory");
        QVERIFY(fixture.isOpen());
        const int64_t whole = fixture.totals().peak_activation_bytes;
        fixture.session().setMemoryProfile("ethos-u-cascaded");
        QVERIFY(fixture.settle());
        QVERIFY(fixture.totals().peak_activation_bytes < whole);
        const Document read = *readDocument(writeDocument(fixture.session().document()), "x");
        QCOMPARE(read.memory_profile, std::string("ethos-u-cascaded"));
        fixture.session().undo();
        QVERIFY(fixture.settle());
        QCOMPARE(fixture.totals().peak_activation_bytes, whole);
    }

    void theArenaIsPlannedExactlyAndExported() {
        WindowFixture fixture;
        QVERIFY(fixture.open(WindowFixture::sample(q("mobilenet_edgetpu"))));
        fixture.session().setMemoryProfile("tflm");
        QVERIFY(fixture.settle());
        ArenaSearch& search = fixture.window().memoryPanel().arenaSearch();
        const ArenaPlan greedy = fixture.session().assessment()->memory.arena;
        QVERIFY(greedy.arena_bytes > greedy.lower_bound_bytes);
        QSignalSpy finished(&search, &ArenaSearch::finished);
        fixture.window().registry().action(q("memory.plan_arena"))->trigger();
        QVERIFY(search.isRunning() && finished.wait(70000));
        QVERIFY(search.plan() != nullptr && search.plan()->plan.arena_bytes < greedy.arena_bytes);
        const QString file = fixture.folder() + q("/plan.json");
        fixture.window().exportMemoryPlan(file);
        QVERIFY(QTest::qWaitFor([&] { return QFile::exists(file); }, 10000));
        QFile written(file);
        QVERIFY(written.open(QIODevice::ReadOnly));
        const QJsonObject plan = QJsonDocument::fromJson(written.readAll()).object();
        QCOMPARE(plan[q("arena_bytes")].toInteger(), search.plan()->plan.arena_bytes);
        // Other buffers have other plans.
        QVERIFY(fixture.session().applyEdit("scale 0.75 --multiple 8"));
        QVERIFY(fixture.settle());
        QVERIFY(search.plan() == nullptr);
    }

    void aSearchOfTheArenaEndsWhereItIsStopped() {
        WindowFixture fixture;
        QVERIFY(fixture.open(WindowFixture::sample(q("indoor_segmentation"))));
        ArenaSearch& search = fixture.window().memoryPanel().arenaSearch();
        QVERIFY2(search.obstacle().isEmpty(), qPrintable(search.obstacle()));
        QSignalSpy finished(&search, &ArenaSearch::finished);
        search.start();
        search.stop();
        QVERIFY(finished.wait(20000));
        QVERIFY(!search.isRunning() && search.plan() != nullptr);
        QVERIFY(search.plan()->plan.arena_bytes <= fixture.session().assessment()->memory.arena.arena_bytes);
    }

    void anOfflinePlanNeedsTheRuntimeThatReadsIt() {
        CameraFixture fixture("memory");
        QVERIFY(fixture.isOpen());
        const QString file = fixture.folder() + q("/plan.bin");
        fixture.window().exportMemoryPlan(file);
        auto* messages = fixture.window().findChild<MessageBar*>();
        QVERIFY(QTest::qWaitFor([&] { return messages->isVisible(); }, 10000));
        QVERIFY(!QFile::exists(file));
        fixture.session().setMemoryProfile("tflm");
        QVERIFY(fixture.settle());
        fixture.window().exportMemoryPlan(file);
        QVERIFY(QTest::qWaitFor([&] { return QFile::exists(file); }, 10000));
        // Version, subgraph, count and one offset for each tensor.
        const auto tensors = static_cast<qint64>(fixture.session().assessment()->lowered.graph.tensors.size());
        QCOMPARE(QFileInfo(file).size(), 4 * (3 + tensors));
    }

    void branchesRunInAnotherOrder() {
        WindowFixture fixture;
        QVERIFY(fixture.open(WindowFixture::sample(q("presence_detector"))));
        const int64_t before = fixture.session().assessment()->totals.peak_activation_bytes;
        auto* messages = fixture.window().findChild<MessageBar*>();
        fixture.window().registry().action(q("memory.reorder"))->trigger();
        QVERIFY(QTest::qWaitFor([&] { return messages->isVisible(); }, 20000));
        QVERIFY(fixture.settle());
        QVERIFY(fixture.session().assessment()->totals.peak_activation_bytes <= before);
        // Where there are no branches the action says so.
        QVERIFY(fixture.open(WindowFixture::sample(q("camera_classifier"))));
        QAction* reorder = fixture.window().registry().action(q("memory.reorder"));
        QVERIFY(!reorder->isEnabled());
        QVERIFY(reorder->toolTip().contains(q("no branches")));
    }

    void theChartPointsAndSelects() {
        CameraFixture fixture("memory");
        QVERIFY(fixture.isOpen() && fixture.waitForCuts());
        MemoryChart& chart = fixture.window().memoryPanel().chart();
        QSignalSpy pointed(&chart, &MemoryChart::pointedAt);
        // Somewhere on a line through the lowest buffers lies one.
        const int y = chart.height() - 2 * chart.fontMetrics().height() - 8;
        for (int x = 80; x < chart.width() - 20 && pointed.isEmpty(); x += 7)
            QTest::mouseMove(&chart, QPoint(x, y));
        QVERIFY(!pointed.isEmpty());
        chart.selectPeak();
        QVERIFY(!fixture.session().selection().empty());
    }
};

QTEST_MAIN(MemoryWindowTest)
#include "memory_window_test.moc"
