// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimate/network_runner.h"

#include <QtTest>
#include <array>
#include <cmath>
#include <filesystem>
#include <set>

#include "estimate/torch_module.h"
#include "graph/operator_builder.h"
#include "io/open_model.h"
#include "lowering/lower.h"
#include "measure/network_sampler.h"
#include "support/must.h"

using namespace bw;
using support::must;

namespace {

/// Appends operators, failing the test where the builder refuses one.
class Graph {
public:
    OperatorGraph graph;
    OperatorBuilder builder{graph};

    TensorId input(const Shape& shape) { return builder.addInput(shape, "input"); }
    TensorId take(Result<TensorId> tensor) { return must(std::move(tensor)); }
    TensorId conv(TensorId x, int64_t out, int32_t kernel, int32_t stride, Padding padding = Padding::Same,
                  int64_t groups = 1, Activation activation = Activation::None, int32_t dilation = 1) {
        ConvSpec spec;
        spec.window = {kernel, kernel, stride, stride, dilation, dilation};
        spec.padding = padding;
        spec.out_channels = out;
        spec.groups = groups;
        spec.activation = activation;
        return take(builder.conv(x, spec));
    }
    TensorId both(OpType type, TensorId a, TensorId b, Activation activation = Activation::None) {
        const std::array<TensorId, 2> inputs = {a, b};
        return take(builder.elementwise(type, inputs, activation));
    }
    TensorId one(OpType type, TensorId x, int64_t constants, std::string detail = {}) {
        const std::array<TensorId, 1> inputs = {x};
        return take(builder.elementwise(type, inputs, Activation::None, constants, std::move(detail)));
    }
    TensorId stated(OpType type, TensorId x, const Shape& output, std::vector<int64_t> axes = {}) {
        Operator op;
        op.type = type;
        op.axes = std::move(axes);
        op.inputs = {x};
        const std::array<Shape, 1> outputs = {output};
        return must(builder.custom(std::move(op), outputs)).front();
    }
};

void addWindows(Graph& g) {
    const TensorId x = g.input({1, 8, 17, 24});
    g.conv(x, 16, 3, 2);  // Uneven padding along the width only.
    g.conv(x, 16, 3, 2, Padding::Symmetric, 1, Activation::Relu6);
    g.conv(x, 16, 5, 1, Padding::Valid, 4, Activation::Relu);
    g.conv(x, 8, 3, 1, Padding::Same, 8, Activation::ReluN1To1, 2);
    g.conv(x, 24, 1, 1);
    for (const Padding padding : {Padding::Same, Padding::Valid}) {
        for (const int32_t stride : {1, 2, 3}) {
            ConvSpec spec;
            spec.window = {3, 4, stride, stride};
            spec.padding = padding;
            spec.out_channels = 12;
            g.take(g.builder.transposedConv(x, spec));
        }
    }
    for (const OpType type : {OpType::MaxPool, OpType::AvgPool}) {
        for (const Padding padding : {Padding::Same, Padding::Valid}) {
            g.take(g.builder.pool(x, type, {2, 2, 2, 2}, padding));
            g.take(g.builder.pool(x, type, {3, 3, 2, 2}, padding));
            g.take(g.builder.pool(x, type, {3, 3, 1, 1}, padding));
        }
    }
    g.take(g.builder.globalAvgPool(x));
    const TensorId sequence = g.input({1, 6, 40});
    g.conv(sequence, 12, 1, 1);
    ConvSpec spec;
    spec.window = {1, 5, 1, 2};
    spec.out_channels = 6;
    g.take(g.builder.depthwise(sequence, spec));
    g.take(g.builder.pool(sequence, OpType::MaxPool, {1, 2, 1, 2}, Padding::Same));
}

void addArithmetic(Graph& g) {
    const TensorId x = g.input({1, 8, 6, 10});
    const TensorId gate = g.take(g.builder.globalAvgPool(x));
    for (const OpType type : {OpType::Add, OpType::Sub, OpType::Mul, OpType::Div}) {
        g.both(type, x, x, Activation::Relu);
        g.both(type, x, gate);
        for (const int64_t constants : {1, 8, 10, 480})
            g.one(type, x, constants);
    }
    for (const char* name : {"sqrt", "exp", "log", "abs", "neg", "square", "floor", "round", "erf", "clip", "sin"})
        g.one(OpType::Elementwise, x, 0, name);
    g.one(OpType::Elementwise, x, 1, "power");
    for (int i = 1; i <= static_cast<int>(Activation::LeakyRelu); ++i)
        g.take(g.builder.activation(x, static_cast<Activation>(i)));
    for (const char* name : {"batch", "instance", "l2"})
        g.take(g.builder.normalize(x, 16, name));
    for (const char* name : {"mean", "sum", "max", "min"}) {
        g.take(g.builder.reduce(x, {2, 3}, true, name));
        g.take(g.builder.reduce(x, {1}, false, name));
    }
    g.take(g.builder.argMax(x, 1, false));
    g.take(g.builder.softmax(x, 1));
    const TensorId tokens = g.input({1, 12, 16});
    const TensorId normal = g.take(g.builder.layerNorm(tokens));
    const TensorId query = g.take(g.builder.dense(normal, 32, true, Activation::Gelu));
    const TensorId key = g.take(g.builder.dense(normal, 32, false, Activation::Relu));
    const TensorId scores = g.take(g.builder.matmul(query, key, true));
    g.take(g.builder.softmax(scores, 2));
    g.take(g.builder.matmul(scores, key, false));
}

void addData(Graph& g) {
    const TensorId x = g.input({1, 8, 12, 10});
    const std::array<TensorId, 2> maps = {x, g.conv(x, 4, 1, 1)};
    g.take(g.builder.concat(maps, 1));
    g.take(g.builder.resize(x, 24, 31, "bilinear"));
    g.take(g.builder.resize(x, 24, 20, "nearest"));
    g.take(g.builder.pad(x, {0, 0, 0, 0, 1, 2, 3, 0}));
    g.take(g.builder.pad(x, {0, 0, 1, 1, 0, 0, 0, 0}));
    for (int64_t axis = 1; axis < 4; ++axis)
        g.take(g.builder.slice(x, axis, 2, 5));
    g.take(g.builder.transpose(x, {0, 2, 3, 1}));
    const std::array<int64_t, 2> flat = {1, -1};
    g.take(g.builder.reshape(x, flat));
    g.take(g.builder.quantize(x, "quantize"));
    g.stated(OpType::SpaceToDepth, x, {1, 32, 6, 5});
    g.stated(OpType::DepthToSpace, x, {1, 2, 24, 20});
    g.stated(OpType::Gather, x, {1, 3, 12, 10}, {1});
    g.stated(OpType::Gather, x, {1, 12, 10}, {1});
}

}  // namespace

