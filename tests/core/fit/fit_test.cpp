// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "base/random.h"
#include "fit/fit_solver.h"
#include "fit/fit_space.h"
#include "fit/smallest_design.h"
#include "generator/sample_networks.h"
#include "rewrite/rewrite.h"
#include "support/must.h"
#include "support/random_network.h"

using namespace bw;
using bw::support::must;

namespace {

const std::string kModels = BW_SOURCE_DIR "/models";

AssessmentContext contextFor(const std::string& id, bool with_estimator) {
    AssessmentContext context;
    context.target = must(must(TargetRegistry::load(kModels + "/targets")).find(id));
    if (with_estimator) context.estimator = must(Estimator::open(context.target, kModels));
    return context;
}

/// Those of the sample: 53 % of what it needs.
const Budgets kCameraBudgets = {std::nullopt, 193'536, 116'736};

/// Budgets as shares of what a network needs now.
AssessmentContext tightened(AssessmentContext context, const Totals& now, double parameters, double peak) {
    context.budgets.parameter_bytes = static_cast<int64_t>(static_cast<double>(now.parameter_bytes) * parameters);
    context.budgets.peak_activation_bytes = static_cast<int64_t>(static_cast<double>(now.peak_activation_bytes) * peak);
    return context;
}

Network applied(Network network, const std::vector<std::string>& commands) {
    for (const std::string& command : commands)
        network = must(applyEdit(network, command, {16})).network;
    return network;
}

FitOptions quick(uint64_t seed = 1) {
    FitOptions options;
    options.seed = seed;
    options.steps = 400;
    return options;
}

/// A random option for each gene.
FitDesign randomDesign(const FitSpace& space, Random& random) {
    FitDesign design;
    for (const FitGene& gene : space.genes())
        design.push_back(static_cast<int32_t>(random.below(gene.options.size())));
    return design;
}

}  // namespace

class FitTest : public QObject {
    Q_OBJECT

    AssessmentContext ethos_ = contextFor("ethos-u55-256", true);

    /// What every answer promises.
    void checkAnswer(const Network& before, const FitAnswer& answer, const AssessmentContext& context,
                     bool input_free) {
        const Network after = applied(before, answer.commands);
        const Assessment assessed = must(assess(after, context));
        QCOMPARE(assessed.totals.parameter_bytes, answer.totals.parameter_bytes);
        QCOMPARE(assessed.totals.peak_activation_bytes, answer.totals.peak_activation_bytes);
        QCOMPARE(assessed.totals.latency_ms, answer.totals.latency_ms);
        QVERIFY(keepsBudgets(assessed.totals, context.budgets));
        const LoweredNetwork lowered = must(lower(before));
        for (size_t i = 0; i < before.size(); ++i) {
            const Block& block = before.at(i);
            const Block* now = after.find(block.id);
            QVERIFY(now != nullptr);
            if (!input_free && block.kind->group == KindGroup::Input) QVERIFY(*now == block);
            if (block.frozen) QVERIFY2(*now == block, block.name.c_str());
        }
        QCOMPARE(assessed.lowered.graph.outputs.size(), lowered.graph.outputs.size());
        for (size_t i = 0; i < lowered.graph.outputs.size(); ++i) {
            const Shape& was = lowered.graph.shape(lowered.graph.outputs[i]);
            const Shape& is = assessed.lowered.graph.shape(assessed.lowered.graph.outputs[i]);
            if (input_free) {
                QCOMPARE(is.channels(), was.channels());
            } else {
                QCOMPARE(is.text(), was.text());
            }
        }
    }

private Q_SLOTS:
    void fitsTheCameraSampleInOneStep() {
        const Network network = samples::cameraClassifier();
        AssessmentContext context = ethos_;
        context.budgets = kCameraBudgets;
        const Assessment now = must(assess(network, context));
        FitOptions options;
        options.steps = 3000;
        const FitResult result = must(fitToBudgets(now, context, options));
        QVERIFY(result.verdict == FitVerdict::Fits);
        checkAnswer(network, *result.balanced, context, true);
        // Both by 47 % or more.
        QVERIFY(static_cast<double>(result.balanced->totals.parameter_bytes) <=
                0.53 * static_cast<double>(now.totals.parameter_bytes));
        QVERIFY(static_cast<double>(result.balanced->totals.peak_activation_bytes) <=
                0.53 * static_cast<double>(now.totals.peak_activation_bytes));
        // Beats the best single multiplier in both, and strictly in one.
        QVERIFY(result.uniform.has_value());
        QVERIFY(result.balanced->harm < result.uniform->harm);
        QVERIFY(*result.balanced->totals.latency_ms <= *result.uniform->totals.latency_ms);
        QVERIFY(result.least_harm->harm < 0.75 * result.uniform->harm);
        QVERIFY(*result.fastest->totals.latency_ms < *result.uniform->totals.latency_ms);
        QVERIFY(result.fastest->harm <= result.uniform->harm);
    }

