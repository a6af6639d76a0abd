// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rewrite/edit_fixture.h"

using namespace bw;
using namespace bw::test;

namespace {

Attributes width(int64_t channels, int64_t stride = 1) {
    return {{"channels", channels}, {"stride", stride}, {"activation", std::string("relu")}};
}

/// in 3x32x32 -> stem 16x16x16 -> a 24x8x8 -> b 24x8x8 (residual) -> c 40x8x8 -> last
Network chain() {
    NetworkText net;
    net.add("conv", "stem", {"in"}, width(16, 2)).add("ibn", "a", {"stem"}, width(24, 2), "one");
    Attributes residual = width(24);
    residual.set("residual", true);
    net.add("ibn", "b", {"a"}, residual, "one").add("ibn", "c", {"b"}, width(40)).add("conv", "last", {"c"}, width(8));
    return net.done();
}

std::string order(const Network& network) {
    std::string text;
    for (const BlockPtr& block : network.blocks())
        text += (text.empty() ? "" : " ") + block->name;
    return text;
}

std::string inputOf(const Network& network, const char* name) {
    return network.find(network.findByName(name)->inputs.front().block)->name;
}

Shape shapeOf(const EditOutcome& out, const char* name) {
    return out.lowered.outputShape(static_cast<size_t>(out.network.positionOf(out.network.findByName(name)->id)));
}

}  // namespace

