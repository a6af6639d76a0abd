// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFileInfo>
#include <QtTest>

#include "base/limits.h"
#include "io/file_bytes.h"
#include "io/onnx_reader.h"
#include "support/onnx_model.h"

using namespace bw;
using test::OnnxModel;

namespace {

/// The imported model; a failed test with the reason where there is none.
ImportedModel imported(const std::string& bytes, const ImportOptions& options = {}) {
    auto model = readOnnx(bytes, "test.onnx", options);
    if (model) return std::move(*model);
    QTest::qFail(model.error().text().c_str(), __FILE__, __LINE__);
    return {};
}

ImportedModel imported(const OnnxModel& model, const ImportOptions& options = {}) {
    return imported(model.bytes(), options);
}

Error refused(const OnnxModel& model, const ImportOptions& options = {}) {
    const auto read = readOnnx(model.bytes(), "test.onnx", options);
    return read ? Error{} : read.error();
}

/// Operator types in order, as "conv2d+relu batch ...": what a reader made of a file at a glance.
std::string outline(const OperatorGraph& graph) {
    std::string text;
    for (const Operator& op : graph.operators) {
        text += text.empty() ? "" : " ";
        if (op.type != OpType::Activation) text += opTypeId(op.type);
        if (op.has_batch_norm) text += "+bn";
        if (op.has_bias) text += "+bias";
        if (op.activation != Activation::None) {
            text += (op.type == OpType::Activation ? "" : "+") + std::string(activationId(op.activation));
        }
    }
    return text;
}

std::string outline(const OnnxModel& model) {
    return outline(imported(model).graph);
}

std::string outputShape(const OnnxModel& model, const ImportOptions& options = {}) {
    const ImportedModel read = imported(model, options);
    return read.graph.outputs.empty() ? "none" : read.graph.shape(read.graph.outputs[0]).text();
}

/// A model whose single input x has the given sizes and whose output is y.
OnnxModel graphOf(const std::vector<test::OnnxDim>& sizes, int64_t opset = 13) {
    OnnxModel model(opset);
    model.input("x", sizes).output("y");
    return model;
}

/// x -> 3x3 convolution to 8 channels -> c.
OnnxModel& addConv(OnnxModel& model) {
    return model.weights("w", {8, 3, 3, 3}).node("Conv", {"x", "w"}, {"c"}, {}, "stem");
}

constexpr const char* kModels = BW_SHARED_DATA "/models/";

}  // namespace

class OnnxReaderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void convolutionsCountExactly();
    void normalizationAndClampsFoldIntoTheConvolution();
    void aValueReadTwiceKeepsItsActivationApart();
    void aBiasAddedApartBecomesTheLayersBias();
    void spelledOutActivationsBecomeOneOperator();
    void spelledOutGeluAndLayerNormBecomeOneOperator();
    void computedSizesResolve();
    void poolsRoundUpAsPyTorchDoes();
    void paddingSpellingsGiveTheSameSize();
    void transposedConvolutionsGiveTheirSize();
    void initializersAmongInputsAreNoInputs();
    void constantNodesHoldWeights();
    void aSymbolicBatchBecomesOneWithANote();
    void symbolicSizesAreAskedFor();
    void givenSizesReplaceStatedOnes();
    void unknownOperatorsAreKeptOrRefusedByName();
    void quantisationThatIsUndoneVanishes();
    void recurrentLayersKeepShapesAndParameters();
    void unsortedNodesAreSorted();
    void refusalsNameFilePlaceAndReason_data();
    void refusalsNameFilePlaceAndReason();
    void tooManyNodesAreRefused();
    void namesAreMadePrintable();
    void sharedModelsOpenWithTheirCounts_data();
    void sharedModelsOpenWithTheirCounts();
    void yunetDynamicAsksForItsSizes();
};

