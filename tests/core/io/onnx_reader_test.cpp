// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "support/onnx_reading.h"

using namespace bw;
using namespace bw::test;

namespace {

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
    void namesAreMadePrintable();
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

void OnnxReaderTest::namesAreMadePrintable() {
    OnnxModel model = graphOf({1, 4});
    model.node("Relu", {"x"}, {"y"}, {}, "a\nb\xE2\x80\xAEgnp\xFF" + std::string(1'000'000, 'n'));
    const std::string name = imported(model).graph.operators[0].name;
    QVERIFY(name.starts_with("a b?gnp?nnn"));
    QVERIFY(name.size() <= 256);
}

QTEST_GUILESS_MAIN(OnnxReaderTest)
#include "onnx_reader_test.moc"
