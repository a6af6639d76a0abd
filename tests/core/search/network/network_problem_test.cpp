// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <cmath>
#include <thread>

#include "base/random.h"
#include "generator/sample_networks.h"
#include "rewrite/rewrite.h"
#include "search/network/network_problem.h"
#include "support/must.h"

using namespace bw;
using bw::support::must;

namespace {

AssessmentContext contextFor(const std::string& id) {
    AssessmentContext context;
    context.target = must(must(TargetRegistry::load(BW_SOURCE_DIR "/models/targets")).find(id));
    context.estimator = must(Estimator::open(context.target, BW_SOURCE_DIR "/models"));
    return context;
}

using ProblemPtr = std::shared_ptr<const NetworkProblem>;

Result<ProblemPtr> tryProblem(const Network& network, const AssessmentContext& context, NetworkProblem::Goals goals,
                              const SpaceOptions& options = {}) {
    const LoweredNetwork lowered = must(lower(network));
    return NetworkProblem::make(must(SearchSpace::make(network, lowered, context.target, options)), lowered, context,
                                std::move(goals));
}

std::vector<Genome> randomGenomes(const NetworkProblem& problem, int count, uint64_t seed) {
    Random random(seed);
    std::vector<Genome> genomes(static_cast<size_t>(count));
    for (Genome& genome : genomes) {
        for (const Decision& decision : problem.decisions())
            genome.push_back(static_cast<int32_t>(random.below(decision.options.size())));
    }
    return genomes;
}

bool same(const Rating& a, const Rating& b) {
    return a.objectives == b.objectives && a.violation == b.violation;
}

}  // namespace

class NetworkProblemTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { engine_ = contextFor("neural-engine"); }

    void startIsTheNetwork() {
        const Network network = samples::presenceDetector();
        const Assessment now = must(assess(network, engine_));
        const auto problem = must(tryProblem(network, engine_, {}));
        const std::vector<Genome> start = {problem->start()};
        const NetworkFigures figures = *problem->figures(start).front();
        QCOMPARE(figures.latency_ms, now.totals.latency_ms);
        QCOMPARE(figures.latency_low_ms, *now.totals.latency_low_ms);
        QCOMPARE(figures.parameter_bytes, now.totals.parameter_bytes);
        QCOMPARE(figures.peak_bytes, now.totals.peak_activation_bytes);
        QCOMPARE(figures.macs, now.totals.macs);
        QCOMPARE(figures.score, 0.0);
        QCOMPARE(figures.kept_width, 1.0);
        QCOMPARE(figures.fused_share, 0.0);
    }

    void ratingsAreThoseOfTheNetworkAfterTheEdits() {
        const Network network = samples::presenceDetector();
        const auto problem = must(tryProblem(network, engine_, {}));
        for (const Genome& genome : randomGenomes(*problem, 12, 5)) {
            Network edited = network;
            for (const std::string& command : problem->space().commands(genome))
                edited = must(applyEdit(edited, command, {.channel_multiple = problem->space().multiple()})).network;
            const Assessment assessed = must(assess(edited, engine_));
            const Rating rating = problem->rate(std::span(&genome, 1)).front();
            QCOMPARE(rating.objectives.front(), *assessed.totals.latency_ms);
            // Networks that come from elsewhere are measured alike.
            const NetworkFigures figures = must(problem->figuresOf(edited, assessed.lowered));
            QCOMPARE(problem->ratingOf(figures).objectives, rating.objectives);
            QCOMPARE(figures.peak_bytes, assessed.totals.peak_activation_bytes);
        }
    }

    void batchesOrderThreadsAndMemoryChangeNothing() {
        const Network network = samples::presenceDetector();
        NetworkProblem::Goals goals;
        goals.objectives = {Figure::Latency, Figure::Score, Figure::PeakBytes};
        goals.limits = {{Figure::ParameterBytes, 1.2e6}, {Figure::KeptWidth, 0.8}};
        const auto together = must(tryProblem(network, engine_, goals));
        const auto alone = must(tryProblem(network, contextFor("neural-engine"), goals));
        const std::vector<Genome> genomes = randomGenomes(*together, 90, 3);
        const std::vector<Rating> batch = together->rate(genomes);
        QCOMPARE(batch.size(), genomes.size());
        for (size_t i = genomes.size(); i-- > 0;)
            QVERIFY(same(alone->rate(std::span(&genomes[i], 1)).front(), batch[i]));
        QVERIFY(same(together->rate(std::span(&genomes[7], 1)).front(), batch[7]));
        const auto shared = must(tryProblem(network, contextFor("neural-engine"), goals));
        std::vector<Rating> left;
        std::vector<Rating> right;
        {
            const std::jthread a([&] { left = shared->rate(genomes); });
            const std::jthread b([&] { right = shared->rate(genomes); });
        }
        for (size_t i = 0; i < genomes.size(); ++i)
            QVERIFY(same(left[i], batch[i]) && same(right[i], batch[i]));
    }

    void violationsAreShares() {
        const Network network = samples::presenceDetector();
        const auto probe = must(tryProblem(network, engine_, {}));
        const std::vector<Genome> start = {probe->start()};
        const NetworkFigures now = *probe->figures(start).front();
        NetworkProblem::Goals goals;
        goals.limits = {{Figure::Latency, *now.latency_ms / 2},
                        {Figure::PeakBytes, 2.0 * static_cast<double>(now.peak_bytes)}};
        const auto problem = must(tryProblem(network, engine_, goals));
        QCOMPARE(problem->rate(start).front().violation, 1.0);
        goals.limits = {{Figure::Score, 0.0}, {Figure::Latency, *now.latency_ms}};
        QCOMPARE(must(tryProblem(network, engine_, goals))->rate(start).front().violation, 0.0);
    }

    void refusesWhatCannotBeSearched() {
        const Network network = samples::presenceDetector();
        const auto refused = [&](NetworkProblem::Goals goals, const SpaceOptions& options = {}) {
            const auto problem = tryProblem(network, engine_, std::move(goals), options);
            return !problem && !problem.error().message.empty();
        };
        NetworkProblem::Goals goals;
        QVERIFY(refused(goals, SpaceOptions::none()));
        QVERIFY(refused({{}, {}}));
        QVERIFY(refused({{Figure::Latency, Figure::Latency}, {}}));
        QVERIFY(refused({{Figure::Latency}, {{Figure::PeakBytes, -1}}}));
        QVERIFY(refused({{Figure::Latency}, {{Figure::KeptWidth, 1.5}}}));
        QVERIFY(refused({{Figure::Latency}, {{Figure::PeakBytes, 5}, {Figure::PeakBytes, 6}}}));
        QVERIFY(refused({{Figure::Latency}, {{Figure::PeakBytes, std::nan("")}}}));
        AssessmentContext blind = engine_;
        blind.estimator = nullptr;
        QVERIFY(!tryProblem(network, blind, {}));
        QVERIFY(tryProblem(network, blind, {{Figure::ParameterBytes, Figure::Score}, {}}).has_value());
    }

    void stopsBetweenBatches() {
        const auto problem = must(tryProblem(samples::presenceDetector(), engine_, {}));
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(problem->rate(randomGenomes(*problem, 10, 1), stop.get_token()).size() < 10);
        QCOMPARE(problem->rate(randomGenomes(*problem, 10, 1)).size(), size_t{10});
    }

    void capacityFallsAndRises() {
        const Network network = samples::presenceDetector();
        const auto problem = must(tryProblem(network, engine_, {}));
        const auto scoreOf = [&](const char* name, int32_t step) {
            const size_t d = must(problem->space().find(name));
            Genome genome = problem->start();
            genome[d] += step;
            return problem->figures(std::span(&genome, 1)).front()->score;
        };
        QVERIFY(scoreOf("ibn_9.depth", 1) > 0);
        QVERIFY(scoreOf("ibn_9.depth", -1) < 0);
        QVERIFY(scoreOf("ibn_9.expansion", -1) < 0);
        QVERIFY(scoreOf("ibn_6.channels", 1) > 0);
        QVERIFY(scoreOf("ibn_6.channels", -1) < 0);
        // Fusion is no capacity.
        QCOMPARE(scoreOf("ibn_9.kind", 1), 0.0);
    }

private:
    AssessmentContext engine_;
};

QTEST_GUILESS_MAIN(NetworkProblemTest)
#include "network_problem_test.moc"