void OnnxReaderTest::convolutionsCountExactly() {
    OnnxModel model = graphOf({1, 3, 32, 32});
    addConv(model).weights("d", {16, 1, 3, 3}).weights("b", {16});
    model.node("Conv", {"c", "d", "b"}, {"y"}, {{"group", int64_t{8}}, {"strides", std::vector<int64_t>{2, 2}}});
    const ImportedModel read = imported(model);
    QCOMPARE(outline(read.graph), std::string("conv2d depthwise_conv2d+bias"));
    QCOMPARE(read.graph.operators[0].macs, 8 * 3 * 9 * 30 * 30);
    QCOMPARE(read.graph.operators[1].macs, 16 * 9 * 14 * 14);
    QCOMPARE(read.graph.totalParameters(), 8 * 3 * 9 + 16 * 9 + 16);
    QCOMPARE(read.graph.operators[0].name, std::string("stem"));
    QCOMPARE(read.graph.tensors[static_cast<size_t>(read.graph.outputs[0])].name, std::string("y"));
    QCOMPARE(read.format, std::string("onnx"));
    QCOMPARE(read.precision, std::string("fp32"));
}

void OnnxReaderTest::normalizationAndClampsFoldIntoTheConvolution() {
    OnnxModel model = graphOf({1, 3, 8, 8});
    addConv(model).weights("s", {8}).node("BatchNormalization", {"c", "s", "s", "s", "s"}, {"n"});
    model.scalar("low", 0).scalar("high", 6).node("Clip", {"n", "low", "high"}, {"r"});
    model.node("Identity", {"r"}, {"i"}).node("Add", {"i", "i"}, {"a"}).node("Relu", {"a"}, {"y"});
    const ImportedModel read = imported(model);
    QCOMPARE(outline(read.graph), std::string("conv2d+bn+relu6 add+relu"));
    QCOMPARE(read.graph.totalParameters(), 8 * 27 + 2 * 8);
}

void OnnxReaderTest::aValueReadTwiceKeepsItsActivationApart() {
    OnnxModel model = graphOf({1, 3, 8, 8});
    addConv(model).weights("s", {8}).node("Relu", {"c"}, {"r"}).node("Add", {"c", "r"}, {"y"});
    QCOMPARE(outline(model), std::string("conv2d relu add"));
    OnnxModel normalized = graphOf({1, 3, 8, 8});
    addConv(normalized).weights("s", {8}).node("BatchNormalization", {"c", "s", "s", "s", "s"}, {"n"});
    normalized.node("Add", {"c", "n"}, {"y"});
    QCOMPARE(outline(normalized), std::string("conv2d normalize add"));
}

void OnnxReaderTest::aBiasAddedApartBecomesTheLayersBias() {
    OnnxModel dense = graphOf({1, 16});
    dense.weights("w", {16, 4}).weights("b", {4}).node("MatMul", {"x", "w"}, {"m"}).node("Add", {"m", "b"}, {"y"});
    const ImportedModel read = imported(dense);
    QCOMPARE(outline(read.graph), std::string("dense+bias"));
    QCOMPARE(read.graph.totalMacs(), 64);
    QCOMPARE(read.graph.totalParameters(), 68);
    OnnxModel conv = graphOf({1, 3, 8, 8});
    addConv(conv).weights("b", {1, 8, 1, 1}).node("Add", {"b", "c"}, {"y"});
    QCOMPARE(outline(conv), std::string("conv2d+bias"));
    OnnxModel map = graphOf({1, 3, 8, 8});
    addConv(map).weights("b", {8, 6, 6}).node("Add", {"c", "b"}, {"y"});
    QCOMPARE(outline(map), std::string("conv2d add"));
    QCOMPARE(imported(map).graph.totalParameters(), 8 * 27 + 8 * 36);
}

void OnnxReaderTest::spelledOutActivationsBecomeOneOperator() {
    OnnxModel silu = graphOf({1, 4});
    silu.node("Sigmoid", {"x"}, {"s"}).node("Mul", {"s", "x"}, {"y"});
    QCOMPARE(outline(silu), std::string("silu"));
    OnnxModel gate = graphOf({1, 4});
    gate.node("HardSigmoid", {"x"}, {"s"}, {{"alpha", 1.0F / 6}}).node("Mul", {"x", "s"}, {"y"});
    QCOMPARE(outline(gate), std::string("hard_swish"));
    const auto shifted = [] {
        OnnxModel model = graphOf({1, 4}, 9);
        model.scalar("three", 3).scalar("six", 6).node("Add", {"x", "three"}, {"a"});
        model.node("Clip", {"a"}, {"c"}, {{"min", 0.0F}, {"max", 6.0F}});
        return model;
    };
    OnnxModel late = shifted();
    late.node("Mul", {"x", "c"}, {"m"}).node("Div", {"m", "six"}, {"y"});
    QCOMPARE(outline(late), std::string("hard_swish"));
    OnnxModel early = shifted();
    early.node("Div", {"c", "six"}, {"d"}).node("Mul", {"d", "x"}, {"y"});
    QCOMPARE(outline(early), std::string("hard_swish"));
    OnnxModel alone = shifted();
    alone.node("Div", {"c", "six"}, {"y"});
    QCOMPARE(outline(alone), std::string("hard_sigmoid"));
    OnnxModel leaking = graphOf({1, 4});
    leaking.node("Sigmoid", {"x"}, {"s"}).node("Mul", {"s", "x"}, {"y"}).output("s");
    QCOMPARE(outline(leaking), std::string("sigmoid mul"));
}

