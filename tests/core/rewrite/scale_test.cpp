// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "core/rewrite/edit_fixture.h"

using namespace bw;
using namespace bw::test;

namespace {

/// stem 16 -> a 24 -> b 24 (residual, stage "late") -> c 40 (stage "late") -> pooled -> 10 classes
Network classifier() {
    NetworkText net;
    net.add("conv", "stem", {"in"}, {{"channels", int64_t{16}}, {"stride", int64_t{2}}});
    net.add("ibn", "a", {"stem"}, {{"channels", int64_t{24}}, {"expansion", 3.0}});
    net.add("ibn", "b", {"a"}, {{"channels", int64_t{24}}, {"expansion", 3.0}, {"residual", true}}, "late");
    net.add("ibn", "c", {"b"}, {{"channels", int64_t{40}}, {"squeeze", int64_t{16}}}, "late");
    net.add("global_pool", "pool", {"c"}, {{"form", std::string("mean_flat")}});
    net.add("dense", "classes", {"pool"}, {{"channels", int64_t{10}}});
    return net.done();
}

}  // namespace

/// scale and align.
class ScaleTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void saysWhatStandsAgainstAScalingThatChangesNothing() {
        NetworkText net({1, 16, 32, 32});
        net.add("ibn", "a", {"in"}, {{"channels", int64_t{16}}, {"expansion", 1.0}, {"residual", true}});
        net.add("conv", "head", {"a"}, {{"channels", int64_t{4}}});
        VERIFY_REFUSED(net.done(), "scale 0.5 --multiple 8", "a keeps 16 channels: 'in' is the network's input");
    }

    void aMultiplierBelowOneWidensNothing() {
        NetworkText net;
        net.add("conv", "narrow", {"in"}, {{"channels", int64_t{16}}});
        net.add("conv", "wide", {"narrow"}, {{"channels", int64_t{96}}});
        net.add("conv", "head", {"wide"}, {{"channels", int64_t{4}}});
        const EditOutcome out = edited(net.done(), "scale 0.75 --multiple 32");
        QCOMPARE(channelsOf(out.network, "narrow"), 16);
        QCOMPARE(channelsOf(out.network, "wide"), 64);
        COMPARE_TEXT(out.changes.front(), "narrow keeps 16 channels: the nearest multiple is more, 32");
    }

    void scalesEveryWidthAlongPaddedShortcuts() {
        NetworkText net;
        net.add("conv", "a", {"in"}, {{"channels", int64_t{24}}});
        net.add("pad", "pad", {"a"}, {{"amounts", std::vector<int64_t>{0, 0, 0, 8, 0, 0, 0, 0}}});
        net.add("conv", "b", {"a"}, {{"channels", int64_t{32}}}).add("add", "sum", {"pad", "b"});
        net.add("conv", "head", {"sum"}, {{"channels", int64_t{4}}});
        const Network before = net.done();
        const EditOutcome out = edited(before, "scale 2 --multiple 8");
        QCOMPARE(channelsOf(out.network, "a"), 48);
        QCOMPARE(channelsOf(out.network, "b"), 64);
        QCOMPARE(attributesOf(out.network, "pad").list("amounts")[3], 16);
        QVERIFY(edited(out.network, "scale 0.5 --multiple 8").network == before);
    }

    void multipliesAndRoundsToTheMultiple() {
        const EditOutcome out = edited(classifier(), "scale 0.5 --multiple 8");
        QCOMPARE(channelsOf(out.network, "stem"), 8);
        QCOMPARE(channelsOf(out.network, "a"), 16);  // 12 lies between 8 and 16 and rounds up.
        QCOMPARE(channelsOf(out.network, "b"), 16);
        QCOMPARE(channelsOf(out.network, "c"), 24);
        QCOMPARE(channelsOf(out.network, "classes"), 10);
        // 16 inputs x 6 = 96 channels inside, of 144: squeeze 16 * 2/3 = 10.7 becomes 8.
        QCOMPARE(attributesOf(out.network, "c").integer("squeeze"), 8);
        COMPARE_TEXT(out.title, "Scale channels by 0.5");
    }

    void keepsAtLeastOneMultiple() {
        const EditOutcome out = edited(classifier(), "scale 0.01 --multiple 16");
        for (const char* name : {"stem", "a", "b", "c"})
            QCOMPARE(channelsOf(out.network, name), 16);
    }

    void makesTheChannelsInsideBlocksMultiples() {
        NetworkText net;
        net.add("conv", "stem", {"in"}, {{"channels", int64_t{16}}});
        net.add("ibn", "a", {"stem"}, {{"channels", int64_t{16}}, {"expansion", 2.6}});
        net.add("conv", "last", {"a"}, {{"channels", int64_t{4}}});
        const EditOutcome out = edited(net.done(), "scale 2 --multiple 16");
        // 32 x 2.6 = 83.2 -> 80.
        QCOMPARE(attributesOf(out.network, "a").number("expansion"), 2.5);
        const Operator& expand = out.lowered.graph.operators[1];
        QCOMPARE(expand.out_channels, 80);
    }

    void takesTheMultipleOfTheTarget() {
        QCOMPARE(channelsOf(edited(classifier(), "scale 0.9", {32}).network, "c"), 32);
        QCOMPARE(channelsOf(edited(classifier(), "scale 0.9").network, "c"), 36);
    }

    void scalesAStageAndWhatIsTiedToIt() {
        const EditOutcome out = edited(classifier(), "scale 2 --stage late");
        QCOMPARE(channelsOf(out.network, "stem"), 16);
        QCOMPARE(channelsOf(out.network, "a"), 48);
        QCOMPARE(channelsOf(out.network, "b"), 48);
        QCOMPARE(channelsOf(out.network, "c"), 80);
        COMPARE_TEXT(out.changes[0], "a.channels 24 -> 48 (follows b)");
    }

    void scalesNamedBlocks() {
        const EditOutcome out = edited(classifier(), "scale 2 --blocks stem,c");
        QCOMPARE(channelsOf(out.network, "stem"), 32);
        QCOMPARE(channelsOf(out.network, "a"), 24);
        QCOMPARE(channelsOf(out.network, "c"), 80);
    }

    void leavesFrozenBlocksAndSaysSo() {
        const Network before = edited(classifier(), "freeze b").network;
        const EditOutcome out = edited(before, "scale 2");
        QCOMPARE(channelsOf(out.network, "stem"), 32);
        QCOMPARE(channelsOf(out.network, "a"), 24);
        QCOMPARE(channelsOf(out.network, "b"), 24);
        QCOMPARE(channelsOf(out.network, "c"), 80);
        const auto told = [&](const std::string& line) {
            return std::find(out.changes.begin(), out.changes.end(), line) != out.changes.end();
        };
        QVERIFY(told("a keeps 24 channels: 'b' is frozen"));
        QVERIFY(told("classes keeps 10 channels: 'classes' gives the network's output"));
    }

    void leavesTheBranchesOfAFrozenConcatenation() {
        NetworkText net;
        net.add("conv", "a", {"in"}, {{"channels", int64_t{16}}}).add("conv", "b", {"in"}, {{"channels", int64_t{16}}});
        net.add("concat", "joined", {"a", "b"}).freeze();
        net.add("conv", "c", {"joined"}, {{"channels", int64_t{16}}})
            .add("conv", "d", {"c"}, {{"channels", int64_t{4}}});
        const EditOutcome out = edited(net.done(), "scale 2");
        QCOMPARE(channelsOf(out.network, "a"), 16);
        QCOMPARE(channelsOf(out.network, "c"), 32);
    }

    void sumsScaledBranches() {
        NetworkText net;
        net.add("conv", "a", {"in"}, {{"channels", int64_t{16}}}).add("conv", "b", {"in"}, {{"channels", int64_t{8}}});
        net.add("concat", "joined", {"a", "b"}).add("conv", "side", {"in"}, {{"channels", int64_t{24}}});
        net.add("add", "sum", {"joined", "side"}).add("conv", "last", {"sum"}, {{"channels", int64_t{4}}});
        const EditOutcome out = edited(net.done(), "scale 1.5 --multiple 8");
        QCOMPARE(channelsOf(out.network, "a"), 24);
        QCOMPARE(channelsOf(out.network, "b"), 16);
        QCOMPARE(channelsOf(out.network, "side"), 40);
        QCOMPARE(channelsOf(out.network, "last"), 4);
    }

    void leavesWhatReachesAnOutputWithoutWeights() {
        NetworkText net;
        net.add("conv", "a", {"in"}, {{"channels", int64_t{16}}});
        net.add("conv", "predict", {"a"}, {{"channels", int64_t{24}}});
        net.add("reshape", "rows", {"predict"}, {{"sizes", std::vector<int64_t>{0, -1, 4}}})
            .add("softmax", "out", {"rows"});
        const EditOutcome out = edited(net.done(), "scale 0.5");
        QCOMPARE(channelsOf(out.network, "a"), 8);
        QCOMPARE(channelsOf(out.network, "predict"), 24);
    }

    void leavesAGateOfOneChannel() {
        NetworkText net;
        net.add("conv", "a", {"in"}, {{"channels", int64_t{16}}})
            .add("conv", "mask", {"in"}, {{"channels", int64_t{1}}});
        net.add("mul", "masked", {"a", "mask"}).add("conv", "last", {"masked"}, {{"channels", int64_t{4}}});
        const EditOutcome out = edited(net.done(), "scale 2 --multiple 8");
        QCOMPARE(channelsOf(out.network, "a"), 32);
        QCOMPARE(channelsOf(out.network, "mask"), 1);
        COMPARE_TEXT(out.changes[0], "mask keeps 1 channels: 'masked' spreads its one channel over all");
    }

    void leavesWhatAChannelShuffleHolds() {
        NetworkText net;
        net.add("conv", "a", {"in"}, {{"channels", int64_t{16}}});
        net.add("reshape", "groups", {"a"}, {{"sizes", std::vector<int64_t>{-1, 2, 8, 32, 32}}});
        net.add("transpose", "mixed", {"groups"}, {{"permutation", std::vector<int64_t>{0, 2, 1, 3, 4}}});
        net.add("reshape", "back", {"mixed"}, {{"sizes", std::vector<int64_t>{1, 16, 32, 32}}});
        net.add("conv", "b", {"back"}, {{"channels", int64_t{16}}})
            .add("conv", "last", {"b"}, {{"channels", int64_t{4}}});
        const Network before = net.done();
        const EditOutcome out = edited(before, "scale 2");
        QCOMPARE(channelsOf(out.network, "a"), 16);
        QCOMPARE(channelsOf(out.network, "b"), 32);
        VERIFY_REFUSED(before, "set a.channels=32", "'groups' reshapes to fixed sizes");
    }

    void leavesWhatOneBlockCannotFollowAndScalesTheRest() {
        NetworkText net;
        net.add("conv", "a", {"in"}, {{"channels", int64_t{24}}});
        net.add("reshape", "rows", {"a"}, {{"sizes", std::vector<int64_t>{24, -1, 512}}});
        net.add("reshape", "back", {"rows"}, {{"sizes", std::vector<int64_t>{-1, 24, 32, 32}}});
        net.add("conv", "b", {"back"}, {{"channels", int64_t{16}}})
            .add("conv", "last", {"b"}, {{"channels", int64_t{4}}});
        const EditOutcome out = edited(net.done(), "scale 0.7");
        QCOMPARE(channelsOf(out.network, "a"), 24);
        QCOMPARE(channelsOf(out.network, "b"), 11);
        COMPARE_TEXT(out.changes[0], "a keeps 24 channels: 'rows' cannot follow");
    }

    void alignsEveryCountInOneStep() {
        const EditOutcome out = edited(classifier(), "align", {16});
        QCOMPARE(channelsOf(out.network, "stem"), 16);
        QCOMPARE(channelsOf(out.network, "a"), 32);
        QCOMPARE(channelsOf(out.network, "c"), 48);
        QCOMPARE(channelsOf(out.network, "classes"), 10);
        for (const Operator& op : out.lowered.graph.operators) {
            if (op.type == OpType::Conv2d) QVERIFY(op.out_channels % 16 == 0);
        }
        VERIFY_REFUSED(out.network, "align --multiple 16", "changes nothing");
    }

    void refusesWithTheReason_data() {
        QTest::addColumn<QString>("command");
        QTest::addColumn<QString>("reason");
        QTest::newRow("zero") << "scale 0"
                              << "above 0 and up to 4";
        QTest::newRow("large") << "scale 5"
                               << "above 0 and up to 4";
        QTest::newRow("none") << "scale"
                              << "above 0 and up to 4";
        QTest::newRow("nothing") << "scale 1"
                                 << "changes nothing";
        QTest::newRow("stage") << "scale 0.5 --stage nowhere"
                               << "no block is in the stage 'nowhere'";
        QTest::newRow("block") << "scale 0.5 --blocks stem,x"
                               << "there is no block 'x'";
        QTest::newRow("multiple") << "scale 0.5 --multiple 0"
                                  << "--multiple must be";
        QTest::newRow("value") << "scale 0.5 --multiple"
                               << "--multiple needs a value";
        QTest::newRow("align to 1") << "align"
                                    << "every channel count is a multiple of 1";
    }
    void refusesWithTheReason() {
        QFETCH(QString, command);
        QFETCH(QString, reason);
        VERIFY_REFUSED(classifier(), command.toStdString(), reason.toStdString());
    }
};

QTEST_GUILESS_MAIN(ScaleTest)
#include "scale_test.moc"
