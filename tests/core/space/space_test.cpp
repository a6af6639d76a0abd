// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <cmath>

#include "base/random.h"
#include "generator/sample_networks.h"
#include "rewrite/rewrite.h"
#include "space/search_space.h"
#include "support/must.h"
#include "support/random_network.h"

using namespace bw;
using bw::support::must;

namespace {

TargetProfile targetNamed(const std::string& id) {
    return must(must(TargetRegistry::load(BW_SOURCE_DIR "/models/targets")).find(id));
}

SpaceOptions everything() {
    SpaceOptions options;
    options.open.fill(true);
    options.most_input = 1.25;
    return options;
}

SearchSpace spaceOf(const Network& network, const SpaceOptions& options, const std::string& target = "ethos-u55-256") {
    return must(SearchSpace::make(network, must(lower(network)), targetNamed(target), options));
}

Genome randomGenome(const SearchSpace& space, Random& random) {
    Genome genome;
    for (const SpaceDecision& decision : space.decisions())
        genome.push_back(static_cast<int32_t>(random.below(decision.options.size())));
    return genome;
}

/// Nothing where a command is refused.
std::optional<Network> applied(Network network, const std::vector<std::string>& commands, int64_t multiple) {
    for (const std::string& command : commands) {
        auto outcome = applyEdit(network, command, {.channel_multiple = multiple});
        if (!outcome) {
            qWarning("%s: %s", command.c_str(), outcome.error().text().c_str());
            return std::nullopt;
        }
        network = std::move(outcome->network);
    }
    return network;
}

}  // namespace

class SpaceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void originIsTheNetwork() {
        for (uint64_t seed = 1; seed <= 30; ++seed) {
            const Network network = test::randomNetwork(seed, {.blocks = 16});
            const SearchSpace space = spaceOf(network, everything());
            QVERIFY(must(space.build(space.origin())) == network);
            QVERIFY(space.commands(space.origin()).empty());
            QCOMPARE(space.keptWidth(space.origin()), 1.0);
        }
    }

    void commandsLeadToTheVeryNetwork_data() {
        QTest::addColumn<int>("grain");
        QTest::newRow("model") << 0;
        QTest::newRow("stage") << 1;
        QTest::newRow("class") << 2;
    }

    void commandsLeadToTheVeryNetwork() {
        QFETCH(const int, grain);
        SpaceOptions options = everything();
        options.grain = static_cast<WidthGrain>(grain);
        int compared = 0;
        const auto compare = [&](const Network& network, const SearchSpace& space, Random& random) {
            const Genome genome = randomGenome(space, random);
            const auto built = space.build(genome);
            if (!built || !lower(*built)) return;
            const auto edited = applied(network, space.commands(genome), space.multiple());
            QVERIFY(edited.has_value());
            QVERIFY(*edited == *built);
            ++compared;
        };
        for (uint64_t seed = 1; seed <= 20; ++seed) {
            const Network network = test::randomNetwork(seed, {.blocks = 16});
            const SearchSpace space = spaceOf(network, options);
            Random random(seed);
            for (int i = 0; i < 6; ++i)
                compare(network, space, random);
        }
        QVERIFY2(compared > 40, qPrintable(QString::number(compared)));
        const Network network = samples::presenceDetector();
        const SearchSpace space = spaceOf(network, options, "neural-engine");
        Random random(7);
        compared = 0;
        for (int i = 0; i < 40; ++i)
            compare(network, space, random);
        QCOMPARE(compared, 40);
    }

    void aCanonicalGenomeMakesTheSameNetwork() {
        const Network network = samples::presenceDetector();
        const SearchSpace space = spaceOf(network, everything(), "neural-engine");
        Random random(3);
        int changed = 0;
        for (int i = 0; i < 60; ++i) {
            const Genome genome = randomGenome(space, random);
            const Genome canonical = space.canonical(genome);
            QVERIFY(must(space.build(genome)) == must(space.build(canonical)));
            QVERIFY(space.canonical(canonical) == canonical);
            changed += genome == canonical ? 0 : 1;
        }
        QVERIFY(changed > 0);
    }

    void frozenAndClosedBlocksStay() {
        NetworkDraft draft(samples::presenceDetector());
        const BlockId frozen = must(samples::presenceDetector().resolve("ibn_3"));
        draft.edit(frozen)->frozen = true;
        const Network network = must(draft.commit());
        SpaceOptions options = everything();
        options.closed = {"ibn_7"};
        const SearchSpace space = spaceOf(network, options, "neural-engine");
        Random random(5);
        for (int i = 0; i < 40; ++i) {
            const Network built = must(space.build(randomGenome(space, random)));
            for (const char* name : {"ibn_3", "ibn_7"}) {
                const Block& before = *network.findByName(name);
                const Block& after = *built.findByName(name);
                QVERIFY(before.attributes == after.attributes && before.kind == after.kind);
            }
        }
    }

    void widthsAreMultiplesOrWhatIsThere() {
        const Network network = samples::presenceDetector();
        const SearchSpace space = spaceOf(network, {}, "systolic-16");
        QCOMPARE(space.multiple(), 16);
        bool grows = false;
        for (const SpaceDecision& decision : space.decisions()) {
            if (decision.kind != DecisionKind::Width) continue;
            QCOMPARE(decision.values[static_cast<size_t>(decision.present())], decision.now);
            grows = grows || decision.values.back() > decision.now;
            for (const double width : decision.values)
                QVERIFY2(width == decision.now || std::fmod(width, 16) == 0 || width == 8, decision.name.c_str());
        }
        QVERIFY(grows);
    }

    void depthSkipsAndRepeats() {
        const Network network = samples::presenceDetector();
        const SearchSpace space = spaceOf(network, {}, "neural-engine");
        const size_t depth = must(space.find("ibn_5.depth"));
        QCOMPARE(space.decisions()[depth].options.size(), size_t{3});
        Genome genome = space.origin();
        genome[depth] = 0;
        QCOMPARE(must(space.build(genome)).size(), network.size() - 1);
        QVERIFY(must(space.build(genome)).findByName("ibn_5") == nullptr);
        genome[depth] = 2;
        QVERIFY(must(space.build(genome)).findByName("ibn_5_copy") != nullptr);
        // A block that halves the map cannot be left out, but repeated with stride 1 and a shortcut.
        const size_t strided = must(space.find("ibn_6.depth"));
        QCOMPARE(space.decisions()[strided].options.front(), std::string("once"));
        Genome other = space.origin();
        other[strided] = 1;
        const Network built = must(space.build(other));
        QCOMPARE(built.findByName("ibn_6_copy")->attributes.integer("stride"), 1);
        QVERIFY(built.findByName("ibn_6_copy")->attributes.flag("residual"));
        QVERIFY(space.keepsInterface(other, must(lower(network))));
    }

    void ownOptionsReplaceTheGrid() {
        const Network network = samples::presenceDetector();
        const LoweredNetwork lowered = must(lower(network));
        const SearchSpace space = spaceOf(network, {}, "neural-engine");
        const size_t width = must(space.find("ibn_3.channels"));
        const std::vector<double> values = {20, 44};
        const SearchSpace own = must(space.withValues(width, values, lowered));
        QCOMPARE(own.decisions()[width].options, (std::vector<std::string>{"20", "44"}));
        Genome genome = own.origin();
        genome[width] = 1;
        QCOMPARE(must(own.build(genome)).findByName("ibn_3")->channels(), 44);
        const std::vector<double> bad = {0};
        QVERIFY(!space.withValues(width, bad, lowered));
        const std::vector<int32_t> none = {};
        QVERIFY(!space.withOptions(width, none));
        const auto missing = space.find("ibn_99.channels");
        QVERIFY(!missing && !missing.error().remedy.empty());
    }
};

QTEST_GUILESS_MAIN(SpaceTest)
#include "space_test.moc"