void OnnxReaderTest::spelledOutGeluAndLayerNormBecomeOneOperator() {
    OnnxModel gelu = graphOf({1, 4, 8});
    gelu.scalar("root", 1.4142135F).scalar("one", 1).scalar("half", 0.5F).node("Div", {"x", "root"}, {"d"});
    gelu.node("Erf", {"d"}, {"e"}).node("Add", {"e", "one"}, {"a"}).node("Mul", {"x", "half"}, {"h"});
    gelu.node("Mul", {"h", "a"}, {"y"});
    QCOMPARE(outline(gelu), std::string("gelu"));
    OnnxModel norm = graphOf({1, 4, 8});
    const std::vector<test::OnnxAttribute> last = {{"axes", std::vector<int64_t>{-1}}};
    norm.scalar("two", 2).scalar("epsilon", 1e-5F).weights("g", {8}).weights("b", {8});
    norm.node("ReduceMean", {"x"}, {"m"}, last).node("Sub", {"x", "m"}, {"d"}).node("Pow", {"d", "two"}, {"p"});
    norm.node("ReduceMean", {"p"}, {"v"}, last).node("Add", {"v", "epsilon"}, {"e"}).node("Sqrt", {"e"}, {"s"});
    norm.node("Div", {"d", "s"}, {"n"}).node("Mul", {"n", "g"}, {"k"}).node("Add", {"k", "b"}, {"y"});
    const ImportedModel read = imported(norm);
    QCOMPARE(outline(read.graph), std::string("layer_norm"));
    QCOMPARE(read.graph.totalParameters(), 16);
}

void OnnxReaderTest::computedSizesResolve() {
    OnnxModel model = graphOf({2, 6, 4, 4});
    model.integers("one", {1}).integers("zero", {0}).integers("two", {2}).integers("rest", {-1});
    model.node("Shape", {"x"}, {"s"}).node("Gather", {"s", "zero"}, {"n"}).node("Gather", {"s", "one"}, {"k"});
    model.node("Div", {"k", "two"}, {"g"})
        .node("Concat", {"n", "two", "g", "rest"}, {"target"}, {{"axis", int64_t{0}}});
    model.node("Reshape", {"x", "target"}, {"y"});
    const ImportedModel read = imported(model);
    QCOMPARE(outline(read.graph), std::string("reshape"));
    QCOMPARE(read.graph.shape(read.graph.outputs[0]).text(), std::string("2x2x3x16"));
    QCOMPARE(read.graph.operators[0].axes, (std::vector<int64_t>{0, 2, 3, -1}));
}

void OnnxReaderTest::poolsRoundUpAsPyTorchDoes() {
    const auto pooled = [](int64_t size, int64_t kernel, int64_t stride, int64_t pad, bool up) {
        OnnxModel model = graphOf({1, 2, size, size});
        model.node("MaxPool", {"x"}, {"y"},
                   {{"kernel_shape", std::vector<int64_t>{kernel, kernel}},
                    {"strides", std::vector<int64_t>{stride, stride}},
                    {"pads", std::vector<int64_t>{pad, pad, pad, pad}},
                    {"ceil_mode", int64_t{up}}});
        return outputShape(model);
    };
    // torch.nn.MaxPool2d(k, s, p, ceil_mode=...) on these sizes.
    QCOMPARE(pooled(6, 3, 2, 0, false), std::string("1x2x2x2"));
    QCOMPARE(pooled(6, 3, 2, 0, true), std::string("1x2x3x3"));
    QCOMPARE(pooled(7, 3, 2, 1, true), std::string("1x2x4x4"));
    QCOMPARE(pooled(5, 1, 3, 0, true), std::string("1x2x2x2"));
    QCOMPARE(pooled(6, 2, 5, 1, true), std::string("1x2x2x2"));
}

