// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "memory/liveness.h"

#include <QtTest>

#include <rapidcheck.h>
#include <filesystem>

#include "io/file_bytes.h"
#include "io/tflite_reader.h"
#include "memory/memory_plan.h"
#include "support/mobilenets.h"

namespace bw {

using support::convSpec;
using support::must;

class LivenessTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aChainHoldsInputAndOutputOfEachStep();
    void aShortcutStaysAliveUntilItsAdd();
    void outputsLiveToTheEndAndUnreadResultsForOneStep();
    void precisionScalesEveryActivation();
    void theBrickRoundsIntermediatesOnly();
    void aFreeReshapeSharesItsBuffer();
    void quantizeCopiesUnlessItIsFree();
    void foldedPadsTakeNoMemory();
    void aPadThatOthersReadIsKept();
    void depthwiseOverwritesItsDyingInput();
    void elementwiseOverwritesADyingInputOnly();
    void operatorsOfOneKernelPassTensorsWithoutMemory();
    void anotherOrderOfStepsChangesThePeak();
    void contradictoryNetworksAreRefused();
    void sizesThatOverflowAreRefused();
    void mobileNetsHaveTheirPublishedPeaks();
    void tinyEngineNetworkHasItsKnownPeaks();
    void liveBytesMatchTheDefinition();
};

namespace {

/// 1 x 2 x 4 x 4 input (32 B), then one 3 x 3 convolution for each entry, 16 B a channel.
OperatorGraph chainOf(std::initializer_list<int64_t> channels) {
    OperatorGraph graph;
    OperatorBuilder build(graph);
    TensorId x = build.addInput({1, 2, 4, 4}, "x");
    for (const int64_t c : channels)
        x = must(build.conv(x, convSpec(c, 3, 1, Activation::Relu)));
    graph.outputs = {x};
    return graph;
}

LiveMemory analyze(const OperatorGraph& graph, const MemoryRules& rules = {}) {
    return must(analyzeLiveness(graph, rules));
}

}  // namespace

void LivenessTest::aChainHoldsInputAndOutputOfEachStep() {
    // 2, 4, 3 channels of 16 B: step 0 holds 32 + 64 = 96 B, step 1 holds 64 + 48 = 112 B.
    const LiveMemory live = analyze(chainOf({4, 3}));
    QCOMPARE(live.live_bytes_per_step, (std::vector<int64_t>{96, 112}));
    QCOMPARE(live.peak_bytes, 112);
    QCOMPARE(live.peak_step, 1);
    QCOMPARE(live.peak_tensors, (std::vector<TensorId>{1, 2}));
    QCOMPARE(live.lives.size(), size_t{3});
    QVERIFY(live.lives[0].role == LifeRole::Input);
    QVERIFY(live.lives[1].role == LifeRole::Intermediate);
    QVERIFY(live.lives[2].role == LifeRole::Output);
}

void LivenessTest::aShortcutStaysAliveUntilItsAdd() {
    // All tensors 32 B. Step 0: x, a = 64; step 1: x, a, b = 96; step 2: x, b, sum = 96.
    OperatorGraph graph;
    OperatorBuilder build(graph);
    const TensorId x = build.addInput({1, 2, 4, 4}, "x");
    const TensorId a = must(build.conv(x, convSpec(2, 3, 1, Activation::Relu)));
    const TensorId b = must(build.conv(a, convSpec(2, 3, 1, Activation::None)));
    graph.outputs = {must(build.elementwise(OpType::Add, std::array{x, b}))};
    const LiveMemory live = analyze(graph);
    QCOMPARE(live.live_bytes_per_step, (std::vector<int64_t>{64, 96, 96}));
    QCOMPARE(live.peak_step, 1);
    QCOMPARE(live.peak_tensors, (std::vector<TensorId>{x, a, b}));
}

