// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <algorithm>

#include "io/tflite_reader.h"
#include "support/tflite_model.h"

using namespace bw;
using test::TfliteModel;

namespace {

int64_t count(const OperatorGraph& graph, OpType type) {
    return std::count_if(graph.operators.begin(), graph.operators.end(),
                         [type](const Operator& op) { return op.type == type; });
}

/// Reads a model with one operator between input and output and gives that operator, or fails the test.
Operator onlyOperator(TfliteModel& model, int input, int output) {
    const auto read = readTflite(model.file({input}, {output}), "one.tflite");
    if (!read) {
        QTest::qFail(read.error().text().c_str(), __FILE__, __LINE__);
        return {};
    }
    return read->graph.operators.empty() ? Operator() : read->graph.operators.back();
}

}  // namespace

class TfliteReaderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ownNetworkIsReadWhole();
    void depthMultiplierGivesSeveralOutputsPerChannel();
    void singleInputChannelStaysDepthwise();
    void channelConcatFollowsTheRenaming();
    void meanOverTheMapIsAReduction();
    void padAmountsFollowTheRenaming();
    void transposeFollowsTheRenaming();
    void stridedSliceIsASlice();
    void cutAlongTwoAxesKeepsBothPositions();
    void splitGivesSlicesThatAddUp();
    void convolutionInGroupsKeepsItsGroups();
    void denseFlattensAMap();
    void denseOverChannelsIsAPointwiseConvolution();
    void transposedConvolutionReachesTheStatedSize();
    void batchMatmulOfRankFourCountsInTheFilesOrder();
    void constantOperandCountsAsWeights();
    void halfPrecisionWeightsAreConstants();
    void loneReluFusesIntoItsProducer();
    void reluBetweenTwoReadersStaysAlone();
    void unknownOperatorStaysWithItsShapes();
    void compiledModelIsRefused();
    void wrongConvolutionShapeIsRefused();
    void severalNetworksAreNoted();
    void openSizesAreRefused();
    void sizesLeftOpenInTheSignatureAreNoted();
    void namesAreMadeSafe();
};

void TfliteReaderTest::ownNetworkIsReadWhole() {
    const auto model = readTflite(test::smallTfliteNetwork(), "/somewhere/small.tflite");
    QVERIFY2(model, model ? "" : model.error().text().c_str());
    QCOMPARE(model->name, std::string("small"));
    QCOMPARE(model->format, std::string("tflite"));
    QCOMPARE(model->precision, std::string("int8"));
    QVERIFY(model->notes.empty());
    const OperatorGraph& graph = model->graph;
    QCOMPARE(graph.totalMacs(), int64_t{1728 + 768 + 1728 + 768 + 288 + 40});
    QCOMPARE(graph.totalParameters(), int64_t{108 + 48 + 108 + 48 + 72 + 40 + 45});
    QCOMPARE(graph.operators.size(), size_t{9});
    QCOMPARE(graph.inputs.size(), size_t{1});
    QCOMPARE(graph.shape(graph.inputs[0]).text(), std::string("1x3x8x8"));
    QCOMPARE(graph.tensors[static_cast<size_t>(graph.inputs[0])].name, std::string("image"));
    QCOMPARE(graph.outputs.size(), size_t{1});
    QCOMPARE(graph.shape(graph.outputs[0]).text(), std::string("1x5"));
    QCOMPARE(graph.operators[0].type, OpType::Conv2d);
    QCOMPARE(graph.operators[0].activation, Activation::Relu6);
    QCOMPARE(graph.operators[0].window.pad_bottom, 1);
    QVERIFY(graph.operators[0].has_bias);
    QCOMPARE(graph.operators[4].inputs, (std::vector<TensorId>{4, 1}));
}

void TfliteReaderTest::depthMultiplierGivesSeveralOutputsPerChannel() {
    TfliteModel m;
    const int x = m.tensor({1, 6, 6, 3}, "x");
    const int y = m.depthwise(x, {1, 3, 3, 12}, 1, 1, {1, 6, 6, 12});
    const Operator op = onlyOperator(m, x, y);
    QCOMPARE(op.type, OpType::DepthwiseConv2d);
    QCOMPARE(op.groups, int64_t{3});
    QCOMPARE(op.out_channels, int64_t{12});
    QCOMPARE(op.weight_elements, int64_t{108});
    QCOMPARE(op.macs, int64_t{108 * 36});
}