    void fitsOrProvesOnRandomNetworks_data() {
        QTest::addColumn<int>("seed");
        for (int seed = 1; seed <= 12; ++seed)
            QTest::addRow("%d", seed) << seed;
    }
    void fitsOrProvesOnRandomNetworks() {
        QFETCH(int, seed);
        Random random(static_cast<uint64_t>(seed));
        const Network network = test::randomNetwork(static_cast<uint64_t>(seed), {.blocks = 18, .frozen_share = 0.1});
        const Assessment now = must(assess(network, ethos_));
        const AssessmentContext context =
            tightened(ethos_, now.totals, 0.3 + 0.8 * random.uniform(), 0.3 + 0.8 * random.uniform());
        FitOptions options = quick(static_cast<uint64_t>(seed));
        options.allow[Freedom::Input] = seed % 2 == 0;
        const FitResult result = must(fitToBudgets(now, context, options));
        if (result.verdict == FitVerdict::Fits) {
            for (const auto* answer : {&result.balanced, &result.least_harm, &result.fastest, &result.uniform})
                if (*answer && answer != &result.uniform) {
                    checkAnswer(network, **answer, context, options.allow[Freedom::Input]);
                }
            if (result.uniform) {
                QVERIFY(result.balanced->harm <= result.uniform->harm);
                QVERIFY(result.least_harm->harm <= result.uniform->harm);
                QVERIFY(result.fastest->harm <= result.uniform->harm);
                QVERIFY(*result.fastest->totals.latency_ms <= *result.uniform->totals.latency_ms);
                QVERIFY(*result.balanced->totals.latency_ms <= *result.uniform->totals.latency_ms);
            }
        } else if (result.verdict == FitVerdict::Impossible) {
            QVERIFY(!result.uniform && !result.balanced);
            QVERIFY(result.sentence.starts_with("Proved impossible"));
            QVERIFY(!result.remedy.empty());
        } else {
            QVERIFY(result.verdict == FitVerdict::AlreadyFits);
            QVERIFY(keepsBudgets(now.totals, context.budgets));
        }
    }

    void noDesignIsBelowTheBounds() {
        const AssessmentContext context = contextFor("ethos-u55-256", false);
        for (uint64_t seed = 1; seed <= 25; ++seed) {
            const Network network = test::randomNetwork(seed, {.blocks = 16, .frozen_share = 0.05});
            const LoweredNetwork lowered = must(lower(network));
            const FitSpace space = must(FitSpace::make(network, lowered, context.target, {}));
            const HarmScale harm(network, lowered);
            const Totals now = must(countTotals(lowered.graph, context, false)).totals;
            const AssessmentContext tight = tightened(context, now, 0.3, 0.3);
            FitEvaluator evaluator(space, harm, tight);
            const auto smallest = smallestDesign(evaluator);
            if (!smallest) continue;
            Random random(seed);
            for (int i = 0; i < 60; ++i) {
                const FitDesign design = randomDesign(space, random);
                const auto figures = evaluator.evaluate(design, false);
                if (!figures) continue;
                QVERIFY(figures->parameter_bytes >= smallest->fewest_parameter_bytes);
                QVERIFY(figures->peak_bytes >= smallest->lowest_peak_bytes);
                const bool proves_none = smallest->figures.excess() > 0;
                QVERIFY(!proves_none || figures->excess() > 0);
                QVERIFY(figures->harm >= 0);
            }
        }
    }

