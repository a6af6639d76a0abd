// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFileInfo>
#include <QtTest>

#include "base/limits.h"
#include "io/file_bytes.h"
#include "support/onnx_reading.h"

using namespace bw;
using namespace bw::test;

namespace {

constexpr const char* kModels = BW_SHARED_DATA "/models/";

}  // namespace

class OnnxSharedModelsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sharedModelsOpenWithTheirCounts_data();
    void sharedModelsOpenWithTheirCounts();
    void yunetDynamicAsksForItsSizes();
};

void OnnxSharedModelsTest::sharedModelsOpenWithTheirCounts_data() {
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

void OnnxSharedModelsTest::sharedModelsOpenWithTheirCounts() {
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

void OnnxSharedModelsTest::yunetDynamicAsksForItsSizes() {
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

QTEST_GUILESS_MAIN(OnnxSharedModelsTest)
#include "onnx_shared_models_test.moc"
