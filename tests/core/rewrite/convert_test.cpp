// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rewrite/edit_fixture.h"

using namespace bw;
using namespace bw::test;

namespace {

/// in 1x8x16x16 -> x, of the given kind.
Network only(const char* kind, Attributes attributes) {
    NetworkText net({1, 8, 16, 16});
    net.add(kind, "x", {"in"}, std::move(attributes));
    return net.done();
}

int64_t macs(const Network& network) {
    return lower(network)->graph.totalMacs();
}
int64_t parameters(const Network& network) {
    return lower(network)->graph.totalParameters();
}

}  // namespace

/// fuse, unfuse, to_standard, to_depthwise and squeeze.
class ConvertTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void saysHowToTurnASqueezeExciteBlockOff() {
        NetworkText net;
        net.add("conv", "a", {"in"}, {{"channels", int64_t{16}}}).add("squeeze_excite", "gate", {"a"});
        VERIFY_REFUSED(net.done(), "squeeze gate off", "take it out: delete gate");
    }

    void fusesAnIbnAndBack() {
        const Network before = only("ibn", {{"channels", int64_t{8}},
                                            {"expansion", 3.0},
                                            {"kernel", int64_t{5}},
                                            {"squeeze", int64_t{4}},
                                            {"activation", std::string("relu")},
                                            {"residual", true}});
        const EditOutcome fused = edited(before, "fuse x");
        const Block& x = *fused.network.findByName("x");
        COMPARE_TEXT(x.kind->id, "fused_ibn");
        QCOMPARE(x.attributes.number("expansion"), 3.0);
        QCOMPARE(x.attributes.integer("kernel"), 5);
        QCOMPARE(x.attributes.integer("squeeze"), 4);
        QVERIFY(x.attributes.flag("residual"));
        COMPARE_TEXT(fused.title, "Fuse x");
        COMPARE_TEXT(fused.changes[0], "x: IBN -> Fused IBN");
        QVERIFY(edited(fused.network, "unfuse x").network == before);
    }

    void countsFusionToTheUnit() {
        const Network before = only("ibn", {{"channels", int64_t{8}}, {"expansion", 3.0}});
        const Network after = edited(before, "fuse x").network;
        // 16 x 16 places, 24 inner channels: expansion 8*24 and depthwise 9*24 become one 9*8*24; projection stays.
        QCOMPARE(macs(before), int64_t{256 * (8 * 24 + 9 * 24 + 24 * 8)});
        QCOMPARE(macs(after), int64_t{256 * (9 * 8 * 24 + 24 * 8)});
        QCOMPARE(parameters(before), int64_t{8 * 24 + 24 + 9 * 24 + 24 + 24 * 8 + 8});
        QCOMPARE(parameters(after), int64_t{9 * 8 * 24 + 24 + 24 * 8 + 8});
    }

    void fusesSeveralBlocksInOneStep() {
        NetworkText net({1, 8, 16, 16});
        net.add("ibn", "a", {"in"}, {{"channels", int64_t{8}}}).add("ibn", "b", {"a"}, {{"channels", int64_t{8}}});
        const EditOutcome out = edited(net.done(), "fuse a b a");
        COMPARE_TEXT(out.title, "Fuse 2 blocks");
        QCOMPARE(out.changes.size(), size_t{2});
    }

    void makesADepthwiseConvolutionStandard() {
        const Network before = only("depthwise_conv", {{"stride", int64_t{2}}, {"activation", std::string("relu")}});
        const Network after = edited(before, "to_standard x").network;
        QCOMPARE(macs(before), int64_t{64 * 9 * 8});
        QCOMPARE(macs(after), int64_t{64 * 9 * 8 * 8});
        QCOMPARE(parameters(after), int64_t{9 * 8 * 8 + 8});
        COMPARE_TEXT(attributesOf(after, "x").text("activation"), "relu");
        QCOMPARE(channelsOf(after, "x"), 8);
    }

    void keepsTheOutputsPerChannelOfADepthwiseConvolution() {
        const Network after =
            edited(only("depthwise_conv", {{"outputs_per_channel", int64_t{3}}}), "to_standard x").network;
        QCOMPARE(channelsOf(after, "x"), 24);
    }

    void makesASeparableBlockStandardAndBack() {
        const Network before = only("depthwise_separable", {{"channels", int64_t{16}}, {"stride", int64_t{2}}});
        const Network standard = edited(before, "to_standard x").network;
        QCOMPARE(macs(before), int64_t{64 * (9 * 8 + 8 * 16)});
        QCOMPARE(macs(standard), int64_t{64 * 9 * 8 * 16});
        QVERIFY(edited(standard, "to_depthwise x").network == before);
    }

    void keepsTheResidualOfASeparableBlock() {
        const Network after =
            edited(only("depthwise_separable", {{"channels", int64_t{8}}, {"residual", true}}), "to_standard x")
                .network;
        QCOMPARE(after.size(), size_t{3});
        COMPARE_TEXT(after.at(2).kind->id, "add");
        QCOMPARE(after.outputs()[0].block, after.at(2).id);
        QCOMPARE(macs(after), int64_t{256 * 9 * 8 * 8});
    }

    void turnsSqueezeExciteOnAndOff() {
        const Network before = only("ibn", {{"channels", int64_t{8}}, {"expansion", 4.0}});
        const EditOutcome on = edited(before, "squeeze x on");
        QCOMPARE(attributesOf(on.network, "x").integer("squeeze"), 8);
        // Two 1 x 1 convolutions on one place: 32 -> 8 -> 32.
        QCOMPARE(macs(on.network) - macs(before), int64_t{2 * 32 * 8});
        QCOMPARE(parameters(on.network) - parameters(before), int64_t{2 * 32 * 8 + 8 + 32});
        QVERIFY(edited(on.network, "squeeze x off").network == before);
        QCOMPARE(attributesOf(edited(before, "squeeze x 12").network, "x").integer("squeeze"), 12);
        QCOMPARE(attributesOf(edited(before, "squeeze x on", {16}).network, "x").integer("squeeze"), 16);
    }

    void refusesWithTheReason_data() {
        QTest::addColumn<QString>("command");
        QTest::addColumn<QString>("reason");
        QTest::newRow("fuse conv") << "fuse c"
                                   << "c: it is of kind Convolution, not IBN";
        QTest::newRow("fuse frozen") << "fuse f"
                                     << "f: the block is frozen";
        QTest::newRow("unfuse ibn") << "unfuse i"
                                    << "not Fused IBN";
        QTest::newRow("none") << "fuse"
                              << "no block is named";
        QTest::newRow("standard ibn") << "to_standard i"
                                      << "use 'fuse' for an IBN";
        QTest::newRow("standard squeeze") << "to_standard s"
                                          << "holds no squeeze-excite";
        QTest::newRow("depthwise pointwise") << "to_depthwise p"
                                             << "a 1 x 1 convolution has no depthwise part";
        QTest::newRow("depthwise grouped") << "to_depthwise g"
                                           << "grouped";
        QTest::newRow("depthwise oblong") << "to_depthwise o"
                                          << "square window";
        QTest::newRow("squeeze conv") << "squeeze c on"
                                      << "holds no squeeze-excite";
        QTest::newRow("squeeze again") << "squeeze s on"
                                       << "already 2";
        QTest::newRow("squeeze word") << "squeeze i maybe"
                                      << "whole number";
    }
    void refusesWithTheReason() {
        QFETCH(QString, command);
        QFETCH(QString, reason);
        NetworkText net({1, 8, 16, 16});
        net.add("conv", "c", {"in"}, {{"channels", int64_t{8}}});
        net.add("ibn", "f", {"c"}, {{"channels", int64_t{8}}}).freeze();
        net.add("ibn", "i", {"f"}, {{"channels", int64_t{8}}});
        net.add("depthwise_separable", "s", {"i"}, {{"channels", int64_t{8}}, {"squeeze", int64_t{2}}});
        net.add("conv", "p", {"s"}, {{"channels", int64_t{8}}, {"kernel", int64_t{1}}});
        net.add("conv", "g", {"p"}, {{"channels", int64_t{8}}, {"groups", int64_t{2}}});
        net.add("conv", "o", {"g"}, {{"channels", int64_t{8}}, {"kernel_w", int64_t{5}}});
        VERIFY_REFUSED(net.done(), command.toStdString(), reason.toStdString());
    }
};

QTEST_GUILESS_MAIN(ConvertTest)
#include "convert_test.moc"
