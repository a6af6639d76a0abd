// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <rapidcheck.h>

#include "core/rewrite/edit_fixture.h"
#include "review/diff/edit_script.h"
#include "review/diff/network_distance.h"
#include "support/random_edit.h"
#include "support/random_network.h"

using namespace bw;
using namespace bw::test;

namespace {

Network mobile() {
    NetworkText net({1, 3, 64, 64});
    net.add("conv", "stem", {"in"}, {{"channels", int64_t{32}}, {"stride", int64_t{2}}});
    const char* previous = "stem";
    for (const char* name : {"ibn_1", "ibn_2", "ibn_3", "ibn_4", "ibn_5"}) {
        net.add("ibn", name, {previous}, {{"channels", int64_t{32}}, {"expansion", 6.0}}, "stage_1");
        previous = name;
    }
    return net.add("conv", "head", {"ibn_5"}, {{"channels", int64_t{96}}, {"kernel", int64_t{1}}}).done();
}

EditScript scriptOf(const Network& a, const Network& b) {
    auto script = findEditScript(a, b);
    if (!script) qFatal("%s", script.error().text().c_str());
    return *std::move(script);
}

/// Makes the commands one after the other, as a user would.
Network applied(Network network, const EditScript& script) {
    for (const ScriptStep& step : script.steps)
        network = edited(network, step.command).network;
    return network;
}

std::vector<std::string> commandsOf(const EditScript& script) {
    std::vector<std::string> commands;
    for (const ScriptStep& step : script.steps)
        commands.push_back(step.command);
    return commands;
}

#define COMPARE_SCRIPT(a, b, ...) QCOMPARE(commandsOf(scriptOf(a, b)), (std::vector<std::string>{__VA_ARGS__}))

}  // namespace

class EditScriptTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equalNetworksNeedNoEdit() { QVERIFY(scriptOf(mobile(), mobile()).steps.empty()); }

    void fusedBlocksAreOneEdit() {
        const Network a = mobile();
        const Network b = edited(a, "fuse ibn_2 ibn_3 ibn_4").network;
        COMPARE_SCRIPT(a, b, "fuse ibn_2 ibn_3 ibn_4");
        COMPARE_SCRIPT(b, a, "unfuse ibn_2 ibn_3 ibn_4");
    }

    void aMultiplierIsFoundByItsCounts() {
        const Network a = mobile();
        const Network b = edited(a, "scale 0.75 --multiple 8").network;
        const EditScript script = scriptOf(a, b);
        QCOMPARE(script.steps.size(), size_t{1});
        QVERIFY2(script.steps.front().command.starts_with("scale "), script.steps.front().command.c_str());
        QVERIFY(isSameDesign(applied(a, script), b));
    }

    void equalChangesAreToldOnce() {
        const Network a = mobile();
        const Network b =
            edited(edited(a, "set ibn_2.expansion=4 ibn_4.expansion=4").network, "set head.kernel=3").network;
        COMPARE_SCRIPT(a, b, "set ibn_2.expansion=4 ibn_4.expansion=4", "set head.kernel=3");
    }

    void blocksComeAndGo() {
        const Network a = mobile();
        const Network b = edited(edited(a, "delete ibn_3").network, "duplicate ibn_4").network;
        const EditScript script = scriptOf(a, b);
        QCOMPARE(script.steps.size(), size_t{2});
        QVERIFY(isSameDesign(applied(a, script), b));
    }

    void namesMayBeExchanged() {
        const Network a = mobile();
        const Network b = edited(a, "rename ibn_2 ibn_4 ibn_4 ibn_2").network;
        const EditScript script = scriptOf(a, b);
        QCOMPARE(script.steps.size(), size_t{1});
        QVERIFY(isSameDesign(applied(a, script), b));
    }

    void frozenBlocksAreThawedAndFrozenAgain() {
        const Network a = edited(mobile(), "freeze ibn_2").network;
        const Network b = edited(edited(edited(a, "thaw ibn_2").network, "fuse ibn_2").network, "freeze ibn_2").network;
        COMPARE_SCRIPT(a, b, "thaw ibn_2", "fuse ibn_2", "freeze ibn_2");
    }

    void networksOfDifferentOriginAreAligned() {
        NetworkText net({1, 1, 48, 48});
        net.add("conv", "first", {"in"}, {{"channels", int64_t{16}}});
        net.add("ibn", "a", {"first"}, {{"channels", int64_t{16}}});
        net.add("max_pool", "p", {"a"});
        net.add("ibn", "b", {"p"}, {{"channels", int64_t{24}}});
        const Network other = net.add("dense", "classes", {"b"}).done();
        QVERIFY(isSameDesign(applied(mobile(), scriptOf(mobile(), other)), other));
        QVERIFY(isSameDesign(applied(other, scriptOf(other, mobile())), mobile()));
    }

    void scriptsReachWhatRandomEditsMade() {
        QVERIFY(rc::check([](uint64_t seed) {
            Random random(seed);
            const Network a = randomNetwork(seed);
            const EditedNetwork b = randomlyEdited(a, random, 1 + static_cast<int>(random.below(30)));
            const auto style = random.below(2) == 0 ? ScriptStyle::Readable : ScriptStyle::Shortest;
            const auto script = findEditScript(a, b.network, {}, style);
            if (!script) RC_FAIL(script.error().text());
            RC_ASSERT(isSameDesign(applied(a, *script), b.network));
        }));
    }

    void scriptsLeadFromAnyNetworkToAnyOther() {
        QVERIFY(rc::check([](uint64_t seed) {
            const Network a = randomNetwork(seed);
            const Network b = randomNetwork(seed + 1);
            const auto script = findEditScript(a, b);
            if (!script) RC_FAIL(script.error().text());
            RC_ASSERT(isSameDesign(applied(a, *script), b));
        }));
    }
};

QTEST_GUILESS_MAIN(EditScriptTest)
#include "edit_script_test.moc"