void LivenessTest::outputsLiveToTheEndAndUnreadResultsForOneStep() {
    // a (64 B) is an output, u (16 B) is read by nobody, y (16 B) follows.
    // Step 0: x + a = 96; step 1: x + a + u = 112; step 2: x + a + y = 112.
    OperatorGraph graph;
    OperatorBuilder build(graph);
    const TensorId x = build.addInput({1, 2, 4, 4}, "x");
    const TensorId a = must(build.conv(x, convSpec(4, 3, 1, Activation::Relu)));
    const TensorId u = must(build.conv(x, convSpec(1, 3, 1, Activation::Relu)));
    const TensorId y = must(build.conv(x, convSpec(1, 3, 1, Activation::Relu)));
    graph.outputs = {a, y};
    const LiveMemory live = analyze(graph);
    QCOMPARE(live.live_bytes_per_step, (std::vector<int64_t>{96, 112, 112}));
    QCOMPARE(live.lives[static_cast<size_t>(live.life_of_tensor[static_cast<size_t>(u)])].last_step, 1);
    QCOMPARE(live.lives[static_cast<size_t>(live.life_of_tensor[static_cast<size_t>(a)])].last_step, 2);
}

void LivenessTest::precisionScalesEveryActivation() {
    const OperatorGraph graph = chainOf({4, 3});
    const std::pair<Precision, int64_t> expected[] = {
        {Precision::Int8, 112}, {Precision::Int16, 224}, {Precision::Fp16, 224}, {Precision::Fp32, 448}};
    for (const auto& [precision, bytes] : expected)
        QCOMPARE(analyze(graph, {.precision = precision}).peak_bytes, bytes);
}

void LivenessTest::theBrickRoundsIntermediatesOnly() {
    // Brick 16: x 2 ch = 32 B, a 4 -> 16 ch = 256 B, b 17 -> 32 ch = 512 B, y 3 ch = 48 B.
    const OperatorGraph graph = chainOf({4, 17, 3});
    QCOMPARE(analyze(graph, {.brick = 16}).live_bytes_per_step, (std::vector<int64_t>{288, 768, 560}));
    // With inputs and outputs rounded: x and y 256 B each.
    QCOMPARE(analyze(graph, {.brick = 16, .round_network_io = true}).live_bytes_per_step,
             (std::vector<int64_t>{512, 768, 768}));
}

void LivenessTest::aFreeReshapeSharesItsBuffer() {
    // x 32 B -> a 64 B -> reshape r 64 B -> dense y 5 B.
    OperatorGraph graph = chainOf({4});
    OperatorBuilder build(graph);
    const TensorId r = must(build.reshape(graph.outputs[0], std::array<int64_t, 2>{1, -1}));
    graph.outputs = {must(build.dense(r, 5, true))};
    const LiveMemory shared = analyze(graph);
    QCOMPARE(shared.live_bytes_per_step, (std::vector<int64_t>{96, 64, 69}));
    QCOMPARE(shared.life_of_tensor[1], shared.life_of_tensor[2]);
    QCOMPARE(analyze(graph, {.reshape_is_free = false}).live_bytes_per_step, (std::vector<int64_t>{96, 128, 69}));
}

void LivenessTest::quantizeCopiesUnlessItIsFree() {
    // q copies x (32 B), then a (64 B).
    OperatorGraph graph;
    OperatorBuilder build(graph);
    const TensorId x = build.addInput({1, 2, 4, 4}, "x");
    Operator quantize;
    quantize.type = OpType::Quantize;
    quantize.inputs = {x};
    const Shape shapes[] = {build.shape(x)};
    const TensorId q = must(build.custom(quantize, shapes)).front();
    graph.outputs = {must(build.conv(q, convSpec(4, 3, 1, Activation::Relu)))};
    QCOMPARE(analyze(graph).live_bytes_per_step, (std::vector<int64_t>{64, 96}));
    QCOMPARE(analyze(graph, {.quantize_is_free = true}).live_bytes_per_step, (std::vector<int64_t>{32, 96}));
}

