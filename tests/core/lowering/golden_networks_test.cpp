// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <fstream>
#include <nlohmann/json.hpp>

#include "generator/sample_networks.h"
#include "lowering/lower.h"
#include "memory/memory_plan.h"
#include "support/nas_bench_macro.h"

using namespace bw;
using bw::support::must;

/// Published figures, to the unit.
class GoldenNetworksTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void mobilenetV2HasItsPublishedFigures() {
        const LoweredNetwork lowered = must(lower(samples::mobilenetV2()));
        QCOMPARE(lowered.graph.totalMacs(), int64_t{300774272});
        QCOMPARE(lowered.graph.totalParameters(), int64_t{3504872});
        const MemoryPlan plan = must(planMemory(lowered.graph, MemoryRules{}));
        QCOMPARE(plan.live.peak_bytes, int64_t{1505280});
    }

    void mobilenetV1HasItsPublishedFigures() {
        // torchvision-style count: BN 2 per channel; 4.2 M parameters and 569 M multiply-adds in the paper.
        const LoweredNetwork lowered = must(lower(samples::mobilenetV1()));
        QCOMPARE(lowered.graph.totalMacs(), int64_t{568740352});
        QCOMPARE(lowered.graph.totalParameters(), int64_t{4231976});
    }

    void nasBenchMacrosColumnsAreReproduced() {
        std::ifstream file(BW_SHARED_DATA "/accuracy/nas-bench-macro_cifar10.json");
        if (!file) QSKIP("no shared data: accuracy/nas-bench-macro_cifar10.json is absent");
        const auto table = nlohmann::json::parse(file);
        QCOMPARE(table.size(), size_t{6561});
        int compared = 0;
        for (const auto& [code, row] : table.items()) {
            const LoweredNetwork lowered = must(lower(support::nasBenchMacro(code)));
            QVERIFY2(lowered.graph.totalParameters() == row.at("params").get<int64_t>(), code.c_str());
            QVERIFY2(lowered.graph.totalMacs() == row.at("flops").get<int64_t>(), code.c_str());
            ++compared;
        }
        QCOMPARE(compared, 6561);
    }

    void theBaselineOfThePresenceStudyIsFrozen() {
        const LoweredNetwork lowered = must(lower(samples::presenceDetector()));
        const OperatorGraph& graph = lowered.graph;
        QCOMPARE(graph.outputs.size(), size_t{2});
        // 6 anchors at 14 x 14 and 7 x 7 places.
        QCOMPARE(QString::fromStdString(graph.shape(graph.outputs[0]).text()), QStringLiteral("1x1470x4"));
        QCOMPARE(QString::fromStdString(graph.shape(graph.outputs[1]).text()), QStringLiteral("1x1470x2"));
        QCOMPARE(graph.totalMacs(), kPresenceMacs);
        QCOMPARE(graph.totalParameters(), kPresenceParameters);
    }

    void theCameraClassifierIsTwiceOverBothBudgets() {
        for (const samples::Sample& sample : samples::allSamples()) {
            if (sample.file_name != "camera_classifier.blockwright") continue;
            const LoweredNetwork lowered = must(lower(sample.document.network));
            const MemoryPlan plan = must(planMemory(lowered.graph, MemoryRules{}));
            const double flash = static_cast<double>(plan.parameters.total()) /
                                 static_cast<double>(*sample.document.budgets.parameter_bytes);
            const double sram = static_cast<double>(plan.live.peak_bytes) /
                                static_cast<double>(*sample.document.budgets.peak_activation_bytes);
            QVERIFY2(std::abs(flash - 1.89) < 0.02, qPrintable(QString::number(flash)));
            QVERIFY2(std::abs(sram - 1.89) < 0.02, qPrintable(QString::number(sram)));
            return;
        }
        QFAIL("there is no camera classifier");
    }

private:
    static constexpr int64_t kPresenceMacs = 281286656;
    static constexpr int64_t kPresenceParameters = 1835912;
};

QTEST_GUILESS_MAIN(GoldenNetworksTest)
#include "golden_networks_test.moc"
