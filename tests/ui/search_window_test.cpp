// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QLabel>
#include <QPushButton>
#include <QTreeWidget>

#include "charts/parallel_chart.h"
#include "charts/pareto_chart.h"
#include "io/document.h"
#include "main_window/panel_docks.h"
#include "search/limit_chip.h"
#include "search/network_view.h"
#include "search/search_charts.h"
#include "search/search_form.h"
#include "search/search_panel.h"
#include "search/searches_view.h"
#include "window_fixture.h"

using namespace bw;
using namespace bw::ui;

namespace {

/// The camera sample with the search panel open and the estimator there.
class SearchFixture : public WindowFixture {
public:
    explicit SearchFixture(const char* name = "camera_classifier") {
        session().workbench().startEstimators();
        ready_ = open(sample(QString::fromLatin1(name))) &&
                 QTest::qWaitFor(
                     [this] { return session().assessment() && session().assessment()->totals.latency_ms.has_value(); },
                     60000);
        window().resize(1280, 720);
        window().docks().open(QStringLiteral("search"));
    }
    bool isReady() const { return ready_; }
    SearchPanel& panel() { return window().searchPanel(); }
    SearchLibrary& library() { return window().searches(); }
    SearchRunner& runner() { return library().runner(); }

    /// A question that takes a moment: the first decisions only, so that curation is short.
    void ask(int64_t evaluations, const char* strategy = "random") {
        SearchSpec spec;
        spec.curated = false;
        spec.objectives = {Figure::Latency, Figure::Score};
        spec.run.evaluations = evaluations;
        spec.run.strategy = strategy;
        panel().form().setSpec(spec);
    }
    bool waitForState(SearchRunner::State state) {
        return QTest::qWaitFor([&] { return runner().state() == state; }, 60000);
    }
    /// Runs a search to its end; the search, or null where it did not start or end.
    std::shared_ptr<KeptSearch> search(int64_t evaluations, const char* strategy = "nsga2") {
        ask(evaluations, strategy);
        QSignalSpy ended(&library(), &SearchLibrary::searchEnded);
        panel().start();
        if (!runner().isActive()) return nullptr;
        if (!QTest::qWaitFor([&] { return !ended.isEmpty(); }, 120000)) return nullptr;
        return library().find(ended.front().front().toString());
    }

private:
    bool ready_ = false;
};

size_t openFiles() {
    return QDir(QStringLiteral("/proc/self/fd")).entryList(QDir::Files | QDir::System).size();
}

/// A network of the search that makes the present one faster.
const SearchPoint* fasterPoint(const KeptSearch& search) {
    for (const SearchPoint& point : search.points) {
        if (point.figures.latency_ms && *point.figures.latency_ms < *search.prepared->now.latency_ms &&
            !search.prepared->problem->space().commands(point.genome).empty())
            return &point;
    }
    return nullptr;
}

}  // namespace

