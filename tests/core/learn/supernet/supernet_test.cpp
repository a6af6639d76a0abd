// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/supernet/supernet.h"

#include <QtTest>
#include <cmath>

#include "learn/supernet/converge.h"
#include "learn/supernet/supernet_score.h"
#include "support/toy_data.h"
#include "support/toy_training.h"

using namespace bw;
using namespace bw::test;
using bw::support::must;

namespace {

SearchSpace toySpace() {
    const Network network = toyClassifier();
    const TargetProfile target =
        must(must(TargetRegistry::load(BW_SOURCE_DIR "/models/targets")).find("neural-engine"));
    SpaceOptions options = SpaceOptions::none();
    options[DecisionKind::Width] = options[DecisionKind::Fusion] = options[DecisionKind::Kernel] = true;
    options.multiple = 8;
    options.least_width = 0.5;
    options.most_width = 2;
    return must(SearchSpace::make(network, must(lower(network)), target, options));
}

SupernetOptions quick(int epochs) {
    SupernetOptions options;
    options.train = quickTraining(epochs);
    return options;
}

std::unique_ptr<Supernet> trained(int epochs, int calibration = 8) {
    SupernetOptions options = quick(epochs);
    options.calibration_batches = calibration;
    auto supernet =
        must(Supernet::make(toySpace(), std::make_shared<const ToySet>(LearnTask::Classification, 128, 64), options));
    if (const auto learnt = supernet->train(); !learnt) throw std::runtime_error(learnt.error().text());
    return supernet;
}

double accuracy(Supernet& supernet, const Genome& genome) {
    return must(supernet.judge(must(supernet.space().build(genome)))).main();
}

}  // namespace

class SupernetTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        const auto backend = openTrainBackend();
        QVERIFY2(backend, backend ? "" : backend.error().text().c_str());
    }

    void networksOfAllSizesLearnTogether() {
        const auto supernet = trained(8);
        Random random(5);
        QVERIFY(supernet->losses().back() < supernet->losses().front());
        const double largest = accuracy(*supernet, supernet->extreme(true, random));
        const double smallest = accuracy(*supernet, supernet->extreme(false, random));
        QVERIFY2(largest > 0.9, std::to_string(largest).c_str());
        QVERIFY2(smallest > 0.8, std::to_string(smallest).c_str());
        const double some = accuracy(*supernet, supernet->drawn(random));
        QVERIFY2(some > 0.8, std::to_string(some).c_str());
    }

    /// Statistics of no network in particular judge networks wrongly.
    void calibrationMatters() {
        const auto with = trained(8);
        const auto without = trained(8, 0);
        Random random(5);
        const Genome genome = with->extreme(false, random);
        QVERIFY(accuracy(*with, genome) > accuracy(*without, genome) + 0.1);
    }

    void equalSeedsGiveEqualFigures() {
        const auto a = trained(1), b = trained(1);
        QVERIFY(a->losses() == b->losses());
        QCOMPARE(accuracy(*a, a->space().origin()), accuracy(*b, b->space().origin()));
    }

    void sharesStartTrainings() {
        const auto supernet = trained(8);
        const Network network = must(supernet->space().build(supernet->space().origin()));
        const auto share = must(supernet->weights(network));
        const auto fitted = must(fitToData(network, supernet->set()->info(), 0, 0));
        const auto judged = must(judgeNetwork(fitted, supernet->set(), share, supernet->options().train));
        QCOMPARE(judged.main(), accuracy(*supernet, supernet->space().origin()));
    }

    void scoresServeSearches() {
        const std::shared_ptr<Supernet> supernet = trained(4);
        const SupernetScore score(supernet);
        const Network network = toyClassifier();
        const LoweredNetwork lowered = must(lower(network));
        const std::vector<ScoredNetwork> asked = {{&network, &lowered}, {&network, &lowered}};
        const auto scores = score.score(asked);
        QCOMPARE(scores.size(), 2UL);
        QVERIFY(scores[0] > 0.4 && scores[0] <= 1);
        QCOMPARE(scores[0], scores[1]);
    }

    /// The policy ends near the latency that was asked for, here a count of MACs, and is sure of itself.
    void policiesConverge() {
        SupernetOptions options = quick(30);
        auto supernet = must(
            Supernet::make(toySpace(), std::make_shared<const ToySet>(LearnTask::Classification, 128, 32), options));
        const auto macs = [&](const Genome& genome) {
            const auto network = supernet->space().build(genome);
            if (!network) return std::nan("");
            return static_cast<double>(must(lower(*network)).graph.totalMacs());
        };
        Random random(3);
        double mean = 0;
        for (int i = 0; i < 50; ++i)
            mean += macs(supernet->drawn(random)) / 50;
        ConvergeOptions wanted;
        wanted.latency_ms = 0.5 * mean;
        const Converged converged = must(converge(*supernet, wanted, macs));
        const double reached = macs(converged.genome);
        QVERIFY2(std::abs(reached / wanted.latency_ms - 1) < 0.35, std::to_string(reached / wanted.latency_ms).c_str());
        QVERIFY2(converged.certainty > 0.6, std::to_string(converged.certainty).c_str());
        QVERIFY(!converge(*supernet, {}, macs));
    }

    void spacesOfOneNetworkAreRefused() {
        const Network network = toyClassifier();
        const TargetProfile target =
            must(must(TargetRegistry::load(BW_SOURCE_DIR "/models/targets")).find("neural-engine"));
        auto space = must(SearchSpace::make(network, must(lower(network)), target, SpaceOptions::none()));
        QVERIFY(!Supernet::make(std::move(space), std::make_shared<const ToySet>(LearnTask::Classification, 16, 16),
                                quick(1)));
    }
};

QTEST_GUILESS_MAIN(SupernetTest)
#include "supernet_test.moc"
