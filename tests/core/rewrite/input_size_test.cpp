// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rewrite/edit_fixture.h"

using namespace bw;
using namespace bw::test;

namespace {

Attributes width(int64_t channels, int64_t stride) {
    return {{"channels", channels}, {"stride", stride}};
}

/// A pyramid: in 64x64 -> a 32x32 -> b 16x16 -> c 8x8; c enlarged to b's size and added.
Network pyramid(const char* frozen = "") {
    NetworkText net({1, 3, 64, 64});
    net.add("conv", "a", {"in"}, width(8, 2)).add("conv", "b", {"a"}, width(8, 2)).add("conv", "c", {"b"}, width(8, 2));
    net.add("resize", "up", {"c"}, {{"height", int64_t{16}}, {"width", int64_t{16}}});
    if (std::string_view(frozen) == "up") net.freeze();
    net.add("add", "sum", {"up", "b"});
    return net.done();
}

Shape outputOf(const EditOutcome& out) {
    return out.lowered.graph.shape(out.lowered.graph.outputs.front());
}

}  // namespace

class InputSizeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void changesEveryMapBehindTheInput() {
        NetworkText net({1, 3, 64, 64});
        net.add("conv", "a", {"in"}, width(8, 2));
        const Network before = net.done();
        const EditOutcome out = edited(before, "input_size 96x128");
        QVERIFY(outputOf(out) == (Shape{1, 8, 48, 64}));
        QCOMPARE(out.lowered.graph.totalMacs(), int64_t{48 * 64 * 9 * 3 * 8});
        COMPARE_TEXT(out.changes[0], "in.shape 1,3,64,64 -> 1,3,96,128");
        QVERIFY(edited(out.network, "input_size 64x64 in").network == before);
    }

    void givesAFixedResizeTheSizeOfTheMapItMatched() {
        // 100 -> 50 -> 25 -> 13: half of 25 rounds up, and the enlarged map must still match 25.
        const EditOutcome out = edited(pyramid(), "input_size 100x100");
        QCOMPARE(attributesOf(out.network, "up").integer("height"), 25);
        QVERIFY(outputOf(out) == (Shape{1, 8, 25, 25}));
    }

    void fixesAResizeByAFactorWhereRoundingWouldPartItFromItsMap() {
        NetworkText net({1, 3, 64, 64});
        net.add("conv", "a", {"in"}, width(8, 4)).add("conv", "b", {"a"}, width(8, 4));
        net.add("resize", "up", {"b"}, {{"scale", 4.0}}).add("concat", "joined", {"up", "a"});
        net.add("segmentation_head", "map", {"joined"}, {{"classes", int64_t{3}}, {"scale", 4.0}});
        const Network before = net.done();
        // 98 -> 25 -> 7: seven enlarged by four is 28, not 25; and the picture of 98 is not four times 25.
        const EditOutcome out = edited(before, "input_size 98x98");
        QCOMPARE(attributesOf(out.network, "up").integer("height"), 25);
        QCOMPARE(attributesOf(out.network, "up").integer("width"), 25);
        QVERIFY(outputOf(out) == (Shape{1, 3, 98, 98}));
        // Where the factor fits it stays.
        QCOMPARE(attributesOf(edited(before, "input_size 128x96").network, "up").integer("height"), 0);
    }

    void letsAPoolingThatCoversItsMapFollow() {
        NetworkText net({1, 3, 64, 64});
        net.add("conv", "a", {"in"}, width(8, 8));
        net.add("avg_pool", "pool", {"a"},
                {{"kernel", int64_t{8}}, {"stride", int64_t{1}}, {"padding", std::string("valid")}});
        net.add("reshape", "flat", {"pool"}).add("dense", "classes", {"flat"}, {{"channels", int64_t{10}}});
        const EditOutcome out = edited(net.done(), "input_size 96x128");
        QCOMPARE(attributesOf(out.network, "pool").integer("kernel"), 12);
        QCOMPARE(attributesOf(out.network, "pool").integer("kernel_w"), 16);
        QCOMPARE(out.lowered.graph.operators.back().weight_elements, int64_t{8 * 10});
    }

    void refusesWithTheReason() {
        VERIFY_REFUSED(pyramid(), "input_size 64x64", "in: its size is already 64x64");
        VERIFY_REFUSED(pyramid(), "input_size 64", "'64' is no size");
        VERIFY_REFUSED(pyramid(), "input_size 0x64", "is no size");
        VERIFY_REFUSED(pyramid(), "input_size 64x96 other", "no such input");
        VERIFY_REFUSED(pyramid(), "input_size", "needs HEIGHTxWIDTH");
        VERIFY_REFUSED(pyramid("up"), "input_size 128x128", "up: the block is frozen");
    }
};

QTEST_GUILESS_MAIN(InputSizeTest)
#include "input_size_test.moc"
