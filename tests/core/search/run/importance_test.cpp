// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/run/importance.h"

#include <QtTest>
#include <cmath>
#include <limits>

#include "base/random.h"

using namespace bw;

namespace {

/// Three decisions of four options: the first moves the objective by 3 a step, the second by 1, the third by nothing.
class SlopedProblem final : public SearchProblem {
public:
    SlopedProblem() {
        for (const char* name : {"steep", "gentle", "idle"})
            decisions_.push_back({name, {"0", "1", "2", "3"}, true});
    }
    std::span<const Decision> decisions() const override { return decisions_; }
    std::span<const ObjectiveInfo> objectives() const override { return objectives_; }
    std::vector<Rating> rate(std::span<const Genome> genomes, std::stop_token) const override {
        std::vector<Rating> ratings;
        for (const Genome& genome : genomes)
            ratings.push_back({{3.0 * genome[0] + genome[1]}, 0});
        return ratings;
    }

private:
    std::vector<Decision> decisions_;
    std::vector<ObjectiveInfo> objectives_ = {{"cost", "Cost", "", false}};
};

std::vector<Evaluation> everyGenome(const SearchProblem& problem) {
    std::vector<Evaluation> all;
    for (int32_t a = 0; a < 4; ++a) {
        for (int32_t b = 0; b < 4; ++b) {
            for (int32_t c = 0; c < 4; ++c) {
                const Genome genome = {a, b, c};
                all.push_back({static_cast<int64_t>(all.size()), genome, problem.rate(std::span(&genome, 1)).front()});
            }
        }
    }
    return all;
}

}  // namespace

class ImportanceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sharesFollowTheSquaresOfTheSlopes() {
        const SlopedProblem problem;
        const auto found = decisionImportance(problem, everyGenome(problem));
        QCOMPARE(found.size(), size_t{3});
        QCOMPARE(found[0].decision, size_t{0});
        QCOMPARE(found[1].decision, size_t{1});
        QCOMPARE(found[2].decision, size_t{2});
        // Variances 9 : 1 : 0, less what chance would give three degrees of freedom of 64 samples.
        QVERIFY(std::abs(found[0].share - 0.9) < 0.01);
        QVERIFY(found[1].share > 0.04 && found[1].share < 0.11);
        QCOMPARE(found[2].share, 0.0);
        QCOMPARE(found[0].means, (std::vector<double>{1.5, 4.5, 7.5, 10.5}));
    }

    void noiseExplainsNothing() {
        const SlopedProblem problem;
        std::vector<Evaluation> evaluations = everyGenome(problem);
        Random random(7);
        double mean_share = 0;
        for (int repeat = 0; repeat < 20; ++repeat) {
            for (Evaluation& evaluation : evaluations)
                evaluation.rating.objectives = {random.uniform()};
            for (const DecisionImportance& one : decisionImportance(problem, evaluations))
                mean_share += one.share / 60;
        }
        QVERIFY(mean_share < 0.03);
    }

    void networksThatCannotBeAreLeftOut() {
        const SlopedProblem problem;
        std::vector<Evaluation> evaluations = everyGenome(problem);
        const auto before = decisionImportance(problem, evaluations);
        evaluations.push_back({64, {3, 0, 0}, {{-1e9}, std::numeric_limits<double>::infinity()}});
        evaluations.push_back({65, {3, 0, 0}, {{std::numeric_limits<double>::quiet_NaN()}, 0}});
        const auto after = decisionImportance(problem, evaluations);
        for (size_t i = 0; i < before.size(); ++i)
            QCOMPARE(after[i].share, before[i].share);
    }

    void anOptionThatWasNotTriedHasNoMean() {
        const SlopedProblem problem;
        std::vector<Evaluation> evaluations = everyGenome(problem);
        std::erase_if(evaluations, [](const Evaluation& one) { return one.genome[0] == 2; });
        const auto found = decisionImportance(problem, evaluations);
        QVERIFY(std::isnan(found[0].means[2]));
        QCOMPARE(found[0].means[3], 10.5);
    }

    void nothingRatedExplainsNothing() {
        const SlopedProblem problem;
        for (const DecisionImportance& one : decisionImportance(problem, {}))
            QCOMPARE(one.share, 0.0);
    }
};

QTEST_APPLESS_MAIN(ImportanceTest)
#include "importance_test.moc"
