// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <cmath>
#include <set>
#include <thread>

#include "search/pareto/domination.h"
#include "search/pareto/hypervolume.h"
#include "search/run/search_run.h"
#include "support/must.h"
#include "support/toy_problem.h"

using namespace bw;
using bw::support::must;
using bw::support::ToyProblem;

namespace {

ToyProblem::Options problemOptions(int objectives = 2) {
    ToyProblem::Options options;
    options.decisions = 10;
    options.options = 4;
    options.objectives = objectives;
    options.most_cost = 30;
    return options;
}

RunOptions runOptions(int64_t evaluations, uint64_t seed = 7) {
    RunOptions options;
    options.evaluations = evaluations;
    options.seed = seed;
    return options;
}

SearchResult search(const ToyProblem& problem, const RunOptions& options) {
    RunControl control;
    return must(runSearch(problem, options, control));
}

}  // namespace

class SearchRunTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theFrontIsWhatKeepsLimitsAndIsNotDominated_data() {
        QTest::addColumn<int>("objectives");
        for (const int objectives : {1, 2, 3, 4})
            QTest::addRow("%d objectives", objectives) << objectives;
    }
    void theFrontIsWhatKeepsLimitsAndIsNotDominated() {
        QFETCH(int, objectives);
        const ToyProblem problem(problemOptions(objectives));
        const SearchResult result = search(problem, runOptions(600));
        QCOMPARE(result.evaluations.size(), size_t{600});
        QVERIFY(result.end == RunEnd::Evaluations);
        std::set<std::vector<double>> expected;
        std::vector<std::vector<double>> points;
        int64_t feasible = 0;
        for (const Evaluation& one : result.evaluations) {
            if (!isFeasible(one.rating)) continue;
            ++feasible;
            const bool beaten =
                std::any_of(result.evaluations.begin(), result.evaluations.end(),
                            [&](const Evaluation& other) { return dominates(other.rating, one.rating); });
            if (!beaten) expected.insert(one.rating.objectives);
            points.push_back(one.rating.objectives);
        }
        QCOMPARE(result.last.feasible, feasible);
        QCOMPARE(result.last.front.size(), expected.size());
        auto it = expected.begin();
        for (const Evaluation& one : result.last.front) {
            QVERIFY(one.rating.objectives == *it++);
            const Evaluation& same = result.evaluations[static_cast<size_t>(one.number)];
            QVERIFY(same.number == one.number && same.genome == one.genome);
        }
        const ProgressPoint& last = result.last.points.back();
        QVERIFY(std::abs(last.hypervolume - hypervolume(points, result.reference)) < 1e-6 * last.hypervolume);
        QCOMPARE(last.evaluations, int64_t{600});
        QCOMPARE(last.best[0], result.last.front.front().rating.objectives[0]);
        for (size_t i = 1; i < result.last.points.size(); ++i)
            QVERIFY(result.last.points[i].hypervolume >= result.last.points[i - 1].hypervolume);
    }

    void twoThreadsFindWhatOneFinds_data() {
        QTest::addColumn<QString>("id");
        for (const StrategyInfo& info : strategies())
            QTest::newRow(std::string(info.id).c_str()) << QString::fromStdString(std::string(info.id));
    }
    void twoThreadsFindWhatOneFinds() {
        QFETCH(QString, id);
        const ToyProblem problem(problemOptions());
        RunOptions options = runOptions(120);
        options.strategy = id.toStdString();
        const SearchResult one = search(problem, options);
        options.threads = 2;
        const SearchResult two = search(problem, options);
        QCOMPARE(one.evaluations.size(), two.evaluations.size());
        for (size_t i = 0; i < one.evaluations.size(); ++i) {
            QVERIFY(one.evaluations[i].genome == two.evaluations[i].genome);
            QVERIFY(one.evaluations[i].rating.objectives == two.evaluations[i].rating.objectives);
        }
        QVERIFY(one.reference == two.reference);
    }

    void aSmallSpaceIsExhausted() {
        ToyProblem::Options options;
        options.decisions = 4;
        const ToyProblem problem(options);
        const SearchResult result = search(problem, runOptions(1000));
        QVERIFY(result.end == RunEnd::Exhausted);
        QCOMPARE(result.evaluations.size(), size_t{81});
    }

    void withoutANetworkWithinTheLimitsTheClosestIsTold() {
        ToyProblem::Options options = problemOptions();
        options.most_cost = 0.5;  // The cheapest costs more than 1.
        const ToyProblem problem(options);
        const SearchResult result = search(problem, runOptions(500));
        QCOMPARE(result.last.feasible, int64_t{0});
        QVERIFY(result.last.front.empty());
        QVERIFY(result.last.closest.has_value());
        for (const Evaluation& one : result.evaluations)
            QVERIFY(one.rating.violation >= result.last.closest->rating.violation);
        QVERIFY(std::isnan(result.last.points.back().best[0]));
    }

    void whatCannotBeSearchedIsRefused() {
        const ToyProblem problem(problemOptions());
        RunControl control;
        RunOptions options = runOptions(10);
        options.strategy = "hope";
        QVERIFY(!runSearch(problem, options, control));
        options = runOptions(0);
        QVERIFY(!runSearch(problem, options, control));
        options = runOptions(10);
        options.threads = 0;
        QVERIFY(!runSearch(problem, options, control));
        options = runOptions(10);
        options.seconds = std::numeric_limits<double>::quiet_NaN();
        QVERIFY(!runSearch(problem, options, control));
        ToyProblem::Options empty;
        empty.decisions = 0;
        QVERIFY(!runSearch(ToyProblem(empty), runOptions(10), control));
        // One option each: the only genome makes no network.
        ToyProblem::Options none = problemOptions();
        none.options = 1;
        const auto unrated = runSearch(ToyProblem(none), runOptions(10), control);
        QVERIFY(!unrated);
        QVERIFY(unrated.error().message.find("none of the 1 candidates") != std::string::npos);
    }

    void aCancelledSearchKeepsWhatItFound() {
        ToyProblem::Options options = problemOptions();
        options.milliseconds = 1;
        const ToyProblem problem(options);
        RunControl control;
        std::optional<int64_t> seen;
        const auto result = must(runSearch(problem, runOptions(1'000'000), control, [&](const auto& snapshot) {
            if (snapshot->evaluations >= 100 && !control.token().stop_requested()) {
                seen = snapshot->evaluations;
                control.cancel();
            }
        }));
        QVERIFY(result.end == RunEnd::Cancelled);
        QVERIFY(seen.has_value());
        QVERIFY(static_cast<int64_t>(result.evaluations.size()) >= *seen);
        QVERIFY(!result.last.front.empty());
    }

    void cancellingInsideAGenerationKeepsItsLeadingRatings() {
        ToyProblem::Options slow = problemOptions();
        slow.milliseconds = 20;
        const ToyProblem problem(slow);
        RunControl control;
        std::jthread canceller([&] {
            while (problem.rated < 5)
                std::this_thread::yield();
            control.cancel();
        });
        const auto result = must(runSearch(problem, runOptions(10'000), control));
        QVERIFY(result.end == RunEnd::Cancelled);
        QVERIFY(result.evaluations.size() >= 4 && result.evaluations.size() <= 100);
        for (const Evaluation& one : result.evaluations)
            QVERIFY(one.rating.objectives == problem.rateOne(one.genome).objectives);
    }

    void aPausedSearchRatesNothingAndGoesOnToTheSameEnd() {
        const ToyProblem reference_problem(problemOptions());
        const SearchResult expected = search(reference_problem, runOptions(300));
        ToyProblem::Options slow = problemOptions();
        slow.milliseconds = 0.2;
        const ToyProblem problem(slow);
        RunControl control;
        SearchResult result;
        control.pause();
        std::jthread searching([&] { result = must(runSearch(problem, runOptions(300), control)); });
        QTest::qWait(30);
        QCOMPARE(problem.rated.load(), int64_t{0});
        control.resume();
        while (problem.rated < 20)
            std::this_thread::yield();
        control.pause();
        QVERIFY(control.isPaused());
        QTest::qWait(200);  // What was begun ends.
        const int64_t rated = problem.rated;
        QTest::qWait(50);
        QCOMPARE(problem.rated.load(), rated);
        control.resume();
        searching.join();
        QVERIFY(result.end == RunEnd::Evaluations);
        QVERIFY(control.pausedSeconds() >= 0.25);
        for (size_t i = 0; i < expected.evaluations.size(); ++i)
            QVERIFY(result.evaluations[i].genome == expected.evaluations[i].genome);
    }

    void aPausedSearchCanBeCancelled() {
        const ToyProblem problem(problemOptions());
        RunControl control;
        control.pause();
        std::jthread canceller([&] { control.cancel(); });
        QVERIFY(must(runSearch(problem, runOptions(300), control)).end == RunEnd::Cancelled);
    }

    void aSearchEndsWhenItsTimeIsSpent() {
        ToyProblem::Options slow = problemOptions();
        slow.milliseconds = 1;
        const ToyProblem problem(slow);
        RunOptions options = runOptions(1'000'000);
        options.seconds = 0.1;
        const SearchResult result = search(problem, options);
        QVERIFY(result.end == RunEnd::Seconds);
        QVERIFY(!result.evaluations.empty() && result.last.seconds >= 0.1);
    }

    void theLastSnapshotIsTheResult() {
        const ToyProblem problem(problemOptions());
        RunControl control;
        std::shared_ptr<const SearchSnapshot> last;
        const SearchResult result =
            must(runSearch(problem, runOptions(700), control, [&](const auto& snapshot) { last = snapshot; }));
        QVERIFY(last != nullptr);
        QCOMPARE(last->evaluations, int64_t{700});
        QCOMPARE(last->front.size(), result.last.front.size());
        QCOMPARE(last->points.size(), result.last.points.size());
    }
};

QTEST_GUILESS_MAIN(SearchRunTest)
#include "search_run_test.moc"
