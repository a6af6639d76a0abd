// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/rewrite/edit_fixture.h"
#include "memory/memory_plan.h"

namespace bw::test {

class ReorderRewriteTest : public QObject {
    Q_OBJECT

    /// A narrow branch before a wide one that shrinks again.
    static Network branches() {
        const auto channels = [](int64_t count) { return Attributes{{"channels", count}}; };
        return NetworkText({1, 16, 8, 8})
            .add("conv", "narrow", {"in"}, channels(4))
            .add("conv", "wide", {"in"}, channels(64))
            .add("conv", "shrunk", {"wide"}, channels(2))
            .add("concat", "joined", {"narrow", "shrunk"})
            .done();
    }
    static int64_t peakOf(const Network& network) {
        return must(planMemory(must(lower(network)).graph, MemoryRules{})).live.peak_bytes;
    }
    template <class T>
    static T must(Result<T> result) {
        if (!result) qFatal("%s", result.error().text().c_str());
        return std::move(*result);
    }

private Q_SLOTS:
    void findsTheOrderWithTheLeastPeak() {
        const Network before = branches();
        const EditOutcome out = edited(before, "reorder");
        QVERIFY(peakOf(out.network) < peakOf(before));
        QVERIFY(out.network.positionOf(before.findByName("wide")->id) <
                out.network.positionOf(before.findByName("narrow")->id));
        QCOMPARE(out.network.size(), before.size());
        QVERIFY(out.changes.front().find("B -> ") != std::string::npos);
        // Once it is best, there is nothing to do.
        QVERIFY(refusal(out.network, "reorder").find("no order of the blocks has a lower peak") != std::string::npos);
    }

    void takesTheOrderNamed() {
        const Network before = branches();
        const EditOutcome out = edited(before, "reorder wide shrunk narrow");
        QCOMPARE(out.network.at(1).name, std::string("wide"));
        QCOMPARE(out.network.at(2).name, std::string("shrunk"));
        QCOMPARE(out.network.at(3).name, std::string("narrow"));
        QVERIFY(edited(out.network, "reorder narrow wide shrunk").network == before);
    }

    void refusesWhatCannotRun() {
        const std::string why = refusal(branches(), "reorder shrunk wide");
        QVERIFY(why.find("shrunk") != std::string::npos);
        QVERIFY(why.find("would run before 'wide'") != std::string::npos);
        QVERIFY(refusal(branches(), "reorder wide").find("at least two") != std::string::npos);
        QVERIFY(!refusal(branches(), "reorder wide nothing").empty());
        QVERIFY(!refusal(branches(), "reorder narrow wide").empty());  // They run so already.
    }

    void weighsByTheRulesOfTheRuntime() {
        // In bricks of 64 channels of 64 B: 3 x 64 beside each other as given, else the input's 16 and 2 x 64.
        EditContext context;
        context.memory.brick = 64;
        const EditOutcome out = edited(branches(), "reorder", context);
        QVERIFY(contains(out.changes.front(), "12,288 B -> 9,216 B, the least of any order"));
    }
};

}  // namespace bw::test

QTEST_GUILESS_MAIN(bw::test::ReorderRewriteTest)
#include "reorder_test.moc"
