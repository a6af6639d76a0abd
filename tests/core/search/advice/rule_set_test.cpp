// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <fstream>

#include "advice_fixture.h"
#include "search/advice/user_rule_sets.h"

using namespace bw;
using bw::support::must;
using namespace bw::test;

namespace {

/// Evaluations of which the best are as `plant` makes random ones.
std::vector<Evaluation> planted(const NetworkProblem& problem, const std::function<void(Genome&)>& plant) {
    Random random(9);
    std::vector<Evaluation> evaluations;
    for (int i = 0; i < 120; ++i) {
        Genome genome = randomGenome(problem, random);
        const bool good = i % 2 == 0;
        if (good) plant(genome);
        evaluations.push_back({i, problem.canonical(genome), {{good ? 1.0 + i : 1000.0 + i}, 0}});
    }
    return evaluations;
}

SpaceOptions only(std::initializer_list<DecisionKind> kinds) {
    SpaceOptions options = SpaceOptions::none();
    for (const DecisionKind kind : kinds)
        options[kind] = true;
    return options;
}

RuleSet fuseUpTo(double channels) {
    return {"Early fusion", "neural-engine", "Human-presence detector", {{RuleKind::FuseUpTo, channels, 39, 40, 0.01}}};
}

std::vector<std::string> fusedBlocks(const Network& network) {
    std::vector<std::string> names;
    for (const BlockPtr& block : network.blocks()) {
        if (block->kind->id == "fused_ibn") names.push_back(block->name);
    }
    return names;
}

}  // namespace

class RuleSetTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        engine_ = contextFor("neural-engine");
        network_ = samples::presenceDetector();
    }

    void findsPlantedFusion() {
        const ProblemPtr problem = problemFor(network_, engine_, {{Figure::Latency}, {}},
                                              only({DecisionKind::Fusion, DecisionKind::Expansion}));
        const LoweredNetwork lowered = must(lower(network_));
        const RuleSet rules =
            mineRules(*problem,
                      planted(*problem,
                              [&](Genome& genome) {
                                  for (size_t d = 0; d < genome.size(); ++d) {
                                      const SpaceDecision& decision = problem->space().decisions()[d];
                                      if (decision.kind != DecisionKind::Fusion) continue;
                                      const Block& block = *network_.find(decision.block);
                                      const int from = network_.positionOf(block.inputs.front().block);
                                      genome[d] = lowered.outputShape(static_cast<size_t>(from)).channels() <= 64;
                                  }
                              }),
                      "planted");
        QCOMPARE(rules.rules.size(), size_t{1});
        QCOMPARE(rules.rules[0].kind, RuleKind::FuseUpTo);
        QCOMPARE(rules.rules[0].value, 64.0);
        QCOMPARE(rules.rules[0].holding, int64_t{40});
        QCOMPARE(rules.rules[0].best, int64_t{40});
        QVERIFY(rules.rules[0].baseline < 0.1);
        QCOMPARE(rules.rules[0].text(), std::string("fuse while C <= 64"));
        QCOMPARE(rules.target, std::string("neural-engine"));
    }

    void findsPlantedWidths() {
        SpaceOptions options = only({DecisionKind::Width});
        options.multiple = 1;
        const ProblemPtr problem = problemFor(network_, engine_, {{Figure::Latency}, {}}, options);
        const size_t stem = must(problem->space().find("stem.channels"));
        const RuleSet rules = mineRules(*problem,
                                        planted(*problem,
                                                [&](Genome& genome) {
                                                    for (size_t d = 0; d < genome.size(); ++d) {
                                                        const SpaceDecision& decision = problem->space().decisions()[d];
                                                        const auto now = static_cast<size_t>(genome[d]);
                                                        if (std::fmod(decision.values[now], 2) != 0)
                                                            genome[d] -= now > 0 ? 1 : -1;
                                                    }
                                                    const SpaceDecision& channels = problem->space().decisions()[stem];
                                                    genome[stem] = std::min(genome[stem], channels.indexOf(24));
                                                }),
                                        "planted");
        std::vector<std::string> texts;
        for (const Rule& rule : rules.rules)
            texts.push_back(rule.text());
        QCOMPARE(texts, (std::vector<std::string>{"even channels", "stem at most 24"}));
    }

    void chanceIsNoRule() {
        const ProblemPtr problem = problemFor(network_, engine_, {{Figure::Latency}, {}});
        QVERIFY(mineRules(*problem, planted(*problem, [](Genome&) {}), "chance").rules.empty());
        const auto few = planted(*problem, [](Genome&) {});
        QVERIFY(mineRules(*problem, std::span(few).first(4), "few").rules.empty());
    }

    void appliesToAnotherNetworkAndSparesFrozenBlocks() {
        Network network = samples::mobilenetV2();
        const LoweredNetwork lowered = must(lower(network));
        std::vector<std::string> expected;
        for (const BlockPtr& block : network.blocks()) {
            if (block->kind->id != "ibn") continue;
            const int from = network.positionOf(block->inputs.front().block);
            if (lowered.outputShape(static_cast<size_t>(from)).channels() <= 32) expected.push_back(block->name);
        }
        QVERIFY(expected.size() > 2);
        const std::string frozen = expected[1];
        network = applied(network, {"freeze " + frozen, "fuse ibn_16"});
        expected.erase(expected.begin() + 1);
        const auto commands = applyRules(network, {.channel_multiple = 16}, fuseUpTo(32));
        QCOMPARE(fusedBlocks(applied(network, commands)), expected);
        QVERIFY(applyRules(applied(network, commands), {.channel_multiple = 16}, fuseUpTo(32)).empty());
    }

    void widthsComeBeforeFusion() {
        RuleSet rules = fuseUpTo(16);
        rules.rules.push_back({RuleKind::WidthAtMost, 0.5, 30, 40, 0.1});
        rules.rules.push_back({RuleKind::StemAtMost, 8, 30, 40, 0.1});
        rules.rules.push_back({RuleKind::ExpansionAtMost, 4, 30, 40, 0.1});
        rules.rules.push_back({RuleKind::ChannelsMultiple, 8, 30, 40, 0.1});
        const Network network = samples::mobilenetV2();
        const Network after = applied(network, applyRules(network, {.channel_multiple = 16}, rules), 16);
        QCOMPARE(after.findByName("stem")->channels(), int64_t{8});
        // Blocks that read 32 channels before read 16 now.
        QCOMPARE(after.findByName("ibn_5")->kind->id, std::string("fused_ibn"));
        for (const BlockPtr& block : after.blocks())
            QVERIFY(block->attributes.number("expansion", 1) <= 4);
    }

    void jsonReadsBack() {
        RuleSet rules = fuseUpTo(96);
        rules.rules.push_back({RuleKind::WidthAtMost, 0.85, 12, 20, 1.0 / 3});
        QCOMPARE(must(parseRuleSet(ruleSetText(rules))), rules);
    }

    void badInputNamesTheField_data() {
        QTest::addColumn<QString>("find");
        QTest::addColumn<QString>("replace");
        QTest::addColumn<QString>("place");
        QTest::newRow("format") << "blockwright-rules"
                                << "other"
                                << "format";
        QTest::newRow("version") << "\"version\": 1"
                                 << "\"version\": 2"
                                 << "version";
        QTest::newRow("name") << "Early fusion"
                              << ""
                              << "name";
        QTest::newRow("unknown field") << "\"source\""
                                       << "\"colour\""
                                       << "colour";
        QTest::newRow("kind") << "fuse_up_to"
                              << "fuse_all"
                              << "rules[0].rule";
        QTest::newRow("value") << "96.0"
                               << "-1"
                               << "rules[0].value";
        QTest::newRow("fraction") << "96.0"
                                  << "1.5"
                                  << "rules[0].value";
        QTest::newRow("text for number") << "96.0"
                                         << "\"96\""
                                         << "rules[0].value";
        QTest::newRow("holding") << "\"holding\": 39"
                                 << "\"holding\": 41"
                                 << "rules[0].holding";
        QTest::newRow("baseline") << "0.01"
                                  << "1.01"
                                  << "rules[0].baseline";
        QTest::newRow("list") << "["
                              << "[[],"
                              << "rules[0]";
    }
    void badInputNamesTheField() {
        QFETCH(QString, find);
        QFETCH(QString, replace);
        QFETCH(QString, place);
        QString text = QString::fromStdString(ruleSetText(fuseUpTo(96)));
        QVERIFY(text.contains(find));
        const auto rules = parseRuleSet(text.replace(find, replace).toStdString());
        QVERIFY(!rules);
        QCOMPARE(QString::fromStdString(rules.error().place), place);
    }

    void userFolderKeepsSets() {
        const QTemporaryDir folder;
        const std::string directory = folder.path().toStdString();
        QVERIFY(listRuleSets(directory).sets.empty());
        RuleSet other = fuseUpTo(32);
        other.name = "Another";
        QVERIFY(saveRuleSet(directory, fuseUpTo(96)) && saveRuleSet(directory, other));
        std::ofstream(directory + "/rules/broken.json") << "{";
        const UserRuleSets found = listRuleSets(directory);
        QCOMPARE(found.sets, (std::vector<RuleSet>{other, fuseUpTo(96)}));
        QCOMPARE(found.problems.size(), size_t{1});
        QVERIFY(found.problems.front().file.ends_with("broken.json"));
        RuleSet alike = fuseUpTo(32);
        alike.name = "early-fusion";
        QVERIFY(!saveRuleSet(directory, alike));
        QVERIFY(removeRuleSet(directory, "Another") && !removeRuleSet(directory, "Another"));
        QCOMPARE(listRuleSets(directory).sets.size(), size_t{1});
    }

private:
    AssessmentContext engine_;
    Network network_;
};

QTEST_GUILESS_MAIN(RuleSetTest)
#include "rule_set_test.moc"
