// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assess/energy.h"

#include <QtTest>
#include <cmath>

#include "assess/assessment.h"
#include "graph/kinds/stated_operator.h"
#include "rewrite/rewrite.h"
#include "support/must.h"
#include "support/random_network.h"

using namespace bw;
using bw::support::must;

namespace {

const std::string kModels = BW_SOURCE_DIR "/models";

TargetRegistry registry() {
    return must(TargetRegistry::load(kModels + "/targets"));
}

AssessmentContext contextFor(const std::string& id) {
    AssessmentContext context;
    context.target = must(registry().find(id));
    if (auto estimator = Estimator::open(context.target, kModels)) context.estimator = std::move(*estimator);
    return context;
}

/// A neural engine with figures that are easy to multiply.
AssessmentContext simpleContext() {
    AssessmentContext context = contextFor("neural-engine");
    context.target.energy = {
        .int8_mac_pj = 1, .sram_pj_per_byte = 2, .dram_pj_per_byte = 100, .static_mw = 10, .source = "made up"};
    return context;
}

Attributes pointwise(int64_t channels) {
    return {{"channels", channels}, {"kernel", int64_t{1}}, {"activation", std::string("none")}};
}

/// 16 channels of 8 x 8 -> one 1 x 1 convolution to 16, and an unknown operator behind it if asked for.
Network single(bool with_opaque = false) {
    NetworkDraft draft;
    const BlockId in = draft.add(*findBlockKind("input"), "in", {{"shape", std::vector<int64_t>{1, 16, 8, 8}}}, {});
    BlockId last = draft.add(*findBlockKind("conv"), "conv", pointwise(16), {{in, 0}});
    if (with_opaque) {
        const std::vector<Shape> shapes = {Shape{1, 16, 8, 8}};
        last = draft.add(*findBlockKind("opaque"), "mystery",
                         {{"function", std::string("MysteryOp")},
                          {"input_shapes", kinds::packShapes(shapes)},
                          {"output_shapes", kinds::packShapes(shapes)}},
                         {{last, 0}});
    }
    draft.setOutputs({{last, 0}});
    return must(draft.commit());
}

bool near(double value, double expected) {
    return std::abs(value - expected) <= 1e-9 * std::max(1.0, std::abs(expected));
}

}  // namespace

class EnergyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void oneConvolutionByHand() {
        const Assessment a = must(assess(single(), simpleContext()));
        QVERIFY(a.energy.has_value());
        const EnergyShares& shares = a.energy->shares;
        // 8 x 8 x 16 x 16 products at 1 pJ; maps of 1,024 bytes read and written once at 2 pJ; 256 weights and 16
        // biases of 4 bytes from DRAM at 100 pJ.
        QVERIFY2(near(shares.products_uj, 16384e-6), qPrintable(QString::number(shares.products_uj)));
        QVERIFY2(near(shares.sram_uj, 2 * 2048e-6), qPrintable(QString::number(shares.sram_uj)));
        QVERIFY2(near(shares.dram_uj, 100 * 320e-6), qPrintable(QString::number(shares.dram_uj)));
        QCOMPARE(shares.flash_uj, 0.0);
        QVERIFY(near(shares.static_uj, 10 * *a.totals.latency_ms));
        QVERIFY(!a.energy->isLowerBound());
    }

    void blocksAddUpAndTheBandFollowsTheLatency() {
        for (const char* id : {"neural-engine", "ethos-u55-256", "ethos-u85-512", "systolic-16"}) {
            const AssessmentContext context = contextFor(id);
            for (uint64_t seed = 1; seed <= 6; ++seed) {
                const Assessment a = must(assess(test::randomNetwork(seed), context));
                QVERIFY2(a.energy.has_value(), id);
                double sum = 0;
                for (const auto& block : a.energy->blocks)
                    sum += block ? block->total() : 0;
                QVERIFY(a.energy->isLowerBound() || std::abs(sum / a.energy->total() - 1) < 1e-9);
                QVERIFY(std::abs(a.energy->low_uj / a.energy->total() -
                                 *a.totals.latency_low_ms / *a.totals.latency_ms) < 1e-9);
                QVERIFY(std::abs(a.energy->high_uj / a.energy->total() -
                                 *a.totals.latency_high_ms / *a.totals.latency_ms) < 1e-9);
            }
        }
    }

    void whatIsUnknownMakesALowerBound() {
        const Assessment known = must(assess(single(), simpleContext()));
        const Assessment a = must(assess(single(true), simpleContext()));
        QVERIFY(a.energy->isLowerBound());
        QCOMPARE(a.energy->unknown_operators, int64_t{1});
        QVERIFY(!a.energy->blocks[2].has_value());
        QVERIFY(a.energy->total() > 0.9 * known.energy->total());
        // Without an estimator there is no static part, and that is said.
        AssessmentContext blind = simpleContext();
        blind.estimator = nullptr;
        const Assessment without = must(assess(single(), blind));
        QVERIFY(without.energy->without_time && without.energy->isLowerBound());
        QCOMPARE(without.energy->shares.static_uj, 0.0);
        // A precision whose products have no figure is unknown, not free.
        AssessmentContext wide = simpleContext();
        wide.target.npu.precisions.push_back(Precision::Int16);
        wide.precision = Precision::Int16;
        wide.estimator = nullptr;
        const Assessment sixteen = must(assess(single(), wide));
        QCOMPARE(sixteen.energy->unknown_operators, int64_t{1});
    }

    void targetsWithoutFiguresHaveNoEnergy() {
        AssessmentContext context = simpleContext();
        context.target.energy = {};
        QVERIFY(!must(assess(single(), context)).energy.has_value());
        // A processor has generic ones: weights and maps once each.
        context.target.kind = "cpu";
        context.target.npu.sram_bytes = 0;
        const Assessment a = must(assess(single(), context));
        const EnergyParameters& generic = genericProcessorEnergy();
        QVERIFY(near(a.energy->shares.products_uj, 16384e-6 * generic.int8_mac_pj));
        QVERIFY(near(a.energy->shares.sram_uj, 2048e-6 * generic.sram_pj_per_byte));
        QVERIFY(near(a.energy->shares.dram_uj, 320e-6 * generic.dram_pj_per_byte));
        QVERIFY(!a.energy->source.empty());
    }

    void everyBundledTargetStatesItsFiguresAndTheirSource() {
        const TargetRegistry targets = registry();
        for (const auto& [id, target] : targets.all()) {
            QVERIFY2(target.energy.stated() || target.kind == "cpu", id.c_str());
            if (!target.energy.stated()) continue;
            for (const Precision precision : target.npu.precisions)
                QVERIFY2(target.energy.macPicojoules(precision).has_value(), id.c_str());
            QVERIFY2(target.energy.source.find("ssumption") != std::string::npos, id.c_str());
            QVERIFY(must(readTargetProfile(writeTargetProfile(target), id)) == target);
        }
    }

    void widerNumbersAndMoreBytesCostMore() {
        const AssessmentContext context = contextFor("ethos-u55-256");
        const Network network = single();
        const double narrow = must(assess(network, context)).energy->total();
        const double wide =
            must(assess(must(applyEdit(network, "precision conv int16")).network, context)).energy->total();
        QVERIFY(wide > narrow);
    }

    void aFleetByHand() {
        // 10^6 users, 100 times a day, 365 days: 3.65 x 10^10 inferences of 312 uJ are 11.388 MJ, or 3.163 kWh.
        const Fleet fleet{1e6, 100};
        QVERIFY(std::abs(fleetKilowattHoursPerYear(312, fleet) - 3.163333) < 1e-5);
        QCOMPARE(fleetMethodText(312, fleet),
                 std::string("1,000,000 users x 100 inferences a day x 365 days x 312 µJ = 3.16 kWh a year"));
        QCOMPARE(formatEnergy(0.0456), std::string("45.6 nJ"));
        QCOMPARE(formatEnergy(1240), std::string("1.24 mJ"));
        QCOMPARE(formatEnergy(999.7), std::string("1.00 mJ"));
        QCOMPARE(formatKilowattHours(0.5), std::string("500 Wh"));
        QCOMPARE(formatKilowattHours(31634), std::string("31.6 MWh"));
    }
};

QTEST_GUILESS_MAIN(EnergyTest)
#include "energy_test.moc"