namespace {

/// x 2 x 4 x 4 (32 B) -> pad by 1 to 2 x 6 x 6 (72 B) -> 3 x 3 convolution without padding, 1 channel (16 B).
OperatorGraph paddedConvolution() {
    OperatorGraph graph;
    OperatorBuilder build(graph);
    const TensorId x = build.addInput({1, 2, 4, 4}, "x");
    const TensorId p = must(build.pad(x, {0, 0, 0, 0, 1, 1, 1, 1}));
    ConvSpec spec = convSpec(1, 3, 1, Activation::Relu);
    spec.padding = Padding::Valid;
    graph.outputs = {must(build.conv(p, spec))};
    return graph;
}

}  // namespace

void LivenessTest::foldedPadsTakeNoMemory() {
    const OperatorGraph graph = paddedConvolution();
    QCOMPARE(analyze(graph).live_bytes_per_step, (std::vector<int64_t>{104, 88}));
    const LiveMemory folded = analyze(graph, {.fold_pads = true});
    QCOMPARE(folded.live_bytes_per_step, (std::vector<int64_t>{32, 48}));
    QCOMPARE(folded.peak_tensors, (std::vector<TensorId>{0, 2}));
}

void LivenessTest::aPadThatOthersReadIsKept() {
    OperatorGraph graph = paddedConvolution();
    graph.outputs.push_back(1);
    QCOMPARE(analyze(graph, {.fold_pads = true}).live_bytes_per_step, (std::vector<int64_t>{104, 88}));

    graph = paddedConvolution();
    OperatorBuilder build(graph);
    graph.outputs.push_back(must(build.activation(1, Activation::Sigmoid)));
    // Step 0: 32 + 72, step 1: 72 + 16, step 2: 72 + 16 + 72.
    QCOMPARE(analyze(graph, {.fold_pads = true}).live_bytes_per_step, (std::vector<int64_t>{104, 88, 160}));

    graph = paddedConvolution();
    graph.operators[0].axes = {0, 0, 0, 1, 1, 1, 1, 1};  // Also pads channels.
    QCOMPARE(analyze(graph, {.fold_pads = true}).peak_bytes, 104);
    graph.operators[0].axes = {0, 0, 0, 0, 1, 1, 1, 1};
    graph.operators[0].detail = "reflect";
    QCOMPARE(analyze(graph, {.fold_pads = true}).peak_bytes, 104);
}

void LivenessTest::depthwiseOverwritesItsDyingInput() {
    // x 32 B, a 8 ch 128 B, depthwise stride 2 -> d 8 x 2 x 2 = 32 B, y 1 ch 4 B.
    OperatorGraph graph = chainOf({8});
    OperatorBuilder build(graph);
    const TensorId d = must(build.depthwise(graph.outputs[0], convSpec(0, 3, 2, Activation::Relu)));
    graph.outputs = {must(build.conv(d, convSpec(1, 1, 1, Activation::None)))};
    QCOMPARE(analyze(graph).live_bytes_per_step, (std::vector<int64_t>{160, 160, 36}));
    // In place: scratch of one channel, 4 x 4 padded below and right by 1 (stride 2, same) = 25 B; the buffer stays.
    const LiveMemory live = analyze(graph, {.in_place_depthwise = true});
    QCOMPARE(live.live_bytes_per_step, (std::vector<int64_t>{160, 153, 132}));
    QVERIFY(live.lives.back().role == LifeRole::Scratch);
    QCOMPARE(live.lives.back().tensor, kNoTensor);

    // A second reader after it keeps the input.
    graph.outputs.push_back(must(build.conv(1, convSpec(1, 1, 1, Activation::None))));
    QCOMPARE(analyze(graph, {.in_place_depthwise = true}), analyze(graph));
    // So does a multiplier, whose output is larger.
    OperatorGraph wide = chainOf({8});
    OperatorBuilder build_wide(wide);
    wide.outputs = {must(build_wide.depthwise(1, convSpec(0, 3, 1, Activation::Relu), 2))};
    QCOMPARE(analyze(wide, {.in_place_depthwise = true}).live_bytes_per_step, (std::vector<int64_t>{160, 384}));
}