void OnnxReaderTest::paddingSpellingsGiveTheSameSize() {
    for (const char* mode : {"SAME_UPPER", "SAME_LOWER", "VALID"}) {
        OnnxModel model = graphOf({1, 3, 9, 10});
        model.weights("w", {4, 3, 2, 2});
        model.node("Conv", {"x", "w"}, {"y"},
                   {{"auto_pad", std::string(mode)}, {"strides", std::vector<int64_t>{2, 2}}});
        const bool same = std::string_view(mode) != "VALID";
        QCOMPARE(outputShape(model), std::string(same ? "1x4x5x5" : "1x4x4x5"));
        const Window window = imported(model).graph.operators[0].window;
        QCOMPARE(window.pad_bottom, std::string_view(mode) == "SAME_UPPER" ? 1 : 0);
        QCOMPARE(window.pad_top, std::string_view(mode) == "SAME_LOWER" ? 1 : 0);
    }
}

void OnnxReaderTest::transposedConvolutionsGiveTheirSize() {
    OnnxModel model = graphOf({1, 4, 5, 5});
    model.weights("w", {4, 6, 3, 3});
    model.node("ConvTranspose", {"x", "w"}, {"y"},
               {{"strides", std::vector<int64_t>{2, 2}},
                {"pads", std::vector<int64_t>{1, 1, 1, 1}},
                {"output_padding", std::vector<int64_t>{1, 1}}});
    const ImportedModel read = imported(model);
    QCOMPARE(read.graph.shape(read.graph.outputs[0]).text(), std::string("1x6x10x10"));
    QCOMPARE(read.graph.totalMacs(), 4 * 6 * 9 * 25);
    OnnxModel sized = graphOf({1, 4, 5, 5});
    sized.weights("w", {4, 6, 3, 3});
    sized.node("ConvTranspose", {"x", "w"}, {"y"},
               {{"strides", std::vector<int64_t>{2, 2}}, {"output_shape", std::vector<int64_t>{12, 9}}});
    QCOMPARE(outputShape(sized), std::string("1x6x12x9"));
}

void OnnxReaderTest::initializersAmongInputsAreNoInputs() {
    OnnxModel model = graphOf({1, 3, 8, 8});
    model.input("w", {8, 3, 3, 3});
    addConv(model).node("Relu", {"c"}, {"y"});
    QCOMPARE(imported(model).graph.inputs.size(), size_t{1});
    const auto inputs = onnxInputs(model.bytes());
    QVERIFY(inputs);
    QCOMPARE(inputs->size(), size_t{1});
    QCOMPARE((*inputs)[0].name, std::string("x"));
    QVERIFY(!(*inputs)[0].needs_shape);
}

void OnnxReaderTest::constantNodesHoldWeights() {
    OnnxModel model = graphOf({1, 3, 8, 8});
    model.constantNode("w", {8, 3, 3, 3}).node("Conv", {"x", "w"}, {"y"});
    QCOMPARE(imported(model).graph.totalParameters(), 8 * 27);
    OnnxModel turned = graphOf({1, 5});
    turned.constantNode("w", {7, 5}).node("Transpose", {"w"}, {"t"}).node("MatMul", {"x", "t"}, {"y"});
    QCOMPARE(imported(turned).graph.totalMacs(), 35);
}

void OnnxReaderTest::aSymbolicBatchBecomesOneWithANote() {
    OnnxModel model = graphOf({std::string("batch"), 3, 8, 8});
    addConv(model).node("Relu", {"c"}, {"y"});
    const ImportedModel read = imported(model);
    QCOMPARE(read.graph.shape(read.graph.inputs[0]).text(), std::string("1x3x8x8"));
    QCOMPARE(read.notes.size(), size_t{1});
    QVERIFY(read.notes[0].find("batch size") != std::string::npos);
}