void TfliteReaderTest::singleInputChannelStaysDepthwise() {
    TfliteModel m;
    const int x = m.tensor({1, 6, 6, 1}, "x");
    const int y = m.depthwise(x, {1, 3, 3, 8}, 2, 1, {1, 3, 3, 8});
    const Operator op = onlyOperator(m, x, y);
    QCOMPARE(op.type, OpType::DepthwiseConv2d);
    QCOMPARE(op.groups, int64_t{1});
    QCOMPARE(op.out_channels, int64_t{8});
    QCOMPARE(op.macs, int64_t{8 * 9 * 9});
}

void TfliteReaderTest::channelConcatFollowsTheRenaming() {
    TfliteModel m;
    const int x = m.tensor({1, 4, 5, 3}, "x");
    const int y = m.tensor({1, 4, 5, 6}, "y");
    m.add(2, {x, x}, {y}, 10, {{0, -1}, {1, 0}}, {1});
    const Operator op = onlyOperator(m, x, y);
    QCOMPARE(op.type, OpType::Concat);
    QCOMPARE(op.axes, (std::vector<int64_t>{1}));
}

void TfliteReaderTest::meanOverTheMapIsAReduction() {
    TfliteModel m;
    const int x = m.tensor({1, 4, 5, 3}, "x");
    const int y = m.tensor({1, 1, 1, 3}, "y");
    m.add(40, {x, m.integers({1, 2}, "axes")}, {y}, 27, {{0, 1}}, {0});
    const Operator op = onlyOperator(m, x, y);
    QCOMPARE(op.type, OpType::Reduce);
    QCOMPARE(op.detail, std::string("mean"));
    QCOMPARE(op.axes, (std::vector<int64_t>{2, 3}));
}

void TfliteReaderTest::padAmountsFollowTheRenaming() {
    TfliteModel m;
    const int x = m.tensor({1, 4, 5, 3}, "x");
    const int y = m.tensor({1, 5, 7, 6}, "y");
    const int amounts = m.weights({4, 2}, "amounts", TfliteModel::Int32);
    m.add(34, {x, amounts}, {y}, 22);
    // Zeros as amounts cannot lead to the stated sizes: the pad stays as an operator with the file's shape.
    QCOMPARE(onlyOperator(m, x, y).type, OpType::Opaque);

    TfliteModel n;
    const int a = n.tensor({4, 5}, "a");
    const int b = n.tensor({5, 9}, "b");
    n.add(34, {a, n.integers({1, 0, 2, 2}, "amounts")}, {b}, 22);
    const Operator op = onlyOperator(n, a, b);
    QCOMPARE(op.type, OpType::Pad);
    QCOMPARE(op.axes, (std::vector<int64_t>{1, 0, 2, 2}));
}

void TfliteReaderTest::transposeFollowsTheRenaming() {
    TfliteModel m;
    const int x = m.tensor({1, 4, 5, 3}, "x");
    const int y = m.tensor({1, 3, 4, 5}, "y");
    m.add(39, {x, m.integers({0, 3, 1, 2}, "order")}, {y}, 26);
    const auto read = readTflite(m.file({x}, {y}), "one.tflite");
    QVERIFY(read);
    const Operator& op = read->graph.operators[0];
    QCOMPARE(op.type, OpType::Transpose);
    QCOMPARE(read->graph.shape(op.inputs[0]).text(), std::string("1x3x4x5"));
    QCOMPARE(read->graph.shape(op.outputs[0]).text(), std::string("1x5x3x4"));
    QCOMPARE(op.axes, (std::vector<int64_t>{0, 3, 1, 2}));
}

void TfliteReaderTest::stridedSliceIsASlice() {
    TfliteModel m;
    const int x = m.tensor({1, 4, 5, 8}, "x");
    const int y = m.tensor({1, 4, 5, 3}, "y");
    const int begin = m.integers({0, 0, 0, -4}, "begin");
    const int end = m.integers({0, 0, 0, -1}, "end");
    m.add(45, {x, begin, end, m.integers({1, 1, 1, 1}, "strides")}, {y}, 32, {{0, 7}, {1, 7}});
    const Operator op = onlyOperator(m, x, y);
    QCOMPARE(op.type, OpType::Slice);
    QCOMPARE(op.axes, (std::vector<int64_t>{1, 4}));
}