class NetworkRunnerTest : public QObject {
    Q_OBJECT

    const HostBackend* backend_ = nullptr;

    std::unique_ptr<NetworkRunner> prepare(const OperatorGraph& graph) {
        auto runner = backend_->prepare(graph, {});
        return runner ? std::move(*runner) : nullptr;
    }

    /// Every operator runs, gives the shape that inference states (else there is an obstacle) and takes time.
    void runsWhole(const OperatorGraph& graph, const std::string& name) {
        const auto runner = prepare(graph);
        QVERIFY2(runner, name.c_str());
        for (size_t i = 0; i < graph.operators.size(); ++i) {
            const std::string& obstacle = runner->obstacles()[i];
            const std::string text = name + ": operator " + std::to_string(i) + ", " +
                                     std::string(opTypeId(graph.operators[i].type)) + " " + graph.operators[i].detail +
                                     ": " + obstacle;
            QVERIFY2(obstacle.empty(), text.c_str());
        }
        std::vector<double> seconds(graph.operators.size(), -1.0);
        QVERIFY(runner->run(seconds, nullptr));
        for (const double time : seconds)
            QVERIFY2(std::isfinite(time) && time > 0.0, name.c_str());
        QVERIFY(runner->run({}, nullptr));
    }

private Q_SLOTS:
    void initTestCase() {
        const auto backend = openHostBackend();
        if (!backend) QFAIL(backend.error().text().c_str());
        backend_ = *backend;
        QVERIFY(backend_->version().starts_with("LibTorch "));
    }

