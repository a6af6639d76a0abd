// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/network.h"

#include <QtTest>
#include <set>

#include "support/must.h"

using namespace bw;
using bw::support::must;

namespace {

const BlockKind& kind(const char* id) {
    return *findBlockKind(id);
}

Attributes channels(int64_t count) {
    return {{"channels", count}};
}

/// input -> a -> b -> add(a, b)
Network small() {
    NetworkDraft draft;
    draft.setName("small");
    const BlockId in = draft.add(kind("input"), "in", {}, {});
    const BlockId a = draft.add(kind("conv"), "a", channels(8), {{in, 0}});
    const BlockId b = draft.add(kind("conv"), "b", channels(8), {{a, 0}});
    const BlockId sum = draft.add(kind("add"), "sum", {}, {{a, 0}, {b, 0}});
    draft.setOutputs({{sum, 0}});
    return must(draft.commit());
}

}  // namespace

class NetworkTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void committingCompletesAttributes() {
        const Network network = small();
        for (const BlockPtr& block : network.blocks()) {
            for (const ParamSpec& spec : block->kind->params)
                QVERIFY2(block->attributes.find(spec.name) != nullptr, spec.name.c_str());
        }
        QCOMPARE(network.findByName("a")->attributes.integer("kernel"), int64_t{3});
        QCOMPARE(network.findByName("a")->channels(), int64_t{8});
    }

    void anEditSharesEveryUntouchedBlock() {
        const Network before = small();
        NetworkDraft draft(before);
        draft.edit(before.findByName("b")->id)->attributes.set("channels", int64_t{16});
        const Network after = must(draft.commit());
        for (size_t i = 0; i < before.size(); ++i) {
            const bool same = before.blocks()[i] == after.blocks()[i];
            QCOMPARE(same, before.at(i).name != "b");
        }
        QCOMPARE(before.findByName("b")->channels(), int64_t{8});
        QCOMPARE(after.findByName("b")->channels(), int64_t{16});
        QVERIFY(!(before == after));
        const Network copy = before;  // NOLINT(performance-unnecessary-copy-initialization)
        QVERIFY(copy.sharesWith(before));
        QVERIFY(must(NetworkDraft(before).commit()) == before);
    }

    void blocksAreOrderedBehindWhatTheyRead() {
        NetworkDraft draft;
        Block late;
        late.id = 5;
        late.name = "late";
        late.kind = &kind("conv");
        late.inputs = {{9, 0}};
        draft.addWithId(late);
        Block early = late;
        early.id = 9;
        early.name = "early";
        early.inputs = {{2, 0}};
        draft.addWithId(early);
        Block input;
        input.id = 2;
        input.name = "in";
        input.kind = &kind("input");
        draft.addWithId(input);
        draft.setOutputs({{5, 0}});
        const Network network = must(draft.commit());
        QCOMPARE(QString::fromStdString(network.at(0).name), QStringLiteral("in"));
        QCOMPARE(QString::fromStdString(network.at(1).name), QStringLiteral("early"));
        QCOMPARE(QString::fromStdString(network.at(2).name), QStringLiteral("late"));
        QCOMPARE(network.positionOf(9), 1);
        QCOMPARE(network.nextId(), BlockId{10});
    }

    void cyclesAreRefusedByName() {
        const Network network = small();
        NetworkDraft draft(network);
        draft.edit(network.findByName("a")->id)->inputs = {{network.findByName("sum")->id, 0}};
        const auto result = draft.commit();
        QVERIFY(!result);
        QVERIFY(result.error().message.find("cycle") != std::string::npos);
        NetworkDraft self(network);
        self.edit(network.findByName("a")->id)->inputs = {{network.findByName("a")->id, 0}};
        QVERIFY(!self.commit());
    }

    void equalNamesBecomeUnique() {
        NetworkDraft draft;
        const BlockId in = draft.add(kind("input"), "x", {}, {});
        for (int i = 0; i < 50; ++i)
            draft.add(kind("conv"), i % 2 == 0 ? "x" : "", channels(8), {{in, 0}});
        draft.add(kind("conv"), "x_1", channels(8), {{in, 0}});
        draft.setOutputs({{in, 0}});
        const Network network = must(draft.commit());
        std::set<std::string> names;
        for (const BlockPtr& block : network.blocks()) {
            QVERIFY(!block->name.empty());
            QVERIFY2(names.insert(block->name).second, block->name.c_str());
        }
    }

    void namesStayShortCleanAndUniqueWhateverTheyWere() {
        NetworkDraft draft;
        const BlockId in = draft.add(kind("input"), "in", {}, {});
        for (int i = 0; i < 4; ++i)
            draft.add(kind("conv"), std::string(kMaxNameBytes + 100, 'n'), channels(8), {{in, 0}});
        draft.add(kind("conv"), "\xFF\xFE bytes\n", channels(8), {{in, 0}}, "\xC0 stage");
        draft.add(kind("conv"), "\xFD\xFE bytes\n", channels(8), {{in, 0}});
        draft.setOutputs({{in, 0}});
        const Network network = must(draft.commit());
        std::set<std::string> names;
        for (const BlockPtr& block : network.blocks()) {
            QVERIFY(block->name.size() <= kMaxNameBytes);
            QVERIFY(names.insert(block->name).second);
            QVERIFY(QString::fromStdString(block->name).toStdString() == block->name);
            QVERIFY(QString::fromStdString(block->stage).toStdString() == block->stage);
            QVERIFY(block->name.find('\n') == std::string::npos);
        }
    }

    void danglingPortsAndWrongCountsAreRefused() {
        const Network network = small();
        const BlockId a = network.findByName("a")->id;
        const auto refuses = [&](const std::vector<Port>& inputs) {
            NetworkDraft draft(network);
            draft.edit(a)->inputs = inputs;
            return !draft.commit();
        };
        QVERIFY(refuses({{77, 0}}));
        QVERIFY(refuses({{-1, 0}}));
        QVERIFY(refuses({{0, -1}}));
        QVERIFY(refuses({}));
        QVERIFY(refuses({{0, 0}, {0, 0}}));
        NetworkDraft outputs(network);
        outputs.setOutputs({{99, 0}});
        QVERIFY(!outputs.commit());
        NetworkDraft erased(network);
        erased.erase(a);
        QVERIFY(!erased.commit());
        NetworkDraft twice(network);
        twice.addWithId(*network.find(a));
        QVERIFY(!twice.commit());
    }

    void wrongAttributesAreRefusedWithBlockAndName() {
        const Network network = small();
        const auto errorFor = [&](const char* name, const Value& value) {
            NetworkDraft draft(network);
            draft.edit(network.findByName("a")->id)->attributes.set(name, value);
            const auto result = draft.commit();
            return result ? std::string() : result.error().text();
        };
        QVERIFY(errorFor("channels", int64_t{16}).empty());
        for (const Value& value : {Value(int64_t{0}), Value(int64_t{-8}), Value(kMaxDimension + 1), Value(8.5),
                                   Value(true), Value(std::string("8")), Value(std::vector<int64_t>{8})}) {
            const std::string error = errorFor("channels", value);
            QVERIFY2(error.find("a.channels") != std::string::npos, error.c_str());
        }
        QVERIFY(!errorFor("activation", std::string("explode")).empty());
        QVERIFY(!errorFor("no_such_thing", int64_t{1}).empty());
        QVERIFY(!errorFor("pads", std::vector<int64_t>(100000, 1)).empty());
    }

    void redirectingMovesReadersAndOutputs() {
        const Network network = small();
        const Port a{network.findByName("a")->id, 0};
        const Port b{network.findByName("b")->id, 0};
        const Port in{network.findByName("in")->id, 0};
        NetworkDraft draft(network);
        draft.redirect(a, in, b.block);
        const Network after = must(draft.commit());
        QVERIFY(after.findByName("b")->inputs.front() == a);
        QVERIFY(after.findByName("sum")->inputs.front() == in);
        NetworkDraft outputs(network);
        outputs.redirect(network.outputs().front(), b);
        QVERIFY(must(outputs.commit()).outputs().front() == b);
    }

    void blocksAreFoundByNameAndByNumber() {
        const Network network = small();
        QCOMPARE(must(network.resolve("sum")), network.findByName("sum")->id);
        QCOMPARE(must(network.resolve("2")), BlockId{2});
        for (const char* bad : {"", "nothing", "99", "-1", "9999999999999"})
            QVERIFY2(!network.resolve(bad), bad);
        QCOMPARE(network.consumers()[1], (std::vector<int>{2, 3}));
    }

    void insertingAndMovingKeepTheRestInOrder() {
        const Network network = small();
        NetworkDraft draft(network);
        const BlockId a = network.findByName("a")->id;
        const BlockId side = draft.insertAfter(a, kind("conv"), "side", channels(8), {{a, 0}});
        const Network after = must(draft.commit());
        QCOMPARE(after.positionOf(side), after.positionOf(a) + 1);
        QVERIFY(side >= network.nextId());
        NetworkDraft move(after);
        move.moveAfter(side, after.findByName("b")->id);
        QCOMPARE(must(move.commit()).positionOf(side), 3);
    }
};

QTEST_GUILESS_MAIN(NetworkTest)
#include "network_test.moc"
