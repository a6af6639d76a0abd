// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/prune/prune.h"

#include <QtTest>
#include <cmath>

#include "io/open_model.h"
#include "support/toy_data.h"
#include "support/trained.h"

using namespace bw;
using namespace bw::test;
using bw::support::must;

namespace {

const std::string kModels = BW_SOURCE_DIR "/models";

AssessmentContext contextFor(const std::string& id) {
    AssessmentContext context;
    context.target = must(must(TargetRegistry::load(kModels + "/targets")).find(id));
    context.estimator = must(Estimator::open(context.target, kModels));
    return context;
}

Network sample(const std::string& name) {
    return must(openModel(kModels + "/samples/" + name + ".blockwright")).document.network;
}

PruneOptions share(double of_latency) {
    PruneOptions options;
    options.latency_share = of_latency;
    return options;
}

}  // namespace

class PruneTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        const auto backend = openTrainBackend();
        QVERIFY2(backend, backend ? "" : backend.error().text().c_str());
    }

    /// Whatever the limit, the pruned network keeps it, by the very estimate that is shown, and has all its numbers.
    void prunedNetworksAreNeverSlower_data() {
        QTest::addColumn<QString>("target");
        QTest::addColumn<QString>("file");
        QTest::newRow("classifier, engine") << "neural-engine"
                                            << "camera_classifier";
        QTest::newRow("classifier, ethos") << "ethos-u55-256"
                                           << "camera_classifier";
        QTest::newRow("toy, engine") << "neural-engine"
                                     << "";
        QTest::newRow("toy, ethos") << "ethos-u55-256"
                                    << "";
    }
    void prunedNetworksAreNeverSlower() {
        QFETCH(QString, target);
        QFETCH(QString, file);
        const AssessmentContext context = contextFor(target.toStdString());
        const Network network =
            file.isEmpty() ? edited(toyClassifier(), {"scale 4 --multiple 16"}) : sample(file.toStdString());
        const auto numbers = RunningNetwork(network).numbers(3);
        const auto now = must(assess(network, context));
        Random random(11);
        int pruned = 0;
        for (int round = 0; round < 12; ++round) {
            const double limit = 0.35 + 0.6 * random.uniform();
            const auto result = pruneToLatency(now, context, numbers, share(limit));
            if (!result) {
                QCOMPARE(result.error().code, ErrorCode::Unsupported);
                QVERIFY2(limit < 0.75, result.error().text().c_str());
                continue;
            }
            ++pruned;
            QVERIFY(*result->after.latency_ms <= limit * *now.totals.latency_ms);
            QCOMPARE(*must(assess(result->network, context)).totals.latency_ms, *result->after.latency_ms);
            QVERIFY(edited(network, result->commands) == result->network);
            QVERIFY(!result->cuts.empty());
            for (const PruneResult::Cut& cut : result->cuts) {
                QVERIFY(cut.after < cut.before && cut.kept > 0 && cut.kept <= 1);
                const bool aligned = cut.after % context.target.npu.output_lanes == 0;
                QVERIFY2(aligned || cut.after < context.target.npu.output_lanes, cut.name.c_str());
            }
            QCOMPARE(result->inherited.count(Inheritance::New), 0);
            QCOMPARE(RunningNetwork(result->network).set(result->inherited.numbers),
                     static_cast<int>(result->inherited.numbers.size()));
        }
        QVERIFY2(pruned >= 4, std::to_string(pruned).c_str());
    }

    /// Channels that nobody listens to go before all others, and nothing is lost with them.
    void idleChannelsGoFirst() {
        const AssessmentContext context = contextFor("neural-engine");
        const Network network = sample("camera_classifier");
        auto numbers = RunningNetwork(network).numbers(4);
        makeIdle(network, numbers, 2);
        const auto now = must(assess(network, context));
        const auto result = must(pruneToLatency(now, context, numbers, share(0.7)));
        QVERIFY2(result.kept > 0.999999, std::to_string(result.kept).c_str());
        RunningNetwork before(network), after(result.network);
        before.set(numbers);
        after.set(result.inherited.numbers);
        const auto a = before.answer(), b = after.answer();
        QCOMPARE(a.size(), b.size());
        for (size_t i = 0; i < a.size(); ++i)
            QVERIFY2(std::abs(a[i] - b[i]) < 1e-3, (std::to_string(a[i]) + " " + std::to_string(b[i])).c_str());
    }

    void tighterLimitsKeepLess() {
        const AssessmentContext context = contextFor("neural-engine");
        const Network network = sample("camera_classifier");
        const auto numbers = RunningNetwork(network).numbers(5);
        const auto now = must(assess(network, context));
        double kept = 1;
        for (const double limit : {1.0, 0.9, 0.75, 0.6}) {
            const auto result = must(pruneToLatency(now, context, numbers, share(limit)));
            QVERIFY(result.kept < kept + 0.01);
            QCOMPARE(result.commands.empty(), limit == 1.0);
            kept = result.kept;
        }
    }

    void limitsThatNothingKeepsAreNamed() {
        const AssessmentContext context = contextFor("neural-engine");
        const Network network = sample("camera_classifier");
        const auto numbers = RunningNetwork(network).numbers(6);
        const auto now = must(assess(network, context));
        const auto result = pruneToLatency(now, context, numbers, share(0.01));
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::Unsupported);
        QVERIFY(result.error().message.find("takes") != std::string::npos);
        const auto negative = pruneToLatency(now, context, numbers, share(-1));
        QCOMPARE(negative.error().code, ErrorCode::InvalidArgument);
        const auto others = pruneToLatency(now, context, RunningNetwork(toyClassifier()).numbers(1), share(0.6));
        QCOMPARE(others.error().code, ErrorCode::InvalidArgument);
        AssessmentContext blind = context;
        blind.estimator = nullptr;
        const auto unknown = pruneToLatency(must(assess(network, blind)), blind, numbers, share(0.6));
        QCOMPARE(unknown.error().code, ErrorCode::Unavailable);
    }

    void frozenBlocksStay() {
        const AssessmentContext context = contextFor("neural-engine");
        const Network network = edited(sample("camera_classifier"), {"freeze separable_12"});
        const auto numbers = RunningNetwork(network).numbers(7);
        const auto now = must(assess(network, context));
        const auto result = must(pruneToLatency(now, context, numbers, share(0.8)));
        QCOMPARE(result.network.findByName("separable_12")->channels(), network.findByName("separable_12")->channels());
        QVERIFY(!result.stays.empty());
    }
};

QTEST_GUILESS_MAIN(PruneTest)
#include "prune_test.moc"
