// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "memory/weights.h"

#include <QtTest>

#include "support/mobilenets.h"

namespace bw {

using support::convSpec;
using support::must;

class WeightsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void countsWeightsAndOneBiasPerChannel();
    void constantOperandsAreWeights();
    void mobileNetV1HoldsItsParameters();
    void overflowIsRefused();
};

void WeightsTest::countsWeightsAndOneBiasPerChannel() {
    // 3 x 3 convolution 2 -> 4: 72 weights. Batch normalisation folds into 4 biases; bias and it are still 4.
    OperatorGraph graph;
    OperatorBuilder build(graph);
    const TensorId x = build.addInput({1, 2, 4, 4}, "x");
    must(build.conv(x, convSpec(4, 3, 1, Activation::Relu)));
    const Operator& op = graph.operators[0];
    QCOMPARE(must(parameterBytes(op, Precision::Int8)), (ParameterBytes{72, 16}));
    QCOMPARE(must(parameterBytes(op, Precision::Int16)), (ParameterBytes{72, 32}));
    QCOMPARE(must(parameterBytes(op, Precision::Fp16)), (ParameterBytes{144, 8}));
    QCOMPARE(must(parameterBytes(op, Precision::Fp32)), (ParameterBytes{288, 16}));
    Operator both = op;
    both.has_bias = true;
    QCOMPARE(must(parameterBytes(both, Precision::Int8)), (ParameterBytes{72, 16}));
    both.has_bias = both.has_batch_norm = false;
    QCOMPARE(must(parameterBytes(both, Precision::Int8)), (ParameterBytes{72, 0}));
    // Two weights of 4 bits share a byte; the last byte is whole.
    both.precision.weights = WeightFormat::Int4;
    QCOMPARE(must(parameterBytes(both, Precision::Int8)), (ParameterBytes{36, 0}));
    both.weight_elements = 73;
    QCOMPARE(must(parameterBytes(both, Precision::Int8)), (ParameterBytes{37, 0}));
    both.precision = {Precision::Fp16, {}};
    QCOMPARE(must(parameterBytes(both, Precision::Int8)), (ParameterBytes{146, 0}));
}

void WeightsTest::constantOperandsAreWeights() {
    OperatorGraph graph;
    OperatorBuilder build(graph);
    const TensorId x = build.addInput({1, 2, 4, 4}, "x");
    must(build.elementwise(OpType::Mul, std::array{x}, Activation::None, 2));
    QCOMPARE(must(parameterBytes(graph, Precision::Fp16)), (ParameterBytes{4, 0}));
}

void WeightsTest::mobileNetV1HoldsItsParameters() {
    // Weights: stem 864, depthwise 9 * 4,960 = 44,640 (the sum of its input channels), pointwise 3,139,584, classifier
    // 1,024,000. Biases: 32 + 4,960 (depthwise) + 5,952 (pointwise) + 1,000 = 11,944.
    const ParameterBytes bytes = must(parameterBytes(support::mobileNetV1(), Precision::Int8));
    QCOMPARE(bytes.weights, 864 + 44'640 + 3'139'584 + 1'024'000);
    QCOMPARE(bytes.biases, 4 * 11'944);
    QCOMPARE(bytes.total(), bytes.weights + bytes.biases);
}

void WeightsTest::overflowIsRefused() {
    Operator op;
    op.weight_elements = int64_t{1} << 61;
    QVERIFY(parameterBytes(op, Precision::Fp16).has_value());
    QVERIFY(!parameterBytes(op, Precision::Fp32).has_value());
    OperatorGraph graph;
    graph.operators = {op, op};
    QVERIFY(!parameterBytes(graph, Precision::Fp16).has_value());
}

}  // namespace bw

QTEST_GUILESS_MAIN(bw::WeightsTest)
#include "weights_test.moc"
