// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "base/limits.h"
#include "support/onnx_reading.h"

using namespace bw;
using namespace bw::test;

class OnnxRefusalsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void refusalsNameFilePlaceAndReason_data();
    void refusalsNameFilePlaceAndReason();
    void tooManyNodesAreRefused();
};

void OnnxRefusalsTest::refusalsNameFilePlaceAndReason_data() {
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

void OnnxRefusalsTest::refusalsNameFilePlaceAndReason() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, text);
    const auto read = readOnnx(bytes.toStdString(), "test.onnx");
    QVERIFY(!read);
    QCOMPARE(QString::fromStdString(read.error().text()), text);
}

void OnnxRefusalsTest::tooManyNodesAreRefused() {
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

QTEST_GUILESS_MAIN(OnnxRefusalsTest)
#include "onnx_refusals_test.moc"
