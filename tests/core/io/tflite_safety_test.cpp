// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QElapsedTimer>
#include <QtTest>

#include "base/random.h"
#include "io/file_bytes.h"
#include "io/tflite_reader.h"
#include "support/tflite_model.h"

using namespace bw;
using test::TfliteModel;

namespace {

/// What is wrong with a graph that a reader gave, or an empty text.
std::string inconsistency(const OperatorGraph& graph) {
    const auto tensor_count = static_cast<TensorId>(graph.tensors.size());
    for (size_t i = 0; i < graph.operators.size(); ++i) {
        const Operator& op = graph.operators[i];
        if (op.macs < 0 || op.weight_elements < 0) return "a negative count";
        for (const TensorId input : op.inputs) {
            if (input < 0 || input >= tensor_count) return "an input that does not exist";
            if (graph.tensors[static_cast<size_t>(input)].producer >= static_cast<int32_t>(i)) return "a cycle";
        }
        for (const TensorId output : op.outputs) {
            if (output < 0 || output >= tensor_count) return "an output that does not exist";
            if (graph.tensors[static_cast<size_t>(output)].producer != static_cast<int32_t>(i))
                return "a lost producer";
        }
    }
    for (const Tensor& tensor : graph.tensors) {
        if (!checkedShape(tensor.shape.sizes())) return "an impossible shape";
    }
    if (graph.totalMacs() < 0 || graph.totalParameters() < 0) return "a total that overflows";
    return graph.outputs.empty() ? "no outputs" : "";
}

/// Reads one mutant; what is wrong with the answer, or an empty text.
std::string complaint(const std::string& bytes) {
    const auto model = readTflite(bytes, "mutant.tflite");
    if (model) return inconsistency(model->graph);
    const std::string text = model.error().text();
    if (text.size() > 200 || text.find("mutant.tflite: ") != 0 || model.error().message.empty()) {
        return "a poor message: " + text;
    }
    return {};
}

void store32(std::string& bytes, size_t position, uint32_t value) {
    for (size_t i = 0; i < 4 && position + i < bytes.size(); ++i)
        bytes[position + i] = static_cast<char>(value >> (8 * i));
}

/// One to four changes of the kinds that break readers: bits, bytes, extreme fields, moved blocks, cut ends.
std::string mutant(const std::string& original, Random& random) {
    constexpr uint32_t kExtremes[] = {0,          1,          2,          3,          4,          7,
                                      0x7F,       0x80,       0xFF,       0x100,      0xFFFF,     0x10000,
                                      0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0xFFFFFFFC, 0x40000000, 0x00100001,
                                      0x20000000, 100'000,    0x3FFFFFFF, 127,        32,         9};
    std::string bytes = original;
    const uint64_t changes = random.between(1, 4);
    for (uint64_t i = 0; i < changes && bytes.size() > 16; ++i) {
        const size_t position = random.below(bytes.size());
        switch (random.below(7)) {
            case 0:
                bytes[position] =
                    static_cast<char>(static_cast<unsigned char>(bytes[position]) ^ (1U << random.below(8)));
                break;
            case 1:
                bytes[position] = static_cast<char>(random.below(256));
                break;
            case 2:
                store32(bytes, position / 4 * 4, kExtremes[random.below(std::size(kExtremes))]);
                break;
            case 3:
                store32(bytes, position / 4 * 4, static_cast<uint32_t>(random.below(bytes.size())));
                break;
            case 4: {
                const size_t from = random.below(bytes.size());
                const size_t length =
                    std::min({size_t{1} + random.below(32), bytes.size() - from, bytes.size() - position});
                bytes.replace(position, length, bytes.substr(from, length));
                break;
            }
            case 5: {
                const auto little = static_cast<uint32_t>(random.between(-3, 3));
                const size_t at = position / 4 * 4;
                uint32_t value = 0;
                for (size_t b = 0; b < 4 && at + b < bytes.size(); ++b)
                    value |= static_cast<uint32_t>(static_cast<unsigned char>(bytes[at + b])) << (8 * b);
                store32(bytes, at, value + little);
                break;
            }
            default:
                if (random.below(4) == 0) bytes.resize(position);
        }
    }
    return bytes;
}

/// A network that has most kinds of operators that move data.
std::string movingNetwork() {
    TfliteModel m;
    const int x = m.tensor({1, 8, 8, 8}, "x");
    const int padded = m.tensor({1, 8, 8, 8}, "padded");
    m.add(34, {x, m.weights({4, 2}, "amounts", TfliteModel::Int32)}, {padded}, 22);
    const int half = m.tensor({1, 8, 8, 4}, "half");
    const int rest = m.tensor({1, 8, 8, 4}, "rest");
    m.add(49, {m.integers({3}, "axis"), padded}, {half, rest}, 35, {{0, 2}});
    const int joined = m.tensor({1, 8, 8, 8}, "joined");
    m.add(2, {rest, half}, {joined}, 10, {{0, 3}, {1, 0}}, {1});
    const int cut = m.tensor({1, 4, 4, 8}, "cut");
    m.add(45,
          {joined, m.integers({0, 0, 4, 0}, "begin"), m.integers({1, 4, 8, 8}, "end"),
           m.integers({1, 1, 1, 1}, "strides")},
          {cut}, 32, {{0, 0}, {1, 0}});
    const int flipped = m.tensor({1, 8, 4, 4}, "flipped");
    m.add(39, {cut, m.integers({0, 3, 1, 2}, "order")}, {flipped}, 26);
    const int flat = m.tensor({8, 16}, "flat");
    m.add(22, {flipped, m.integers({8, 16}, "sizes")}, {flat}, 17);
    const int other = m.tensor({16, 8}, "other");
    m.add(39, {flat, m.integers({1, 0}, "order")}, {other}, 26);
    const int product = m.tensor({8, 8}, "product");
    m.add(126, {flat, other}, {product}, 101, {{0, 0}, {1, 0}}, {0, 1});
    const int part = m.tensor({8}, "part");
    m.add(56, {product, m.integers({1}, "axis")}, {part}, 40);
    const int big = m.tensor({1, 16, 16, 8}, "big");
    m.add(23, {joined, m.integers({16, 16}, "size")}, {big}, 15);
    const int up = m.tensor({1, 32, 32, 3}, "up");
    m.add(67, {m.integers({1, 32, 32, 3}, "shape"), m.weights({3, 2, 2, 8}, "kernel"), big}, {up}, 49,
          {{0, 0}, {1, 2}, {2, 2}}, {0});
    return m.file({x}, {part, up});
}

}  // namespace

class TfliteSafetyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void movingNetworkOpens();
    void everyTruncationIsAnswered();
    void mutantsAreAnswered();
    void sharedModelMutantsAreAnswered();
    void sharedPartsRunIntoTheLimit();
    void foreignFilesAreRefused_data();
    void foreignFilesAreRefused();
    void networkOfManyOperatorsIsReadInLinearTime();
};