void LivenessTest::elementwiseOverwritesADyingInputOnly() {
    // x, a, b, sum 32 B each, x is read by both a and the sum; then s = sigmoid(sum).
    OperatorGraph graph;
    OperatorBuilder build(graph);
    const TensorId x = build.addInput({1, 2, 4, 4}, "x");
    const TensorId a = must(build.conv(x, convSpec(2, 3, 1, Activation::Relu)));
    const TensorId b = must(build.conv(a, convSpec(2, 3, 1, Activation::None)));
    const TensorId sum = must(build.elementwise(OpType::Add, std::array{b, x}));
    const TensorId s = must(build.activation(sum, Activation::Sigmoid));
    graph.outputs = {s};
    const MemoryRules in_place{.in_place_elementwise = true};
    // The sum goes into b and the sigmoid into the sum: 64, 96, x + b = 64, b = 32.
    const LiveMemory live = analyze(graph, in_place);
    QCOMPARE(live.live_bytes_per_step, (std::vector<int64_t>{64, 96, 64, 32}));
    QCOMPARE(live.life_of_tensor[static_cast<size_t>(b)], live.life_of_tensor[static_cast<size_t>(s)]);

    // An output must not be overwritten: with b an output too, the sum goes into x (its second input).
    graph.outputs = {b, s};
    const LiveMemory kept = analyze(graph, in_place);
    QCOMPARE(kept.life_of_tensor[static_cast<size_t>(x)], kept.life_of_tensor[static_cast<size_t>(s)]);
    QCOMPARE(kept.live_bytes_per_step, (std::vector<int64_t>{64, 96, 64, 64}));

    // A broadcast operand (2 B) is too small to be overwritten; the map (32 B) is not.
    OperatorGraph scaled;
    OperatorBuilder build_scaled(scaled);
    const TensorId map = build_scaled.addInput({1, 2, 4, 4}, "map");
    const TensorId gate = must(build_scaled.globalAvgPool(map));
    scaled.outputs = {must(build_scaled.elementwise(OpType::Mul, std::array{gate, map}))};
    QCOMPARE(analyze(scaled, in_place).live_bytes_per_step, (std::vector<int64_t>{34, 34}));
}

void LivenessTest::operatorsOfOneKernelPassTensorsWithoutMemory() {
    // x 32 B, a 64 B, b 48 B; the second convolution is fused behind the first: a is never stored, x + b = 80.
    const OperatorGraph graph = chainOf({4, 3});
    const LiveMemory live = must(analyzeLiveness(graph, {}, std::array{0, 0}));
    QCOMPARE(live.live_bytes_per_step, (std::vector<int64_t>{80}));
    QCOMPARE(live.life_of_tensor, (std::vector<int32_t>{0, -1, 1}));
}

void LivenessTest::anotherOrderOfStepsChangesThePeak() {
    // x 32 B; two branches a 160 B -> b 16 B and c 160 B -> d 16 B; sum of b and d.
    OperatorGraph graph;
    OperatorBuilder build(graph);
    const TensorId x = build.addInput({1, 2, 4, 4}, "x");
    const TensorId a = must(build.conv(x, convSpec(10, 3, 1, Activation::Relu)));
    const TensorId c = must(build.conv(x, convSpec(10, 3, 1, Activation::Relu)));
    const TensorId b = must(build.conv(a, convSpec(1, 3, 1, Activation::Relu)));
    const TensorId d = must(build.conv(c, convSpec(1, 3, 1, Activation::Relu)));
    graph.outputs = {must(build.elementwise(OpType::Add, std::array{b, d}))};
    // As built: 192, 352, 160 + 160 + 16, 160 + 16 + 16, 48.
    QCOMPARE(analyze(graph).live_bytes_per_step, (std::vector<int64_t>{192, 352, 336, 192, 48}));
    // a, b, c, d: 192, 32 + 160 + 16, 32 + 16 + 160, 16 + 160 + 16, 48.
    const LiveMemory live = must(analyzeLiveness(graph, {}, std::array{0, 2, 1, 3, 4}));
    QCOMPARE(live.live_bytes_per_step, (std::vector<int64_t>{192, 208, 208, 192, 48}));
}