void OnnxReaderTest::symbolicSizesAreAskedFor() {
    OnnxModel model = graphOf({1, 3, std::string("height"), std::string("width")});
    addConv(model).node("Relu", {"c"}, {"y"});
    const Error error = refused(model);
    QCOMPARE(error.code, ErrorCode::InvalidArgument);
    QCOMPARE(error.place, std::string("x"));
    QVERIFY(error.message.find("height, width") != std::string::npos);
    QCOMPARE(error.remedy, std::string("give --input-shape 1x3x320x320"));
    const auto inputs = onnxInputs(model.bytes());
    QVERIFY(inputs && (*inputs)[0].needs_shape);
    QCOMPARE((*inputs)[0].dims, (std::vector<int64_t>{1, 3, -1, -1}));
    QCOMPARE((*inputs)[0].symbols[3], std::string("width"));
    ImportOptions options;
    options.input_shapes = {{1, 3, 20, 30}};
    QCOMPARE(outputShape(model, options), std::string("1x8x18x28"));
    options.input_shapes = {{1, 20, 30, 3}};
    QCOMPARE(outputShape(model, options), std::string("1x8x18x28"));
}

void OnnxReaderTest::givenSizesReplaceStatedOnes() {
    OnnxModel model = graphOf({1, 3, 8, 8});
    addConv(model).node("Relu", {"c"}, {"y"});
    ImportOptions options;
    options.input_shapes = {{4, 3, 16, 12}};
    QCOMPARE(outputShape(model, options), std::string("4x8x14x10"));
    options.input_shapes = {{1, 4, 16, 12}};
    QVERIFY(refused(model, options).message.find("weights are for 3 channels") != std::string::npos);
    options.input_shapes = {{1, 3, 16}};
    QCOMPARE(refused(model, options).code, ErrorCode::InvalidArgument);
    options.input_shapes = {{1, 3, 8, 8}, {1}};
    QVERIFY(refused(model, options).message.find("2 input shapes") != std::string::npos);
}

void OnnxReaderTest::unknownOperatorsAreKeptOrRefusedByName() {
    OnnxModel stated = graphOf({1, 3, 8, 8});
    stated.node("FooBar", {"x"}, {"f"}).node("Relu", {"f"}, {"y"}).valueInfo("f", {1, 5, 4, 4});
    const ImportedModel read = imported(stated);
    QCOMPARE(outline(read.graph), std::string("opaque relu"));
    QCOMPARE(read.graph.operators[0].detail, std::string("FooBar"));
    QCOMPARE(read.graph.shape(read.graph.outputs[0]).text(), std::string("1x5x4x4"));
    OnnxModel silent = graphOf({1, 3, 8, 8});
    silent.node("FooBar", {"x"}, {"y"});
    const Error error = refused(silent);
    QCOMPARE(error.code, ErrorCode::Unsupported);
    QVERIFY(error.message.find("FooBar") != std::string::npos && !error.remedy.empty());
    ImportOptions options;
    options.input_shapes = {{1, 3, 16, 16}};
    QCOMPARE(refused(stated, options).code, ErrorCode::Unsupported);
}

void OnnxReaderTest::quantisationThatIsUndoneVanishes() {
    OnnxModel model = graphOf({1, 3, 8, 8});
    model.scalar("scale", 0.1F).weights("zero", {}, 3).weights("w8", {8, 3, 3, 3}, 3);
    model.node("QuantizeLinear", {"x", "scale", "zero"}, {"q"}).node("DequantizeLinear", {"q", "scale", "zero"}, {"d"});
    model.node("DequantizeLinear", {"w8", "scale", "zero"}, {"w"}).node("Conv", {"d", "w"}, {"c"});
    model.node("Relu", {"c"}, {"r"}).node("QuantizeLinear", {"r", "scale", "zero"}, {"y"});
    const ImportedModel read = imported(model);
    QCOMPARE(outline(read.graph), std::string("conv2d+relu quantize"));
    QCOMPARE(read.precision, std::string("int8"));
    QCOMPARE(read.graph.totalParameters(), 8 * 27);
}

void OnnxReaderTest::recurrentLayersKeepShapesAndParameters() {
    OnnxModel model = graphOf({10, 1, 6});
    model.weights("w", {2, 16, 6}).weights("r", {2, 16, 4}).weights("b", {2, 32});
    model.node("LSTM", {"x", "w", "r", "b"}, {"y"},
               {{"hidden_size", int64_t{4}}, {"direction", std::string("bidirectional")}});
    const ImportedModel read = imported(model);
    QCOMPARE(read.graph.shape(read.graph.outputs[0]).text(), std::string("10x2x1x4"));
    QCOMPARE(read.graph.totalParameters(), 2 * 16 * 6 + 2 * 16 * 4 + 64);
    QCOMPARE(read.graph.operators[0].detail, std::string("LSTM"));
}