void TfliteSafetyTest::movingNetworkOpens() {
    const auto model = readTflite(movingNetwork(), "moving.tflite");
    QVERIFY2(model, model ? "" : model.error().text().c_str());
    QVERIFY2(model->notes.empty(), model->notes.empty() ? "" : model->notes[0].c_str());
}

void TfliteSafetyTest::everyTruncationIsAnswered() {
    for (const std::string& whole : {test::smallTfliteNetwork(), movingNetwork()}) {
        for (size_t length = 0; length < whole.size(); ++length) {
            const std::string found = complaint(whole.substr(0, length));
            QVERIFY2(found.empty(), found.c_str());
        }
    }
}

void TfliteSafetyTest::mutantsAreAnswered() {
    Random random(20'260'101);
    const std::string originals[] = {test::smallTfliteNetwork(), movingNetwork()};
    int accepted = 0;
    for (int i = 0; i < 20'000; ++i) {
        const std::string bytes = mutant(originals[random.below(2)], random);
        const std::string found = complaint(bytes);
        QVERIFY2(found.empty(), qPrintable(QStringLiteral("mutant %1: ").arg(i) + QString::fromStdString(found)));
        if (readTflite(bytes, "mutant.tflite")) ++accepted;
    }
    // Both answers must occur often, or the mutants test nothing.
    QVERIFY(accepted > 1'000);
    QVERIFY(accepted < 19'000);
}

void TfliteSafetyTest::sharedModelMutantsAreAnswered() {
    Random random(7);
    bool found_any = false;
    for (const char* name : {"kws_dscnn_int8", "resnet8_cifar_int8", "mediapipe_face_short_range_f16",
                             "person_shufflenetv2_int8", "invalid_model_invoking_error"}) {
        const auto bytes = readFileBytes(std::string(BW_SHARED_DATA "/models/") + name + ".tflite", kMaxModelFileBytes);
        if (!bytes) continue;
        found_any = true;
        for (int i = 0; i < 1'000; ++i) {
            const std::string found = complaint(mutant(*bytes, random));
            QVERIFY2(found.empty(), found.c_str());
        }
    }
    if (!found_any) QSKIP("the shared models are not here");
}

void TfliteSafetyTest::sharedPartsRunIntoTheLimit() {
    // Sixty thousand operators that all name one list of a thousand inputs: 60 million reads from a small file.
    test::FlatbufferWriter writer;
    const auto tensor = writer.table();
    writer.setChild(tensor, 0, writer.int32s({1, 4}));
    const auto inputs = writer.int32s(std::vector<int32_t>(1'000, 0));
    const auto op = writer.table();
    writer.setScalar(op, 0, 0, 4);
    writer.setChild(op, 1, inputs);
    writer.setChild(op, 2, writer.int32s({0}));
    const auto code = writer.table();
    writer.setScalar(code, 3, 106, 4);
    const auto network = writer.table();
    writer.setChild(network, 0, writer.tables({tensor}));
    writer.setChild(network, 1, writer.int32s({0}));
    writer.setChild(network, 2, writer.int32s({0}));
    writer.setChild(network, 3, writer.tables(std::vector(60'000, op)));
    const auto model = writer.table();
    writer.setChild(model, 1, writer.tables({code}));
    writer.setChild(model, 2, writer.tables({network}));
    const auto read = readTflite(writer.finish(model, "TFL3"), "shared.tflite");
    QVERIFY(!read);
    QVERIFY(read.error().message.find("too often") != std::string::npos);
}

void TfliteSafetyTest::foreignFilesAreRefused_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("text") << QByteArray("not a model at all, just text");
    QTest::newRow("mark only") << QByteArray("\x08\0\0\0TFL3", 8);
    QTest::newRow("root outside") << QByteArray("\xff\xff\xff\x7fTFL3\0\0\0\0", 12);
    QTest::newRow("root inside itself") << QByteArray("\x04\0\0\0TFL3\0\0\0\0", 12);
}

void TfliteSafetyTest::foreignFilesAreRefused() {
    QFETCH(QByteArray, bytes);
    const auto read = readTflite(bytes.toStdString(), "foreign.tflite");
    QVERIFY(!read);
    QCOMPARE(read.error().file, std::string("foreign.tflite"));
}

void TfliteSafetyTest::networkOfManyOperatorsIsReadInLinearTime() {
    TfliteModel m;
    const int x = m.tensor({1, 8, 8, 4}, "x");
    int y = x;
    for (int i = 0; i < 20'000; ++i)
        y = m.addition(y, x, {1, 8, 8, 4});
    const std::string bytes = m.file({x}, {y});
    QElapsedTimer timer;
    timer.start();
    const auto read = readTflite(bytes, "long.tflite");
    QVERIFY(read);
    QCOMPARE(read->graph.operators.size(), size_t{20'000});
    // 0.2 s per MB is the promise; sanitizer builds are slower.
    QVERIFY(timer.elapsed() < 5'000);
}

QTEST_GUILESS_MAIN(TfliteSafetyTest)
#include "tflite_safety_test.moc"