void TfliteReaderTest::cutAlongTwoAxesKeepsBothPositions() {
    TfliteModel m;
    const int x = m.tensor({1, 4, 5, 8}, "x");
    const int y = m.tensor({1, 3, 4, 8}, "y");
    m.add(65, {x, m.integers({0, 1, 1, 0}, "begin"), m.integers({1, -1, 4, -1}, "size")}, {y}, 48);
    const Operator op = onlyOperator(m, x, y);
    QCOMPARE(op.type, OpType::Slice);
    QCOMPARE(op.axes, (std::vector<int64_t>{2, 1, 3, 1}));
}

void TfliteReaderTest::splitGivesSlicesThatAddUp() {
    TfliteModel m;
    const int x = m.tensor({1, 4, 5, 8}, "x");
    const int a = m.tensor({1, 4, 5, 4}, "a");
    const int b = m.tensor({1, 4, 5, 4}, "b");
    m.add(49, {m.integers({3}, "axis"), x}, {a, b}, 35, {{0, 2}});
    const auto read = readTflite(m.file({x}, {a, b}), "split.tflite");
    QVERIFY(read);
    QCOMPARE(count(read->graph, OpType::Slice), int64_t{2});
    QCOMPARE(read->graph.operators[1].axes, (std::vector<int64_t>{1, 4}));
    QCOMPARE(read->graph.outputs.size(), size_t{2});
}

void TfliteReaderTest::convolutionInGroupsKeepsItsGroups() {
    TfliteModel m;
    const int x = m.tensor({1, 4, 4, 8}, "x");
    const int y = m.conv(x, {16, 1, 1, 4}, 1, 0, {1, 4, 4, 16});
    const Operator op = onlyOperator(m, x, y);
    QCOMPARE(op.type, OpType::Conv2d);
    QCOMPARE(op.groups, int64_t{2});
    QCOMPARE(op.macs, int64_t{16 * 4 * 16});
}

void TfliteReaderTest::denseFlattensAMap() {
    TfliteModel m;
    const int x = m.tensor({1, 2, 2, 4}, "x");
    const int y = m.dense(x, 16, 10, {1, 10});
    const auto read = readTflite(m.file({x}, {y}), "dense.tflite");
    QVERIFY(read);
    QCOMPARE(read->graph.operators.size(), size_t{2});
    QCOMPARE(read->graph.operators[0].type, OpType::Reshape);
    QCOMPARE(read->graph.operators[0].axes, (std::vector<int64_t>{1, -1}));
    QCOMPARE(read->graph.operators[1].type, OpType::Dense);
    QCOMPARE(read->graph.operators[1].macs, int64_t{160});
    QCOMPARE(read->graph.totalParameters(), int64_t{170});
}

void TfliteReaderTest::denseOverChannelsIsAPointwiseConvolution() {
    TfliteModel m;
    const int x = m.tensor({1, 3, 3, 4}, "x");
    const int y = m.tensor({1, 3, 3, 6}, "y");
    m.add(9, {x, m.weights({6, 4}, "matrix")}, {y}, 8, {{0, 1}, {2, 1}}, {0, 2});
    const Operator op = onlyOperator(m, x, y);
    QCOMPARE(op.type, OpType::Conv2d);
    QCOMPARE(op.activation, Activation::Relu);
    QVERIFY(!op.has_bias);
    QCOMPARE(op.macs, int64_t{9 * 24});
}

void TfliteReaderTest::transposedConvolutionReachesTheStatedSize() {
    TfliteModel m;
    const int x = m.tensor({1, 5, 5, 4}, "x");
    const int y = m.tensor({1, 10, 10, 6}, "y");
    const int sizes = m.integers({1, 10, 10, 6}, "sizes");
    m.add(67, {sizes, m.weights({6, 3, 3, 4}, "kernel"), x}, {y}, 49, {{0, 0}, {1, 2}, {2, 2}}, {0});
    const Operator op = onlyOperator(m, x, y);
    QCOMPARE(op.type, OpType::TransposedConv2d);
    QCOMPARE(op.macs, int64_t{25 * 4 * 6 * 9});
    QCOMPARE(op.window.pad_top + op.window.pad_bottom, 1);
}

