// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assess/assessment.h"

#include <QtTest>
#include <cmath>

#include "assess/hints.h"
#include "assess/problems.h"
#include "generator/sample_networks.h"
#include "graph/kinds/stated_operator.h"
#include "rewrite/rewrite.h"
#include "support/any_block.h"
#include "support/must.h"
#include "support/random_network.h"

using namespace bw;
using bw::support::must;

namespace {

const std::string kModels = BW_SOURCE_DIR "/models";

TargetProfile target(const std::string& id) {
    return must(must(TargetRegistry::load(kModels + "/targets")).find(id));
}

/// The parametric target, whose estimator needs no training.
AssessmentContext contextFor(const std::string& id) {
    AssessmentContext context;
    context.target = target(id);
    if (auto estimator = Estimator::open(context.target, kModels)) context.estimator = std::move(*estimator);
    return context;
}

/// input -> conv -> (opaque) -> conv, with channels off every multiple.
Network oddNetwork(bool with_opaque, bool frozen = false) {
    NetworkDraft draft;
    const auto add = [&](const char* kind, const char* name, Attributes attributes, std::vector<Port> inputs) {
        return Port{draft.add(*findBlockKind(kind), name, std::move(attributes), std::move(inputs)), 0};
    };
    Port x = add("input", "in", {{"shape", std::vector<int64_t>{1, 3, 32, 32}}}, {});
    x = add("conv", "odd", {{"channels", int64_t{17}}}, {x});
    draft.edit(x.block)->frozen = frozen;
    if (with_opaque) {
        const std::vector<Shape> shapes = {Shape{1, 17, 32, 32}};
        x = add("opaque", "mystery",
                {{"function", std::string("MysteryOp")},
                 {"input_shapes", kinds::packShapes(shapes)},
                 {"output_shapes", kinds::packShapes(shapes)}},
                {x});
    }
    x = add("conv", "last", {{"channels", int64_t{10}}}, {x});
    draft.setOutputs({x});
    return must(draft.commit());
}

std::string summary(const Hint& hint) {
    std::string text = hint.title + "|" + hint.why + "|" + std::to_string(hint.parameter_change) + "|" +
                       std::to_string(hint.peak_change) + "|" + std::to_string(hint.latency_change.value_or(9));
    for (const std::string& command : hint.commands)
        text += "|" + command;
    return text;
}

}  // namespace

class AssessmentTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void totalsAreTheSumsOfTheBlocks() {
        const AssessmentContext context = contextFor("neural-engine");
        for (const samples::Sample& sample : samples::allSamples()) {
            const Assessment a = must(assess(sample.document.network, context));
            QCOMPARE(a.blocks.size(), a.network.size());
            int64_t macs = 0;
            int64_t parameters = 0;
            int64_t bytes = 0;
            int64_t live = 0;
            double latency = 0;
            bool known = true;
            for (const BlockFigures& block : a.blocks) {
                macs += block.macs;
                parameters += block.parameters;
                bytes += block.parameter_bytes;
                live = std::max(live, block.live_bytes);
                known = known && block.latency_ms.has_value();
                latency += block.latency_ms.value_or(0);
            }
            QCOMPARE(macs, a.totals.macs);
            QCOMPARE(parameters, a.totals.parameters);
            QCOMPARE(bytes, a.totals.parameter_bytes);
            QCOMPARE(live, a.totals.peak_activation_bytes);
            QVERIFY(a.totals.arena_bytes >= a.totals.peak_activation_bytes);
            if (context.estimator == nullptr) continue;
            QVERIFY2(a.totals.latency_ms.has_value(), sample.file_name.c_str());
            QVERIFY2(!known || std::fabs(latency - *a.totals.latency_ms) < 1e-9 * latency + 1e-12,
                     sample.file_name.c_str());
            QVERIFY(*a.totals.latency_low_ms <= *a.totals.latency_ms);
            QVERIFY(*a.totals.latency_high_ms >= *a.totals.latency_ms);
            QVERIFY(*a.totals.latency_ms > 0);
        }
    }

    void everyNetworkThatLowersIsAssessed() {
        for (const char* id : {"neural-engine", "ethos-u55-256"}) {
            const AssessmentContext context = contextFor(id);
            Random random(12);
            for (const BlockKind& kind : blockKinds()) {
                for (const auto& input : support::shapesOfEveryRank()) {
                    for (int i = 0; i < 4; ++i) {
                        const auto network = support::anyBlock(kind, input, random);
                        if (!network || !lower(*network)) continue;
                        const auto a = assess(*network, context);
                        if (!a) QVERIFY2(a.error().code == ErrorCode::LimitExceeded, a.error().text().c_str());
                        if (a) QVERIFY2(a->totals.coverage >= 0 && a->totals.coverage <= 1, kind.id.c_str());
                    }
                }
            }
            for (uint64_t seed = 1; seed <= 40; ++seed) {
                const Assessment a = must(assess(test::randomNetwork(seed), context));
                QVERIFY(a.totals.arena_bytes >= a.totals.peak_activation_bytes);
                QVERIFY(!a.totals.latency_ms || (*a.totals.latency_ms >= 0 && std::isfinite(*a.totals.latency_ms)));
            }
        }
    }

    void whatIsUnknownIsNeverZero() {
        const AssessmentContext context = contextFor("neural-engine");
        QVERIFY2(context.estimator != nullptr,
                 "the regressor or the LibTorch module, which the build gives, is missing");
        const Assessment whole = must(assess(oddNetwork(false), context));
        const Assessment part = must(assess(oddNetwork(true), context));
        QCOMPARE(whole.totals.coverage, 1.0);
        QVERIFY(part.totals.coverage < 1);
        QVERIFY(part.totals.coverage > 0);
        QVERIFY(!part.blocks[2].latency_ms);
        QVERIFY(part.blocks[1].latency_ms);
        const auto unknown = std::find_if(part.problems.begin(), part.problems.end(),
                                          [](const Problem& p) { return p.code == "BW-COVER-001"; });
        QVERIFY(unknown != part.problems.end());
        QVERIFY(unknown->message.find("MysteryOp") != std::string::npos);
        Budgets budgets;
        budgets.latency_ms = 1e6;
        QVERIFY(keepsBudgets(whole.totals, budgets));
        QVERIFY(!keepsBudgets(part.totals, budgets));
    }

    void withoutAnEstimatorLatencyIsAbsentAndTheRestIsCounted() {
        AssessmentContext context;
        context.target = target("neural-engine");
        const Assessment a = must(assess(samples::mobilenetV2(), context));
        QVERIFY(!a.totals.latency_ms);
        QVERIFY(a.operators.empty());
        QCOMPARE(a.totals.coverage, 0.0);
        QCOMPARE(a.totals.macs, int64_t{300774272});
        QVERIFY(a.totals.peak_activation_bytes > 0);
        for (const BlockFigures& block : a.blocks)
            QVERIFY(!block.latency_ms);
    }

    void budgetsAreKeptUpToTheLastByte() {
        AssessmentContext context;
        context.target = target("neural-engine");
        const Assessment a = must(assess(samples::audioKeyword(), context));
        Budgets budgets;
        budgets.parameter_bytes = a.totals.parameter_bytes;
        budgets.peak_activation_bytes = a.totals.peak_activation_bytes;
        QVERIFY(keepsBudgets(a.totals, budgets));
        context.budgets = budgets;
        --*context.budgets.parameter_bytes;
        QVERIFY(!keepsBudgets(a.totals, context.budgets));
        const Assessment over = must(assess(samples::audioKeyword(), context));
        QVERIFY(over.problems.front().code == "BW-BUDGET-002");
        QVERIFY(over.problems.front().severity == Severity::Error);
    }

    void theFixOfAnAlignmentProblemMendsIt() {
        AssessmentContext context;
        context.target = target("neural-engine");
        for (const Network& network : {oddNetwork(false), samples::indoorSegmentation()}) {
            const Assessment before = must(assess(network, context));
            int fixes = 0;
            for (const Problem& problem : before.problems) {
                if (problem.code != "BW-ALIGN-001" || problem.fix.empty()) continue;
                ++fixes;
                const auto outcome = applyEdit(network, problem.fix, {channelMultiple(context.target)});
                QVERIFY2(outcome.has_value(), (problem.fix + ": " + (outcome ? "" : outcome.error().text())).c_str());
                const Assessment after = must(assess(outcome->network, context));
                const bool still = std::any_of(after.problems.begin(), after.problems.end(), [&](const Problem& p) {
                    return p.code == problem.code && p.block == problem.block && p.message == problem.message;
                });
                QVERIFY2(!still, problem.fix.c_str());
            }
            QVERIFY(fixes > 0);
        }
    }

    void whatTheNetworkAnswersIsNotForAligning() {
        AssessmentContext context;
        context.target = target("neural-engine");
        const Assessment a = must(assess(oddNetwork(false), context));
        for (const Problem& problem : a.problems)
            QVERIFY(a.network.find(problem.block)->name != "last");
    }

    void hintsHelpAndTellTheTruth() {
        AssessmentContext context = contextFor("neural-engine");
        const Assessment current = must(assess(samples::presenceDetector(), context));
        const std::vector<Hint> hints = ruleHints(current, context);
        QVERIFY(!hints.empty());
        for (const Hint& hint : hints) {
            const bool helps = hint.latency_change.value_or(0) < 0 || hint.parameter_change < 0 || hint.peak_change < 0;
            QVERIFY2(helps, hint.title.c_str());
            Network network = current.network;
            for (const std::string& command : hint.commands)
                network = must(applyEdit(network, command, {channelMultiple(context.target)})).network;
            const Assessment after = must(assess(network, context));
            QCOMPARE(after.totals.macs, hint.after.macs);
            QCOMPARE(after.totals.parameter_bytes, hint.after.parameter_bytes);
            QCOMPARE(after.totals.peak_activation_bytes, hint.after.peak_activation_bytes);
            QVERIFY(after.totals.latency_ms == hint.after.latency_ms);
        }
    }

    void fusionIsAlsoOfferedAsFarAsTheBudgetAllows() {
        AssessmentContext context = contextFor("neural-engine");
        QVERIFY2(context.estimator != nullptr,
                 "the regressor or the LibTorch module, which the build gives, is missing");
        context.budgets.parameter_bytes = 2 * 1024 * 1024;
        const std::vector<Hint> hints = ruleHints(must(assess(samples::presenceDetector(), context)), context);
        const auto several = [](const Hint& hint) {
            return hint.blocks.size() > 1 && hint.commands[0].starts_with("fuse");
        };
        const auto keeps = [](const Hint& hint) { return hint.after.parameter_bytes <= 2 * 1024 * 1024; };
        QVERIFY(std::any_of(hints.begin(), hints.end(), [&](const Hint& h) { return several(h) && keeps(h); }));
        QVERIFY(std::any_of(hints.begin(), hints.end(), [&](const Hint& h) { return several(h) && !keeps(h); }));
    }

    void longNetworksAreTriedWhereTheyAreSlowest() {
        NetworkDraft draft;
        Port x{draft.add(*findBlockKind("input"), "in", {{"shape", std::vector<int64_t>{1, 8, 64, 64}}}, {}), 0};
        const auto add = [&](const std::string& name, int64_t stride) {
            const Attributes attributes = {{"channels", int64_t{8}}, {"stride", stride}};
            x = {draft.add(*findBlockKind("ibn"), name, attributes, {x}), 0};
        };
        add("large", 1);
        add("half", 8);
        for (int i = 0; i < 204; ++i)
            add("small_" + std::to_string(i), 1);
        draft.setOutputs({x});
        const AssessmentContext context = contextFor("neural-engine");
        QVERIFY2(context.estimator != nullptr,
                 "the regressor or the LibTorch module, which the build gives, is missing");
        const std::vector<Hint> hints = ruleHints(must(assess(must(draft.commit()), context)), context);
        const auto alone = [](const Hint& hint) { return hint.blocks.size() == 1; };
        QCOMPARE(std::count_if(hints.begin(), hints.end(), alone), 200);
        QVERIFY(std::any_of(hints.begin(), hints.end(), [](const Hint& hint) { return hint.title == "Fuse large"; }));
    }

    void equalInputsGiveEqualAssessmentsAndHints() {
        const AssessmentContext context = contextFor("neural-engine");
        const Assessment a = must(assess(samples::cameraClassifier(), context));
        const Assessment b = must(assess(samples::cameraClassifier(), contextFor("neural-engine")));
        QVERIFY(a.totals.latency_ms == b.totals.latency_ms);
        QCOMPARE(a.totals.arena_bytes, b.totals.arena_bytes);
        QCOMPARE(a.problems.size(), b.problems.size());
        const auto first = ruleHints(a, context);
        const auto second = ruleHints(b, context);
        QCOMPARE(first.size(), second.size());
        for (size_t i = 0; i < first.size(); ++i)
            QCOMPARE(QString::fromStdString(summary(first[i])), QString::fromStdString(summary(second[i])));
    }

    void frozenBlocksAreLeftAlone() {
        const AssessmentContext context = contextFor("neural-engine");
        const Network network = samples::mobilenetV2();
        NetworkDraft draft(network);
        for (const BlockPtr& block : network.blocks())
            draft.edit(block->id)->frozen = true;
        const Network frozen = must(draft.commit());
        const Assessment a = must(assess(frozen, context));
        for (const Hint& hint : ruleHints(a, context)) {
            Network edited = frozen;
            for (const std::string& command : hint.commands)
                edited = must(applyEdit(edited, command)).network;
            QVERIFY2(edited == frozen, hint.title.c_str());
        }
        const Assessment odd = must(assess(oddNetwork(false, true), context));
        for (const Problem& problem : odd.problems) {
            if (problem.code == "BW-ALIGN-001") QVERIFY(problem.fix.empty());
        }
    }
};

QTEST_GUILESS_MAIN(AssessmentTest)
#include "assessment_test.moc"
