// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rewrite/edit_fixture.h"

using namespace bw;
using namespace bw::test;

namespace {

Attributes width(int64_t channels, int64_t kernel = 1) {
    return {{"channels", channels}, {"kernel", kernel}};
}

/// Channels of a block's output once lowered.
int64_t given(const EditOutcome& out, const char* name) {
    const auto position = static_cast<size_t>(out.network.positionOf(out.network.findByName(name)->id));
    return out.lowered.outputShape(position).channels();
}

/// Widths 16, 24 and 32, where shortcuts are padded as BlazeFace does: a -> (pad_b | b) -> (pad_c | c) -> head.
Network paddedShortcuts() {
    const Attributes by_eight = {{"amounts", std::vector<int64_t>{0, 0, 0, 8, 0, 0, 0, 0}}};
    NetworkText net;
    net.add("conv", "a", {"in"}, width(16));
    net.add("pad", "pad_b", {"a"}, by_eight).add("conv", "b", {"a"}, width(24)).add("add", "sum_b", {"pad_b", "b"});
    net.add("pad", "pad_c", {"sum_b"}, by_eight).add("conv", "c", {"sum_b"}, width(32));
    net.add("add", "sum_c", {"pad_c", "c"}).add("conv", "head", {"sum_c"}, width(4));
    return net.done();
}

}  // namespace

class ChannelClassesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void followsAnAdditionAndWhatLiesOnTheWay() {
        NetworkText net;
        net.add("conv", "a", {"in"}, width(16)).add("conv", "b", {"in"}, width(16));
        net.add("depthwise_conv", "dw", {"a"}).add("squeeze_excite", "se", {"dw"}, {{"squeeze", int64_t{4}}});
        net.add("add", "sum", {"se", "b"}).add("conv", "reader", {"sum"}, width(8));
        const Network before = net.done();
        for (const char* command : {"set a.channels=24", "set b.channels=24", "channels sum 24", "channels dw 24"}) {
            const EditOutcome out = edited(before, command);
            QCOMPARE(channelsOf(out.network, "a"), 24);
            QCOMPARE(channelsOf(out.network, "b"), 24);
            QCOMPARE(given(out, "sum"), 24);
            QCOMPARE(channelsOf(out.network, "reader"), 8);
        }
        // 24 instead of 16: conv a 3*24, b 3*24, depthwise 9*24, SE 2*24*4 + 24 + 4, biases, reader 24*8.
        const EditOutcome out = edited(before, "channels sum 24");
        QCOMPARE(out.lowered.graph.totalParameters() - lower(before)->graph.totalParameters(),
                 int64_t{8 * (3 + 1 + 3 + 1 + 9 + 1 + 2 * 4 + 1 + 8)});
    }

    void sumsAConcatenation() {
        NetworkText net;
        net.add("conv", "a", {"in"}, width(16)).add("conv", "b", {"in"}, width(8));
        net.add("concat", "joined", {"a", "b"}).add("depthwise_conv", "dw", {"joined"});
        net.add("conv", "side", {"in"}, width(24)).add("add", "sum", {"dw", "side"});
        net.add("conv", "reader", {"sum"}, width(8));
        const Network before = net.done();
        const EditOutcome out = edited(before, "set a.channels=32");
        QCOMPARE(given(out, "joined"), 40);
        QCOMPARE(channelsOf(out.network, "side"), 40);
        QCOMPARE(channelsOf(out.network, "b"), 8);
        COMPARE_TEXT(out.changes[1], "side.channels 24 -> 40 (follows a)");
        VERIFY_REFUSED(before, "set side.channels=40", "joined: its channels are the sum of the inputs");
    }

    void countsABranchThatIsJoinedTwice() {
        NetworkText net;
        net.add("conv", "a", {"in"}, width(8)).add("concat", "twice", {"a", "a"});
        net.add("conv", "side", {"in"}, width(16)).add("add", "sum", {"twice", "side"});
        net.add("conv", "reader", {"sum"}, width(8));
        const Network before = net.done();
        QCOMPARE(channelsOf(edited(before, "set a.channels=10").network, "side"), 20);
        QCOMPARE(channelsOf(edited(before, "set side.channels=20").network, "a"), 10);
    }

    void multipliesByTheOutputsPerChannelOfADepthwiseConvolution() {
        NetworkText net;
        net.add("conv", "a", {"in"}, width(8))
            .add("depthwise_conv", "dw", {"a"}, {{"outputs_per_channel", int64_t{3}}});
        net.add("conv", "side", {"in"}, width(24)).add("add", "sum", {"dw", "side"});
        net.add("conv", "reader", {"sum"}, width(8));
        const Network before = net.done();
        QCOMPARE(channelsOf(edited(before, "set a.channels=16").network, "side"), 48);
        QCOMPARE(channelsOf(edited(before, "set side.channels=36").network, "a"), 12);
        VERIFY_REFUSED(before, "set side.channels=32", "dw: 32 channels are no multiple of the 3 outputs");
    }

    void tiesAGateOfEqualChannelsAndNotOneOfOneChannel() {
        NetworkText net;
        net.add("conv", "a", {"in"}, width(16)).add("global_pool", "pool", {"a"});
        net.add("conv", "gate", {"pool"}, width(16)).add("conv", "mask", {"in"}, width(1));
        net.add("mul", "scaled", {"a", "gate"}).add("mul", "masked", {"scaled", "mask"});
        net.add("conv", "reader", {"masked"}, width(8));
        const EditOutcome out = edited(net.done(), "set a.channels=40");
        QCOMPARE(channelsOf(out.network, "gate"), 40);
        QCOMPARE(channelsOf(out.network, "mask"), 1);
        QCOMPARE(given(out, "masked"), 40);
    }

    void scalesTheHalvesOfASplit() {
        NetworkText net;
        net.add("conv", "a", {"in"}, width(16));
        net.add("slice", "low", {"a"}, {{"axis", int64_t{1}}, {"begin", int64_t{0}}, {"size", int64_t{8}}});
        net.add("slice", "high", {"a"}, {{"axis", int64_t{1}}, {"begin", int64_t{8}}, {"size", int64_t{8}}});
        net.add("depthwise_conv", "dw", {"high"})
            .add("concat", "joined", {"low", "dw"})
            .add("add", "sum", {"joined", "a"});
        net.add("conv", "reader", {"sum"}, width(8));
        const Network before = net.done();
        const EditOutcome out = edited(before, "set a.channels=20");
        QCOMPARE(attributesOf(out.network, "high").integer("begin"), 10);
        QCOMPARE(attributesOf(out.network, "high").integer("size"), 10);
        QCOMPARE(given(out, "sum"), 20);
        VERIFY_REFUSED(before, "set a.channels=21", "its share of 21 channels is not a whole number");
    }

    void adaptsAFlatteningThatHoldsASize() {
        NetworkText net;
        net.add("conv", "a", {"in"}, width(16)).add("global_pool", "pool", {"a"});
        net.add("reshape", "flat", {"pool"}, {{"sizes", std::vector<int64_t>{1, 16}}});
        net.add("dense", "classes", {"flat"}, {{"channels", int64_t{10}}});
        const EditOutcome out = edited(net.done(), "set a.channels=24");
        QCOMPARE(attributesOf(out.network, "flat").list("sizes"), (std::vector<int64_t>{1, 24}));
        QCOMPARE(channelsOf(out.network, "classes"), 10);
    }

    void letsAPaddingOfChannelsTakeUpTheDifference() {
        const Network before = paddedShortcuts();
        const EditOutcome wider = edited(before, "set b.channels=32");
        QCOMPARE(attributesOf(wider.network, "pad_b").list("amounts")[3], 16);
        QCOMPARE(attributesOf(wider.network, "pad_c").list("amounts")[3], 0);
        QCOMPARE(channelsOf(wider.network, "a"), 16);
        QCOMPARE(channelsOf(wider.network, "c"), 32);
        // A shortcut cannot lose channels by padding: what is behind it moves as well.
        const EditOutcome widest = edited(before, "set b.channels=40");
        QCOMPARE(channelsOf(widest.network, "c"), 48);
        QCOMPARE(attributesOf(widest.network, "pad_c").list("amounts")[3], 8);
        // And what is before it.
        const EditOutcome narrower = edited(before, "set c.channels=20");
        QCOMPARE(channelsOf(narrower.network, "b"), 12);
        QCOMPARE(channelsOf(narrower.network, "a"), 4);
        VERIFY_REFUSED(before, "set c.channels=16", "it would have 0 channels");
        const Network frozen = edited(before, "freeze pad_b").network;
        VERIFY_REFUSED(frozen, "set b.channels=32", "'pad_b' is frozen");
        VERIFY_REFUSED(frozen, "set a.channels=20", "pad_b: the block is frozen");
    }

    void carriesChannelsThroughATransposition() {
        NetworkText net;
        net.add("conv", "a", {"in"}, width(16)).add("conv", "b", {"in"}, width(16));
        net.add("transpose", "ta", {"a"}).add("transpose", "tb", {"b"}).add("add", "sum", {"ta", "tb"});
        QCOMPARE(channelsOf(edited(net.done(), "set a.channels=24").network, "b"), 24);
    }

    void refusesCountsThatGroupsDoNotDivide() {
        NetworkText net;
        net.add("conv", "a", {"in"}, width(16));
        net.add("conv", "grouped", {"a"}, {{"channels", int64_t{32}}, {"groups", int64_t{4}}});
        const Network before = net.done();
        VERIFY_REFUSED(before, "set a.channels=18",
                       "18 channels are no multiple of the 4 groups or heads of 'grouped'");
        QCOMPARE(channelsOf(edited(before, "set a.channels=20").network, "a"), 20);
    }

    void refusesToMoveWhatIsFrozenOrKnownFromTheFileOnly() {
        NetworkText net;
        net.add("conv", "a", {"in"}, width(16)).add("conv", "frozen", {"in"}, width(16)).freeze();
        net.add("add", "sum", {"a", "frozen"}).add("conv", "b", {"sum"}, width(8));
        net.add("opaque", "odd", {"b"},
                {{"function", std::string("Odd")},
                 {"input_shapes", std::vector<int64_t>{4, 1, 8, 32, 32}},
                 {"output_shapes", std::vector<int64_t>{4, 1, 8, 32, 32}}});
        const Network before = net.done();
        VERIFY_REFUSED(before, "set a.channels=24", "'frozen' is frozen");
        VERIFY_REFUSED(before, "channels sum 24", "'frozen' is frozen");
        VERIFY_REFUSED(before, "set b.channels=16", "'odd' is known only for the input");
    }

    void keepsHeadsAndTheirOutputs() {
        NetworkText net;
        net.add("conv", "a", {"in"}, width(16)).add("detection_head", "boxes", {"a"});
        const EditOutcome out = edited(net.done(), "set a.channels=24");
        QCOMPARE(given(out, "boxes"), 4);
        VERIFY_REFUSED(out.network, "channels boxes 8", "follow from its kind, Detection head");
    }
};

QTEST_GUILESS_MAIN(ChannelClassesTest)
#include "channel_classes_test.moc"
