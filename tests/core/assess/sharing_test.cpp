// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assess/sharing.h"

#include <QtTest>
#include <cmath>
#include <limits>

#include "support/must.h"

using namespace bw;
using bw::support::must;

namespace {

/// A latency with a band of 10 % on both sides.
SharedModel model(const char* name, double latency_ms, double rate_hz, int64_t arena = 0, int64_t parameters = 0) {
    SharedModel model;
    model.name = name;
    model.rate_hz = rate_hz;
    model.latency_ms = latency_ms;
    model.latency_low_ms = latency_ms * 0.9;
    model.latency_high_ms = latency_ms * 1.1;
    model.arena_bytes = arena;
    model.parameter_bytes = parameters;
    return model;
}

TargetProfile chip(int64_t sram_bytes, MemoryArea weights = MemoryArea::Flash) {
    TargetProfile target;
    target.name = "Chip";
    target.npu.sram_bytes = sram_bytes;
    target.weights_area = weights;
    return target;
}

bool near(double value, double expected) {
    return std::abs(value - expected) <= 1e-9 * std::max(1.0, std::abs(expected));
}

}  // namespace

class SharingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void twoModelsByHand() {
        const std::vector models = {model("a", 10, 30), model("b", 20, 10)};
        const SharingReport report = must(shareAccelerator(models, chip(0)));
        QVERIFY(report.known && !report.lower_bound);
        QVERIFY(near(report.load, 0.3 + 0.2));
        QVERIFY(near(report.load_low, 0.27 + 0.18));
        QVERIFY(near(report.load_high, 0.33 + 0.22));
        QVERIFY(near(report.remaining_load, 0.45));
        // Each finds at worst the other under way: 11 + 22 ms by the upper ends.
        QVERIFY(near(report.models[0].response_ms, 33));
        QVERIFY(near(report.models[0].blocking_ms, 22));
        QVERIFY(near(report.models[1].blocking_ms, 11));
        QVERIFY(report.models[0].meets_deadline);  // 33 of 33.3 ms.
        QVERIFY(report.models[1].meets_deadline);
        QVERIFY(report.problems.empty());
        // The load would let a run 0.78 / 11 ms = 70.9 times a second, its response of 33 ms only 30.3 times.
        QVERIFY(near(report.models[0].highest_rate_hz, 1000.0 / 33));
        QVERIFY(near(report.models[1].highest_rate_hz, 1000.0 / 33));
    }

    void theLoadLimitsTheRateOfAShortModel() {
        const std::vector models = {model("short", 1, 10), model("long", 2, 400)};
        const SharingReport report = must(shareAccelerator(models, chip(0)));
        // 1 - 0.88 is left for 1.1 ms each; the response of 3.3 ms would allow more.
        QVERIFY(near(report.models[0].highest_rate_hz, (1 - 0.88) / 0.0011));
        QVERIFY(!report.models[1].meets_deadline);  // 3.3 ms, and every 2.5 ms a new request.
    }

    void deadlinesAndOverloadAreProblemsWithNumbers() {
        std::vector models = {model("a", 10, 30), model("b", 20, 10)};
        models[0].deadline_ms = 25;
        SharingReport report = must(shareAccelerator(models, chip(0)));
        QVERIFY(!report.models[0].meets_deadline);
        QCOMPARE(report.problems.size(), size_t{1});
        QVERIFY2(report.problems[0].find("a may take 33") != std::string::npos, report.problems[0].c_str());
        QVERIFY2(report.problems[0].find("its deadline is 25") != std::string::npos, report.problems[0].c_str());
        models[1].rate_hz = 45;
        report = must(shareAccelerator(models, chip(0)));
        QVERIFY(near(report.load, 1.2));
        QCOMPARE(report.remaining_load, 0.0);
        QVERIFY2(report.problems[0].find("busy 120 % of the time") != std::string::npos, report.problems[0].c_str());
        // The other leaves 1 - 45 x 22 ms = 0.01, which is 0.91 runs of 11 ms a second.
        QVERIFY(near(report.models[0].highest_rate_hz, 0.01 / 0.011));
    }

    void oneModelAloneWaitsForNobody() {
        const SharingReport report = must(shareAccelerator(std::vector{model("a", 10, 50)}, chip(0)));
        QCOMPARE(report.models[0].blocking_ms, 0.0);
        QVERIFY(near(report.models[0].response_ms, 11));
        QVERIFY(near(report.models[0].highest_rate_hz, 1000.0 / 11));
    }

    void arenasAreSharedAndParametersAddUp() {
        const std::vector models = {model("a", 1, 1, 1000, 300), model("b", 1, 1, 700, 500)};
        SharingReport report = must(shareAccelerator(models, chip(1200)));
        QCOMPARE(report.arena_bytes, int64_t{1000});
        QCOMPARE(report.separate_arena_bytes, int64_t{1700});
        QCOMPARE(report.parameter_bytes, int64_t{800});
        QCOMPARE(report.sram_need_bytes, int64_t{1000});
        QVERIFY(report.problems.empty());
        // With weights in SRAM both count there.
        report = must(shareAccelerator(models, chip(1200, MemoryArea::Sram)));
        QCOMPARE(report.sram_need_bytes, int64_t{1800});
        QCOMPARE(report.problems.size(), size_t{1});
        QVERIFY2(report.problems[0].find("600 B too small") != std::string::npos, report.problems[0].c_str());
        // What does not fit a dedicated SRAM spills, at a cost that the latencies hold already.
        TargetProfile spills = chip(500);
        spills.feature_maps = FeatureMapPlacement::DedicatedSram;
        QVERIFY(must(shareAccelerator(models, spills)).problems.empty());
    }

    void unknownLatenciesGiveNoLoad() {
        std::vector models = {model("a", 1, 1, 1000, 300), model("b", 1, 1)};
        models[1].latency_ms.reset();
        SharingReport report = must(shareAccelerator(models, chip(0)));
        QVERIFY(!report.known);
        QCOMPARE(report.arena_bytes, int64_t{1000});
        QCOMPARE(report.problems.size(), size_t{1});
        models[1] = model("b", 1, 1);
        models[1].latency_is_bound = true;
        QVERIFY(must(shareAccelerator(models, chip(0))).lower_bound);
    }

    void impossibleRatesAreRefusedByName() {
        for (const double rate : {0.0, -1.0, std::nan(""), std::numeric_limits<double>::infinity()}) {
            const auto refused = shareAccelerator(std::vector{model("a", 1, 1), model("culprit", 1, rate)}, chip(0));
            QVERIFY(!refused);
            QCOMPARE(refused.error().place, std::string("culprit"));
        }
        std::vector models = {model("a", 1, 1)};
        models[0].deadline_ms = 0;
        QVERIFY(!shareAccelerator(models, chip(0)));
        QVERIFY(must(shareAccelerator({}, chip(0))).problems.empty());
    }
};

QTEST_GUILESS_MAIN(SharingTest)
#include "sharing_test.moc"
