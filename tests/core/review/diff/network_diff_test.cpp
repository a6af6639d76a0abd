// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/diff/network_diff.h"

#include "core/rewrite/edit_fixture.h"
#include "generator/sample_networks.h"
#include "review/diff/diff_words.h"
#include "support/must.h"
#include "support/neural_engine.h"

using namespace bw;
using namespace bw::test;
using bw::support::must;

namespace {

NetworkDiff diffOf(const Network& a, const Network& b) {
    return must(diffNetworks(a, b, neuralEngine()));
}

std::string wordsFor(const Network& before, const std::string& command) {
    return wordsOf(before, edited(before, command).network, command);
}

/// Every IBN of MobileNetV2 that can be fused.
std::vector<std::string> ibnsOf(const Network& network) {
    std::vector<std::string> names;
    for (const BlockPtr& block : network.blocks()) {
        if (block->kind->id == "ibn" && refusal(network, "fuse " + quoteName(block->name)).empty())
            names.push_back(block->name);
    }
    return names;
}

}  // namespace

class NetworkDiffTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theFusedVariantDiffersByItsFusedBlocksAndNothingElse() {
        const Network a = samples::mobilenetV2();
        std::vector<std::string> names = ibnsOf(a);
        QVERIFY(names.size() > 6);
        names.resize(6);
        std::string command = "fuse";
        for (const std::string& name : names)
            command += " " + quoteName(name);
        const Network b = edited(a, command).network;
        const NetworkDiff diff = diffOf(a, b);
        QCOMPARE(diff.lines.size(), size_t{1});
        COMPARE_TEXT(diff.lines.front().command, command.c_str());
        QVERIFY(diff.added.empty() && diff.removed.empty());
        QCOMPARE(diff.changed.size(), names.size());
        for (size_t i = 0; i < names.size(); ++i) {
            QCOMPARE(diff.changed[i].name_a, names[i]);
            COMPARE_TEXT(diff.changed[i].kind_b, "Fused IBN");
            QVERIFY(!diff.changed[i].rewired);
        }
    }

    void changesOfTheLinesAddUpToTheTotal() {
        const Network a = samples::presenceDetector();
        Network b = a;
        const std::vector<std::string> ibns = ibnsOf(a);
        const std::vector<std::string> commands = {"scale 0.85 --multiple 8", "fuse " + ibns[0] + " " + ibns[1],
                                                   "input_size 192x192", "set " + ibns[3] + ".expansion=3",
                                                   "delete " + ibns[5]};
        for (const std::string& command : commands)
            b = edited(b, command).network;
        const NetworkDiff diff = diffOf(a, b);
        QVERIFY(diff.lines.size() >= 3);
        double latency_ms = 0;
        int64_t parameters = 0, peak = 0, macs = 0;
        for (const DiffLine& line : diff.lines) {
            latency_ms += line.change.latency_ms.value();
            parameters += line.change.parameters;
            peak += line.change.peak_activation_bytes;
            macs += line.change.macs;
        }
        const Totals of_a = must(assess(a, neuralEngine())).totals;
        const Totals of_b = must(assess(b, neuralEngine())).totals;
        QVERIFY(std::abs(latency_ms - (*of_b.latency_ms - *of_a.latency_ms)) < 1e-9);
        QCOMPARE(parameters, of_b.parameters - of_a.parameters);
        QCOMPARE(peak, of_b.peak_activation_bytes - of_a.peak_activation_bytes);
        QCOMPARE(macs, of_b.macs - of_a.macs);
        QCOMPARE(*diff.a.latency_ms, *of_a.latency_ms);
        QCOMPARE(*diff.b.latency_ms, *of_b.latency_ms);
    }

    void editsAreToldInWordsOfArchitects() {
        NetworkText net({1, 3, 64, 64});
        net.add("conv", "stem", {"in"}, {{"channels", int64_t{32}}, {"stride", int64_t{2}}});
        const char* previous = "stem";
        for (const char* name : {"ibn_2", "ibn_3", "ibn_4", "ibn_5"}) {
            net.add("ibn", name, {previous}, {{"channels", int64_t{32}}, {"residual", false}}, "stage_1");
            previous = name;
        }
        const Network network = net.add("conv", "head", {"ibn_5"}, {{"channels", int64_t{96}}}).done();
        COMPARE_TEXT(wordsFor(network, "fuse ibn_2 ibn_3 ibn_4"), "ibn_2–ibn_4 fused");
        COMPARE_TEXT(wordsFor(network, "fuse ibn_2 ibn_4"), "ibn_2 and ibn_4 fused");
        COMPARE_TEXT(wordsFor(network, "fuse ibn_2 ibn_3 ibn_4 ibn_5"), "all of stage_1 fused");
        COMPARE_TEXT(wordsFor(network, "set stem.channels=24"), "channels 32 → 24 in stem");
        COMPARE_TEXT(wordsFor(network, "set ibn_2.expansion=4 ibn_3.expansion=4 ibn_4.expansion=4 ibn_5.expansion=4"),
                     "expansion 6 → 4 in all of stage_1");
        COMPARE_TEXT(wordsFor(network, "scale 0.5 --multiple 8"), "all channels × 0.5, in multiples of 8");
        COMPARE_TEXT(wordsFor(network, "input_size 96x48"), "input 64×64 → 96×48");
        COMPARE_TEXT(wordsFor(network, "delete ibn_3"), "ibn_3 taken out");
        COMPARE_TEXT(wordsFor(network, "insert ibn after ibn_3 --name more"), "more (IBN) behind ibn_3 added");
        COMPARE_TEXT(wordsFor(network, "rename stem first"), "stem now called first");
        COMPARE_TEXT(wordsFor(network, "precision ibn_2 int16"), "number format of ibn_2: int16");
    }

    void withoutAnEstimatorLatencyIsUnknownAndTheRestIsCounted() {
        AssessmentContext blind = neuralEngine();
        blind.estimator = nullptr;
        const Network a = samples::mobilenetV2();
        const NetworkDiff diff = must(diffNetworks(a, edited(a, "scale 0.5 --multiple 8").network, blind));
        QCOMPARE(diff.lines.size(), size_t{1});
        QVERIFY(!diff.lines.front().change.latency_ms);
        QVERIFY(diff.lines.front().change.parameters < 0);
    }
};

QTEST_GUILESS_MAIN(NetworkDiffTest)
#include "network_diff_test.moc"