/// Searches in the window, as a person runs them.
class SearchWindowTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aSearchRunsToItsEnd() {
        SearchFixture fixture;
        QVERIFY(fixture.isReady());
        const auto search = fixture.search(120);
        QVERIFY(search);
        QCOMPARE(search->state, KeptSearch::State::Done);
        QCOMPARE(search->evaluations, 120);
        QCOMPARE(search->points.size(), size_t{120});
        QVERIFY(!search->snapshot->front.empty());
        QVERIFY(!search->outcome->importance.empty());
        QVERIFY2(fixture.panel().statusText().contains(QStringLiteral("120")),
                 qPrintable(fixture.panel().statusText()));
        QCOMPARE(fixture.panel().list().count(), 1);
        // Numbers are those of the evaluations.
        for (const SearchPoint& point : search->points)
            QCOMPARE(search->outcome->result.evaluations[static_cast<size_t>(point.number)].genome, point.genome);
    }

    void aFinishedSearchShowsItsWayOnTheLandscape() {
        SearchFixture fixture;
        QVERIFY(fixture.isReady());
        const auto search = fixture.search(120);
        QVERIFY(search);
        const auto& path = fixture.window().spaceSession().trajectory();
        QVERIFY(path.size() >= 2);
        QVERIFY(path.front().empty());
        // The last point is the fastest network of all.
        const auto& evaluations = search->outcome->result.evaluations;
        const auto best = std::min_element(evaluations.begin(), evaluations.end(), [](const auto& a, const auto& b) {
            return a.rating.objectives.front() < b.rating.objectives.front();
        });
        const auto& decisions = search->prepared->problem->space().decisions();
        QCOMPARE(path.back().size(), decisions.size());
        for (size_t d = 0; d < decisions.size(); ++d)
            QCOMPARE(path.back().at(decisions[d].name), decisions[d].values[static_cast<size_t>(best->genome[d])]);
    }

    void editingGoesOnWhileItSearches() {
        SearchFixture fixture;
        QVERIFY(fixture.isReady());
        fixture.ask(1'000'000);
        fixture.panel().start();
        QVERIFY(fixture.waitForState(SearchRunner::State::Running));
        QVERIFY(fixture.session().applyEdit("scale 0.5").has_value());
        QVERIFY(fixture.settle());
        QVERIFY(fixture.runner().isActive());
        fixture.panel().cancel();
        QVERIFY(fixture.waitForState(SearchRunner::State::Idle));
        QCOMPARE(fixture.session().history().count(), 1);
    }

    void pausedNothingIsRated() {
        SearchFixture fixture;
        QVERIFY(fixture.isReady());
        fixture.ask(1'000'000);
        fixture.panel().start();
        QVERIFY(QTest::qWaitFor(
            [&] { return fixture.library().active() && fixture.library().active()->evaluations > 0; }, 60000));
        fixture.panel().pause();
        QCOMPARE(fixture.runner().state(), SearchRunner::State::Paused);
        QTest::qWait(300);
        const int64_t then = fixture.library().active()->evaluations;
        QTest::qWait(400);
        QCOMPARE(fixture.library().active()->evaluations, then);
        fixture.panel().start();
        QVERIFY(QTest::qWaitFor([&] { return fixture.library().active()->evaluations > then; }, 60000));
        const QString id = fixture.library().active()->id;
        fixture.panel().cancel();
        QVERIFY(fixture.waitForState(SearchRunner::State::Idle));
        const auto search = fixture.library().find(id);
        QCOMPARE(search->state, KeptSearch::State::Interrupted);
        QVERIFY(search->evaluations > then);
        QVERIFY(!search->points.empty());
    }

    void aCancelledSearchResumesToTheSameFront() {
        SearchFixture fixture;
        QVERIFY(fixture.isReady());
        const auto whole = fixture.search(400);
        QVERIFY(whole);
        fixture.ask(400, "nsga2");
        fixture.panel().start();
        QVERIFY(QTest::qWaitFor(
            [&] { return fixture.library().active() && fixture.library().active()->evaluations > 0; }, 60000));
        const QString id = fixture.library().active()->id;
        fixture.panel().cancel();
        QVERIFY(fixture.waitForState(SearchRunner::State::Idle));
        QCOMPARE(fixture.library().find(id)->state, KeptSearch::State::Interrupted);
        QSignalSpy ended(&fixture.library(), &SearchLibrary::searchEnded);
        QVERIFY(fixture.library().resume(id).has_value());
        QVERIFY(QTest::qWaitFor([&] { return !ended.isEmpty(); }, 120000));
        const QString first = fixture.folder() + QStringLiteral("/a.json"),
                      second = fixture.folder() + QStringLiteral("/b.json");
        QVERIFY(fixture.library().exportFront(whole->id, first).has_value());
        QVERIFY(fixture.library().exportFront(id, second).has_value());
        QFile a(first), b(second);
        QVERIFY(a.open(QIODevice::ReadOnly) && b.open(QIODevice::ReadOnly));
        QVERIFY(a.size() > 100);
        QCOMPARE(a.readAll(), b.readAll());
    }

    void searchesSurviveTheWindow() {
        SearchFixture fixture;
        QVERIFY(fixture.isReady());
        const auto search = fixture.search(60);
        QVERIFY(search);
        SearchLibrary other(fixture.session(), fixture.folder() + QStringLiteral("/searches"));
        other.readFolder();
        QCOMPARE(other.searches().size(), size_t{1});
        const auto back = other.searches().front();
        QCOMPARE(back->name, search->name);
        QCOMPARE(back->state, KeptSearch::State::Done);
        QCOMPARE(back->evaluations, search->evaluations);
        QVERIFY(!back->isLoaded());
        QSignalSpy ended(&other, &SearchLibrary::searchEnded);
        QVERIFY(other.resume(back->id).has_value());
        QVERIFY(QTest::qWaitFor([&] { return !ended.isEmpty(); }, 120000));
        QCOMPARE(back->points.size(), search->points.size());
        QCOMPARE(back->snapshot->front.size(), search->snapshot->front.size());
        other.remove(back->id);
        QVERIFY(QDir(fixture.folder() + QStringLiteral("/searches")).entryList(QDir::Files).isEmpty());
    }

    void aNetworkIsAppliedInOneStepAndUndone() {
        SearchFixture fixture;
        QVERIFY(fixture.isReady());
        const std::string before = writeDocument(fixture.session().document());
        const auto search = fixture.search(200);
        QVERIFY(search);
        const SearchPoint* point = fasterPoint(*search);
        QVERIFY(point != nullptr);
        const double promised = *point->figures.latency_ms;
        fixture.panel().choose(point->genome);
        fixture.panel().preview(true);
        QVERIFY(fixture.session().isPreviewing());
        QVERIFY(fixture.settle());
        QCOMPARE(*fixture.session().assessment()->totals.latency_ms, promised);
        fixture.panel().preview(false);
        QCOMPARE(writeDocument(fixture.session().document()), before);
        fixture.panel().apply();
        QVERIFY(fixture.settle());
        QCOMPARE(fixture.session().history().count(), 1);
        QCOMPARE(*fixture.session().assessment()->totals.latency_ms, promised);
        fixture.session().undo();
        QCOMPARE(writeDocument(fixture.session().document()), before);
    }

    void openBesidePinsTheBaseline() {
        SearchFixture fixture;
        QVERIFY(fixture.isReady());
        const auto search = fixture.search(100);
        QVERIFY(search);
        const SearchPoint* point = fasterPoint(*search);
        QVERIFY(point != nullptr);
        fixture.panel().choose(point->genome);
        fixture.panel().openBeside();
        QVERIFY(fixture.session().isPreviewing());
        QVERIFY(fixture.session().document().baseline.has_value());
        QVERIFY(*fixture.session().document().baseline == search->document.network);
        QVERIFY(!(fixture.session().network() == search->document.network));
    }

    void anEditedNetworkSaysWhyItsCandidatesDoNotApply() {
        SearchFixture fixture;
        QVERIFY(fixture.isReady());
        const auto search = fixture.search(60);
        QVERIFY(search);
        fixture.panel().choose(fasterPoint(*search)->genome);
        QVERIFY(fixture.panel().network().obstacle().isEmpty());
        QVERIFY(fixture.session().applyEdit("scale 0.5").has_value());
        QVERIFY(fixture.settle());
        QVERIFY(!fixture.panel().network().obstacle().isEmpty());
        fixture.session().undo();
        QVERIFY(fixture.panel().network().obstacle().isEmpty());
    }

    void aPointOfTheChartIsChosenByClickAndKey() {
        SearchFixture fixture;
        QVERIFY(fixture.isReady());
        const auto search = fixture.search(80);
        QVERIFY(search);
        QTest::qWait(300);
        ParetoChart& chart = fixture.panel().charts().pareto();
        const auto place = chart.placeOf(0);
        QVERIFY(place.has_value());
        QSignalSpy chosen(&fixture.panel().charts(), &SearchCharts::chosen);
        QTest::mouseClick(&chart, Qt::LeftButton, Qt::NoModifier, place->toPoint());
        QCOMPARE(chosen.count(), 1);
        QTest::keyClick(&chart, Qt::Key_Right);
        QCOMPARE(chosen.count(), 2);
        QVERIFY(!chart.accessibleDescription().isEmpty());
        QVERIFY(!fixture.panel().network().commands().empty() ||
                fixture.panel().network().obstacle().contains(QStringLiteral("as it is")));
    }

    void unreachableLimitsAreToldInPlace() {
        SearchFixture fixture;
        QVERIFY(fixture.isReady());
        fixture.ask(50);
        fixture.panel().form().addLimit({{Figure::ParameterBytes, 1}, false});
        QSignalSpy ended(&fixture.library(), &SearchLibrary::searchEnded);
        fixture.panel().start();
        QVERIFY(QTest::qWaitFor([&] { return !ended.isEmpty(); }, 120000));
        const auto search = fixture.library().searches().front();
        QCOMPARE(search->state, KeptSearch::State::Failed);
        QVERIFY2(fixture.panel().statusText().contains(QStringLiteral("param"), Qt::CaseInsensitive),
                 qPrintable(fixture.panel().statusText()));
    }

    void searchesAreComparedAndDeleted() {
        SearchFixture fixture;
        QVERIFY(fixture.isReady());
        const auto first = fixture.search(60, "random");
        const auto second = fixture.search(60, "nsga2");
        QVERIFY(first && second && first != second);
        SearchesView& list = fixture.panel().list();
        QCOMPARE(list.chosen(), second->id);
        list.setCompared(first->id, true);
        QCOMPARE(list.compared(), (QStringList{second->id, first->id}));
        fixture.library().rename(first->id, QStringLiteral("by chance"));
        QCOMPARE(first->name, QStringLiteral("by chance"));
        fixture.library().remove(second->id);
        QCOMPARE(list.count(), 1);
        QVERIFY(list.chosen().isEmpty());
    }

    void closingTheWindowEndsTheSearchSoon() {
        QString folder;
        QElapsedTimer timer;
        {
            SearchFixture fixture;
            QVERIFY(fixture.isReady());
            fixture.ask(1'000'000);
            fixture.panel().start();
            QVERIFY(fixture.waitForState(SearchRunner::State::Running));
            timer.start();
        }
        // Far above the second that is promised: a hang, not a slow machine.
        QVERIFY(timer.elapsed() < 30000);
    }

    void fiftyStartsAndCancelsLeaveNothingBehind() {
        SearchFixture fixture;
        QVERIFY(fixture.isReady());
        size_t files_before = 0;
        for (int i = 0; i < 50; ++i) {
            fixture.ask(1'000'000);
            fixture.panel().start();
            QVERIFY(fixture.runner().isActive());
            QTest::qWait(i % 5 * 10);
            fixture.panel().cancel();
            QVERIFY(fixture.waitForState(SearchRunner::State::Idle));
            while (!fixture.library().searches().empty())
                fixture.library().remove(fixture.library().searches().front()->id);
            if (i == 5) files_before = openFiles();
        }
        QVERIFY(openFiles() <= files_before);
        QVERIFY(QDir(fixture.folder() + QStringLiteral("/searches")).entryList(QDir::Files).isEmpty());
        QVERIFY(fixture.session().history().count() == 0);
    }

    void brushesKeepTheLinesThatPass() {
        ParallelChart chart;
        const auto text = [](double value) { return QString::number(value); };
        chart.setLines({{QStringLiteral("a"), text}, {QStringLiteral("b"), text}},
                       {{{1, 9}, 0}, {{2, 8}, 1}, {{3, 7}, 2}});
        QCOMPARE(chart.passing().size(), 3);
        chart.setBrush(0, std::pair(1.5, 3.0));
        QCOMPARE(chart.passing(), (QSet<int>{1, 2}));
        chart.setBrush(1, std::pair(7.5, 9.0));
        QCOMPARE(chart.passing(), (QSet<int>{1}));
        chart.setBrush(0, std::nullopt);
        QCOMPARE(chart.passing(), (QSet<int>{0, 1}));
    }
};

QTEST_MAIN(SearchWindowTest)
#include "search_window_test.moc"