/// insert, duplicate, delete and move.
class StructureTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void insertsABlockThatKeepsTheShapeAndTakesTheStyle() {
        const Network before = chain();
        const EditOutcome out = edited(before, "insert conv after a --name extra");
        COMPARE_TEXT(order(out.network), "in stem a extra b c last");
        COMPARE_TEXT(inputOf(out.network, "b"), "extra");
        QVERIFY(shapeOf(out, "extra") == (Shape{1, 24, 8, 8}));
        COMPARE_TEXT(attributesOf(out.network, "extra").text("activation"), "relu");
        COMPARE_TEXT(out.network.findByName("extra")->stage, "one");
        // 8 x 8 places, 9 taps, 24 x 24 channels.
        QCOMPARE(out.lowered.graph.totalMacs() - lower(before)->graph.totalMacs(), int64_t{64 * 9 * 24 * 24});
        QVERIFY(edited(out.network, "delete extra").network.blocks().size() == before.size());
    }

    void insertsEveryKindThatKeepsAShape_data() {
        QTest::addColumn<QString>("kind");
        for (const char* kind : {"conv", "depthwise_conv", "transposed_conv", "depthwise_separable", "ibn", "fused_ibn",
                                 "squeeze_excite", "residual", "bottleneck", "max_pool", "avg_pool", "activation"}) {
            QTest::newRow(kind) << QString::fromUtf8(kind);
        }
    }
    void insertsEveryKindThatKeepsAShape() {
        QFETCH(QString, kind);
        const EditOutcome out = edited(chain(), "insert " + kind.toStdString() + " after a --name extra", {8});
        QVERIFY(shapeOf(out, "extra") == (Shape{1, 24, 8, 8}));
        COMPARE_TEXT(inputOf(out.network, "b"), "extra");
    }

    void insertsWithABorderAfterABlockWithoutOne() {
        NetworkText net;
        net.add("conv", "a", {"in"}, {{"channels", int64_t{8}}, {"padding", std::string("valid")}});
        const Network before = net.done();
        for (const char* kind : {"conv", "ibn", "depthwise_conv", "max_pool"}) {
            const EditOutcome out = edited(before, std::string("insert ") + kind + " after a");
            QVERIFY2(out.lowered.graph.shape(out.lowered.graph.outputs[0]) == (Shape{1, 8, 30, 30}), kind);
        }
    }

    void insertsWithParametersAndSecondInputs() {
        const EditOutcome pooled = edited(chain(), "insert max_pool after c kernel=2 stride=2");
        QVERIFY(shapeOf(pooled, "last") == (Shape{1, 8, 4, 4}));
        const EditOutcome sum = edited(chain(), "insert add after b with a activation=relu --name sum");
        QCOMPARE(sum.network.findByName("sum")->inputs.size(), size_t{2});
        COMPARE_TEXT(inputOf(sum.network, "c"), "sum");
        COMPARE_TEXT(inputOf(sum.network, "b"), "a");
    }

    void insertsAHeadAsAFurtherOutput() {
        const EditOutcome out = edited(chain(), "insert detection_head after b --name boxes");
        QCOMPARE(out.network.outputs().size(), size_t{2});
        COMPARE_TEXT(inputOf(out.network, "c"), "b");
    }

    void duplicatesWithStrideOne() {
        const EditOutcome out = edited(chain(), "duplicate a c");
        COMPARE_TEXT(order(out.network), "in stem a a_copy b c c_copy last");
        QCOMPARE(attributesOf(out.network, "a_copy").integer("stride"), 1);
        QVERIFY(shapeOf(out, "b") == (Shape{1, 24, 8, 8}));
        COMPARE_TEXT(inputOf(out.network, "last"), "c_copy");
    }

    void deletesABlockWhoseReadersReadItsInput() {
        const EditOutcome out = edited(chain(), "delete b");
        COMPARE_TEXT(order(out.network), "in stem a c last");
        COMPARE_TEXT(inputOf(out.network, "c"), "a");
        QCOMPARE(out.changes.size(), size_t{1});
    }

    void cutsAShortcutThatADeletionBreaks() {
        const EditOutcome out = edited(chain(), "delete a");
        QVERIFY(!attributesOf(out.network, "b").flag("residual"));
        QCOMPARE(channelsOf(out.network, "b"), 24);
        COMPARE_TEXT(out.changes.back(), "b.residual true -> false (shapes differ now)");
    }

    void handsTheStrideOnWhereShapesNeedIt() {
        NetworkText net;
        net.add("conv", "down", {"in"}, width(8, 2)).add("conv", "next", {"down"}, width(16));
        net.add("conv", "side", {"in"}, width(16, 2)).add("add", "sum", {"next", "side"});
        const EditOutcome out = edited(net.done(), "delete down");
        QCOMPARE(attributesOf(out.network, "next").integer("stride"), 2);
    }

    void removesABranchThatNothingReadsAnyMore() {
        NetworkText net;
        net.add("conv", "a", {"in"}, width(8)).add("conv", "b", {"a"}, width(8)).add("conv", "c", {"b"}, width(8));
        net.add("add", "sum", {"a", "c"}).add("conv", "last", {"sum"}, width(8));
        const EditOutcome out = edited(net.done(), "delete sum");
        COMPARE_TEXT(order(out.network), "in a last");
        COMPARE_TEXT(out.changes[1], "c: deleted, nothing else reads it");
    }

    void dropsTheOutputOfADeletedHead() {
        NetworkText net;
        net.add("conv", "a", {"in"}, width(8)).add("detection_head", "boxes", {"a"}).add("conv", "b", {"a"}, width(8));
        net.add("detection_head", "scores", {"b"}, {{"values", int64_t{2}}});
        const EditOutcome out = edited(net.done({"boxes", "scores"}), "delete boxes");
        QCOMPARE(out.network.outputs().size(), size_t{1});
        const EditOutcome end = edited(chain(), "delete last");
        COMPARE_TEXT(end.network.find(end.network.outputs()[0].block)->name, "c");
    }

    void takesAHeadOutOfItsCollector() {
        NetworkText net;
        net.add("conv", "a", {"in"}, width(8, 2)).add("conv", "b", {"a"}, width(8, 2));
        net.add("detection_head", "fine", {"a"}).add("detection_head", "coarse", {"b"});
        net.add("concat", "boxes", {"fine", "coarse"}, {{"axis", int64_t{1}}});
        const EditOutcome out = edited(net.done(), "delete coarse");
        COMPARE_TEXT(order(out.network), "in a fine boxes");
        QVERIFY(shapeOf(out, "boxes") == (Shape{1, 16 * 16 * 6, 4}));
    }

    void movesABlockAlongItsChain() {
        const Network before = chain();
        const EditOutcome out = edited(before, "move c after stem");
        COMPARE_TEXT(order(out.network), "in stem c a b last");
        COMPARE_TEXT(inputOf(out.network, "a"), "c");
        COMPARE_TEXT(inputOf(out.network, "last"), "b");
        QCOMPARE(out.network.findByName("c")->id, before.findByName("c")->id);
        QVERIFY(edited(out.network, "move c after b").network == before);
    }

    void leavesTheOriginalUntouched() {
        const Network before = chain();
        for (const char* command : {"insert conv after a", "duplicate a", "delete a", "move c after stem"}) {
            QVERIFY(!(edited(before, command).network == before));
            QVERIFY(before == chain());
        }
    }

    void refusesWithTheReason_data() {
        QTest::addColumn<QString>("command");
        QTest::addColumn<QString>("reason");
        QTest::newRow("kind") << "insert convv after a"
                              << "'convv' is no kind of block that can be inserted";
        QTest::newRow("importer's kind") << "insert opaque after a"
                                         << "no kind of block that can be inserted";
        QTest::newRow("form") << "insert conv a"
                              << "insert needs a kind and a block";
        QTest::newRow("parameter") << "insert conv after a chanels=8"
                                   << "sets no parameter of Convolution";
        QTest::newRow("single add") << "insert add after a"
                                    << "combines two or more blocks";
        QTest::newRow("add of other shape") << "insert add after a with stem"
                                            << "do not match";
        QTest::newRow("shape behind") << "insert conv after a channels=16"
                                      << "b: the residual needs equal shapes";
        QTest::newRow("duplicate input") << "duplicate in"
                                         << "only a block with one input";
        QTest::newRow("delete input") << "delete in"
                                      << "an input can only be resized";
        QTest::newRow("delete frozen") << "delete f"
                                       << "f: the block is frozen";
        QTest::newRow("delete needed") << "delete n"
                                       << "cannot be without n";
        QTest::newRow("move input") << "move in after a"
                                    << "only a block with one input can move";
        QTest::newRow("move nowhere") << "move b after a"
                                      << "it stands there already";
        QTest::newRow("move misfit") << "move a after b"
                                     << "b: the residual needs equal shapes";
    }
    void refusesWithTheReason() {
        QFETCH(QString, command);
        QFETCH(QString, reason);
        NetworkText net;
        net.add("conv", "stem", {"in"}, width(16, 2)).add("conv", "a", {"stem"}, width(24, 2));
        Attributes residual = width(24);
        residual.set("residual", true);
        net.add("ibn", "b", {"a"}, residual).add("conv", "f", {"b"}, width(8)).freeze();
        net.add("conv", "n", {"f"}, width(12)).add("conv", "side", {"b"}, width(12)).add("add", "sum", {"n", "side"});
        VERIFY_REFUSED(net.done(), command.toStdString(), reason.toStdString());
    }
};

QTEST_GUILESS_MAIN(StructureTest)
#include "structure_test.moc"
