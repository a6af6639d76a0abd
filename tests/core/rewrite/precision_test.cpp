// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "edit_fixture.h"

using namespace bw;
using namespace bw::test;

namespace {

Network mobile() {
    return NetworkText()
        .add("conv", "stem", {"in"}, {{"channels", int64_t{16}}})
        .add("ibn", "one", {"stem"}, {{"channels", int64_t{16}}})
        .add("max_pool", "pool", {"one"})
        .add("conv", "last", {"pool"}, {{"channels", int64_t{32}}})
        .done();
}

PrecisionChoice choiceOf(const Network& network, const char* name) {
    const Block* block = network.findByName(name);
    if (block == nullptr) qFatal("no block %s", name);
    return block->precision;
}

}  // namespace

class PrecisionRewriteTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void setsAndGivesUpFormatsOfSeveralBlocks() {
        EditOutcome out = edited(mobile(), "precision stem one int16");
        QCOMPARE(choiceOf(out.network, "stem").activations, std::optional(Precision::Int16));
        QCOMPARE(choiceOf(out.network, "one").activations, std::optional(Precision::Int16));
        QVERIFY(choiceOf(out.network, "last").empty());
        COMPARE_TEXT(out.title, "Precision of 2 blocks: int16");
        COMPARE_TEXT(out.changes.front(), "stem: precision as the network -> int16");
        out = edited(out.network, "precision stem one network");
        QVERIFY(out.network == mobile());
    }

    void setsFormatsOfWeights() {
        EditOutcome out = edited(mobile(), "weights stem pool last int4");
        QCOMPARE(choiceOf(out.network, "stem").weights, std::optional(WeightFormat::Int4));
        QCOMPARE(choiceOf(out.network, "last").weights, std::optional(WeightFormat::Int4));
        QVERIFY(choiceOf(out.network, "pool").empty());
        QVERIFY(edited(out.network, "weights stem last network").network == mobile());
        VERIFY_REFUSED(mobile(), "weights pool int4", "holds no weights");
    }

    void refusesWhatIsNoFormatAndFrozenBlocks() {
        VERIFY_REFUSED(mobile(), "precision stem int4", "use int8, int16, fp16 or fp32, or network");
        VERIFY_REFUSED(mobile(), "weights stem int16", "use int4, int8, fp16 or fp32, or network");
        VERIFY_REFUSED(mobile(), "precision stem", "precision needs blocks and a number format");
        VERIFY_REFUSED(mobile(), "precision nobody int8", "there is no block");
        VERIFY_REFUSED(mobile(), "precision stem network", "changes nothing");
        const Network frozen = edited(mobile(), "freeze one").network;
        VERIFY_REFUSED(frozen, "precision stem one int16", "frozen");
        VERIFY_REFUSED(frozen, "weights one int4", "frozen");
    }

    void editsOfStructureKeepFormats() {
        const Network mixed = edited(edited(mobile(), "precision one int16").network, "weights one int4").network;
        const PrecisionChoice choice = choiceOf(mixed, "one");
        for (const char* command : {"fuse one", "set one.channels=24", "scale 0.5", "rename one other", "freeze one"}) {
            const Network after = edited(mixed, command).network;
            QVERIFY2(after.at(2).precision == choice, command);
        }
        QVERIFY(choiceOf(edited(mixed, "duplicate one").network, "one_copy") == choice);
        QVERIFY(choiceOf(edited(mixed, "insert conv after one --name new").network, "new") == choice);
        QVERIFY(choiceOf(edited(mixed, "insert conv after stem --name new").network, "new").empty());
    }

    void theResultIsLoweredForTheNetworksFormat() {
        const EditOutcome narrow = edited(mobile(), "precision one int16");
        const EditOutcome wide = edited(mobile(), "precision one int16", {.precision = Precision::Int16});
        QCOMPARE(narrow.lowered.graph.operators.size(), wide.lowered.graph.operators.size() + 2);
    }
};

QTEST_GUILESS_MAIN(PrecisionRewriteTest)
#include "precision_test.moc"
