// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Hostile and damaged files: each is accepted with a sound graph or refused with a message.
#include <sys/stat.h>
#include <unistd.h>

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/limits.h"
#include "base/random.h"
#include "io/file_bytes.h"
#include "io/onnx_reader.h"
#include "support/onnx_model.h"

using namespace bw;
using test::OnnxModel;

namespace {

constexpr const char* kHandmade = BW_SHARED_DATA "/bad/onnx/handmade";
constexpr const char* kMutants = BW_SHARED_DATA "/bad/onnx/mutants";

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
            const int32_t producer = graph.tensors[static_cast<size_t>(output)].producer;
            if (producer != static_cast<int32_t>(i)) return "a lost producer";
        }
    }
    for (const Tensor& tensor : graph.tensors) {
        if (!checkedShape(tensor.shape.sizes())) return "an impossible shape";
    }
    return graph.outputs.empty() ? "no outputs" : "";
}

/// Reads a file; what is wrong with the answer, or an empty text.
std::string complaint(const std::string& bytes, const std::string& name) {
    const auto model = readOnnx(bytes, name);
    if (model) return inconsistency(model->graph);
    const std::string text = model.error().text();
    if (text.size() > 200 || !text.starts_with(name + ": ") || model.error().message.empty()) return "poor: " + text;
    return {};
}

/// One to four changes of the kinds that break readers: bits, bytes, extreme numbers, moved blocks, cut ends.
std::string mutant(const std::string& original, Random& random) {
    const std::string numbers[] = {std::string(1, '\0'),
                                   "\x01",
                                   "\x7F",
                                   test::wireVarint(1U << 20U),
                                   test::wireVarint(0xFFFFFFFFU),
                                   test::wireVarint(~uint64_t{0}),
                                   test::wireVarint(uint64_t{1} << 63U),
                                   test::wireVarint(uint64_t{1} << 40U)};
    std::string bytes = original;
    for (uint64_t changes = 1 + random.below(4); changes > 0 && !bytes.empty(); --changes) {
        const size_t at = random.below(bytes.size());
        switch (random.below(6)) {
            case 0:
                bytes[at] = static_cast<char>(bytes[at] ^ (1 << random.below(8)));
                break;
            case 1:
                bytes[at] = static_cast<char>(random.below(256));
                break;
            case 2: {
                const std::string& number = numbers[random.below(std::size(numbers))];
                bytes.replace(at, std::min(number.size(), bytes.size() - at), number);
                break;
            }
            case 3: {
                const size_t size = std::min<size_t>(1 + random.below(16), bytes.size() - at);
                bytes.replace(random.below(bytes.size() - size + 1), size, std::string(bytes, at, size));
                break;
            }
            case 4:
                bytes[at] = static_cast<char>(bytes[at] + (random.below(2) == 0 ? 1 : -1));
                break;
            default:
                bytes.resize(random.below(8) == 0 ? at : bytes.size());
                break;
        }
    }
    return bytes;
}

/// A network that goes through most converters, to be mutated.
OnnxModel broadNetwork() {
    OnnxModel model(13);
    model.input("x", {std::string("batch"), 3, 16, 16}).output("y").output("z", {1, 8, 7, 7});
    model.weights("w", {8, 3, 3, 3}).weights("b", {8}).integers("shape", {0, 2, 4, -1}).integers("one", {1});
    model.node("Conv", {"x", "w", "b"}, {"c"}, {{"strides", std::vector<int64_t>{1, 1}}, {"group", int64_t{1}}});
    model.node("BatchNormalization", {"c", "b", "b", "b", "b"}, {"n"}).node("Relu", {"n"}, {"r"});
    model.node("MaxPool", {"r"}, {"p"},
               {{"kernel_shape", std::vector<int64_t>{2, 2}}, {"strides", std::vector<int64_t>{2, 2}}});
    model.node("Sigmoid", {"p"}, {"s"}).node("Mul", {"p", "s"}, {"m"}).node("Add", {"m", "p"}, {"z"});
    model.node("Reshape", {"z", "shape"}, {"e"})
        .node("Transpose", {"e"}, {"t"}, {{"perm", std::vector<int64_t>{0, 2, 1, 3}}});
    model.node("Concat", {"t", "t"}, {"k"}, {{"axis", int64_t{1}}}).node("Flatten", {"k"}, {"f"});
    model.integers("begin", {0}).integers("end", {100}).node("Slice", {"f", "begin", "end", "one"}, {"g"});
    model.weights("d", {100, 10}).node("MatMul", {"g", "d"}, {"h"}).node("Softmax", {"h"}, {"y"});
    return model;
}

}  // namespace

class OnnxSafetyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void handmadeFilesBehaveAsTheirManifestSays();
    void mutantsOfOthersAreAcceptedOrRefused();
    void mutantsOfOurOwnNetworkAreAcceptedOrRefused();
    void truncationsAreRefused();
    void longChainsAndDiamondsTakeLinearTime();
    void tinyEntriesCannotSwell();
};