    void runsEveryTypeOfOperator() {
        std::set<OpType> seen;
        for (const auto add : {addWindows, addArithmetic, addData}) {
            Graph g;
            add(g);
            g.graph.outputs = {static_cast<TensorId>(g.graph.tensors.size()) - 1};
            for (const Operator& op : g.graph.operators)
                seen.insert(op.type);
            runsWhole(g.graph, "all types");
        }
        QCOMPARE(seen.size(), static_cast<size_t>(kOpTypeCount - 1));  // All but Opaque.
    }

    void runsSampledNetworks() {
        Random random(11);
        for (int i = 0; i < 40; ++i) {
            const OperatorGraph graph = sampleNetwork(random);
            if (graph.totalMacs() < 400'000'000) runsWhole(graph, "sampled network " + std::to_string(i));
        }
    }

    void runsTheSamples() {
        for (const auto& entry : std::filesystem::directory_iterator(BW_SOURCE_DIR "/models/samples")) {
            const auto model = openModel(entry.path().string());
            QVERIFY(model);
            const auto lowered = lower(model->document.network);
            QVERIFY(lowered);
            runsWhole(lowered->graph, entry.path().string());
        }
    }

    void reportsWhatItCannotRun() {
        Graph g;
        const TensorId x = g.input({1, 8, 6, 6});
        const TensorId y = g.stated(OpType::Opaque, g.conv(x, 8, 3, 1), {1, 8, 3, 3});
        const TensorId z = g.one(OpType::Elementwise, g.conv(y, 4, 1, 1), 0, "logical");
        g.graph.outputs = {g.conv(z, 4, 1, 1)};
        const auto runner = prepare(g.graph);
        QVERIFY(runner);
        std::vector<double> seconds(g.graph.operators.size());
        QVERIFY(runner->run(seconds, nullptr));
        for (size_t i = 0; i < seconds.size(); ++i) {
            const bool cannot = i == 1 || i == 3;
            QCOMPARE(runner->obstacles()[i].empty(), !cannot);
            QCOMPARE(std::isnan(seconds[i]), cannot);
        }
    }

    void noticesAnotherShape() {
        Graph g;
        const TensorId x = g.input({1, 8, 6, 6});
        g.graph.outputs = {g.conv(g.conv(x, 8, 3, 1), 4, 1, 1)};
        g.graph.tensors[1].shape = {1, 8, 6, 7};
        const auto runner = prepare(g.graph);
        QVERIFY(runner);
        QVERIFY(runner->obstacles()[0].find("1x8x6x7") != std::string::npos);
    }

    void stopsBetweenOperators() {
        Random random(3);
        const OperatorGraph graph = sampleNetwork(random);
        const auto runner = prepare(graph);
        QVERIFY(runner);
        const std::atomic<bool> stop = true;
        std::vector<double> seconds(graph.operators.size(), -1.0);
        const auto result = runner->run(seconds, &stop);
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::Cancelled);
        QCOMPARE(seconds.back(), -1.0);
    }

    void refusesWhatNeedsTooMuchMemory() {
        Graph g;
        const TensorId x = g.input({1, 64, 8192, 8192});
        g.graph.outputs = {g.conv(x, 64, 3, 1)};
        const auto runner = backend_->prepare(g.graph, {});
        QVERIFY(!runner);
        QCOMPARE(runner.error().code, ErrorCode::LimitExceeded);
        QVERIFY(!backend_->prepare(OperatorGraph{}, {.seed = 1, .threads = 0}));
    }

    void computesWithSeveralThreads() {
        Random random(5);
        const auto runner = backend_->prepare(sampleNetwork(random), {.seed = 1, .threads = 2});
        QVERIFY(runner);
        QVERIFY((*runner)->run({}, nullptr));
    }
};

QTEST_GUILESS_MAIN(NetworkRunnerTest)
#include "network_runner_test.moc"