void LivenessTest::contradictoryNetworksAreRefused() {
    const auto refused = [](const OperatorGraph& graph, const MemoryRules& rules = {},
                            std::vector<int32_t> steps = {}) {
        const auto live = analyzeLiveness(graph, rules, steps);
        return !live && live.error().code == ErrorCode::InvalidArgument && !live.error().message.empty();
    };
    const OperatorGraph good = chainOf({4, 3});
    QVERIFY(!refused(good));
    OperatorGraph cyclic = good;
    cyclic.operators[0].inputs = {2};
    QVERIFY(refused(cyclic));
    OperatorGraph twice = good;
    twice.operators[1].outputs = {1};
    QVERIFY(refused(twice));
    OperatorGraph outside = good;
    outside.operators[1].inputs = {7};
    QVERIFY(refused(outside));
    OperatorGraph no_such_output = good;
    no_such_output.outputs = {-1};
    QVERIFY(refused(no_such_output));
    QVERIFY(refused(good, {.brick = 0}));
    QVERIFY(refused(good, {}, {1, 0}));
    QVERIFY(refused(good, {}, {0}));
    QVERIFY(refused(good, {}, {0, 2}));
    QVERIFY(refused(good, {}, {-1, 0}));
    QVERIFY(!planMemory(good, {.alignment = 0}));
}

void LivenessTest::sizesThatOverflowAreRefused() {
    OperatorGraph graph;
    OperatorBuilder build(graph);
    const TensorId x = build.addInput({1, 1, int64_t{1} << 20, int64_t{1} << 20}, "x");
    graph.outputs = {must(build.conv(x, convSpec(1, 1, 1, Activation::None)))};
    QVERIFY(analyzeLiveness(graph, {}).has_value());
    OperatorBuilder more(graph);
    graph.outputs = {must(more.conv(graph.outputs[0], convSpec(1, 1, 1, Activation::None)))};
    const auto live = analyzeLiveness(graph, {.precision = Precision::Fp32, .brick = int64_t{1} << 40});
    QVERIFY(!live);
    QVERIFY(live.error().code == ErrorCode::LimitExceeded);
}

void LivenessTest::mobileNetsHaveTheirPublishedPeaks() {
    // petewarden/ml_memory_analyser, int8 at 224 x 224. V1: 32 and 64 channels of 112 x 112 around the first pointwise
    // convolution; V2: 96 channels of 112 x 112 into 96 of 56 x 56.
    const MemoryPlan v1 = must(planMemory(support::mobileNetV1(), {}));
    QCOMPARE(v1.live.peak_bytes, 1'204'224);
    QCOMPARE(v1.arena.arena_bytes, 1'204'224);
    const MemoryPlan v2 = must(planMemory(support::mobileNetV2(), {}));
    QCOMPARE(v2.live.peak_bytes, 1'505'280);
    QCOMPARE(v2.arena.lower_bound_bytes, 1'505'280);
    // hardware.md 4.6: every intermediate of V2's peak already has a multiple of 16 channels.
    QCOMPARE(analyze(support::mobileNetV2(), {.brick = 16}).peak_bytes, 1'505'280);
}

