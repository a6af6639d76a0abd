// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QtTest>
#include <algorithm>

#include "io/file_bytes.h"
#include "io/tflite_reader.h"

using namespace bw;

namespace {

constexpr auto kModels = BW_SHARED_DATA "/models/";

Result<ImportedModel> readShared(const QString& name) {
    const std::string path = kModels + name.toStdString() + ".tflite";
    const auto bytes = readFileBytes(path, kMaxModelFileBytes);
    if (!bytes) return tl::unexpected(bytes.error());
    return readTflite(*bytes, path);
}

bool sharedModelsAbsent() {
    return !QFile::exists(QLatin1String(kModels));
}

int64_t count(const OperatorGraph& graph, OpType type) {
    return std::count_if(graph.operators.begin(), graph.operators.end(),
                         [type](const Operator& op) { return op.type == type; });
}

}  // namespace

class TfliteSharedModelsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sharedModelsOpen_data();
    void sharedModelsOpen();
    void edgetpuNetworkHasItsBlocks();
    void personDetectorHasDepthMultiplierEight();
    void sharedModelsThatCannotOpenSayWhy();
};

void TfliteSharedModelsTest::sharedModelsOpen_data() {
    QTest::addColumn<QString>("precision");
    QTest::addColumn<qint64>("macs");
    QTest::addColumn<QString>("input");
    QTest::addColumn<QString>("outputs");
    const auto row = [](const char* name, const char* precision, qint64 macs, const char* input, const char* outputs) {
        QTest::newRow(name) << QString::fromLatin1(precision) << macs << QString::fromLatin1(input)
                            << QString::fromLatin1(outputs);
    };
    // MobileNetV2 has 300,774,272 multiply-accumulates for 1,000 classes; this file's head has 1,001 (1,280 more).
    row("mobilenet_v2_1.0_224_uint8", "uint8", 300'774'272 + 1'280, "1x3x224x224", "1x1001");
    row("mobilenet_edgetpu_0.75_224_int8", "int8", 624'487'584, "1x3x224x224", "1x1001");
    row("mobilenet_v1_0.25_128_uint8", "uint8", 13'570'304, "1x3x128x128", "1x1001");
    row("person_detect_int8", "int8", 7'157'888, "1x1x96x96", "1x2");
    row("vww_96_int8", "int8", 7'489'664, "1x3x96x96", "1x2");
    row("vww_96_float", "fp32", 7'489'664, "1x3x96x96", "1x2");
    row("kws_dscnn_int8", "int8", 2'656'768, "1x1x49x10", "1x12");
    row("resnet8_cifar_int8", "int8", 12'501'632, "1x3x32x32", "1x10");
    row("deeplabv3_mnv2_ade20k_int8", "int8", 5'277'302'784, "1x3x512x512", "1x512x512");
    row("deeplabv3_mnv2_dm05_pascal_uint8", "uint8", 867'496'704, "1x3x513x513", "1x513x513");
    row("mcunet_vww_tinyengine", "int8", 11'578'816, "1x3x80x80", "1x2");
    row("mediapipe_face_short_range_f16", "fp16", 30'760'960, "1x3x128x128", "1x896x16 1x896x1");
    // The last operator, a custom transposed convolution of 2 x 2, has 16 x 4 products at each of 128 x 128 places.
    row("mediapipe_selfie_segmentation_f16", "fp16", 58'167'168 + 1'048'576, "1x3x256x256", "1x1x256x256");
    row("person_shufflenetv2_int8", "int8", 31'894'272, "1x3x220x220", "1x6x14x14");
}

void TfliteSharedModelsTest::sharedModelsOpen() {
    if (sharedModelsAbsent()) QSKIP("the shared models are not here");
    QFETCH(QString, precision);
    QFETCH(qint64, macs);
    QFETCH(QString, input);
    QFETCH(QString, outputs);
    const auto model = readShared(QString::fromLatin1(QTest::currentDataTag()));
    QVERIFY2(model, model ? "" : model.error().text().c_str());
    QVERIFY2(model->notes.empty(), model->notes.empty() ? "" : model->notes[0].c_str());
    QCOMPARE(QString::fromStdString(model->precision), precision);
    QCOMPARE(qint64{model->graph.totalMacs()}, macs);
    QCOMPARE(count(model->graph, OpType::Opaque), int64_t{0});
    QCOMPARE(QString::fromStdString(model->graph.shape(model->graph.inputs[0]).text()), input);
    QStringList shapes;
    for (const TensorId output : model->graph.outputs)
        shapes << QString::fromStdString(model->graph.shape(output).text());
    QCOMPARE(shapes.join(QLatin1Char(' ')), outputs);
}

void TfliteSharedModelsTest::edgetpuNetworkHasItsBlocks() {
    if (sharedModelsAbsent()) QSKIP("the shared models are not here");
    const auto model = readShared(QStringLiteral("mobilenet_edgetpu_0.75_224_int8"));
    QVERIFY(model);
    const OperatorGraph& graph = model->graph;
    QCOMPARE(count(graph, OpType::DepthwiseConv2d), int64_t{13});
    QCOMPARE(count(graph, OpType::Add), int64_t{15});
    // A fused block: 3 x 3 convolution that widens, then a 1 x 1 convolution that narrows.
    int fused = 0;
    for (size_t i = 1; i + 1 < graph.operators.size(); ++i) {
        const Operator& wide = graph.operators[i];
        const Operator& narrow = graph.operators[i + 1];
        const bool widens = wide.type == OpType::Conv2d && wide.window.kernel_h == 3 &&
                            wide.out_channels > graph.shape(wide.inputs[0]).channels();
        const bool narrows = narrow.type == OpType::Conv2d && narrow.window.kernel_h == 1 &&
                             narrow.out_channels < wide.out_channels && narrow.inputs[0] == wide.outputs[0];
        const bool is_stem = graph.shape(wide.inputs[0]).channels() == 3;
        if (widens && narrows && !is_stem) ++fused;
    }
    QCOMPARE(fused, 8);
}

void TfliteSharedModelsTest::personDetectorHasDepthMultiplierEight() {
    if (sharedModelsAbsent()) QSKIP("the shared models are not here");
    const auto model = readShared(QStringLiteral("person_detect_int8"));
    QVERIFY(model);
    const Operator& first = model->graph.operators[0];
    QCOMPARE(first.type, OpType::DepthwiseConv2d);
    QCOMPARE(model->graph.shape(first.inputs[0]).channels(), int64_t{1});
    QCOMPARE(first.out_channels, int64_t{8});
}

void TfliteSharedModelsTest::sharedModelsThatCannotOpenSayWhy() {
    if (sharedModelsAbsent()) QSKIP("the shared models are not here");
    const auto compiled = readShared(QStringLiteral("person_detect_vela_compiled"));
    QVERIFY(!compiled);
    QVERIFY(compiled.error().message.find("Ethos-U") != std::string::npos);
    const auto invalid = readShared(QStringLiteral("invalid_model_invoking_error"));
    QVERIFY(!invalid);
    QVERIFY(invalid.error().text().size() <= 200);
}

QTEST_GUILESS_MAIN(TfliteSharedModelsTest)
#include "tflite_shared_models_test.moc"
