// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <set>

#include "search/pareto/domination.h"
#include "search/pareto/hypervolume.h"
#include "search/strategies/strategy.h"
#include "support/must.h"
#include "support/nas_bench_macro_problem.h"

using namespace bw;
using bw::support::must;
using bw::support::NasBenchMacroProblem;

namespace {

const std::string kTable = BW_SHARED_DATA "/accuracy/nas-bench-macro_cifar10.json";

std::vector<Rating> train(const NasBenchMacroProblem& problem, const char* id, uint64_t seed, size_t trainings) {
    const auto strategy = must(findStrategy(id))->make(problem, {seed, false, static_cast<int64_t>(trainings)});
    std::vector<Rating> trained;
    while (trained.size() < trainings) {
        const std::vector<Genome> genomes = strategy->ask();
        if (genomes.empty()) break;
        const std::vector<Rating> ratings = problem.rate(genomes, {});
        strategy->tell(genomes, ratings);
        trained.insert(trained.end(), ratings.begin(), ratings.end());
    }
    trained.resize(std::min(trained.size(), trainings));
    return trained;
}

double bestOf(const std::vector<Rating>& ratings) {
    double best = 0;
    for (const Rating& rating : ratings)
        best = std::max(best, rating.violation == 0 ? -rating.objectives[0] : 0.0);
    return best;
}

}  // namespace

/// Searches on networks whose trained accuracies are all known.
class NasBenchMacroTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        if (!NasBenchMacroProblem(kTable, 0, false).isThere()) QSKIP("no table of accuracies in ../shared/data");
    }

    void theTableIsTheKnownOne() {
        const NasBenchMacroProblem problem(kTable, 57.6e6, false);
        QCOMPARE(problem.rows().size(), size_t{3969});
        const auto& best = problem.rows().at({2, 2, 2, 1, 2, 2, 2, 0});
        QVERIFY(std::abs(best.accuracy - 93.13) < 0.005);
        QVERIFY(problem.canonical({2, 2, 2, 0, 1, 2, 0, 2}) == Genome({2, 2, 2, 1, 0, 2, 2, 0}));
        QVERIFY(*problem.knownViolation({2, 2, 2, 1, 2, 2, 2, 0}) > 0.4);
    }

    void theSurrogateNeedsFewTrainingsUnderAnyLimit_data() {
        QTest::addColumn<double>("millions");
        for (const double millions : {40.0, 57.6, 80.0})
            QTest::addRow("%g million multiply-accumulates", millions) << millions;
    }
    void theSurrogateNeedsFewTrainingsUnderAnyLimit() {
        QFETCH(double, millions);
        const NasBenchMacroProblem problem(kTable, 1e6 * millions, false);
        std::vector<Rating> all;
        for (const auto& [genome, row] : problem.rows())
            all.push_back({{-row.accuracy}, *problem.knownViolation(genome)});
        int found = 0;
        for (uint64_t seed = 1; seed <= 2; ++seed) {
            const std::vector<Rating> trained = train(problem, "surrogate", seed, 80);
            found += bestOf(trained) == bestOf(all) ? 1 : 0;
            for (const Rating& rating : trained)
                QCOMPARE(rating.violation, 0.0);
        }
        QVERIFY2(found >= 1, qPrintable(QString::number(found)));
    }

    void theSurrogateFindsMostOfTheFront() {
        const NasBenchMacroProblem problem(kTable, 0, true);
        std::vector<std::vector<double>> all;
        for (const auto& [genome, row] : problem.rows())
            all.push_back({-row.accuracy, row.macs});
        std::vector<std::vector<double>> found;
        for (const Rating& rating : train(problem, "surrogate", 1, 200))
            found.push_back(rating.objectives);
        const std::vector<double> corner = {-85, 1.2e8};
        QVERIFY(hypervolume(found, corner) > 0.99 * hypervolume(all, corner));
    }
};

QTEST_GUILESS_MAIN(NasBenchMacroTest)
#include "nas_bench_macro_test.moc"