void LivenessTest::tinyEngineNetworkHasItsKnownPeaks() {
    const std::string path = std::string(BW_SHARED_DATA) + "/models/mcunet_vww_tinyengine.tflite";
    if (!std::filesystem::exists(path)) QSKIP("the shared data folder with the models is absent");
    const OperatorGraph graph = must(readTflite(must(readFileBytes(path, kMaxModelFileBytes)), path)).graph;
    // algorithms.md 7.4. As exported: 48 channels of 40 x 40 (76,800 B) padded to 42 x 42 (84,672 B).
    const MemoryPlan exported = must(planMemory(graph, {}));
    QCOMPARE(exported.live.peak_bytes, 161'472);
    QCOMPARE(exported.arena.arena_bytes, 161'472);
    // Without the pads and with int8 input: those 76,800 B into 48 channels of 20 x 20 (19,200 B).
    MemoryRules rules{.quantize_is_free = true, .fold_pads = true};
    const MemoryPlan folded = must(planMemory(graph, rules));
    QCOMPARE(folded.live.peak_bytes, 96'000);
    QCOMPARE(folded.arena.arena_bytes, 96'000);
    // In place that depthwise convolution needs no second map: 8 channels of 40 x 40 (12,800 B) into 76,800 B remain.
    rules.in_place_depthwise = rules.in_place_elementwise = true;
    const MemoryPlan in_place = must(planMemory(graph, rules));
    QCOMPARE(in_place.live.peak_bytes, 89'600);
    QCOMPARE(in_place.arena.arena_bytes, 89'600);
}

void LivenessTest::liveBytesMatchTheDefinition() {
    // Random directed graphs: the sum of tensors written before or in a step and still needed, counted one by one.
    const bool holds = rc::check("live bytes match a recount", [] {
        OperatorGraph graph;
        OperatorBuilder build(graph);
        build.addInput({1, *rc::gen::inRange<int64_t>(1, 40), 4, 4}, "x");
        const int count = *rc::gen::inRange(1, 24);
        for (int i = 0; i < count; ++i) {
            const auto tensors = static_cast<int32_t>(graph.tensors.size());
            std::vector<TensorId> inputs = {*rc::gen::inRange(0, tensors)};
            if (*rc::gen::arbitrary<bool>()) inputs.push_back(*rc::gen::inRange(0, tensors));
            must(build.concat(inputs, 1));
            const auto grown = static_cast<TensorId>(graph.tensors.size()) - 1;
            must(build.conv(grown, convSpec(*rc::gen::inRange<int64_t>(1, 40), 1, 1, Activation::None)));
        }
        graph.outputs = {static_cast<TensorId>(graph.tensors.size()) - 1};
        const LiveMemory live = analyze(graph);

        const auto steps = static_cast<int32_t>(graph.operators.size());
        int64_t largest_operator = 0;
        for (int32_t step = 0; step < steps; ++step) {
            int64_t expected = 0;
            for (TensorId t = 0; t < static_cast<TensorId>(graph.tensors.size()); ++t) {
                const int32_t born = std::max(graph.tensors[static_cast<size_t>(t)].producer, 0);
                int32_t dies = t == graph.outputs[0] ? steps - 1 : born;
                for (int32_t reader = 0; reader < steps; ++reader) {
                    const auto& inputs = graph.operators[static_cast<size_t>(reader)].inputs;
                    if (std::find(inputs.begin(), inputs.end(), t) != inputs.end()) dies = std::max(dies, reader);
                }
                if (born <= step && step <= dies) expected += graph.shape(t).elements();
            }
            RC_ASSERT(live.live_bytes_per_step[static_cast<size_t>(step)] == expected);
            const Operator& op = graph.operators[static_cast<size_t>(step)];
            std::vector<TensorId> touched = op.inputs;
            touched.push_back(op.outputs[0]);
            std::sort(touched.begin(), touched.end());
            touched.erase(std::unique(touched.begin(), touched.end()), touched.end());
            int64_t sum = 0;
            for (const TensorId t : touched)
                sum += graph.shape(t).elements();
            largest_operator = std::max(largest_operator, sum);
        }
        RC_ASSERT(live.peak_bytes >= largest_operator);
        const MemoryRules sharing{.fold_pads = true, .in_place_depthwise = true, .in_place_elementwise = true};
        RC_ASSERT(analyze(graph, sharing).peak_bytes <= live.peak_bytes);
    });
    QVERIFY(holds);
}

}  // namespace bw

QTEST_GUILESS_MAIN(bw::LivenessTest)
#include "liveness_test.moc"
