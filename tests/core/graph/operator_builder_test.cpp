// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/operator_builder.h"

#include <QtTest>
#include <array>
#include <functional>

using namespace bw;

namespace {

ConvSpec spec(int64_t channels, int32_t kernel, int32_t stride = 1, Padding padding = Padding::Same) {
    ConvSpec s;
    s.out_channels = channels;
    s.window.kernel_h = s.window.kernel_w = kernel;
    s.window.stride_h = s.window.stride_w = stride;
    s.padding = padding;
    return s;
}

/// One graph with one input and what a test appends.
struct Bench {
    explicit Bench(const Shape& input) { x = build.addInput(input, "x"); }
    const Operator& last() const { return graph.operators.back(); }
    QString shapeOf(const Result<TensorId>& tensor) const {
        return QString::fromStdString(tensor ? graph.shape(*tensor).text() : tensor.error().text());
    }

    OperatorGraph graph;
    OperatorBuilder build{graph};
    TensorId x = 0;
};

}  // namespace

/// Shapes, multiply-accumulates and weights against figures worked out by hand, and what is refused.
class OperatorBuilderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aConvolutionCountsAsByHand() {
        Bench b({1, 3, 224, 224});
        const auto y = b.build.conv(b.x, spec(32, 3, 2));
        QCOMPARE(b.shapeOf(y), QStringLiteral("1x32x112x112"));
        QCOMPARE(b.last().weight_elements, int64_t{32 * 3 * 9});
        QCOMPARE(b.last().macs, int64_t{32 * 3 * 9} * 112 * 112);
        QCOMPARE(b.last().parameters(), int64_t{32 * 3 * 9 + 32});
        QVERIFY(b.last().type == OpType::Conv2d);
        // TensorFlow's SAME puts the odd element at the bottom right.
        QCOMPARE(b.last().window.pad_top, 0);
        QCOMPARE(b.last().window.pad_bottom, 1);
    }

    void paddingsGiveTheirSizes_data() {
        QTest::addColumn<int>("padding");
        QTest::addColumn<int>("kernel");
        QTest::addColumn<int>("stride");
        QTest::addColumn<int>("size");
        QTest::addColumn<int>("expected");
        const auto row = [](const char* name, Padding padding, int kernel, int stride, int size, int expected) {
            QTest::newRow(name) << static_cast<int>(padding) << kernel << stride << size << expected;
        };
        row("same s1", Padding::Same, 3, 1, 7, 7);
        row("same s2 even", Padding::Same, 3, 2, 8, 4);
        row("same s2 odd", Padding::Same, 3, 2, 7, 4);
        row("same kernel below stride", Padding::Same, 1, 2, 7, 4);
        row("same even kernel", Padding::Same, 4, 1, 7, 7);
        row("symmetric s2 even", Padding::Symmetric, 3, 2, 8, 4);
        row("symmetric s2 odd", Padding::Symmetric, 3, 2, 7, 4);
        row("symmetric even kernel", Padding::Symmetric, 4, 1, 7, 6);
        row("valid", Padding::Valid, 3, 1, 7, 5);
        row("valid s2", Padding::Valid, 3, 2, 8, 3);
        row("valid exact", Padding::Valid, 7, 1, 7, 1);
    }
    void paddingsGiveTheirSizes() {
        QFETCH(int, padding);
        QFETCH(int, kernel);
        QFETCH(int, stride);
        QFETCH(int, size);
        QFETCH(int, expected);
        Bench b({1, 2, size, size});
        const auto y = b.build.conv(b.x, spec(4, kernel, stride, static_cast<Padding>(padding)));
        QVERIFY2(y.has_value(), qPrintable(b.shapeOf(y)));
        QCOMPARE(b.graph.shape(*y).height(), int64_t{expected});
        QCOMPARE(b.graph.shape(*y).width(), int64_t{expected});
    }

    void dilationWidensTheReach() {
        Bench b({1, 1, 9, 9});
        ConvSpec s = spec(1, 3, 1, Padding::Valid);
        s.window.dilation_h = s.window.dilation_w = 4;
        QCOMPARE(b.shapeOf(b.build.conv(b.x, s)), QStringLiteral("1x1x1x1"));
        QCOMPARE(b.last().macs, int64_t{9});
        s.window.dilation_h = 5;
        QVERIFY(!b.build.conv(b.x, s));
    }

    void aGroupedConvolutionSeesItsGroupOnly() {
        Bench b({2, 8, 6, 6});
        ConvSpec s = spec(16, 3);
        s.groups = 4;
        QCOMPARE(b.shapeOf(b.build.conv(b.x, s)), QStringLiteral("2x16x6x6"));
        QCOMPARE(b.last().weight_elements, int64_t{16 * 2 * 9});
        QCOMPARE(b.last().macs, int64_t{16 * 2 * 9} * 36 * 2);
    }

    void tflitesDepthMultiplierIsOutputsPerInputChannel() {
        // TFLite's depth_multiplier attribute says how many outputs a depthwise convolution makes of each input
        // channel (person_detect: 1 -> 8). A model's depth multiplier scales the channels of whole networks.
        Bench b({1, 1, 96, 96});
        QCOMPARE(b.shapeOf(b.build.depthwise(b.x, spec(0, 3, 2), 8)), QStringLiteral("1x8x48x48"));
        QVERIFY(b.last().type == OpType::DepthwiseConv2d);
        QCOMPARE(b.last().out_channels, int64_t{8});
        QCOMPARE(b.last().weight_elements, int64_t{8 * 9});
        QCOMPARE(b.last().macs, int64_t{8 * 9} * 48 * 48);

        Bench wide({1, 16, 10, 10});
        QCOMPARE(wide.shapeOf(wide.build.depthwise(wide.x, spec(0, 3))), QStringLiteral("1x16x10x10"));
        QCOMPARE(wide.last().macs, int64_t{16 * 9 * 100});
        QCOMPARE(wide.shapeOf(wide.build.depthwise(wide.x, spec(0, 3), 3)), QStringLiteral("1x48x10x10"));
        QCOMPARE(wide.last().weight_elements, int64_t{48 * 9});
    }

    void aTransposedConvolutionEnlarges() {
        Bench b({1, 8, 5, 5});
        ConvSpec s = spec(4, 2, 2);
        QCOMPARE(b.shapeOf(b.build.transposedConv(b.x, s)), QStringLiteral("1x4x10x10"));
        // Each input element meets every weight of its channel once.
        QCOMPARE(b.last().macs, int64_t{8 * 4 * 4 * 25});
        s.padding = Padding::Explicit;
        s.window.kernel_h = s.window.kernel_w = 3;
        s.window.pad_top = s.window.pad_left = s.window.pad_bottom = s.window.pad_right = 1;
        QCOMPARE(b.shapeOf(b.build.transposedConv(b.x, s, 1, 1)), QStringLiteral("1x4x10x10"));
        s.window.pad_top = 1000;
        QVERIFY(!b.build.transposedConv(b.x, s));
    }

    void sequencesAreConvolvedInOneDimension() {
        Bench b({1, 80, 400});
        ConvSpec s = spec(192, 1);
        s.window.kernel_w = 3;
        s.window.stride_w = 2;
        QCOMPARE(b.shapeOf(b.build.conv(b.x, s)), QStringLiteral("1x192x200"));
        QCOMPARE(b.last().macs, int64_t{192} * 80 * 3 * 200);
    }

    void denseAndMatrixProductsCountAsByHand() {
        Bench b({2, 10, 64});
        QCOMPARE(b.shapeOf(b.build.dense(b.x, 32, true)), QStringLiteral("2x10x32"));
        QCOMPARE(b.last().weight_elements, int64_t{64 * 32});
        QCOMPARE(b.last().macs, int64_t{2 * 10 * 64 * 32});
        QCOMPARE(b.last().parameters(), int64_t{64 * 32 + 32});
        const auto square = b.build.matmul(b.x, b.x, true);
        QCOMPARE(b.shapeOf(square), QStringLiteral("2x10x10"));
        QCOMPARE(b.last().macs, int64_t{2 * 10 * 10 * 64});
        QCOMPARE(b.last().parameters(), int64_t{0});
        QCOMPARE(b.shapeOf(b.build.matmul(*square, b.x, false)), QStringLiteral("2x10x64"));
        QVERIFY(!b.build.matmul(b.x, b.x, false));
    }

    void activationsFuseOnlyWhereEveryRuntimeFusesThem() {
        Bench b({1, 4, 8, 8});
        ConvSpec s = spec(8, 1);
        s.activation = Activation::Relu6;
        QVERIFY(b.build.conv(b.x, s));
        QCOMPARE(b.graph.operators.size(), size_t{1});
        s.activation = Activation::HardSwish;
        QVERIFY(b.build.conv(b.x, s));
        QCOMPARE(b.graph.operators.size(), size_t{3});
        QVERIFY(b.last().type == OpType::Activation);
        QVERIFY(b.graph.operators[1].activation == Activation::None);
    }

    void poolsAndReductionsKeepChannels() {
        Bench b({1, 12, 7, 9});
        Window w;
        w.kernel_h = w.kernel_w = 2;
        w.stride_h = w.stride_w = 2;
        QCOMPARE(b.shapeOf(b.build.pool(b.x, OpType::MaxPool, w, Padding::Same)), QStringLiteral("1x12x4x5"));
        QCOMPARE(b.shapeOf(b.build.globalAvgPool(b.x)), QStringLiteral("1x12x1x1"));
        QCOMPARE(b.shapeOf(b.build.reduce(b.x, {2, 3}, false, "mean")), QStringLiteral("1x12"));
        QCOMPARE(b.shapeOf(b.build.reduce(b.x, {-1, -2}, true, "mean")), QStringLiteral("1x12x1x1"));
        QCOMPARE(b.shapeOf(b.build.argMax(b.x, 1, false)), QStringLiteral("1x7x9"));
        QVERIFY(b.last().type == OpType::ArgMax);
        QVERIFY(!b.build.reduce(b.x, {4}, false, "mean"));
    }

    void shapesAreMovedAndJoined() {
        Bench b({1, 6, 4, 5});
        QCOMPARE(b.shapeOf(b.build.transpose(b.x, {0, 2, 3, 1})), QStringLiteral("1x4x5x6"));
        QCOMPARE(b.shapeOf(b.build.reshape(b.x, std::array<int64_t, 3>{0, -1, 2})), QStringLiteral("1x60x2"));
        QCOMPARE(b.shapeOf(b.build.slice(b.x, 1, 2, 3)), QStringLiteral("1x3x4x5"));
        QCOMPARE(b.shapeOf(b.build.pad(b.x, {0, 0, 0, 0, 1, 2, 3, 4})), QStringLiteral("1x6x7x12"));
        QCOMPARE(b.shapeOf(b.build.resize(b.x, 8, 10, "nearest")), QStringLiteral("1x6x8x10"));
        QCOMPARE(b.shapeOf(b.build.concat(std::array{b.x, b.x}, 1)), QStringLiteral("1x12x4x5"));
        QCOMPARE(b.shapeOf(b.build.concat(std::array{b.x, b.x}, -1)), QStringLiteral("1x6x4x10"));
        const auto column = b.build.reduce(b.x, {2, 3}, true, "mean");
        QCOMPARE(b.shapeOf(b.build.elementwise(OpType::Mul, std::array{b.x, *column})), QStringLiteral("1x6x4x5"));
    }

    void theImpossibleIsRefusedAndAppendsNothing() {
        Bench b({1, 6, 8, 8});
        const TensorId vector = b.build.addInput({1, 10}, "v");
        const TensorId other = b.build.addInput({1, 6, 5, 8}, "o");
        const auto with = [&](const std::function<void(ConvSpec&)>& change) {
            ConvSpec s = spec(12, 3);
            change(s);
            return b.build.conv(b.x, s);
        };
        std::vector<Result<TensorId>> refused;
        refused.push_back(with([](ConvSpec& s) { s.window.stride_h = 0; }));
        refused.push_back(with([](ConvSpec& s) { s.window.stride_w = -1; }));
        refused.push_back(with([](ConvSpec& s) { s.window.kernel_h = 0; }));
        refused.push_back(with([](ConvSpec& s) { s.window.dilation_h = 0; }));
        refused.push_back(with([](ConvSpec& s) { s.groups = 0; }));
        refused.push_back(with([](ConvSpec& s) { s.groups = 4; }));
        refused.push_back(with([](ConvSpec& s) { s.groups = -3; }));
        refused.push_back(with([](ConvSpec& s) { s.out_channels = 0; }));
        refused.push_back(with([](ConvSpec& s) { s.out_channels = kMaxDimension + 1; }));
        refused.push_back(with([](ConvSpec& s) {
            s.padding = Padding::Explicit;
            s.window.pad_top = -1;
        }));
        refused.push_back(with([](ConvSpec& s) {
            s.padding = Padding::Valid;
            s.window.kernel_h = 9;
        }));
        refused.push_back(b.build.conv(vector, spec(4, 1)));
        refused.push_back(b.build.depthwise(b.x, spec(0, 3), 0));
        refused.push_back(b.build.depthwise(b.x, spec(0, 3), kMaxDimension));
        refused.push_back(b.build.dense(b.x, 0, true));
        refused.push_back(b.build.concat(std::array{b.x, other}, 1));
        refused.push_back(b.build.concat({}, 1));
        refused.push_back(b.build.elementwise(OpType::Add, std::array{b.x, other}));
        refused.push_back(b.build.elementwise(OpType::Add, {}));
        refused.push_back(b.build.reshape(b.x, std::array<int64_t, 2>{-1, -1}));
        refused.push_back(b.build.reshape(b.x, std::array<int64_t, 2>{5, -1}));
        refused.push_back(b.build.reshape(b.x, std::array<int64_t, 2>{1, -2}));
        refused.push_back(b.build.reshape(b.x, std::array<int64_t, 2>{int64_t{1} << 62, int64_t{1} << 62}));
        refused.push_back(b.build.slice(b.x, 1, 4, 3));
        refused.push_back(b.build.slice(b.x, 1, -1, 3));
        refused.push_back(b.build.slice(b.x, 1, 0, std::numeric_limits<int64_t>::max()));
        refused.push_back(b.build.pad(b.x, {1, 1}));
        refused.push_back(b.build.pad(b.x, {0, 0, 0, 0, -1, 0, 0, 0}));
        refused.push_back(b.build.transpose(b.x, {0, 1, 2, 2}));
        refused.push_back(b.build.resize(b.x, 0, 4, "nearest"));
        refused.push_back(b.build.softmax(b.x, 4));
        refused.push_back(b.build.pool(vector, OpType::MaxPool, {}, Padding::Same));
        for (size_t i = 0; i < refused.size(); ++i) {
            QVERIFY2(!refused[i], qPrintable(QString::number(i)));
            QVERIFY2(!refused[i].error().message.empty(), qPrintable(QString::number(i)));
        }
        QVERIFY(b.graph.operators.empty());
        QCOMPARE(b.graph.tensors.size(), size_t{3});
    }

    void countsThatLeave64BitsAreRefused() {
        Bench b({1, kMaxDimension, 1024, 1024});
        QVERIFY(!b.build.conv(b.x, spec(kMaxDimension, 1025)));
        Bench deep({kMaxDimension, kMaxDimension});
        const auto y = deep.build.dense(deep.x, kMaxDimension, false);
        QVERIFY(!y || deep.last().macs == int64_t{1} << 60);
        QVERIFY(!checkedShape(std::array<int64_t, 3>{kMaxDimension, kMaxDimension, kMaxDimension}));
        QVERIFY(!checkedShape(std::array<int64_t, 1>{0}));
        QVERIFY(!checkedShape(std::array<int64_t, 9>{1, 1, 1, 1, 1, 1, 1, 1, 1}));
    }

    void shapesAreReadAsTheyAreWritten() {
        QCOMPARE(QString::fromStdString(parseShape("1x96x96x3")->text()), QStringLiteral("1x96x96x3"));
        for (const char* bad :
             {"", "x", "1x", "1x-3", "1x0", "axb", "1x3.0", "99999999999999999999", "1,3,224,224", "1x1x1x1x1x1x1x1x1"})
            QVERIFY2(!parseShape(bad), bad);
    }
};

QTEST_GUILESS_MAIN(OperatorBuilderTest)
#include "operator_builder_test.moc"
