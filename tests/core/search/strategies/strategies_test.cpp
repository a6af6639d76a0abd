// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <algorithm>
#include <set>

#include "search/pareto/domination.h"
#include "search/strategies/strategy.h"
#include "support/must.h"
#include "support/toy_problem.h"

using namespace bw;
using bw::support::must;
using bw::support::ToyProblem;

namespace {

struct Asked {
    std::vector<Genome> genomes;
    std::vector<Rating> ratings;
};

/// Lets a strategy ask until it has rated so many, or ends by itself.
Asked ask(const StrategyInfo& info, const ToyProblem& problem, size_t evaluations, uint64_t seed) {
    const auto strategy = info.make(problem, {seed, true, static_cast<int64_t>(evaluations)});
    Asked asked;
    while (asked.genomes.size() < evaluations) {
        const std::vector<Genome> genomes = strategy->ask();
        if (genomes.empty()) break;
        const std::vector<Rating> ratings = problem.rate(genomes, {});
        strategy->tell(genomes, ratings);
        asked.genomes.insert(asked.genomes.end(), genomes.begin(), genomes.end());
        asked.ratings.insert(asked.ratings.end(), ratings.begin(), ratings.end());
    }
    return asked;
}

Rating bestOf(const std::vector<Rating>& ratings) {
    return *std::min_element(ratings.begin(), ratings.end(),
                             [](const Rating& a, const Rating& b) { return better(a, b); });
}

ToyProblem::Options small() {
    ToyProblem::Options options;
    options.decisions = 7;
    options.twins = true;
    options.most_cost = 9;
    return options;
}

/// 162 distinct networks.
ToyProblem::Options tiny() {
    ToyProblem::Options options = small();
    options.decisions = 5;
    return options;
}

/// What a strategy is given in a large space; costly thought needs fewer.
size_t allowance(const StrategyInfo& info) {
    return info.id == "surrogate" ? 200 : 1500;
}

}  // namespace

class StrategiesTest : public QObject {
    Q_OBJECT

    static void eachStrategy() {
        QTest::addColumn<QString>("id");
        for (const StrategyInfo& info : strategies())
            QTest::newRow(std::string(info.id).c_str()) << QString::fromStdString(std::string(info.id));
    }
    static const StrategyInfo& strategy() {
        QFETCH(QString, id);
        return *must(findStrategy(id.toStdString()));
    }

private Q_SLOTS:
    void namesAreUniqueAndUnknownOnesListThem() {
        std::set<std::string_view> names;
        for (const StrategyInfo& info : strategies()) {
            QVERIFY(names.insert(info.id).second);
            QVERIFY(!info.label.empty() && !info.doc.empty() && info.make != nullptr);
        }
        QCOMPARE(strategies().front().id, std::string_view("nsga2"));
        const auto unknown = findStrategy("simulated");
        QVERIFY(!unknown);
        QVERIFY(unknown.error().text().find("nsga2") != std::string::npos);
    }