void OnnxReaderTest::unsortedNodesAreSorted() {
    OnnxModel model = graphOf({1, 3, 8, 8});
    model.node("Sigmoid", {"c"}, {"y"});
    addConv(model);
    QCOMPARE(outline(model), std::string("conv2d sigmoid"));
}

void OnnxReaderTest::refusalsNameFilePlaceAndReason_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("text");
    const auto row = [](const char* name, const OnnxModel& model, const char* text) {
        QTest::newRow(name) << QByteArray::fromStdString(model.bytes()) << QString::fromLatin1(text);
    };
    OnnxModel cycle = graphOf({1, 4});
    cycle.node("Add", {"x", "b"}, {"a"}, {}, "first").node("Relu", {"a"}, {"b"}).node("Relu", {"b"}, {"y"});
    row("cycle", cycle, "test.onnx: node 'first' (Add): lies on or behind a cycle of values");
    OnnxModel twice = graphOf({1, 4});
    twice.node("Relu", {"x"}, {"y"}).node("Relu", {"x"}, {"y"});
    row("twice", twice, "test.onnx: node 1 (Relu): value 'y' is defined twice");
    OnnxModel dangling = graphOf({1, 4});
    dangling.node("Relu", {"nope"}, {"y"});
    row("dangling", dangling, "test.onnx: node 0 (Relu): reads 'nope', which nothing defines");
    row("no nodes", graphOf({1, 4}), "test.onnx: has no nodes");
    OnnxModel stride = graphOf({1, 3, 8, 8});
    stride.weights("w", {8, 3, 3, 3});
    stride.node("Conv", {"x", "w"}, {"y"}, {{"strides", std::vector<int64_t>{0, 1}}});
    row("stride", stride, "test.onnx: node 0 (Conv): strides is 0, it must lie between 1 and 32768");
    OnnxModel reshape = graphOf({1, 10});
    reshape.integers("s", {3, -1}).node("Reshape", {"x", "s"}, {"y"});
    row("reshape", reshape, "test.onnx: node 0 (Reshape): 10 elements of 1x10 cannot be divided into groups of 3");
    OnnxModel runtime = graphOf({1, 10});
    runtime.input("s", {2}).node("Reshape", {"x", "s"}, {"y"});
    row("computed size", runtime,
        "test.onnx: node 0 (Reshape): its 'shape' is computed while the network runs; export the network with fixed "
        "sizes");
    QTest::newRow("empty") << QByteArray() << QStringLiteral("test.onnx: is empty");
    QTest::newRow("zip") << QByteArray("PK\x03\x04xxxx")
                         << QStringLiteral(
                                "test.onnx: is a zip archive or pickle, such as PyTorch writes, not ONNX; "
                                "export to ONNX");
    const std::string whole = stride.bytes();
    QTest::newRow("cut after the graph") << QByteArray::fromStdString(whole.substr(0, whole.size() - 6))
                                         << QStringLiteral("test.onnx: states no operator set; the file is truncated");
}

void OnnxReaderTest::refusalsNameFilePlaceAndReason() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, text);
    const auto read = readOnnx(bytes.toStdString(), "test.onnx");
    QVERIFY(!read);
    QCOMPARE(QString::fromStdString(read.error().text()), text);
}

void OnnxReaderTest::tooManyNodesAreRefused() {
    OnnxModel model = graphOf({1, 4});
    std::string last = "x";
    for (int64_t i = 0; i <= kMaxNodes; ++i) {
        const std::string next = "t" + std::to_string(i);
        model.node("Relu", {last}, {next});
        last = next;
    }
    const Error error = refused(model);
    QCOMPARE(error.code, ErrorCode::LimitExceeded);
    QVERIFY(error.message.find("100,000") != std::string::npos);
}

void OnnxReaderTest::namesAreMadePrintable() {
    OnnxModel model = graphOf({1, 4});
    model.node("Relu", {"x"}, {"y"}, {}, "a\nb\xE2\x80\xAEgnp\xFF" + std::string(1'000'000, 'n'));
    const std::string name = imported(model).graph.operators[0].name;
    QVERIFY(name.starts_with("a b?gnp?nnn"));
    QVERIFY(name.size() <= 256);
}