void OnnxSafetyTest::handmadeFilesBehaveAsTheirManifestSays() {
    if (!QFile::exists(QString::fromLatin1(kHandmade))) QSKIP("shared bad files are not there");
    // The traps that some files point at lie beside copies of them.
    QTemporaryDir folder;
    const std::string root = folder.path().toStdString();
    QCOMPARE(::mkfifo((root + "/fifo").c_str(), 0600), 0);
    QCOMPARE(::symlink("/etc/passwd", (root + "/link_to_passwd").c_str()), 0);
    std::ifstream file(std::string(kHandmade) + "/manifest.json");
    const auto manifest = nlohmann::json::parse(file);
    QVERIFY(manifest.size() >= 40);
    for (const auto& [name, outcome] : manifest.items()) {
        const std::string expected = outcome;
        const std::string copy = root + "/" + name;
        QVERIFY(QFile::copy(QString::fromStdString(std::string(kHandmade) + "/" + name), QString::fromStdString(copy)));
        QElapsedTimer timer;
        timer.start();
        const auto bytes = readFileBytes(copy, kMaxModelFileBytes);
        QVERIFY(bytes);
        const auto model = readOnnx(*bytes, name);
        QVERIFY2(timer.elapsed() < 2000, name.c_str());
        const std::string problem = complaint(*bytes, name);
        QVERIFY2(problem.empty(), (name + ": " + problem).c_str());
        if (expected.starts_with("reject")) QVERIFY2(!model, name.c_str());
        const bool either = expected.find(" or reject") != std::string::npos;
        if (expected.starts_with("accept") && !either) QVERIFY2(model, name.c_str());
        if (name == "ok_conv.onnx") {
            QCOMPARE(model->graph.shape(model->graph.outputs[0]).text(), std::string("1x8x30x30"));
        }
    }
}

void OnnxSafetyTest::mutantsOfOthersAreAcceptedOrRefused() {
    const QDir folder(QString::fromLatin1(kMutants));
    if (!folder.exists()) QSKIP("shared mutants are not there");
    const QStringList files = folder.entryList({QStringLiteral("*.onnx")}, QDir::Files);
    QVERIFY(!files.isEmpty());
    for (const QString& file : files) {
        const auto bytes = readFileBytes(folder.filePath(file).toStdString(), kMaxModelFileBytes);
        QVERIFY(bytes);
        const std::string problem = complaint(*bytes, file.toStdString());
        QVERIFY2(problem.empty(), problem.c_str());
    }
}

void OnnxSafetyTest::mutantsOfOurOwnNetworkAreAcceptedOrRefused() {
    const std::string original = broadNetwork().bytes();
    QVERIFY(readOnnx(original, "original.onnx"));
    Random random(20261123);
    int accepted = 0;
    constexpr int kCount = 30'000;
    for (int i = 0; i < kCount; ++i) {
        const std::string bytes = mutant(original, random);
        const std::string problem = complaint(bytes, "mutant.onnx");
        QVERIFY2(problem.empty(), (std::to_string(i) + ": " + problem).c_str());
        accepted += readOnnx(bytes, "mutant.onnx") ? 1 : 0;
    }
    // Both answers must occur often, or the mutants test nothing.
    QVERIFY(accepted > kCount / 50 && accepted < kCount * 9 / 10);
}

void OnnxSafetyTest::truncationsAreRefused() {
    const std::string whole = broadNetwork().bytes();
    for (size_t size = 0; size < whole.size(); ++size)
        QVERIFY2(!readOnnx(whole.substr(0, size), "cut.onnx"), std::to_string(size).c_str());
}

void OnnxSafetyTest::longChainsAndDiamondsTakeLinearTime() {
    OnnxModel model;
    model.input("x", {1, 3, 8, 8});
    std::string last = "x";
    for (int i = 0; i < 20'000; ++i) {
        const std::string next = "t" + std::to_string(i);
        model.node(i % 2 == 0 ? "Add" : "Relu", i % 2 == 0 ? std::vector{last, last} : std::vector{last}, {next});
        last = next;
    }
    model.output(last);
    const std::string bytes = model.bytes();
    QElapsedTimer timer;
    timer.start();
    const auto read = readOnnx(bytes, "chain.onnx");
    QVERIFY(read);
    QVERIFY(timer.elapsed() < 2000);
    // Each Relu joins the Add before it.
    QCOMPARE(read->graph.operators.size(), size_t{10'000});
}

void OnnxSafetyTest::tinyEntriesCannotSwell() {
    std::string initializers;
    for (int i = 0; i < 3'000'000; ++i)
        initializers += std::string("\x2A\x00", 2);
    const std::string bytes = test::wireInteger(1, 8) + test::wireBytes(7, initializers);
    const auto read = readOnnx(bytes, "swell.onnx");
    QVERIFY(!read);
    QVERIFY(read.error().message.find("2,000,000 entries") != std::string::npos);
}

QTEST_GUILESS_MAIN(OnnxSafetyTest)
#include "onnx_safety_test.moc"
