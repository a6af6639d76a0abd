// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <cmath>
#include <cstring>

#include "io/tflite_reader.h"
#include "support/must.h"
#include "support/written_tflite.h"

using namespace bw;
using support::must;
using test::Chain;
using test::conv;
using test::Ints;
using test::Written;
using tflite::Builtin;

namespace {

struct Format {
    std::vector<float> scales;
    std::vector<int64_t> zeros;
    int axis = 0;
    bool operator==(const Format&) const = default;
};

Format formatOf(const Written& written, int32_t tensor) {
    const FlatTable q = written.file.tensors[static_cast<size_t>(tensor)].table.table(4);
    const std::string_view scales = q.vector(2, 4).data();
    const std::string_view zeros = q.vector(3, 8).data();
    Format format{std::vector<float>(scales.size() / 4), std::vector<int64_t>(zeros.size() / 8), q.int32(6)};
    std::memcpy(format.scales.data(), scales.data(), scales.size());
    std::memcpy(format.zeros.data(), zeros.data(), zeros.size());
    return format;
}

Written quantized(const Network& network) {
    TfliteWriteOptions options;
    options.numbers = TfliteNumbers::Int8;
    return Written(network, options);
}

int typeOf(const Written& written, int32_t tensor) {
    return written.file.tensors[static_cast<size_t>(tensor)].type;
}

constexpr int kInt32 = 2;
constexpr int kInt8 = 9;

}  // namespace

class TfliteQuantizeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void convolutionsHaveOneScalePerChannel() {
        Chain chain({1, 3, 16, 16});
        chain.then("conv", conv(8, 3, 2, "same"));
        chain.then("depthwise_conv", {{"kernel", int64_t{3}}});
        const Written written = quantized(chain.network());
        for (size_t i = 0; i < 2; ++i) {
            const auto& op = written.file.operators[i];
            const Format weights = formatOf(written, op.inputs[1]);
            QCOMPARE(typeOf(written, op.inputs[1]), kInt8);
            QCOMPARE(weights.scales.size(), size_t{8});
            QCOMPARE(weights.axis, i == 0 ? 0 : 3);
            QVERIFY(weights.zeros == std::vector<int64_t>(8, 0));
            QCOMPARE(typeOf(written, op.inputs[2]), kInt32);
            const Format bias = formatOf(written, op.inputs[2]);
            const float input = formatOf(written, op.inputs[0]).scales.front();
            for (size_t c = 0; c < 8; ++c)
                QCOMPARE(bias.scales[c], input * weights.scales[c]);
            // The largest weight of each channel takes the largest integer.
            std::vector<int> greatest(8, 0);
            const std::string_view data = written.operand(i, 1).data;
            for (size_t k = 0; k < data.size(); ++k) {
                const size_t channel = i == 0 ? k / (data.size() / 8) : k % 8;
                greatest[channel] =
                    std::max(greatest[channel], std::abs(static_cast<int>(static_cast<int8_t>(data[k]))));
            }
            QVERIFY(greatest == std::vector<int>(8, 127));
        }
    }

    void integersStandForTheWeights() {
        Chain chain({1, 3, 8, 8});
        chain.then("conv", conv(4, 3, 1, "same"));
        const Network network = chain.network();
        const Written real(network);
        const Written whole = quantized(network);
        const std::vector<float> weights = real.floats(0, 1);
        const Format format = formatOf(whole, whole.file.operators[0].inputs[1]);
        const std::string_view data = whole.operand(0, 1).data;
        QCOMPARE(data.size(), weights.size());
        for (size_t i = 0; i < weights.size(); ++i) {
            const float scale = format.scales[i / (weights.size() / 4)];
            QVERIFY(std::fabs(static_cast<float>(static_cast<int8_t>(data[i])) * scale - weights[i]) <= 0.501F * scale);
        }
    }

    void denseLayersHaveOneScale() {
        Chain chain({1, 16});
        chain.then("dense", {{"channels", int64_t{10}}});
        const Written written = quantized(chain.network());
        QCOMPARE(formatOf(written, written.file.operators[0].inputs[1]).scales.size(), size_t{1});
    }

    void softmaxAndGatesHaveTheFormatThatIsPrescribed() {
        Chain chain({1, 16});
        chain.then("activation", {{"function", std::string("sigmoid")}});
        chain.then("activation", {{"function", std::string("tanh")}});
        chain.then("softmax", {});
        const Written written = quantized(chain.network());
        const Format unit{{1.0F / 256}, {-128}, 0};
        QVERIFY(formatOf(written, written.file.operators[0].outputs[0]) == unit);
        QVERIFY((formatOf(written, written.file.operators[1].outputs[0]) == Format{{1.0F / 128}, {0}, 0}));
        QVERIFY(formatOf(written, written.file.operators[2].outputs[0]) == unit);
    }

    void whatOnlyMovesKeepsItsFormat() {
        Chain chain({1, 4, 16, 16});
        const BlockId a = chain.then("conv", conv(4, 3, 1, "same"), "a");
        const BlockId b = chain.add("conv", conv(8, 3, 1, "same"), {a}, "b");
        chain.setLast(chain.add("concat", {{"axis", int64_t{1}}}, {a, b}));
        chain.then("max_pool", {{"kernel", int64_t{2}}, {"stride", int64_t{2}}});
        chain.then("resize", {{"scale", 2.0}, {"mode", std::string("nearest")}});
        const Written written = quantized(chain.network());
        for (const auto& op : written.file.operators) {
            const auto code = static_cast<Builtin>(op.code);
            if (code == Builtin::Conv2d) continue;
            QVERIFY(formatOf(written, op.inputs[0]) == formatOf(written, op.outputs[0]));
            if (code == Builtin::Concatenation)
                QVERIFY(formatOf(written, op.inputs[1]) == formatOf(written, op.outputs[0]));
        }
    }

    void joiningTwoPrescribedFormatsRequantizesOne() {
        Chain chain({1, 4, 8, 8});
        const BlockId x = chain.last();
        const BlockId a = chain.add("activation", {{"function", std::string("sigmoid")}}, {x}, "a");
        const BlockId b = chain.add("activation", {{"function", std::string("tanh")}}, {x}, "b");
        chain.setLast(chain.add("concat", {{"axis", int64_t{1}}}, {a, b}));
        const Written written = quantized(chain.network());
        const auto codes = written.codes();
        QCOMPARE(std::count(codes.begin(), codes.end(), Builtin::Quantize), 1);
        const auto& join = written.file.operators.back();
        QCOMPARE(static_cast<Builtin>(join.code), Builtin::Concatenation);
        QVERIFY(formatOf(written, join.inputs[0]) == formatOf(written, join.inputs[1]));
        QVERIFY(formatOf(written, join.inputs[0]) == formatOf(written, join.outputs[0]));
    }

    void functionsWithoutAnIntegerFormStayFloat() {
        Chain chain({1, 4, 8, 8});
        chain.then("elementwise", {{"function", std::string("sqrt")}});
        const Written written = quantized(chain.network());
        QCOMPARE(written.codes(), (std::vector<Builtin>{Builtin::Dequantize, Builtin::Sqrt, Builtin::Quantize}));
        QCOMPARE(typeOf(written, written.file.outputs[0]), kInt8);
    }

    void rectifiedRangesBeginAtZero() {
        Chain chain({1, 3, 16, 16});
        Attributes relu = conv(8, 3, 1, "same");
        relu.set("activation", std::string("relu6"));
        chain.then("conv", relu);
        const Written written = quantized(chain.network());
        const Format format = formatOf(written, written.file.outputs[0]);
        QCOMPARE(format.zeros.front(), int64_t{-128});
        QVERIFY(format.scales.front() > 0 && format.scales.front() * 255 <= 6.0001F);
    }

    void whatIsClippedAwayKeepsAScale() {
        // 40 below zero before a ReLU6: nothing is left, but the interpreter must be able to scale the sum.
        class Low : public OperatorNumbers {
        public:
            Result<Numbers> kernel(size_t) const override { return Numbers(); }
            Result<Numbers> bias(size_t) const override { return Numbers(); }
            Result<Numbers> constant(size_t) const override {
                return Numbers{{1}, std::make_shared<const std::vector<float>>(1, -40.0F)};
            }
            Result<Numbers> scale(size_t) const override { return Numbers(); }
            Result<Numbers> shift(size_t) const override { return Numbers(); }
        };
        Chain chain({1, 4, 8, 8});
        chain.then("add", {{"constant", std::string("scalar")}, {"activation", std::string("relu6")}});
        const Low numbers;
        TfliteWriteOptions options;
        options.numbers = TfliteNumbers::Int8;
        options.weights = &numbers;
        const Written written(chain.network(), options);
        const auto& op = written.file.operators[0];
        const float in = std::max(formatOf(written, op.inputs[0]).scales[0], formatOf(written, op.inputs[1]).scales[0]);
        QVERIFY(2 * in / formatOf(written, op.outputs[0]).scales[0] < 1 << 20);
    }

    void deepNetworksKeepUsefulRanges() {
        Chain chain({1, 3, 64, 64});
        for (int i = 0; i < 12; ++i) {
            chain.then("ibn", {{"channels", int64_t{24}}, {"expansion", 4.0}, {"residual", i > 0}},
                       "block " + std::to_string(i));
        }
        const Written written = quantized(chain.network());
        for (const auto& op : written.file.operators) {
            const float scale = formatOf(written, op.outputs[0]).scales.front();
            QVERIFY2(scale > 1e-4F && scale < 10, std::to_string(scale).c_str());
        }
        QCOMPARE(must(readTflite(written.bytes, "a.tflite")).precision, std::string("int8"));
    }
};

QTEST_APPLESS_MAIN(TfliteQuantizeTest)
#include "tflite_quantize_test.moc"