    void commandsLeadToTheDesign() {
        const TargetProfile target = contextFor("ethos-u55-256", false).target;
        int compared = 0;
        for (uint64_t seed = 1; seed <= 25; ++seed) {
            const Network network = test::randomNetwork(seed, {.blocks = 16, .frozen_share = 0.05});
            const FitSpace space = must(FitSpace::make(network, must(lower(network)), target, {}));
            Random random(seed);
            for (int i = 0; i < 6; ++i) {
                const FitDesign design = randomDesign(space, random);
                const auto built = space.build(design);
                if (!built || !lower(*built) || *built == network) continue;
                const Network edited = applied(network, space.commands(design));
                for (const BlockPtr& block : built->blocks()) {
                    const Block& now = *edited.find(block->id);
                    QVERIFY2(now.kind == block->kind && now.attributes == block->attributes, block->name.c_str());
                }
                ++compared;
            }
        }
        QVERIFY2(compared > 60, qPrintable(QString::number(compared)));
    }

    void countsAsTheAssessmentDoes() {
        for (uint64_t seed = 1; seed <= 10; ++seed) {
            const Network network = test::randomNetwork(seed);
            AssessmentContext context = ethos_;
            context.budgets.peak_activation_bytes = 60'000;
            context.memory_profile = std::string(memoryProfiles()[seed % memoryProfiles().size()].id);
            const Assessment assessed = must(assess(network, context));
            const Count count = must(countTotals(assessed.lowered.graph, context, true));
            QCOMPARE(count.totals.parameter_bytes, assessed.totals.parameter_bytes);
            QCOMPARE(count.totals.peak_activation_bytes, assessed.totals.peak_activation_bytes);
            QCOMPARE(count.totals.latency_ms, assessed.totals.latency_ms);
            QCOMPARE(count.totals.macs, assessed.totals.macs);
            QCOMPARE(count.live.live_bytes_per_step, assessed.memory.live.live_bytes_per_step);
        }
    }

    void equalSeedsGiveEqualAnswers() {
        const Network network = samples::cameraClassifier();
        AssessmentContext context = ethos_;
        context.budgets = kCameraBudgets;
        const Assessment now = must(assess(network, context));
        const FitResult first = must(fitToBudgets(now, context, quick(7)));
        const FitResult second =
            must(fitToBudgets(now, contextFor("ethos-u55-256", true).estimator ? context : context, quick(7)));
        QCOMPARE(first.balanced->commands, second.balanced->commands);
        QCOMPARE(first.fastest->commands, second.fastest->commands);
        QCOMPARE(first.evaluations, second.evaluations);
    }

    void respectsTheFreedoms() {
        const Network network = samples::mobilenetV2();
        const Assessment now = must(assess(network, ethos_));
        const AssessmentContext context = tightened(ethos_, now.totals, 0.8, 1.2);
        for (const Freedom freedom : {Freedom::Width, Freedom::Expansion}) {
            FitOptions options = quick();
            options.allow = must(parseFreedoms(freedomId(freedom)));
            const FitResult result = must(fitToBudgets(now, context, options));
            QVERIFY(result.verdict == FitVerdict::Fits);
            for (const std::string& command : result.least_harm->commands) {
                QVERIFY(command.starts_with("set "));
                const char* other = freedom == Freedom::Width ? ".kernel=" : ".channels=";
                QVERIFY(command.find(other) == std::string::npos);
            }
        }
    }