void TfliteReaderTest::batchMatmulOfRankFourCountsInTheFilesOrder() {
    TfliteModel m;
    const int a = m.tensor({1, 2, 6, 7}, "a");
    const int b = m.tensor({1, 2, 5, 7}, "b");
    const int y = m.tensor({1, 2, 6, 5}, "y");
    m.add(126, {a, b}, {y}, 101, {{0, 0}, {1, 1}}, {0, 1});
    const auto read = readTflite(m.file({a, b}, {y}), "matmul.tflite");
    QVERIFY(read);
    QCOMPARE(read->graph.operators[0].type, OpType::MatMul);
    QCOMPARE(read->graph.totalMacs(), int64_t{2 * 6 * 5 * 7});
}

void TfliteReaderTest::constantOperandCountsAsWeights() {
    TfliteModel m;
    const int x = m.tensor({1, 4, 4, 8}, "x");
    const int y = m.tensor({1, 4, 4, 8}, "y");
    m.add(18, {x, m.weights({8}, "scale")}, {y}, 21, {{0, 1}}, {0});
    const Operator op = onlyOperator(m, x, y);
    QCOMPARE(op.type, OpType::Mul);
    QCOMPARE(op.activation, Activation::Relu);
    QCOMPARE(op.weight_elements, int64_t{8});
    QCOMPARE(op.inputs.size(), size_t{1});
}

void TfliteReaderTest::halfPrecisionWeightsAreConstants() {
    TfliteModel m;
    const int x = m.tensor({1, 4, 4, 8}, "x", TfliteModel::Float32);
    const int stored = m.weights({16, 1, 1, 8}, "half", TfliteModel::Float16);
    const int kernel = m.tensor({16, 1, 1, 8}, "kernel", TfliteModel::Float32);
    const int y = m.tensor({1, 4, 4, 16}, "y", TfliteModel::Float32);
    m.add(6, {stored}, {kernel});
    m.add(3, {x, kernel}, {y}, 1, {{0, 0}, {1, 1}, {2, 1}}, {0});
    const auto read = readTflite(m.file({x}, {y}), "half.tflite");
    QVERIFY(read);
    QCOMPARE(read->graph.operators.size(), size_t{1});
    QCOMPARE(read->graph.totalParameters(), int64_t{128});
    QCOMPARE(read->precision, std::string("fp16"));
}

void TfliteReaderTest::loneReluFusesIntoItsProducer() {
    TfliteModel m;
    const int x = m.tensor({1, 4, 4, 8}, "x");
    const int middle = m.conv(x, {8, 1, 1, 8}, 1, 0, {1, 4, 4, 8});
    const int y = m.tensor({1, 4, 4, 8}, "y");
    m.add(21, {middle}, {y});
    const auto read = readTflite(m.file({x}, {y}), "relu.tflite");
    QVERIFY(read);
    QCOMPARE(read->graph.operators.size(), size_t{1});
    QCOMPARE(read->graph.operators[0].activation, Activation::Relu6);
}

void TfliteReaderTest::reluBetweenTwoReadersStaysAlone() {
    TfliteModel m;
    const int x = m.tensor({1, 4, 4, 8}, "x");
    const int middle = m.conv(x, {8, 1, 1, 8}, 1, 0, {1, 4, 4, 8});
    const int y = m.tensor({1, 4, 4, 8}, "y");
    m.add(19, {middle}, {y});
    const int sum = m.addition(middle, y, {1, 4, 4, 8});
    const auto read = readTflite(m.file({x}, {sum}), "relu.tflite");
    QVERIFY(read);
    QCOMPARE(count(read->graph, OpType::Activation), int64_t{1});
    QCOMPARE(read->graph.operators[0].activation, Activation::None);
}