void OnnxReaderTest::sharedModelsOpenWithTheirCounts_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("shape");
    QTest::addColumn<qint64>("macs");
    QTest::addColumn<qint64>("parameters");
    QTest::addColumn<QString>("outputs");
    // Counted from the files' own convolution shapes by a separate script over the protobuf. UltraFace also stores
    // three tables of 4420 x 2 anchors; the bias of PP-OCR's dense layer stands in an Add.
    QTest::newRow("ultraface") << "ultraface_rfb_320"
                               << "" << qint64{100'418'560} << qint64{276'292 + 3 * 8840} << "1x4420x2 1x4420x4";
    QTest::newRow("yunet") << "yunet_n_320"
                           << "" << qint64{135'598'400} << qint64{73'840}
                           << "1x1600x1 1x400x1 1x100x1 1x1600x1 1x400x1 1x100x1 1x1600x4 1x400x4 1x100x4 1x1600x10 "
                              "1x400x10 1x100x10";
    QTest::newRow("yunet 160") << "yunet_n_dynamic"
                               << "1x3x160x160" << qint64{33'899'600} << qint64{73'840}
                               << "1x400x1 1x100x1 1x25x1 1x400x1 1x100x1 1x25x1 1x400x4 1x100x4 1x25x4 1x400x10 "
                                  "1x100x10 1x25x10";
    QTest::newRow("proxyless") << "proxyless_gaze_face_detection"
                               << "" << qint64{24'929'600} << qint64{307'394} << "1x420x6";
    QTest::newRow("ppocr") << "ppocr_mobile_v2_cls"
                           << "1x3x48x192" << qint64{16'315'376} << qint64{129'354 + 2} << "1x2";
}

void OnnxReaderTest::sharedModelsOpenWithTheirCounts() {
    QFETCH(QString, file);
    QFETCH(QString, shape);
    QFETCH(qint64, macs);
    QFETCH(qint64, parameters);
    QFETCH(QString, outputs);
    const std::string path = kModels + file.toStdString() + ".onnx";
    if (!QFileInfo::exists(QString::fromStdString(path))) QSKIP("shared models are not there");
    const auto bytes = readFileBytes(path, kMaxModelFileBytes);
    QVERIFY(bytes);
    ImportOptions options;
    if (!shape.isEmpty()) {
        const auto sizes = parseShape(shape.toStdString());
        options.input_shapes = {{sizes->sizes().begin(), sizes->sizes().end()}};
    }
    const ImportedModel read = imported(*bytes, options);
    QCOMPARE(qint64{read.graph.totalMacs()}, macs);
    QCOMPARE(qint64{read.graph.totalParameters()}, parameters);
    std::string shapes;
    for (const TensorId output : read.graph.outputs)
        shapes += (shapes.empty() ? "" : " ") + read.graph.shape(output).text();
    QCOMPARE(QString::fromStdString(shapes), outputs);
    for (const Operator& op : read.graph.operators)
        QVERIFY(op.type != OpType::Opaque);
}

void OnnxReaderTest::yunetDynamicAsksForItsSizes() {
    const std::string path = std::string(kModels) + "yunet_n_dynamic.onnx";
    if (!QFileInfo::exists(QString::fromStdString(path))) QSKIP("shared models are not there");
    const auto bytes = readFileBytes(path, kMaxModelFileBytes);
    QVERIFY(bytes);
    const auto inputs = onnxInputs(*bytes);
    QVERIFY(inputs && inputs->size() == 1 && (*inputs)[0].needs_shape);
    QCOMPARE((*inputs)[0].dims, (std::vector<int64_t>{-1, 3, -1, -1}));
    const auto asked = readOnnx(*bytes, "yunet_n_dynamic.onnx");
    QVERIFY(!asked);
    QCOMPARE(asked.error().code, ErrorCode::InvalidArgument);
    QCOMPARE(asked.error().text(), std::string("yunet_n_dynamic.onnx: input: sizes not stated: height, width; "
                                               "give --input-shape 1x3x320x320"));
}

QTEST_GUILESS_MAIN(OnnxReaderTest)
#include "onnx_reader_test.moc"
