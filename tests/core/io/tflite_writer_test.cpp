// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>
#include <algorithm>

#include "io/tflite_reader.h"
#include "io/tflite_writer.h"
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

/// Weights that tell where they stand: the number of the element in the graph's order.
class CountedNumbers : public OperatorNumbers {
public:
    explicit CountedNumbers(std::vector<int64_t> sizes) : sizes_(std::move(sizes)) {}
    Result<Numbers> kernel(size_t) const override { return counted(sizes_); }
    Result<Numbers> bias(size_t) const override { return Numbers(); }
    Result<Numbers> constant(size_t) const override { return counted(sizes_); }
    Result<Numbers> scale(size_t) const override { return Numbers(); }
    Result<Numbers> shift(size_t) const override { return Numbers(); }

private:
    static Numbers counted(const std::vector<int64_t>& sizes) {
        int64_t count = 1;
        for (const int64_t size : sizes)
            count *= size;
        std::vector<float> values;
        for (int64_t i = 0; i < count; ++i)
            values.push_back(static_cast<float>(i));
        return {sizes, std::make_shared<const std::vector<float>>(std::move(values))};
    }

    std::vector<int64_t> sizes_;
};

}  // namespace

class TfliteWriterTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sizesAreWrittenChannelsLast() {
        Chain chain({1, 3, 20, 30});
        chain.then("conv", conv(8, 3, 2, "same"));
        const Written written(chain.network());
        const auto& input = written.file.tensors[static_cast<size_t>(written.file.inputs[0])];
        QCOMPARE(input.shapeText(), std::string("1x20x30x3"));
        const auto& output = written.file.tensors[static_cast<size_t>(written.file.outputs[0])];
        QCOMPARE(output.shapeText(), std::string("1x10x15x8"));
        QCOMPARE(written.operand(0, 1).shapeText(), std::string("8x3x3x3"));
    }

    void kernelsAreTransposed() {
        Chain chain({1, 2, 5, 5});
        chain.then("conv", conv(3, 2, 1, "same"));
        const CountedNumbers numbers({3, 2, 2, 2});
        TfliteWriteOptions options;
        options.weights = &numbers;
        const std::vector<float> filter = Written(chain.network(), options).floats(0, 1);
        // Output 1, row 0, column 1, input 1: element ((1 * 2 + 1) * 2 + 0) * 2 + 1 of the graph's kernel.
        QCOMPARE(filter[((1 * 2 + 0) * 2 + 1) * 2 + 1], 13.0F);
    }

    void depthwiseKernelsAreTransposed() {
        Chain chain({1, 4, 5, 5});
        chain.then("depthwise_conv", {{"kernel", int64_t{3}}});
        const CountedNumbers numbers({4, 1, 3, 3});
        TfliteWriteOptions options;
        options.weights = &numbers;
        const Written written(chain.network(), options);
        QCOMPARE(written.codes().front(), Builtin::DepthwiseConv2d);
        // Row 2, column 1, channel 3.
        QCOMPARE(written.floats(0, 1)[(2 * 3 + 1) * 4 + 3], static_cast<float>((3 * 3 + 2) * 3 + 1));
    }

    void paddingIsExact_data() {
        QTest::addColumn<QString>("padding");
        QTest::addColumn<int>("size");
        QTest::addColumn<bool>("padded");
        QTest::addColumn<int>("file_padding");
        QTest::newRow("same, even") << "same" << 16 << false << 0;
        QTest::newRow("same, odd") << "same" << 17 << false << 0;
        QTest::newRow("symmetric is same where the size is odd") << "symmetric" << 17 << false << 0;
        QTest::newRow("symmetric, even") << "symmetric" << 16 << true << 1;
        QTest::newRow("valid") << "valid" << 16 << false << 1;
    }
    void paddingIsExact() {
        QFETCH(QString, padding);
        QFETCH(int, size);
        QFETCH(bool, padded);
        Chain chain({1, 3, size, size});
        chain.then("conv", conv(8, 3, 2, padding.toStdString()));
        const Written written(chain.network());
        const auto codes = written.codes();
        QCOMPARE(codes.front() == Builtin::Pad, padded);
        QCOMPARE(codes.back(), Builtin::Conv2d);
        QTEST(static_cast<int>(written.file.operators.back().options.int8(0)), "file_padding");
        const auto again = must(readTflite(written.bytes, "a.tflite"));
        const auto lowered = must(lower(chain.network()));
        QCOMPARE(again.graph.shape(again.graph.outputs[0]), lowered.graph.shape(lowered.graph.outputs[0]));
    }

    void maxPoolingPadsWithTheLeastNumber() {
        Chain chain({1, 3, 16, 16});
        chain.then("max_pool", {{"kernel", int64_t{3}}, {"stride", int64_t{2}}, {"padding", std::string("symmetric")}});
        const Written written(chain.network());
        QCOMPARE(written.codes(), (std::vector<Builtin>{Builtin::PadV2, Builtin::MaxPool2d}));
        QVERIFY(written.floats(0, 2)[0] < -1e38F);
    }

    void activationsFuseOrStandAlone() {
        Chain chain({1, 3, 8, 8});
        Attributes relu6 = conv(4, 1, 1, "same");
        relu6.set("activation", std::string("relu6"));
        chain.then("conv", relu6);
        Attributes silu = conv(4, 1, 1, "same");
        silu.set("activation", std::string("silu"));
        chain.then("conv", silu);
        const Network network = chain.network();
        const Written written(network);
        QCOMPARE(written.codes(),
                 (std::vector<Builtin>{Builtin::Conv2d, Builtin::Conv2d, Builtin::Logistic, Builtin::Mul}));
        QCOMPARE(written.file.operators[0].options.int8(3), int64_t{3});
        const auto made = must(exportTflite(network, {}));
        QCOMPARE(made.notes().size(), size_t{1});
        QVERIFY(made.notes()[0].find("SiLU") != std::string::npos);
    }

    void flatteningFollowsTheGraphsOrder() {
        Chain chain({1, 3, 4, 4});
        chain.then("conv", conv(2, 1, 1, "same"));
        chain.then("reshape", {{"sizes", Ints{1, -1}}});
        chain.then("dense", {{"channels", int64_t{5}}});
        const auto codes = Written(chain.network()).codes();
        QCOMPARE(codes, (std::vector<Builtin>{Builtin::Conv2d, Builtin::Transpose, Builtin::Reshape,
                                              Builtin::FullyConnected}));
    }

    void poolingTheMapAwayNeedsNoTransposition() {
        Chain chain({1, 3, 4, 4});
        chain.then("global_pool", {});
        chain.then("reshape", {{"sizes", Ints{1, -1}}});
        QCOMPARE(Written(chain.network()).codes(), (std::vector<Builtin>{Builtin::AveragePool2d, Builtin::Reshape}));
    }

    void operatorsWithoutACounterpartAreNamedAllAtOnce() {
        Chain chain({1, 4, 8, 8});
        chain.then("resize", {{"mode", std::string("cubic")}}, "upper");
        chain.then("conv", conv(4, 1, 1, "same"));
        chain.then("elementwise", {{"function", std::string("erf")}}, "strange");
        const auto made = exportTflite(chain.network(), {});
        QVERIFY(!made);
        QCOMPARE(made.error().code, ErrorCode::Unsupported);
        for (const char* part : {"2 operators", "upper", "strange"})
            QVERIFY2(made.error().text().find(part) != std::string::npos, made.error().text().c_str());
    }

    void namesStayAndNeverCollide() {
        Chain chain({1, 3, 8, 8});
        const std::string odd = "a \"b\"\\ <&> \xC3\xA4 = ;/\xE2\x82\xAC";
        chain.then("conv", conv(4, 1, 1, "same"), odd);
        chain.then("conv", conv(4, 1, 1, "same"), odd + "/filter");
        chain.then("conv", conv(4, 1, 1, "same"), std::string(300, 'x'));
        const Written written(chain.network());
        QCOMPARE(written.file.tensors[static_cast<size_t>(written.file.operators[0].outputs[0])].name, odd);
        std::vector<std::string> names;
        for (const auto& tensor : written.file.tensors)
            names.push_back(std::string(tensor.table.string(3)));
        std::sort(names.begin(), names.end());
        QVERIFY(std::adjacent_find(names.begin(), names.end()) == names.end());
        QVERIFY(must(readTflite(written.bytes, "a.tflite")).graph.operators.size() == 3);
    }

    void equalNetworksGiveEqualBytes() {
        Chain chain({1, 3, 32, 32});
        chain.then("ibn", {{"channels", int64_t{16}}, {"expansion", 4.0}, {"squeeze", int64_t{8}}});
        const Network network = chain.network();
        for (const TfliteNumbers numbers : {TfliteNumbers::Float32, TfliteNumbers::Int8}) {
            TfliteWriteOptions options;
            options.numbers = numbers;
            QCOMPARE(must(must(exportTflite(network, options)).bytes()),
                     must(must(exportTflite(network, options)).bytes()));
        }
        TfliteWriteOptions other;
        other.seed = 2;
        QVERIFY(must(must(exportTflite(network, other)).bytes()) != must(must(exportTflite(network, {})).bytes()));
    }

    void aSinkThatFailsEndsTheWriting() {
        Chain chain({1, 3, 8, 8});
        chain.then("conv", conv(4, 3, 1, "same"));
        const auto made = must(exportTflite(chain.network(), {}));
        int calls = 0;
        const auto ok = made.write([&calls](std::string_view) -> Result<void> {
            if (++calls == 2) return fail(ErrorCode::IoFailure, "full");
            return {};
        });
        QVERIFY(!ok);
        QCOMPARE(ok.error().code, ErrorCode::IoFailure);
        QCOMPARE(calls, 2);
    }

    void anUnwritableTargetKeepsTheFileBefore() {
        QTemporaryDir folder;
        Chain chain({1, 3, 8, 8});
        chain.then("conv", conv(4, 3, 1, "same"));
        const auto made = must(exportTflite(chain.network(), {}));
        const std::string path = folder.filePath(QStringLiteral("a.tflite")).toStdString();
        QVERIFY(saveTflite(made, path));
        QFile saved(QString::fromStdString(path));
        QVERIFY(saved.open(QIODevice::ReadOnly));
        QCOMPARE(saved.readAll().toStdString(), must(made.bytes()));
        const auto refused = saveTflite(made, folder.filePath(QStringLiteral("none/a.tflite")).toStdString());
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::IoFailure);
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden), QStringList{QStringLiteral("a.tflite")});
    }

    void randomWeightsAreSaidInTheFile() {
        Chain chain({1, 3, 8, 8});
        chain.then("conv", conv(4, 3, 1, "same"));
        const Written written(chain.network());
        QVERIFY(written.bytes.find("blockwright_weights") != std::string::npos);
        QVERIFY(written.bytes.find("random, seed 1") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TfliteWriterTest)
#include "tflite_writer_test.moc"
