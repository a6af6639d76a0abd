// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assess/explain.h"

#include <QtTest>
#include <algorithm>
#include <cmath>

#include "io/open_model.h"
#include "support/must.h"

using namespace bw;
using bw::support::must;

namespace {

const std::string kModels = BW_SOURCE_DIR "/models";

AssessmentContext contextFor(std::string_view id) {
    AssessmentContext context;
    context.target = must(must(TargetRegistry::load(kModels + "/targets")).find(id));
    context.estimator = must(Estimator::open(context.target, kModels));
    return context;
}

Assessment assessed(const char* sample, const AssessmentContext& context) {
    const OpenedModel model = must(openModel(kModels + "/samples/" + sample + ".blockwright"));
    return must(assess(model.document.network, context));
}

size_t positionOf(const Assessment& assessment, const char* name) {
    const Block* block = assessment.network.findByName(name);
    return static_cast<size_t>(assessment.network.positionOf(block->id));
}

}  // namespace

/// Why a block costs what it costs.
class ExplainTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theLimitingPartTakesLongestInABlockOfOneKernel() {
        for (const char* id : {"neural-engine", "ethos-u55-256", "ethos-u85-512"}) {
            const AssessmentContext context = contextFor(id);
            const Assessment assessment = assessed("mobilenet_v2", context);
            int checked = 0;
            for (size_t i = 0; i < assessment.blocks.size(); ++i) {
                const BlockExplanation why = explainBlock(assessment, i, context.target);
                if (why.places.size() != 1) continue;
                const auto parts = partsOf(why.parts);
                const auto* longest = std::max_element(
                    parts.begin(), parts.end(),
                    [](const PartTime& a, const PartTime& b) { return a.milliseconds < b.milliseconds; });
                QVERIFY(longest->milliseconds > 0.0);
                QVERIFY(why.model_ms >= longest->milliseconds);
                // Weights that load exposed add to the array's time, so that either may be the greater part.
                const Bound bound = assessment.blocks[i].bound;
                if (bound != Bound::Weights && bound != Bound::Multipliers) {
                    QCOMPARE(longest->name, boundName(bound));
                    ++checked;
                }
            }
            QVERIFY2(checked >= 1, id);
        }
    }

    void anAddThatRunsOnTheFlyNamesItsHost() {
        const AssessmentContext context = contextFor("ethos-u85-512");
        const Assessment assessment = assessed("mobilenet_v2", context);
        const size_t position = positionOf(assessment, "ibn_2");
        const BlockExplanation why = explainBlock(assessment, position, context.target);
        QCOMPARE(why.fused.size(), size_t{1});
        const auto& operators = assessment.lowered.graph.operators;
        QVERIFY(operators[static_cast<size_t>(why.fused[0].op)].type == OpType::Add);
        QVERIFY(operators[static_cast<size_t>(why.fused[0].host)].type == OpType::Conv2d);
        QVERIFY(!why.fused[0].reason.empty());
        QCOMPARE(why.places.size(), size_t{3});
        QVERIFY(why.places[0].weights == MemoryArea::Dram);
        QVERIFY(why.unknown.empty());
    }

    void whatIsUnknownIsListedAndCountsNowhere() {
        const AssessmentContext context = contextFor("neural-engine");
        NetworkDraft draft;
        const BlockId input =
            draft.add(*findBlockKind("input"), "in", {{"shape", std::vector<int64_t>{1, 16, 8, 8}}}, {});
        const BlockKind* opaque = findBlockKind("opaque");
        QVERIFY(opaque != nullptr);
        Attributes attributes;
        for (const ParamSpec& param : opaque->params) {
            if (param.type == ParamType::IntegerList) attributes.set(param.name, std::vector<int64_t>{4, 1, 16, 8, 8});
            if (param.type == ParamType::Text) attributes.set(param.name, std::string("MysteryOp"));
        }
        const BlockId mystery = draft.add(*opaque, "mystery", attributes, {{input, 0}});
        draft.setOutputs({{mystery, 0}});
        const Assessment assessment = must(assess(must(draft.commit()), context));
        const BlockExplanation why = explainBlock(assessment, positionOf(assessment, "mystery"), context.target);
        QCOMPARE(why.unknown.size(), size_t{1});
        QCOMPARE(why.model_ms, 0.0);
        QVERIFY(!assessment.blocks[positionOf(assessment, "mystery")].latency_ms);
    }

    void everyBoundHasAdvice() {
        for (int bound = 0; bound <= static_cast<int>(Bound::Unknown); ++bound)
            QVERIFY(boundAdvice(static_cast<Bound>(bound)).size() > 20);
        QCOMPARE(placesText({0, true, false, MemoryArea::Flash, true}),
                 std::string("input in DRAM, output in SRAM, weights in flash"));
    }
};

QTEST_GUILESS_MAIN(ExplainTest)
#include "explain_test.moc"
