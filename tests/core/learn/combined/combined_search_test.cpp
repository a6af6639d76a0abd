// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/combined/converge_search.h"

#include <QTemporaryDir>
#include <QtTest>

#include "support/toy_data.h"
#include "support/toy_training.h"

using namespace bw;
using namespace bw::test;
using bw::support::must;

namespace {

std::shared_ptr<const ToySet> toySet() {
    return std::make_shared<const ToySet>(LearnTask::Classification, 64, 48);
}

std::shared_ptr<const NetworkProblem> toyProblem() {
    const Network network = toyClassifier();
    const LoweredNetwork lowered = must(lower(network));
    AssessmentContext context;
    context.target = must(must(TargetRegistry::load(BW_SOURCE_DIR "/models/targets")).find("neural-engine"));
    context.estimator = must(Estimator::open(context.target, BW_SOURCE_DIR "/models"));
    SpaceOptions options = SpaceOptions::none();
    options[DecisionKind::Width] = options[DecisionKind::Fusion] = options[DecisionKind::Kernel] = true;
    options.multiple = 8;
    options.least_width = 0.5;
    options.most_width = 2;
    return must(NetworkProblem::make(must(SearchSpace::make(network, lowered, context.target, options)), lowered,
                                     context, {{Figure::Score}, {{Figure::Macs, 3e6}}}));
}

CombinedOptions small(const QTemporaryDir& folder) {
    CombinedOptions options;
    options.supernet.train = quickTraining(4);
    options.full = quickTraining(4);
    options.drawn = 60;
    options.bands = 3;
    options.scored = 12;
    options.shared = 6;
    options.finish = 2;
    options.folder = folder.path().toStdString();
    return options;
}

}  // namespace

class CombinedSearchTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        const auto backend = openTrainBackend();
        QVERIFY2(backend, backend ? "" : backend.error().text().c_str());
        problem_ = toyProblem();
    }

    void taus() {
        const std::vector<double> a = {1, 2, 3, 4};
        QCOMPARE(kendall(a, std::vector<double>{2, 3, 4, 5}), 1.0);
        QCOMPARE(kendall(a, std::vector<double>{4, 3, 2, 1}), -1.0);
        QCOMPARE(kendall(a, std::vector<double>{7, 7, 7, 7}), 0.0);
    }

    /// Of nine networks nine are trained one epoch, three go on to three, one to the end of nine: 9 + 6 + 6.
    void halvingTrainsNothingTwice() {
        QTemporaryDir folder;
        std::vector<HalvingEntry> entries(9);
        for (HalvingEntry& entry : entries)
            entry.network = must(fitToData(toyClassifier(), toySet()->info(), 0, 0));
        HalvingOptions options;
        options.train = quickTraining(9);
        options.finish = 1;
        options.folder = folder.path().toStdString();
        const auto result = must(halve(entries, toySet(), options));
        QCOMPARE(result.trained_epochs, 21.0);
        QCOMPARE(result.rungs.size(), 3UL);
        QCOMPARE(result.rungs[0].size(), 9UL);
        QCOMPARE(result.rungs[2].size(), 1UL);
        QVERIFY(entries[result.rungs[2][0]].finished);
        QVERIFY(QDir(folder.path()).isEmpty());
    }

    void theCascadeEndsInTrainedNetworksWithinTheLimits() {
        QTemporaryDir folder;
        const auto result = must(searchByTraining(*problem_, toySet(), small(folder)));
        QCOMPARE(result.stages.size(), 4UL);
        QCOMPARE(result.finalists.size(), 2UL);
        for (const Finalist& finalist : result.finalists) {
            QVERIFY(finalist.figures.macs <= 3e6);
            QVERIFY(finalist.metrics.main() > 0.6);
        }
        QVERIFY(result.finalists[0].metrics.main() >= result.finalists[1].metrics.main());
        for (size_t i = 1; i < result.stages.size(); ++i)
            QVERIFY(result.stages[i].asked <= result.stages[i - 1].kept);
        QVERIFY(result.stages[2].agreement.has_value());
        // Six networks, rungs of one and three epochs, and two of four.
        QVERIFY(result.stages[3].trained_epochs < result.plain_epochs);
        QCOMPARE(result.bill.full_trainings, int64_t{2});
        const auto again = must(searchByTraining(*problem_, toySet(), small(folder)));
        QVERIFY(again.finalists[0].genome == result.finalists[0].genome);
    }

    void stagesMayBeLeftOut() {
        QTemporaryDir folder;
        CombinedOptions options = small(folder);
        options.score = options.share = options.halves = false;
        options.shared = 3;
        const auto result = must(searchByTraining(*problem_, toySet(), options));
        QCOMPARE(result.finalists.size(), 3UL);
        QCOMPARE(result.bill.trained_epochs, 12.0);
        QVERIFY(!result.stages[1].agreement && !result.stages[2].agreement);
    }

    void convergingEndsInOneTrainedNetwork() {
        QTemporaryDir folder;
        CombinedOptions options = small(folder);
        options.inherit = true;
        QVERIFY(!searchByConverging(*problem_, toySet(), options));  // Without a latency to converge to.
        const Genome start = problem_->start();
        const double now = *problem_->figures(std::span(&start, 1)).front()->latency_ms;
        const auto limited =
            must(NetworkProblem::make(problem_->space(), must(lower(toyClassifier())), problem_->context(),
                                      {{Figure::Score}, {{Figure::Latency, now}}}));
        options.supernet.train = quickTraining(10);
        const auto result = must(searchByConverging(*limited, toySet(), options));
        QCOMPARE(result.finalists.size(), 1UL);
        QVERIFY(result.finalists[0].metrics.main() > 0.6);
        QCOMPARE(result.bill.trained_epochs, 14.0);
    }

    void stopsAndImpossibleLimitsAreNamed() {
        QTemporaryDir folder;
        std::stop_source stop;
        stop.request_stop();
        const auto stopped = searchByTraining(*problem_, toySet(), small(folder), stop.get_token());
        QVERIFY(!stopped);
        QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
    }

private:
    std::shared_ptr<const NetworkProblem> problem_;
};

QTEST_GUILESS_MAIN(CombinedSearchTest)
#include "combined_search_test.moc"
