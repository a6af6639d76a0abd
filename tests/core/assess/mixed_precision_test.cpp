// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <algorithm>

#include "assess/assessment.h"
#include "rewrite/rewrite.h"
#include "support/must.h"
#include "support/random_network.h"

using namespace bw;
using bw::support::must;

namespace {

const std::string kModels = BW_SOURCE_DIR "/models";

AssessmentContext contextFor(const std::string& id, Precision precision = Precision::Int8) {
    AssessmentContext context;
    context.target = must(must(TargetRegistry::load(kModels + "/targets")).find(id));
    context.precision = precision;
    if (auto estimator = Estimator::open(context.target, kModels)) context.estimator = std::move(*estimator);
    return context;
}

Attributes pointwise(int64_t channels) {
    return {{"channels", channels}, {"kernel", int64_t{1}}, {"activation", std::string("none")}};
}

/// 16 channels of 8 x 8 -> a (16) -> b (32) -> c (16), all 1 x 1.
Network chain() {
    NetworkDraft draft;
    const auto add = [&](const char* kind, const char* name, Attributes attributes, std::vector<Port> inputs) {
        return Port{draft.add(*findBlockKind(kind), name, std::move(attributes), std::move(inputs)), 0};
    };
    Port x = add("input", "in", {{"shape", std::vector<int64_t>{1, 16, 8, 8}}}, {});
    x = add("conv", "a", pointwise(16), {x});
    x = add("conv", "b", pointwise(32), {x});
    x = add("conv", "c", pointwise(16), {x});
    draft.setOutputs({x});
    return must(draft.commit());
}

/// in -> a, which b and c read and d adds up.
Network forked() {
    NetworkDraft draft;
    const auto add = [&](const char* kind, const char* name, Attributes attributes, std::vector<Port> inputs) {
        return Port{draft.add(*findBlockKind(kind), name, std::move(attributes), std::move(inputs)), 0};
    };
    const Port in = add("input", "in", {{"shape", std::vector<int64_t>{1, 16, 8, 8}}}, {});
    const Port a = add("conv", "a", pointwise(16), {in});
    const Port b = add("conv", "b", pointwise(16), {a});
    const Port c = add("conv", "c", pointwise(16), {a});
    draft.setOutputs({add("add", "d", {}, {b, c})});
    return must(draft.commit());
}

Network edited(Network network, std::initializer_list<const char*> commands) {
    for (const char* command : commands)
        network = must(applyEdit(network, command)).network;
    return network;
}

/// Every block, the input included, at `precision` of its own.
Network allAt(const Network& network, Precision precision) {
    NetworkDraft draft(network);
    for (const BlockPtr& block : network.blocks())
        draft.edit(block->id)->precision.activations = precision;
    return must(draft.commit());
}

/// "a:conv2d a:quantize b:conv2d": the operators by their blocks.
QString operatorsOf(const Network& network, const LoweredNetwork& lowered) {
    QStringList words;
    for (const Operator& op : lowered.graph.operators)
        words << QString::fromStdString(network.find(op.block)->name + ":" + std::string(opTypeId(op.type)));
    return words.join(QLatin1Char(' '));
}

const Problem* findProblem(const Assessment& a, const std::string& code) {
    const auto it =
        std::find_if(a.problems.begin(), a.problems.end(), [&](const Problem& p) { return p.code == code; });
    return it == a.problems.end() ? nullptr : &*it;
}

void compareTotals(const Totals& a, const Totals& b) {
    QCOMPARE(a.latency_ms.has_value(), b.latency_ms.has_value());
    QCOMPARE(a.latency_ms.value_or(0), b.latency_ms.value_or(0));
    QCOMPARE(a.latency_low_ms.value_or(0), b.latency_low_ms.value_or(0));
    QCOMPARE(a.latency_high_ms.value_or(0), b.latency_high_ms.value_or(0));
    QCOMPARE(a.macs, b.macs);
    QCOMPARE(a.parameter_bytes, b.parameter_bytes);
    QCOMPARE(a.peak_activation_bytes, b.peak_activation_bytes);
    QCOMPARE(a.arena_bytes, b.arena_bytes);
    QCOMPARE(a.coverage, b.coverage);
}

}  // namespace

class MixedPrecisionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aBlockOfItsOwnFormatIsConvertedBeforeAndBehind() {
        const Network network = edited(chain(), {"precision b int16"});
        const LoweredNetwork lowered = must(lower(network));
        QCOMPARE(operatorsOf(network, lowered), QStringLiteral("a:conv2d a:quantize b:conv2d b:quantize c:conv2d"));
        // The same block in a network of its format needs no conversion there, but at the others' borders.
        const LoweredNetwork wide = must(lower(network, Precision::Int16));
        QCOMPARE(operatorsOf(network, wide), QStringLiteral("a:conv2d b:conv2d c:conv2d"));
        QCOMPARE(lowered.graph.totalMacs(), must(lower(chain())).graph.totalMacs());
    }

    void aTensorOfManyReadersIsConvertedOnceForEachFormat() {
        // b alone wants int16: c reads what a wrote, so that the conversion stands at b. d reads b's result as int8.
        const Network one = edited(forked(), {"precision b int16"});
        QCOMPARE(operatorsOf(one, must(lower(one))),
                 QStringLiteral("a:conv2d b:quantize b:conv2d b:quantize c:conv2d d:add"));
        // Both want it: one conversion, at the end of a.
        const Network both = edited(forked(), {"precision b c int16"});
        QCOMPARE(operatorsOf(both, must(lower(both))),
                 QStringLiteral("a:conv2d a:quantize b:conv2d b:quantize c:conv2d c:quantize d:add"));
    }

    void theNetworksInputIsConvertedWhereItIsRead() {
        const Network network = edited(chain(), {"precision a b c int16"});
        QCOMPARE(operatorsOf(network, must(lower(network))), QStringLiteral("a:quantize a:conv2d b:conv2d c:conv2d"));
    }

    void memoryCountsEachTensorInItsOwnFormat() {
        // Bytes per map, input and output of the network included: int8 1,024 (16 channels) and 2,048 (32 channels).
        // Conversions run at the outputs of a and b, so that b reads 2,048 bytes and c, as before, 2,048.
        const AssessmentContext context = contextFor("ethos-u55-256");
        const Assessment narrow = must(assess(chain(), context));
        QCOMPARE(narrow.totals.peak_activation_bytes, 1024 + 2048);
        QCOMPARE(narrow.totals.parameter_bytes, (256 + 16 * 4) + (512 + 32 * 4) + (512 + 16 * 4));
        const Assessment mixed = must(assess(edited(chain(), {"precision b int16"}), context));
        QCOMPARE(mixed.totals.peak_activation_bytes, 2048 + 2048);
        QCOMPARE(mixed.totals.parameter_bytes, (256 + 16 * 4) + (512 + 32 * 8) + (512 + 16 * 4));
        QCOMPARE(mixed.totals.macs, narrow.totals.macs);
        // Where c reads 32-channel maps of int16 as well, they take 4,096 bytes.
        const Assessment two = must(assess(edited(chain(), {"precision b c int16"}), context));
        QCOMPARE(two.totals.peak_activation_bytes, 4096 + 2048);
    }

    void aConversionForOneOfTwoReadersKeepsBothTensors() {
        // While b runs: a's result (1,024, for c), the same as int16 (2,048), and b's result, written as int8 (1,024).
        const AssessmentContext context = contextFor("ethos-u55-256");
        const Assessment mixed = must(assess(edited(forked(), {"precision b int16"}), context));
        QCOMPARE(mixed.totals.peak_activation_bytes, 1024 + 2048 + 1024);
    }

    void fourBitWeightsHalveTheirBytes() {
        const AssessmentContext context = contextFor("systolic-16");
        const Assessment eight = must(assess(chain(), context));
        const Assessment four = must(assess(edited(chain(), {"weights b int4"}), context));
        QCOMPARE(eight.totals.parameter_bytes - four.totals.parameter_bytes, 512 / 2);
        QCOMPARE(four.totals.peak_activation_bytes, eight.totals.peak_activation_bytes);
        QVERIFY(findProblem(four, "BW-FORMAT-001") == nullptr);
        QVERIFY(*four.totals.latency_ms <= *eight.totals.latency_ms);
        QCOMPARE(four.totals.coverage, 1.0);
    }

    void everyBlockAtAFormatEqualsTheNetworkAtIt() {
        for (const char* id : {"ethos-u55-256", "ethos-u85-512", "nvdla-large"}) {
            const AssessmentContext wide = contextFor(id, Precision::Int16);
            AssessmentContext narrow = wide;
            narrow.precision = Precision::Int8;
            for (uint64_t seed = 1; seed <= 12; ++seed) {
                const Network network = test::randomNetwork(seed);
                const Assessment global = must(assess(network, wide));
                compareTotals(must(assess(allAt(network, Precision::Int16), narrow)).totals, global.totals);
                compareTotals(must(assess(allAt(network, Precision::Int16), wide)).totals, global.totals);
                compareTotals(must(assess(allAt(network, Precision::Int8), wide)).totals,
                              must(assess(network, narrow)).totals);
            }
        }
    }

    void oneWiderBlockCostsTimeButLessThanAll() {
        const AssessmentContext context = contextFor("ethos-u55-256");
        const AssessmentContext wide = contextFor("ethos-u55-256", Precision::Int16);
        for (uint64_t seed = 1; seed <= 8; ++seed) {
            const Network network = test::randomNetwork(seed, {.frozen_share = 0});
            NetworkDraft draft(network);
            for (size_t i = 1; i < network.size(); i += 2)
                draft.edit(network.at(i).id)->precision.activations = Precision::Int16;
            const Assessment mixed = must(assess(must(draft.commit()), context));
            const Assessment narrow = must(assess(network, context));
            QVERIFY(mixed.totals.peak_activation_bytes >= narrow.totals.peak_activation_bytes);
            QVERIFY(mixed.totals.parameter_bytes >= narrow.totals.parameter_bytes);
            QVERIFY(*mixed.totals.latency_ms > *narrow.totals.latency_ms);
            QCOMPARE(mixed.totals.macs, narrow.totals.macs);
        }
    }

    void whatTheTargetCannotRunIsAProblemAndUnknown() {
        const AssessmentContext context = contextFor("ethos-u55-256");
        const Network network = edited(chain(), {"precision b fp16"});
        const Assessment a = must(assess(network, context));
        const Problem* problem = findProblem(a, "BW-FORMAT-001");
        QVERIFY(problem != nullptr);
        QCOMPARE(problem->severity, Severity::Error);
        QCOMPARE(network.find(problem->block)->name, std::string("b"));
        QCOMPARE(problem->message, std::string("Ethos-U55-256 does not run fp16"));
        QVERIFY(!a.blocks[2].latency_ms.has_value());
        QVERIFY(a.totals.coverage < 1);
        QVERIFY(*a.totals.latency_ms > 0);
        // The edit that it proposes mends it.
        const Assessment mended = must(assess(edited(network, {problem->fix.c_str()}), context));
        QVERIFY(findProblem(mended, "BW-FORMAT-001") == nullptr);
        QCOMPARE(mended.totals.coverage, 1.0);
        // So with weights that it cannot read.
        const Assessment four = must(assess(edited(chain(), {"weights c int4"}), context));
        QCOMPARE(findProblem(four, "BW-FORMAT-001")->message,
                 std::string("Ethos-U55-256 does not run int4 weights with int8"));
        QVERIFY(!four.blocks[3].latency_ms.has_value());
        // And with a whole network.
        const Assessment all = must(assess(chain(), contextFor("ethos-u55-256", Precision::Fp32)));
        QCOMPARE(findProblem(all, "BW-FORMAT-001")->block, kNoBlock);
        QVERIFY(!all.totals.latency_ms.has_value());
        QVERIFY(!all.latency_problem.empty());
    }
};

QTEST_GUILESS_MAIN(MixedPrecisionTest)
#include "mixed_precision_test.moc"
