// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <filesystem>

#include "core/rewrite/edit_fixture.h"
#include "rewrite/command_line.h"

using namespace bw;
using namespace bw::test;

namespace {

Network twins() {
    NetworkText net;
    const Attributes ibn = {{"channels", int64_t{16}}, {"expansion", 4.0}};
    net.add("conv", "stem", {"in"}, {{"channels", int64_t{16}}})
        .add("ibn", "a", {"stem"}, ibn)
        .add("ibn", "b", {"a"}, ibn);
    net.add("ibn", "c", {"b"}, ibn).freeze();
    net.add("ibn", "other", {"c"}, {{"channels", int64_t{24}}, {"expansion", 4.0}});
    return net.done();
}

}  // namespace

/// freeze, thaw, rename, stage, identical; the registry and the command line.
class SelectionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void freezesAndThaws() {
        const Network before = twins();
        const EditOutcome frozen = edited(before, "freeze a b");
        QVERIFY(frozen.network.findByName("a")->frozen);
        VERIFY_REFUSED(frozen.network, "set a.kernel=5", "a: the block is frozen");
        VERIFY_REFUSED(frozen.network, "rename a x", "a: the block is frozen");
        VERIFY_REFUSED(frozen.network, "freeze a", "a: the block is frozen already");
        VERIFY_REFUSED(before, "thaw a", "a: the block is not frozen");
        QVERIFY(edited(frozen.network, "thaw a b").network == before);
    }

    void renames() {
        const Network before = twins();
        const EditOutcome out = edited(before, "rename a \"first block\"");
        QVERIFY(out.network.findByName("first block") != nullptr);
        QVERIFY(edited(out.network, "rename \"first block\" a").network == before);
        VERIFY_REFUSED(before, "rename a b", "another block has the name 'b'");
        VERIFY_REFUSED(before, "rename a \"\"", "a name is 1 to 4096 bytes");
        VERIFY_REFUSED(before, "rename a", "needs a block and its new name");
    }

    void putsBlocksIntoAStage() {
        const Network before = twins();
        const EditOutcome out = edited(before, "stage a b early");
        COMPARE_TEXT(out.network.findByName("b")->stage, "early");
        QVERIFY(edited(out.network, "stage a b \"\"").network == before);
        VERIFY_REFUSED(out.network, "stage a early", "changes nothing");
    }

    void setsAParameterInAllIdenticalBlocks() {
        const EditOutcome out = edited(twins(), "identical a.kernel=5");
        for (const char* name : {"a", "b"})
            QCOMPARE(attributesOf(out.network, name).integer("kernel"), 5);
        for (const char* name : {"c", "other"})
            QCOMPARE(attributesOf(out.network, name).integer("kernel"), 3);
        COMPARE_TEXT(out.changes[0], "c stays: it is frozen");
        COMPARE_TEXT(out.title, "Set kernel to 5 in a and 1 other like it");
        VERIFY_REFUSED(twins(), "identical c.kernel=5", "c: the block is frozen");
    }

    void describesEveryRewrite() {
        QVERIFY(rewrites().size() >= 19);
        for (const Rewrite& rewrite : rewrites()) {
            QCOMPARE(findRewrite(rewrite.id), &rewrite);
            QVERIFY(!rewrite.label.empty() && !rewrite.doc.empty() && rewrite.plan && rewrite.check);
            QVERIFY(rewrite.syntax.starts_with(rewrite.id));
            for (const std::string& option : rewrite.options)
                QVERIFY(contains(rewrite.syntax, "--" + option));
            // Every verb meets its own empty command with a reason, not with a crash.
            QVERIFY(!refusal(twins(), rewrite.id).empty());
            const std::filesystem::path file =
                std::filesystem::path(BW_SOURCE_DIR) / "core/rewrite/rules" / (rewrite.id + ".cpp");
            QVERIFY2(std::filesystem::exists(file), file.c_str());
        }
        QCOMPARE(findRewrite("nothing"), nullptr);
    }

    void saysBeforehandWhyAMenuEntryIsDisabled() {
        const Network network = twins();
        const auto reason = [&](const char* id, std::initializer_list<const char*> names) {
            std::vector<BlockId> blocks;
            for (const char* name : names)
                blocks.push_back(network.findByName(name)->id);
            const auto ok = findRewrite(id)->check(network, blocks);
            return ok ? std::string() : ok.error().text();
        };
        COMPARE_TEXT(reason("fuse", {"a", "b"}), "");
        QVERIFY(contains(reason("fuse", {"stem"}), "it is of kind Convolution, not IBN"));
        QVERIFY(contains(reason("fuse", {"c"}), "frozen"));
        QVERIFY(contains(reason("delete", {}), "no block is selected"));
        QVERIFY(contains(reason("rename", {"a", "b"}), "only one block"));
        QVERIFY(contains(reason("move", {"a", "b"}), "only one block"));
        COMPARE_TEXT(reason("scale", {}), "");
    }

    void writesCommandsThatItReads() {
        const Network network = edited(twins(), "rename a \"my \\\"a\\\" \\\\ --x\"").network;
        const BlockId ids[] = {network.findByName("my \"a\" \\ --x")->id, network.findByName("b")->id};
        const std::string command = editCommand("fuse", network, ids);
        const auto parsed = parseEditCommand(command);
        QVERIFY(parsed.has_value());
        COMPARE_TEXT(parsed->arguments.words[0].text, "my \"a\" \\ --x");
        QCOMPARE(edited(network, command).changes.size(), size_t{2});
        COMPARE_TEXT(editCommand("scale", network, {}, "0.5 --multiple 8"), "scale 0.5 --multiple 8");
    }

    void readsOptionsInBothForms() {
        const auto parsed = parseEditCommand("  scale 0.5 --multiple=16\t--stage \"a b\" ");
        COMPARE_TEXT(*parsed->arguments.option("multiple"), "16");
        COMPARE_TEXT(*parsed->arguments.option("stage"), "a b");
        QCOMPARE(parsed->arguments.option("blocks"), nullptr);
        QVERIFY(!parseEditCommand("   "));
    }
};

QTEST_GUILESS_MAIN(SelectionTest)
#include "selection_test.moc"
