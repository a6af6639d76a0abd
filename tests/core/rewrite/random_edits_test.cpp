// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <rapidcheck.h>

#include <algorithm>

#include "base/random.h"
#include "core/rewrite/edit_fixture.h"
#include "support/random_edit.h"
#include "support/random_network.h"

using namespace bw;
using namespace bw::test;

namespace {

bool frozenStay(const Network& before, const Network& after, bool thaws) {
    return std::all_of(before.blocks().begin(), before.blocks().end(), [&](const BlockPtr& block) {
        if (!block->frozen) return true;
        const Block* now = after.find(block->id);
        return now != nullptr && now->attributes == block->attributes && now->kind == block->kind &&
               now->name == block->name && (now->frozen || thaws);
    });
}

}  // namespace

class RandomEditsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void networksAreValidAndEqualForEqualSeeds() {
        QVERIFY(rc::check([](uint64_t seed) {
            const Network network = randomNetwork(seed);
            RC_ASSERT(network == randomNetwork(seed));
            const auto lowered = lower(network);
            RC_ASSERT(lowered.has_value());
        }));
    }

    void anyChainOfEditsGivesValidNetworksOrReasons() {
        QVERIFY(rc::check([](uint64_t seed) {
            const Network origin = randomNetwork(seed);
            Random random(seed ^ 0x9e3779b97f4a7c15U);
            Network network = origin;
            for (int i = 0; i < 12; ++i) {
                const std::string command = randomEdit(random, network);
                RC_LOG() << command << std::endl;
                const Network before = network;
                const auto outcome = applyEdit(network, command);
                RC_ASSERT(network == before && network.sharesWith(before));
                if (!outcome) {
                    RC_ASSERT(!outcome.error().message.empty());
                    continue;
                }
                RC_ASSERT(!outcome->title.empty());
                RC_ASSERT(!outcome->changes.empty());
                const auto lowered = lower(outcome->network);
                RC_ASSERT(lowered.has_value());
                RC_ASSERT(lowered->graph.totalMacs() == outcome->lowered.graph.totalMacs());
                RC_ASSERT(frozenStay(before, outcome->network, command.starts_with("thaw")));
                network = outcome->network;
            }
            RC_ASSERT(origin == randomNetwork(seed));
        }));
    }

    void scaledChannelsAreMultiples() {
        QVERIFY(rc::check([](uint64_t seed) {
            const Network before = randomNetwork(seed);
            Random random(seed);
            const int64_t multiple = random.between(2, 16);
            const std::string command =
                "scale " + valueText(Value(0.25 + random.uniform() * 1.5)) + " --multiple " + std::to_string(multiple);
            RC_LOG() << command << std::endl;
            const auto outcome = applyEdit(before, command);
            // What cannot follow stays, so only a network that already fits is refused.
            if (!outcome) {
                RC_LOG() << outcome.error().text() << std::endl;
                RC_ASSERT(contains(outcome.error().text(), "nothing"));
                return;
            }
            for (size_t i = 0; i < before.size(); ++i) {
                const Block& old = before.at(i);
                const Block& now = *outcome->network.find(old.id);
                if (now.channels() == old.channels()) continue;
                RC_LOG() << old.name << " " << now.channels() << std::endl;
                const int64_t source = outcome->lowered.outputShape(i).channels();
                RC_ASSERT(source == now.channels());
                const bool derived = std::any_of(outcome->changes.begin(), outcome->changes.end(), [&](const auto& c) {
                    return c.starts_with(old.name + ".channels") && c.find("(follows") != std::string::npos;
                });
                RC_ASSERT(derived || now.channels() % multiple == 0);
            }
        }));
    }

    void channelEditsKeepWhatWasTiedTogether() {
        QVERIFY(rc::check([](uint64_t seed) {
            const Network before = randomNetwork(seed);
            Random random(seed);
            const Block& block = before.at(random.below(before.size()));
            const int64_t channels = 4 * random.between(1, 20);
            const auto outcome =
                applyEdit(before, "channels " + quoteName(block.name) + " " + std::to_string(channels));
            if (!outcome) RC_DISCARD("refused");
            const int position = outcome->network.positionOf(block.id);
            RC_ASSERT(outcome->lowered.outputShape(static_cast<size_t>(position)).channels() == channels);
        }));
    }
};

QTEST_GUILESS_MAIN(RandomEditsTest)
#include "random_edits_test.moc"
