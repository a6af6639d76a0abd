// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fit/harm.h"

#include <QtTest>
#include <cmath>

#include "generator/sample_networks.h"
#include "rewrite/rewrite.h"
#include "support/must.h"

using namespace bw;
using bw::support::must;

namespace {

/// A published network: millions of multiply-accumulates and ImageNet top-1 accuracy in per cent.
struct Published {
    double macs;
    double accuracy;
};
// MobileNetV2 (the authors' README): widths 1, 0.75, 0.5, 0.35; inputs 224, 192, 160, 128, 96.
const std::vector<Published> kV2 = {{300, 71.8}, {221, 70.7}, {154, 68.8}, {99, 65.3}, {56, 60.3},
                                    {209, 69.8}, {153, 68.7}, {107, 66.4}, {69, 63.2}, {39, 58.8},
                                    {97, 65.4},  {71, 63.9},  {50, 61.0},  {32, 57.7}, {18, 51.2},
                                    {59, 60.3},  {43, 58.2},  {30, 55.7},  {20, 50.8}, {11, 45.5}};
// MobileNetV1 (arXiv 1704.04861, tables 6 and 7): widths 1, 0.75, 0.5, 0.25; inputs 192, 160, 128.
const std::vector<Published> kV1 = {{529, 70.6}, {325, 68.4}, {149, 63.7}, {41, 50.6},
                                    {418, 69.1}, {290, 67.2}, {186, 64.4}};

double harmOf(const Network& network, const std::vector<std::string>& commands) {
    const auto lowered = must(lower(network));
    Network edited = network;
    for (const std::string& command : commands)
        edited = must(applyEdit(edited, command, {16})).network;
    return HarmScale(network, lowered).harm(edited, must(lower(edited)));
}

}  // namespace

class HarmTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void followsPublishedAccuracy() {
        double worst = 0;
        double sum = 0;
        for (const auto* table : {&kV1, &kV2}) {
            const Published& whole = table->front();
            for (const Published& network : *table) {
                const double lost = whole.accuracy - network.accuracy;
                const double error = std::fabs(8 * harmOfShare(network.macs / whole.macs) - lost);
                worst = std::max(worst, error);
                sum += error;
            }
        }
        QVERIFY2(worst <= 1.7, qPrintable(QString::number(worst)));
        QVERIFY(sum / static_cast<double>(kV1.size() + kV2.size()) <= 0.6);
    }

    void growsWithEveryCutOnEqualTerms() {
        const Network network = samples::cameraClassifier();
        QCOMPARE(harmOf(network, {"rename stem first"}), 0.0);
        const double half = harmOf(network, {"scale 0.5 --multiple 16"});
        const double most = harmOf(network, {"scale 0.75 --multiple 16"});
        const double small = harmOf(network, {"input_size 48x48"});
        QVERIFY(0 < most && most < half);
        // Half the width and half the size keep about a quarter of the multiply-accumulates each.
        QVERIFY2(half > 0.8 && half < 1.1, qPrintable(QString::number(half)));
        QVERIFY2(small > 0.8 && small < 1.1, qPrintable(QString::number(small)));
    }

    void conversionsToStandardAreNeitherCheeredNorPunished() {
        const Network camera = samples::cameraClassifier();
        QCOMPARE(harmOf(camera, {"to_standard separable_1 separable_2"}), 0.0);
        const Network detector = samples::presenceDetector();
        std::string ibns;
        for (const BlockPtr& block : detector.blocks())
            if (block->kind->id == "ibn") ibns += " " + block->name;
        QCOMPARE(harmOf(detector, {"fuse" + ibns}), 0.0);
        // Nor can a block's growth pay for another's loss.
        const double cut = harmOf(camera, {"set separable_12.channels=128"});
        QVERIFY(harmOf(camera, {"to_standard separable_1", "set separable_12.channels=128"}) == cut);
    }

    void losingStandardConvolutionsCosts() {
        NetworkDraft draft;
        Port x{draft.add(*findBlockKind("input"), "in", {{"shape", std::vector<int64_t>{1, 3, 32, 32}}}, {}), 0};
        x = {draft.add(*findBlockKind("conv"), "a", {{"channels", int64_t{32}}}, {x}), 0};
        x = {draft.add(*findBlockKind("conv"), "b", {{"channels", int64_t{32}}}, {x}), 0};
        draft.setOutputs({x});
        const double harm = harmOf(must(draft.commit()), {"to_depthwise b"});
        QVERIFY2(std::fabs(harm - 0.065) < 1e-9, qPrintable(QString::number(harm)));
    }
};

QTEST_GUILESS_MAIN(HarmTest)
#include "harm_test.moc"