void TfliteReaderTest::unknownOperatorStaysWithItsShapes() {
    TfliteModel m;
    const int x = m.tensor({1, 20, 6}, "x");
    const int y = m.tensor({1, 20, 5}, "y");
    m.add(44, {x, m.weights({5, 6}, "gate")}, {y});
    const int boxes = m.tensor({1, 10, 4}, "boxes");
    m.addCustom("TFLite_Detection_PostProcess", {y}, {boxes});
    const auto read = readTflite(m.file({x}, {boxes}), "opaque.tflite");
    QVERIFY(read);
    const auto& operators = read->graph.operators;
    QCOMPARE(operators.size(), size_t{2});
    QCOMPARE(operators[0].type, OpType::Opaque);
    QCOMPARE(operators[0].detail, std::string("UNIDIRECTIONAL_SEQUENCE_LSTM"));
    QCOMPARE(operators[0].weight_elements, int64_t{30});
    QCOMPARE(operators[1].detail, std::string("TFLite_Detection_PostProcess"));
    QCOMPARE(read->graph.shape(read->graph.outputs[0]).text(), std::string("1x10x4"));
    QCOMPARE(read->notes.size(), size_t{2});
}

void TfliteReaderTest::compiledModelIsRefused() {
    TfliteModel m;
    const int x = m.tensor({1, 20, 6}, "x");
    const int y = m.tensor({1, 20, 5}, "y");
    m.addCustom("ethos-u", {x}, {y});
    const auto read = readTflite(m.file({x}, {y}), "compiled.tflite");
    QVERIFY(!read);
    QCOMPARE(read.error().code, ErrorCode::Unsupported);
    QVERIFY(read.error().text().find("compiled.tflite: it is compiled for Ethos-U") == 0);
}

void TfliteReaderTest::wrongConvolutionShapeIsRefused() {
    TfliteModel m;
    const int x = m.tensor({1, 8, 8, 3}, "x");
    const int y = m.conv(x, {4, 3, 3, 3}, 2, 0, {1, 5, 4, 4});
    const auto read = readTflite(m.file({x}, {y}), "wrong.tflite");
    QVERIFY(!read);
    QCOMPARE(read.error().place, std::string("operator 0 (CONV_2D)"));
    QCOMPARE(read.error().message, std::string("its output follows as 1x4x4x4 but the file states 1x4x5x4 (as NCHW)"));
}

void TfliteReaderTest::severalNetworksAreNoted() {
    TfliteModel m;
    const int x = m.tensor({1, 4}, "x");
    const int y = m.dense(x, 4, 2, {1, 2});
    const auto read = readTflite(m.file({x}, {y}, 2), "two.tflite");
    QVERIFY(read);
    QCOMPARE(read->notes, (std::vector<std::string>{"The file holds 2 networks; the first was read"}));
}

void TfliteReaderTest::openSizesAreRefused() {
    TfliteModel m;
    const int x = m.tensor({1, -1, 4, 3}, "x");
    const int y = m.conv(x, {4, 1, 1, 3}, 1, 0, {1, 4, 4, 4});
    const auto read = readTflite(m.file({x}, {y}), "open.tflite");
    QVERIFY(!read);
    QCOMPARE(read.error().place, std::string("tensor 0 'x'"));
    QCOMPARE(read.error().remedy, std::string("convert it with fixed sizes"));
}

void TfliteReaderTest::sizesLeftOpenInTheSignatureAreNoted() {
    TfliteModel m;
    const int x = m.tensor({1, 4, 4, 3}, "x");
    m.setSignature(x, {-1, -1, -1, 3});
    const int y = m.conv(x, {4, 1, 1, 3}, 1, 0, {1, 4, 4, 4});
    const auto read = readTflite(m.file({x}, {y}), "open.tflite");
    QVERIFY(read);
    QCOMPARE(read->notes, (std::vector<std::string>{"Input 'x' has open sizes in the file; read as 1x4x4x3"}));
}

void TfliteReaderTest::namesAreMadeSafe() {
    TfliteModel m;
    const int x = m.tensor({1, 4}, "in\xff\x01put");
    const int y = m.dense(x, 4, 2, {1, 2});
    const auto read = readTflite(m.file({x}, {y}), "names.tflite");
    QVERIFY(read);
    QCOMPARE(read->graph.tensors[0].name, std::string("in? put"));
}

QTEST_GUILESS_MAIN(TfliteReaderTest)
#include "tflite_reader_test.moc"