    void asksCanonicalGenomesOnceAndExhaustsTheSpace_data() { eachStrategy(); }
    void asksCanonicalGenomesOnceAndExhaustsTheSpace() {
        const ToyProblem problem(tiny());
        std::set<Genome> distinct;
        for (const Genome& genome : problem.all())
            distinct.insert(problem.canonical(genome));
        const Asked asked = ask(strategy(), problem, 100'000, 3);
        std::set<Genome> seen;
        for (const Genome& genome : asked.genomes) {
            QVERIFY(problem.canonical(genome) == genome);
            QVERIFY(seen.insert(genome).second);
        }
        QVERIFY(seen == distinct);
    }

    void equalSeedsAskEqualQuestions_data() { eachStrategy(); }
    void equalSeedsAskEqualQuestions() {
        const ToyProblem problem(small());
        const Asked first = ask(strategy(), problem, 150, 5);
        QVERIFY(first.genomes == ask(strategy(), problem, 150, 5).genomes);
        QVERIFY(first.genomes != ask(strategy(), problem, 150, 6).genomes);
    }

    void searchesASmallSpaceBetterThanByChance_data() { eachStrategy(); }
    void searchesASmallSpaceBetterThanByChance() {
        if (strategy().id == "random") QSKIP("chance itself");
        ToyProblem::Options options = small();
        options.objectives = 1;
        options.most_cost = std::numeric_limits<double>::infinity();
        const ToyProblem problem(options);
        double sum = 0;
        double by_chance = 0;
        for (uint64_t seed = 1; seed <= 3; ++seed) {
            sum += bestOf(ask(strategy(), problem, 80, seed).ratings).objectives[0];
            by_chance += bestOf(ask(*must(findStrategy("random")), problem, 80, seed).ratings).objectives[0];
        }
        QVERIFY2(sum < by_chance, qPrintable(QStringLiteral("%1 %2").arg(sum).arg(by_chance)));
    }

    void findsTheBestOfASmallSpace_data() {
        QTest::addColumn<QString>("id");
        QTest::addColumn<int>("evaluations");
        QTest::addColumn<int>("among");
        QTest::newRow("surrogate") << QStringLiteral("surrogate") << 120 << 6;
        QTest::newRow("nsga2") << QStringLiteral("nsga2") << 500 << 1;
        QTest::newRow("aging_evolution") << QStringLiteral("aging_evolution") << 500 << 1;
    }
    void findsTheBestOfASmallSpace() {
        QFETCH(int, evaluations);
        QFETCH(int, among);
        ToyProblem::Options options = small();
        options.objectives = 1;
        const ToyProblem problem(options);
        std::vector<Rating> all;
        for (const Genome& genome : problem.all())
            all.push_back(problem.rateOne(genome));
        // Of 1458 distinct networks.
        int found = 0;
        for (uint64_t seed = 1; seed <= 4; ++seed) {
            const Asked asked = ask(strategy(), problem, static_cast<size_t>(evaluations), seed);
            const Rating best = bestOf(asked.ratings);
            const auto ahead = std::count_if(all.begin(), all.end(), [&](const Rating& r) { return better(r, best); });
            found += ahead < among ? 1 : 0;
        }
        QVERIFY2(found >= 3, qPrintable(QString::number(found)));
    }

    void limitsKnownBeforehandAreKept_data() { eachStrategy(); }
    void limitsKnownBeforehandAreKept() {
        ToyProblem::Options options = tiny();
        options.limit_known = true;
        const ToyProblem problem(options);
        size_t within = 0;
        std::set<Genome> distinct;
        for (const Genome& genome : problem.all())
            within += problem.cost(genome) <= options.most_cost && distinct.insert(problem.canonical(genome)).second;
        // To the end: when all that keep them are rated there is nothing left to ask.
        const Asked asked = ask(strategy(), problem, 100'000, 11);
        QCOMPARE(asked.genomes.size(), within);
        for (const Genome& genome : asked.genomes)
            QVERIFY(problem.cost(genome) <= options.most_cost);
    }

    void limitsThatFewKeepAreReached_data() { eachStrategy(); }
    void limitsThatFewKeepAreReached() {
        if (strategy().id == "random") QSKIP("chance does not look for limits");
        ToyProblem::Options options;
        options.decisions = 60;
        options.options = 5;
        options.most_cost = 40;  // Random networks cost about 210.
        const ToyProblem problem(options);
        const Asked asked = ask(strategy(), problem, 2 * allowance(strategy()), 2);
        QVERIFY(isFeasible(bestOf(asked.ratings)));
    }

    void largeSpacesAreSearchedFarBetterThanByChance_data() { eachStrategy(); }
    void largeSpacesAreSearchedFarBetterThanByChance() {
        if (strategy().id == "random") QSKIP("chance itself");
        ToyProblem::Options options;
        options.decisions = 64;
        options.options = 5;
        options.most_cost = 150;
        const ToyProblem problem(options);
        const double by_chance = bestOf(ask(*must(findStrategy("random")), problem, 1500, 1).ratings).objectives[0];
        const double found = bestOf(ask(strategy(), problem, allowance(strategy()), 1).ratings).objectives[0];
        QVERIFY2(found < by_chance - 20, qPrintable(QStringLiteral("%1 %2").arg(found).arg(by_chance)));
    }

    void aPriorChoosesWhereToBegin_data() { eachStrategy(); }
    void aPriorChoosesWhereToBegin() {
        if (strategy().id == "random") QSKIP("chance knows no prior");
        ToyProblem::Options options = small();
        options.most_cost = std::numeric_limits<double>::infinity();
        options.with_prior = true;
        const ToyProblem problem(options);
        const auto mean = [&](bool with_prior) {
            double sum = 0;
            int count = 0;
            for (uint64_t seed = 1; seed <= 20; ++seed) {
                const auto one = strategy().make(problem, {seed, with_prior, 400});
                for (const Genome& genome : one->ask()) {
                    sum += problem.cost(genome);
                    ++count;
                }
            }
            return sum / count;
        };
        // Its first generation; local search asks one at a time and begins with the start.
        if (strategy().id == "local_search") return;
        QVERIFY(mean(true) > mean(false) + 1);
    }

    void nsga2FindsTheFrontOfTwoObjectives() {
        const ToyProblem problem(small());
        std::vector<Rating> all;
        for (const Genome& genome : problem.all())
            all.push_back(problem.rateOne(genome));
        std::set<std::vector<double>> front;
        for (const Rating& one : all) {
            const bool beaten =
                std::any_of(all.begin(), all.end(), [&](const Rating& other) { return dominates(other, one); });
            if (!beaten) front.insert(one.objectives);
        }
        size_t found = 0;
        for (uint64_t seed = 1; seed <= 5; ++seed) {
            std::set<std::vector<double>> reached;
            for (const Rating& one : ask(*must(findStrategy("nsga2")), problem, 500, seed).ratings) {
                if (front.contains(one.objectives) && isFeasible(one)) reached.insert(one.objectives);
            }
            found += reached.size();
        }
        QVERIFY2(found >= 5 * front.size() * 9 / 10,
                 qPrintable(QStringLiteral("%1 of 5 x %2").arg(found).arg(front.size())));
    }
};

QTEST_GUILESS_MAIN(StrategiesTest)
#include "strategies_test.moc"
