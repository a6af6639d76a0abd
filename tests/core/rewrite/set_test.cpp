// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rewrite/edit_fixture.h"

using namespace bw;
using namespace bw::test;

namespace {

/// in(3) -> stem(16) -> a(16, residual) -> b(16, residual) -> head(24)
Network residualChain() {
    NetworkText net;
    net.add("conv", "stem", {"in"}, {{"channels", int64_t{16}}, {"stride", int64_t{2}}});
    net.add("ibn", "a", {"stem"}, {{"channels", int64_t{16}}, {"residual", true}});
    net.add("ibn", "b", {"a"}, {{"channels", int64_t{16}}, {"residual", true}});
    net.add("conv", "head", {"b"}, {{"channels", int64_t{24}}, {"kernel", int64_t{1}}});
    return net.done();
}

}  // namespace

class SetTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void setsOneParameterAndCountsToTheUnit() {
        const Network before = residualChain();
        const EditOutcome out = edited(before, "set head.kernel=3");
        QCOMPARE(attributesOf(out.network, "head").integer("kernel"), 3);
        // 16 x 16 places, 16 -> 24 channels: 9 taps instead of 1.
        const auto lowered = lower(before);
        QCOMPARE(out.lowered.graph.totalMacs() - lowered->graph.totalMacs(), int64_t{16 * 16 * 16 * 24 * 8});
        QCOMPARE(out.lowered.graph.totalParameters() - lowered->graph.totalParameters(), int64_t{16 * 24 * 8});
        COMPARE_TEXT(out.title, "Set head.kernel to 3");
        QCOMPARE(out.changes.size(), size_t{1});
        COMPARE_TEXT(out.changes[0], "head.kernel 1 -> 3");
    }

    void leavesTheOriginalUntouchedAndSharesTheRest() {
        const Network before = residualChain();
        const Network copy = before;
        const EditOutcome out = edited(before, "set head.channels=32");
        QVERIFY(before == copy && before.sharesWith(copy));
        QVERIFY(!(out.network == before));
        QVERIFY(out.network.blocks()[1] == before.blocks()[1]);
        QVERIFY(edited(out.network, "set head.channels=24").network == before);
    }

    void carriesChannelsThroughAResidualChain() {
        const EditOutcome out = edited(residualChain(), "set a.channels=32");
        for (const char* name : {"stem", "a", "b"})
            QCOMPARE(channelsOf(out.network, name), 32);
        QCOMPARE(channelsOf(out.network, "head"), 24);
        QCOMPARE(out.changes.size(), size_t{3});
        COMPARE_TEXT(out.changes[0], "stem.channels 16 -> 32 (follows a)");
        COMPARE_TEXT(out.changes[1], "a.channels 16 -> 32");
    }

    void breaksAShortcutAndChangesChannelsInOneEdit() {
        const EditOutcome out = edited(residualChain(), "set b.residual=false b.channels=40");
        QCOMPARE(channelsOf(out.network, "a"), 16);
        QCOMPARE(channelsOf(out.network, "b"), 40);
    }

    void makesAShortcutAndTheChannelsItNeedsInOneEdit() {
        NetworkText net;
        net.add("conv", "stem", {"in"}, {{"channels", int64_t{16}}});
        net.add("ibn", "a", {"stem"}, {{"channels", int64_t{24}}});
        const EditOutcome out = edited(net.done(), "set a.residual=on a.channels=24");
        QCOMPARE(channelsOf(out.network, "stem"), 24);
    }

    void refusesWithTheReason_data() {
        QTest::addColumn<QString>("command");
        QTest::addColumn<QString>("reason");
        QTest::newRow("same") << "set head.channels=24"
                              << "head: channels is already 24";
        QTest::newRow("range") << "set head.channels=0"
                               << "whole number from 1";
        QTest::newRow("text") << "set head.channels=many"
                              << "whole number";
        QTest::newRow("parameter") << "set head.chanels=8"
                                   << "has no parameter 'chanels'";
        QTest::newRow("block") << "set hed.channels=8"
                               << "there is no block 'hed'";
        QTest::newRow("form") << "set head"
                              << "BLOCK.PARAMETER=VALUE";
        QTest::newRow("nothing") << "set"
                                 << "nothing is set";
        QTest::newRow("stride breaks residual") << "set a.stride=2"
                                                << "a: the residual needs equal shapes";
        QTest::newRow("option") << "set head.channels=8 --multiple 3"
                                << "no option --multiple";
        QTest::newRow("verb") << "sett head.channels=8"
                              << "there is no edit 'sett'";
        QTest::newRow("quote") << "set \"head.channels=8"
                               << "a quote is not closed";
    }
    void refusesWithTheReason() {
        QFETCH(QString, command);
        QFETCH(QString, reason);
        VERIFY_REFUSED(residualChain(), command.toStdString(), reason.toStdString());
    }

    void letsResizesKeepMatchingTheMapsTheyMatched() {
        // 32 -> a 16 -> b 8, enlarged by two and joined with a.
        NetworkText net;
        net.add("conv", "a", {"in"}, {{"channels", int64_t{8}}, {"stride", int64_t{2}}});
        net.add("conv", "b", {"a"}, {{"channels", int64_t{8}}, {"stride", int64_t{2}}});
        net.add("resize", "up", {"b"}, {{"scale", 2.0}}).add("concat", "joined", {"up", "a"});
        const Network before = net.done();
        const EditOutcome finer = edited(before, "set b.stride=1");
        QCOMPARE(attributesOf(finer.network, "up").integer("height"), 16);
        QVERIFY(finer.lowered.graph.shape(finer.lowered.graph.outputs[0]) == (Shape{1, 16, 16, 16}));
        // Where nothing has to follow, nothing does.
        QCOMPARE(attributesOf(edited(before, "set a.stride=1").network, "up").integer("height"), 0);
        QCOMPARE(edited(before, "set b.kernel=5").changes.size(), size_t{1});
    }

    void refusesToChangeAFrozenBlockOnTheWay() {
        NetworkText net;
        net.add("conv", "stem", {"in"}, {{"channels", int64_t{16}}}).freeze();
        net.add("ibn", "a", {"stem"}, {{"channels", int64_t{16}}, {"residual", true}});
        const Network before = net.done();
        VERIFY_REFUSED(before, "set a.channels=32", "'stem' is frozen");
        VERIFY_REFUSED(before, "set stem.kernel=5", "stem: the block is frozen");
    }

    void refusesToChangeTheInput() {
        NetworkText net({1, 16, 32, 32});
        net.add("ibn", "a", {"in"}, {{"channels", int64_t{16}}, {"residual", true}});
        VERIFY_REFUSED(net.done(), "set a.channels=32", "'in' is the network's input");
    }

    void takesQuotedNames() {
        NetworkText net;
        net.add("conv", "a \"b\".c=1", {"in"}, {{"channels", int64_t{16}}});
        const Network before = net.done();
        COMPARE_TEXT(quoteName("a \"b\".c=1"), "\"a \\\"b\\\".c=1\"");
        const EditOutcome out = edited(before, "set " + quoteName("a \"b\".c=1") + ".channels=8");
        QCOMPARE(channelsOf(out.network, "a \"b\".c=1"), 8);
    }
};

QTEST_GUILESS_MAIN(SetTest)
#include "set_test.moc"
