// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QtTest>
#include <algorithm>
#include <set>

#include "io/export_model.h"
#include "io/file_bytes.h"
#include "io/onnx_graph.h"
#include "io/onnx_reader.h"
#include "io/onnx_writer.h"
#include "io/open_model.h"
#include "io/protobuf_view.h"
#include "io/sample_files.h"
#include "lowering/raise.h"
#include "rewrite/rewrite.h"
#include "support/chain.h"
#include "support/must.h"

using namespace bw;
using support::must;
using test::Chain;
using test::conv;

namespace {

constexpr auto kModels = BW_SHARED_DATA "/models";

std::string written(const Network& network, const OnnxWriteOptions& options = {}) {
    return must(must(exportOnnx(network, options)).bytes());
}

std::vector<std::string> nodesOf(std::string_view bytes) {
    std::vector<std::string> types;
    for (const onnx::RawNode& node : must(onnx::parseModel(bytes)).nodes)
        types.emplace_back(node.op_type);
    return types;
}

/// Numbers of a file's constants, as bytes.
std::multiset<std::string> constantsOf(std::string_view bytes) {
    std::multiset<std::string> all;
    for (const onnx::RawTensor& tensor : must(onnx::parseModel(bytes)).initializers) {
        WireReader reader(tensor.message);
        while (reader.next()) {
            const bool numbers = reader.field().number == 9 || reader.field().number == 4;
            if (numbers && tensor.type == onnx::kFloat && tensor.dims.size() > 1)
                all.insert(std::string(reader.field().bytes));
        }
    }
    return all;
}

void compareGraphs(const OperatorGraph& a, const OperatorGraph& b) {
    QCOMPARE(a.operators.size(), b.operators.size());
    for (size_t i = 0; i < a.operators.size(); ++i) {
        const Operator& x = a.operators[i];
        const Operator& y = b.operators[i];
        const std::string place = "operator " + std::to_string(i) + " " + x.name + " " + std::string(opTypeId(x.type));
        QVERIFY2(x.type == y.type, place.c_str());
        QVERIFY2(x.window == y.window && x.groups == y.groups && x.out_channels == y.out_channels, place.c_str());
        QVERIFY2(x.activation == y.activation && x.has_bias == y.has_bias && x.has_batch_norm == y.has_batch_norm,
                 place.c_str());
        QVERIFY2(x.macs == y.macs && x.weight_elements == y.weight_elements, place.c_str());
        // A reshape is written with the sizes that it gives, whatever was asked for.
        QVERIFY2(x.axes == y.axes || x.type == OpType::Reshape, place.c_str());
        for (size_t k = 0; k < x.outputs.size(); ++k)
            QCOMPARE(a.shape(x.outputs[k]).text(), b.shape(y.outputs[k]).text());
    }
    QCOMPARE(a.outputs.size(), b.outputs.size());
}

std::vector<std::string> kindsOf(const Network& network) {
    std::vector<std::string> kinds;
    for (const BlockPtr& block : network.blocks())
        kinds.push_back(block->kind->id);
    return kinds;
}

}  // namespace

class OnnxWriterTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void convolutionsSayAllOfTheirWindow() {
        Chain chain({1, 8, 15, 20});
        chain.then("conv", {{"channels", int64_t{12}},
                            {"kernel", int64_t{3}},
                            {"stride", int64_t{2}},
                            {"padding", std::string("same")},
                            {"activation", std::string("relu6")}});
        const std::string bytes = written(chain.network());
        const auto graph = must(onnx::parseModel(bytes));
        const onnx::RawNode& node = graph.nodes.front();
        QCOMPARE(node.integers("kernel_shape"), (std::vector<int64_t>{3, 3}));
        QCOMPARE(node.integers("strides"), (std::vector<int64_t>{2, 2}));
        // 20 columns: the odd pad stands behind.
        QCOMPARE(node.integers("pads"), (std::vector<int64_t>{1, 0, 1, 1}));
        QCOMPARE(graph.opset, 17);
        QVERIFY(nodesOf(bytes).back() == "Clip");
    }

    void equalSeedsGiveEqualFiles() {
        Chain chain({1, 3, 16, 16});
        chain.then("ibn", {{"channels", int64_t{8}}, {"expansion", 4.0}});
        OnnxWriteOptions options;
        const std::string first = written(chain.network(), options);
        QVERIFY(written(chain.network(), options) == first);
        options.seed = 2;
        QVERIFY(written(chain.network(), options) != first);
    }

    void olderOperatorSetsSpellOutWhatTheyLack() {
        Chain chain({1, 3, 16, 16});
        chain.then("conv", {{"channels", int64_t{8}}, {"activation", std::string("hard_swish")}});
        OnnxWriteOptions options;
        options.opset = 13;
        const auto old = nodesOf(written(chain.network(), options));
        QCOMPARE(std::count(old.begin(), old.end(), "HardSwish"), 0);
        QCOMPARE(std::count(old.begin(), old.end(), "HardSigmoid"), 1);
        const auto recent = nodesOf(written(chain.network()));
        QCOMPARE(std::count(recent.begin(), recent.end(), "HardSwish"), 1);
        options.opset = 12;
        const auto refused = exportOnnx(chain.network(), options);
        QVERIFY(!refused && refused.error().place == "opset");
    }

    void hostileNamesStayNames() {
        Chain chain({1, 3, 8, 8});
        chain.then("conv", conv(8, 3, 1, "same"), "a\xE2\x80\xAE<b>&\"'");
        chain.then("conv", conv(8, 3, 1, "same"), "plain");
        const std::string bytes = written(chain.network());
        const auto again = must(readOnnx(bytes, "a.onnx"));
        QCOMPARE(again.graph.operators.size(), must(lower(chain.network(), Precision::Fp32)).graph.operators.size());
        for (const Operator& op : again.graph.operators)
            QVERIFY2(op.name.find("\xE2\x80\xAE") == std::string::npos, op.name.c_str());
    }

    void samplesComeBackWhole_data() {
        QTest::addColumn<QString>("path");
        for (const char* name : {"audio_keyword", "camera_classifier", "indoor_segmentation", "mobilenet_edgetpu",
                                 "mobilenet_v2", "presence_detector", "speech_encoder"})
            QTest::newRow(name)
                << QStringLiteral(BW_SOURCE_DIR "/models/samples/%1.blockwright").arg(QLatin1String(name));
    }
    void samplesComeBackWhole() {
        QFETCH(QString, path);
        const Network network = must(openModel(path.toStdString())).document.network;
        const auto made = must(exportOnnx(network, {}));
        const auto again = must(readOnnx(must(made.bytes()), "again.onnx"));
        if (path.contains(QLatin1String("speech"))) {
            // A product with a transposed operand comes back as a transposition and a product.
            QCOMPARE(again.graph.totalMacs(), made.lowered().graph.totalMacs());
            QCOMPARE(again.graph.totalParameters(), made.lowered().graph.totalParameters());
            return;
        }
        compareGraphs(made.lowered().graph, again.graph);
        const Network raised = must(raise(again.graph, network.name()));
        QCOMPARE(kindsOf(raised), kindsOf(network));
        // Blocks of one operator are found under their own names.
        for (size_t i = 0; i < network.size(); ++i) {
            if (made.lowered().blocks[i].operator_count == 1) QCOMPARE(raised.at(i).source, network.at(i).name);
        }
    }

    void sharedModelsComeBackWhole_data() {
        QTest::addColumn<QString>("path");
        if (!QDir(QLatin1String(kModels)).exists()) QSKIP("the shared models are not here");
        for (const QString& name : QDir(QLatin1String(kModels)).entryList(QDir::Files, QDir::Name)) {
            if (name.endsWith(QLatin1String(".onnx")) || name.endsWith(QLatin1String(".tflite")))
                QTest::newRow(qPrintable(name)) << QLatin1String(kModels) + QLatin1Char('/') + name;
        }
    }
    void sharedModelsComeBackWhole() {
        QFETCH(QString, path);
        const auto opened = openModel(path.toStdString());
        if (!opened) return;  // Damaged, compiled, or of open sizes: readers' tests say why.
        const std::string source = must(readFileBytes(path.toStdString(), kMaxModelFileBytes));
        OnnxWriteOptions options;
        if (path.endsWith(QLatin1String(".onnx"))) options.source = source;
        const auto made = exportOnnx(opened->document.network, options);
        if (!made) {
            // Look-ups by index need the file that they came from.
            QCOMPARE(made.error().code, ErrorCode::Unsupported);
            QVERIFY(path.contains(QStringLiteral("shufflenet")));
            return;
        }
        const std::string bytes = must(made->bytes());
        const auto again = must(readOnnx(bytes, "again.onnx"));
        QCOMPARE(again.graph.totalMacs(), made->lowered().graph.totalMacs());
        QCOMPARE(again.graph.totalParameters(), made->lowered().graph.totalParameters());
        for (size_t i = 0; i < again.graph.outputs.size(); ++i)
            QCOMPARE(again.graph.shape(again.graph.outputs[i]),
                     made->lowered().graph.shape(made->lowered().graph.outputs[i]));
        if (options.source.empty()) return;
        // Every kernel that the file has is in the new one, byte for byte.
        const auto now = constantsOf(bytes);
        for (const std::string& kernel : constantsOf(source))
            QVERIFY(now.count(kernel) > 0);
        int convolutions = 0;
        for (const Operator& op : made->lowered().graph.operators)
            convolutions += op.isConvolution() || op.type == OpType::Dense ? 1 : 0;
        QVERIFY(made->keptOperators() >= convolutions);
    }

    void anEditKeepsTheOtherWeights() {
        const std::string path = std::string(kModels) + "/yunet_n_320.onnx";
        if (!QFile::exists(QString::fromStdString(path))) QSKIP("the shared models are not here");
        const std::string source = must(readFileBytes(path, kMaxModelFileBytes));
        const Network network = must(openModel(path)).document.network;
        OnnxWriteOptions options;
        options.source = source;
        const int whole = must(exportOnnx(network, options)).keptOperators();
        const BlockPtr* edited = nullptr;
        for (const BlockPtr& block : network.blocks()) {
            if (block->kind->id == "conv" || block->kind->id == "depthwise_separable") edited = &block;
        }
        QVERIFY(edited != nullptr);
        const Network changed = must(applyEdit(network, "set " + (*edited)->name + ".kernel=5")).network;
        const int kept = must(exportOnnx(changed, options)).keptOperators();
        QVERIFY2(kept < whole && kept >= whole - 3, std::to_string(kept).c_str());
    }

    void aRefusalNamesTheOperatorAndWritesNothing() {
        const std::string path = std::string(kModels) + "/person_shufflenetv2_int8.tflite";
        if (!QFile::exists(QString::fromStdString(path))) QSKIP("the shared models are not here");
        QTemporaryDir folder;
        const std::string out = folder.filePath(QStringLiteral("out.onnx")).toStdString();
        const auto report = exportModel(must(openModel(path)).document, out, {});
        QVERIFY(!report);
        QVERIFY2(report.error().text().find("gather") != std::string::npos, report.error().text().c_str());
        QVERIFY(!QFile::exists(QString::fromStdString(out)));
    }

    void anUnwritableFileIsNamed() {
        Chain chain({1, 3, 8, 8});
        chain.then("conv", conv(8, 3, 1, "same"));
        Document document;
        document.network = chain.network();
        const auto report = exportModel(document, "/nowhere/net.onnx", {});
        QVERIFY(!report);
        QVERIFY(report.error().text().find("/nowhere/net.onnx") != std::string::npos);
        const auto unknown = exportModel(document, "net.caffe", {});
        QVERIFY(!unknown && unknown.error().remedy.find(".onnx") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(OnnxWriterTest)
#include "onnx_writer_test.moc"
