// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QtTest>
#include <algorithm>
#include <map>

#include "io/file_bytes.h"
#include "io/open_model.h"
#include "io/sample_files.h"
#include "io/tflite_reader.h"
#include "lowering/raise.h"
#include "rewrite/rewrite.h"
#include "support/must.h"
#include "support/written_tflite.h"

using namespace bw;
using support::must;
using test::Written;

namespace {

constexpr auto kModels = BW_SHARED_DATA "/models";

std::vector<std::string> sharedModels() {
    std::vector<std::string> paths;
    const QDir folder(QLatin1String(kModels), QStringLiteral("*.tflite"));
    for (const QString& name : folder.entryList(QDir::Files, QDir::Name)) {
        const std::string path = folder.filePath(name).toStdString();
        if (openModel(path)) paths.push_back(path);
    }
    return paths;
}

/// Numbers and quantisation of a file's constants, by name.
std::map<std::string, std::string> constantsOf(const tflite::ModelFile& file) {
    std::map<std::string, std::string> all;
    for (const tflite::TensorInfo& tensor : file.tensors) {
        if (!tensor.is_constant) continue;
        const FlatTable q = tensor.table.table(4);
        std::string content = tensor.shapeText() + " " + std::to_string(tensor.type) + " " + std::string(tensor.data);
        for (const auto& [field, bytes] : {std::pair(0, 4), {1, 4}, {2, 4}, {3, 8}})
            content += "|" + std::string(q.vector(field, static_cast<uint32_t>(bytes)).data());
        // An axis that the tensor does not have is written as its last one.
        content += "|" + std::to_string(std::min(q.int32(6), std::max(tensor.rank - 1, 0)));
        all[std::string(tensor.table.string(3))] = content;
    }
    return all;
}

void compareGraphs(const OperatorGraph& a, const OperatorGraph& b) {
    QCOMPARE(a.operators.size(), b.operators.size());
    for (size_t i = 0; i < a.operators.size(); ++i) {
        const Operator& x = a.operators[i];
        const Operator& y = b.operators[i];
        QVERIFY2(x.type == y.type && x.window == y.window && x.activation == y.activation && x.macs == y.macs &&
                     x.axes == y.axes && x.weight_elements == y.weight_elements && x.has_bias == y.has_bias &&
                     x.inputs.size() == y.inputs.size(),
                 ("operator " + std::to_string(i) + " " + x.name).c_str());
        for (size_t k = 0; k < x.outputs.size(); ++k)
            QCOMPARE(a.shape(x.outputs[k]).text(), b.shape(y.outputs[k]).text());
    }
    QCOMPARE(a.inputs.size(), b.inputs.size());
    QCOMPARE(a.outputs.size(), b.outputs.size());
}

std::vector<std::string> sourcesOf(const Network& network) {
    std::vector<std::string> names;
    for (const BlockPtr& block : network.blocks())
        names.push_back(block->name + "=" + block->source);
    return names;
}

}  // namespace

class TfliteRoundtripTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        if (!QDir(QLatin1String(kModels)).exists()) QSKIP("the shared models are not here");
    }

    void anUneditedFileComesBackWhole_data() { listModels(); }
    void anUneditedFileComesBackWhole() {
        QFETCH(QString, path);
        const std::string file = path.toStdString();
        const std::string source = must(readFileBytes(file, kMaxModelFileBytes));
        const Network network = must(openModel(file)).document.network;
        TfliteWriteOptions options;
        options.numbers = TfliteNumbers::AsSource;
        options.source = source;
        const Written written(network, options);
        tflite::ModelFile before(source);
        QVERIFY(tflite::parse(before));
        const auto old_constants = constantsOf(before);
        const auto new_constants = constantsOf(written.file);
        for (const auto& [name, content] : new_constants) {
            const auto known = old_constants.find(name);
            QVERIFY2(known != old_constants.end() && known->second == content, name.c_str());
        }
        const auto first = must(readTflite(source, file));
        const auto second = must(readTflite(written.bytes, file));
        compareGraphs(first.graph, second.graph);
        QCOMPARE(second.precision, first.precision);
        const Network again = must(raise(second.graph, network.name()));
        QCOMPARE(sourcesOf(again), sourcesOf(network));
        QVERIFY(again == network);
    }

    void floatsHaveTheSameShapesAndCounts_data() { listModels(); }
    void floatsHaveTheSameShapesAndCounts() {
        QFETCH(QString, path);
        const Network network = must(openModel(path.toStdString())).document.network;
        const std::string source = must(readFileBytes(path.toStdString(), kMaxModelFileBytes));
        TfliteWriteOptions options;
        options.source = source;
        const auto made = exportTflite(network, options);
        QVERIFY2(made, made ? "" : made.error().text().c_str());
        const auto again = must(readTflite(must(made->bytes()), "again.tflite"));
        QCOMPARE(again.graph.totalMacs(), made->lowered().graph.totalMacs());
        QCOMPARE(again.graph.totalParameters(), made->lowered().graph.totalParameters());
        const auto& graph = made->lowered().graph;
        for (size_t i = 0; i < graph.outputs.size(); ++i)
            QCOMPARE(again.graph.shape(again.graph.outputs[i]).elements(), graph.shape(graph.outputs[i]).elements());
    }

    void anEditLeavesTheRestByteForByte() {
        const std::string path = std::string(kModels) + "/mobilenet_v2_1.0_224_uint8.tflite";
        const std::string source = must(readFileBytes(path, kMaxModelFileBytes));
        const Network network = must(openModel(path)).document.network;
        const Network edited = must(applyEdit(network, "set ibn_5.kernel=5")).network;
        TfliteWriteOptions options;
        options.numbers = TfliteNumbers::AsSource;
        options.source = source;
        const auto made = must(exportTflite(edited, options));
        const auto total = static_cast<int>(made.lowered().graph.operators.size());
        QVERIFY2(made.keptOperators() >= total - 4 && made.keptOperators() < total,
                 std::to_string(made.keptOperators()).c_str());
        const Written written(edited, options);
        tflite::ModelFile before(source);
        QVERIFY(tflite::parse(before));
        const auto old_constants = constantsOf(before);
        size_t same = 0;
        for (const auto& [name, content] : constantsOf(written.file)) {
            const auto known = old_constants.find(name);
            if (known != old_constants.end() && known->second == content) ++same;
        }
        QVERIFY2(same + 8 >= old_constants.size(), std::to_string(same).c_str());
        const auto again = must(readTflite(written.bytes, path));
        QCOMPARE(again.precision, std::string("uint8"));
        QCOMPARE(again.graph.totalMacs(), made.lowered().graph.totalMacs());
    }

    void realWeightsAreThoseOfTheSource() {
        const std::string path = std::string(kModels) + "/vww_96_float.tflite";
        const std::string source = must(readFileBytes(path, kMaxModelFileBytes));
        TfliteWriteOptions options;
        options.source = source;
        const Written written(must(openModel(path)).document.network, options);
        tflite::ModelFile before(source);
        QVERIFY(tflite::parse(before));
        QCOMPARE(written.file.operators.size(), before.operators.size());
        for (size_t i = 0; i < before.operators.size(); ++i) {
            for (size_t k = 1; k < std::min<size_t>(3, before.operators[i].inputs.size()); ++k) {
                const auto& was = before.tensors[static_cast<size_t>(before.operators[i].inputs[k])];
                if (was.type == 0) QVERIFY(written.operand(i, k).data == was.data);
            }
        }
    }

    void clipsThatIntegersImplyAreWrittenOut() {
        const std::string path = std::string(kModels) + "/mobilenet_v2_1.0_224_uint8.tflite";
        const std::string source = must(readFileBytes(path, kMaxModelFileBytes));
        const Network network = must(openModel(path)).document.network;
        TfliteWriteOptions options;
        options.source = source;
        const auto graph = must(readTflite(Written(network, options).bytes, path)).graph;
        const auto clipped = std::count_if(graph.operators.begin(), graph.operators.end(), [](const Operator& op) {
            return op.isConvolution() && op.activation == Activation::Relu6;
        });
        // All but the 17 projections and the classifier.
        QCOMPARE(clipped, std::count_if(graph.operators.begin(), graph.operators.end(), [](const Operator& op) {
                              return op.isConvolution();
                          }) - 18);
        QVERIFY(Written(network, options).bytes.find("random, seed") == std::string::npos);
    }

private:
    static void listModels() {
        QTest::addColumn<QString>("path");
        for (const std::string& path : sharedModels())
            QTest::newRow(path.substr(path.rfind('/') + 1).c_str()) << QString::fromStdString(path);
    }
};

QTEST_APPLESS_MAIN(TfliteRoundtripTest)
#include "tflite_roundtrip_test.moc"