    void provesWhatCannotBe() {
        const Network network = samples::cameraClassifier();
        const Assessment now = must(assess(network, ethos_));
        AssessmentContext context = ethos_;
        context.budgets.parameter_bytes = 1000;
        context.budgets.peak_activation_bytes = 2000;
        const FitResult both = must(fitToBudgets(now, context, quick()));
        QVERIFY(both.verdict == FitVerdict::Impossible);
        QVERIFY(both.fewest_parameter_bytes > 1000 && both.lowest_peak_bytes > 2000);
        QVERIFY(both.sentence.find("over the budget of 1,000 B") != std::string::npos);
        QVERIFY(both.sentence.find("over the budget of 2,000 B") != std::string::npos);
        // The input's size alone takes no parameters away; the width does, and the remedy says so.
        context.budgets.parameter_bytes = 193'536;
        context.budgets.peak_activation_bytes.reset();
        FitOptions options = quick();
        options.allow = must(parseFreedoms("input"));
        const FitResult input = must(fitToBudgets(now, context, options));
        QVERIFY(input.verdict == FitVerdict::Impossible);
        QCOMPARE(input.fewest_parameter_bytes, now.totals.parameter_bytes);
        QCOMPARE(input.remedy, std::string("allow width to change as well"));
    }

    void refusesNonsense() {
        const Network network = samples::cameraClassifier();
        const Assessment now = must(assess(network, ethos_));
        AssessmentContext context = ethos_;
        QVERIFY(!fitToBudgets(now, context, quick()));
        context.budgets.peak_activation_bytes = 0;
        const auto zero = fitToBudgets(now, context, quick());
        QVERIFY(!zero && zero.error().message.find("0 B") != std::string::npos);
        context.budgets.peak_activation_bytes = -5;
        QVERIFY(!fitToBudgets(now, context, quick()));
        context.budgets.peak_activation_bytes = 100'000;
        FitOptions none = quick();
        none.allow.allowed.fill(false);
        QVERIFY(!fitToBudgets(now, context, none));
        QVERIFY(!parseFreedoms("width,depth"));
        QVERIFY(!parseFreedoms(""));
    }

    void changesNothingFrozen() {
        Network network = samples::cameraClassifier();
        std::string all;
        for (const BlockPtr& block : network.blocks())
            all += " " + quoteName(block->name);
        network = must(applyEdit(network, "freeze" + all)).network;
        const Assessment now = must(assess(network, ethos_));
        const AssessmentContext context = tightened(ethos_, now.totals, 0.9, 0.9);
        const FitResult result = must(fitToBudgets(now, context, quick()));
        QVERIFY(result.verdict == FitVerdict::Impossible);
        QCOMPARE(result.fewest_parameter_bytes, now.totals.parameter_bytes);
        QVERIFY(!result.kept.empty());
        QVERIFY(result.kept.front().find("frozen") != std::string::npos);
    }

    void stopsWhenAsked() {
        const Network network = samples::cameraClassifier();
        AssessmentContext context = ethos_;
        context.budgets = kCameraBudgets;
        const Assessment now = must(assess(network, context));
        std::stop_source stop;
        int answers = 0;
        FitWatcher watcher;
        watcher.answered = [&](const FitAnswer& answer) {
            ++answers;
            QVERIFY(keepsBudgets(answer.totals, context.budgets));
            stop.request_stop();
        };
        FitOptions options;
        options.steps = 1'000'000'000;
        const FitResult result = must(fitToBudgets(now, context, options, watcher, stop.get_token()));
        QVERIFY(answers >= 1);
        QVERIFY(result.stopped);
        QVERIFY(result.verdict == FitVerdict::Fits);
    }
};

QTEST_GUILESS_MAIN(FitTest)
#include "fit_test.moc"
