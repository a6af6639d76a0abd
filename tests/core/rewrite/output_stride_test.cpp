// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rewrite/edit_fixture.h"

using namespace bw;
using namespace bw::test;

namespace {

Attributes width(int64_t channels, int64_t stride) {
    return {{"channels", channels}, {"stride", stride}};
}

/// Strides 2, 4, 8, 16 in turn, and a head that enlarges by 16.
Network backbone() {
    NetworkText net({1, 3, 64, 64});
    net.add("conv", "a", {"in"}, width(8, 2)).add("ibn", "b", {"a"}, width(8, 2)).add("ibn", "c", {"b"}, width(8, 2));
    net.add("ibn", "d", {"c"}, width(8, 2)).add("ibn", "e", {"d"}, width(8, 1));
    net.add("conv", "mix", {"e"}, {{"channels", int64_t{8}}, {"kernel", int64_t{1}}});
    net.add("segmentation_head", "map", {"mix"}, {{"classes", int64_t{3}}, {"scale", 16.0}});
    return net.done();
}

}  // namespace

class OutputStrideTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void replacesLateStridesByDilation() {
        const Network before = backbone();
        const EditOutcome out = edited(before, "output_stride 4");
        QCOMPARE(attributesOf(out.network, "b").integer("stride"), 2);
        QCOMPARE(attributesOf(out.network, "c").integer("stride"), 1);
        QCOMPARE(attributesOf(out.network, "c").integer("dilation"), 1);
        QCOMPARE(attributesOf(out.network, "d").integer("dilation"), 2);
        QCOMPARE(attributesOf(out.network, "e").integer("dilation"), 4);
        QCOMPARE(attributesOf(out.network, "mix").integer("dilation"), 1);
        QCOMPARE(attributesOf(out.network, "map").number("scale"), 4.0);
        // The picture keeps its size, and no weight is added.
        QVERIFY(out.lowered.graph.shape(out.lowered.graph.outputs[0]) == (Shape{1, 3, 64, 64}));
        QCOMPARE(out.lowered.graph.totalParameters(), lower(before)->graph.totalParameters());
        const auto e = static_cast<size_t>(out.network.positionOf(out.network.findByName("e")->id));
        QVERIFY(out.lowered.outputShape(e) == (Shape{1, 8, 16, 16}));
    }

    void letsImagePoolingOfDeepLabFollow() {
        // 64 -> 8 -> 4: context from the whole picture is spread over a map of fixed size and joined with it.
        NetworkText net({1, 3, 64, 64});
        net.add("conv", "a", {"in"}, width(8, 8)).add("conv", "b", {"a"}, width(8, 2));
        net.add("global_pool", "pool", {"b"});
        net.add("resize", "spread", {"pool"}, {{"height", int64_t{4}}, {"width", int64_t{4}}});
        net.add("concat", "joined", {"spread", "b"});
        const EditOutcome out = edited(net.done(), "output_stride 8");
        QCOMPARE(attributesOf(out.network, "spread").integer("height"), 8);
        QVERIFY(out.lowered.graph.shape(out.lowered.graph.outputs[0]) == (Shape{1, 16, 8, 8}));
    }

    void refusesWithTheReason() {
        VERIFY_REFUSED(backbone(), "output_stride 16", "no map is coarser than 16");
        VERIFY_REFUSED(backbone(), "output_stride 0", "whole number from 1");
        VERIFY_REFUSED(edited(backbone(), "freeze e").network, "output_stride 8", "e: the block is frozen");
    }
};

QTEST_GUILESS_MAIN(OutputStrideTest)
#include "output_stride_test.moc"
