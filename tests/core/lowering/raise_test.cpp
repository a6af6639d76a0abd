// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lowering/raise.h"

#include <QtTest>
#include <algorithm>
#include <map>

#include "generator/sample_networks.h"
#include "graph/operator_builder.h"
#include "io/file_bytes.h"
#include "io/onnx_reader.h"
#include "io/tflite_reader.h"
#include "lowering/lower.h"
#include "support/mobilenets.h"
#include "support/must.h"
#include "support/random_network.h"

using namespace bw;
using bw::support::must;

namespace {

constexpr const char* kModels = BW_SHARED_DATA "/models/";

/// What an operator computes, as one line.
std::string describe(const OperatorGraph& graph, const Operator& op) {
    std::string text(opTypeId(op.type));
    text += " " + std::string(activationId(op.activation)) + " " + op.detail;
    for (const TensorId tensor : op.inputs)
        text += " " + graph.shape(tensor).text();
    text += " ->";
    for (const TensorId tensor : op.outputs)
        text += " " + graph.shape(tensor).text();
    return text + " macs " + std::to_string(op.macs) + " parameters " + std::to_string(op.parameters());
}

std::vector<std::string> descriptions(const OperatorGraph& graph, bool in_order) {
    std::vector<std::string> lines;
    for (const Operator& op : graph.operators)
        lines.push_back(describe(graph, op));
    if (!in_order) std::sort(lines.begin(), lines.end());
    return lines;
}

std::vector<std::string> kindsOf(const Network& network) {
    std::vector<std::string> kinds;
    for (const BlockPtr& block : network.blocks())
        kinds.push_back(block->kind->id);
    return kinds;
}

std::map<std::string, int> kindCounts(const Network& network) {
    std::map<std::string, int> counts;
    for (const BlockPtr& block : network.blocks())
        ++counts[block->kind->id];
    return counts;
}

QString joined(const std::vector<std::string>& parts) {
    QStringList list;
    for (const std::string& part : parts)
        list << QString::fromStdString(part);
    return list.join(QStringLiteral(" "));
}

Result<ImportedModel> import(const std::string& name) {
    const auto bytes = readFileBytes(kModels + name, kMaxModelFileBytes);
    if (!bytes) return tl::unexpected(bytes.error());
    ImportOptions options;
    if (name.starts_with("ppocr")) options.input_shapes = {{1, 3, 48, 192}};
    if (name == "yunet_n_dynamic.onnx") options.input_shapes = {{1, 3, 320, 320}};
    return name.ends_with(".onnx") ? readOnnx(*bytes, name, options) : readTflite(*bytes, name);
}

/// The network of a shared file, raised.
Network raised(const std::string& name) {
    const ImportedModel model = must(import(name));
    return must(raise(model.graph, model.name));
}

bool isShared(const std::string& name) {
    return readFileBytes(kModels + name, kMaxModelFileBytes).has_value();
}

}  // namespace

/// Raising recognises blocks and loses nothing.
class RaiseTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void samplesComeBackAsTheBlocksTheyAre() {
        std::vector<std::pair<std::string, Network>> networks;
        for (const samples::Sample& sample : samples::allSamples())
            networks.emplace_back(sample.file_name, sample.document.network);
        networks.emplace_back("MobileNetV1", samples::mobilenetV1());
        for (const auto& [name, network] : networks) {
            const LoweredNetwork lowered = must(lower(network));
            const Network again = must(raise(lowered.graph, name));
            QCOMPARE(joined(kindsOf(again)), joined(kindsOf(network)));
            const LoweredNetwork relowered = must(lower(again));
            QVERIFY2(descriptions(relowered.graph, true) == descriptions(lowered.graph, true), name.c_str());
            QCOMPARE(relowered.graph.outputs.size(), lowered.graph.outputs.size());
        }
    }

    void randomNetworksLoseNothing() {
        for (uint64_t seed = 1; seed <= 300; ++seed) {
            const Network network = test::randomNetwork(seed);
            const LoweredNetwork lowered = must(lower(network));
            const Network again = must(raise(lowered.graph, "again"));
            const LoweredNetwork relowered = must(lower(again));
            QVERIFY2(descriptions(relowered.graph, false) == descriptions(lowered.graph, false),
                     qPrintable(QString::number(seed)));
            QCOMPARE(relowered.graph.outputs.size(), lowered.graph.outputs.size());
            for (size_t i = 0; i < relowered.graph.outputs.size(); ++i) {
                QVERIFY(relowered.graph.shape(relowered.graph.outputs[i]) ==
                        lowered.graph.shape(lowered.graph.outputs[i]));
            }
            // Once more changes nothing: what is recognised is recognised at once.
            QCOMPARE(joined(kindsOf(must(raise(relowered.graph, "again")))), joined(kindsOf(again)));
        }
    }

    void everySharedModelLosesNothing_data() {
        QTest::addColumn<QString>("name");
        const QDir folder(QString::fromUtf8(kModels));
        for (const QString& name : folder.entryList({QStringLiteral("*.tflite"), QStringLiteral("*.onnx")}))
            QTest::newRow(qPrintable(name)) << name;
        if (folder.entryList(QDir::Files).isEmpty()) QTest::newRow("absent") << QString();
    }
    void everySharedModelLosesNothing() {
        QFETCH(QString, name);
        if (name.isEmpty()) QSKIP("no shared data: models are absent");
        const auto model = import(name.toStdString());
        // Two files are there to be refused; the readers' tests say how.
        if (name.startsWith(QLatin1String("invalid_model")) || name.contains(QLatin1String("vela_compiled"))) {
            QVERIFY(!model);
            return;
        }
        QVERIFY2(model.has_value(), model ? "" : model.error().text().c_str());
        const Network network = must(raise(model->graph, model->name));
        const LoweredNetwork lowered = must(lower(network));
        QCOMPARE(lowered.graph.totalMacs(), model->graph.totalMacs());
        QCOMPARE(lowered.graph.totalParameters(), model->graph.totalParameters());
        QCOMPARE(lowered.graph.operators.size(), model->graph.operators.size());
        QCOMPARE(lowered.graph.outputs.size(), model->graph.outputs.size());
        for (size_t i = 0; i < lowered.graph.outputs.size(); ++i) {
            QCOMPARE(QString::fromStdString(lowered.graph.shape(lowered.graph.outputs[i]).text()),
                     QString::fromStdString(model->graph.shape(model->graph.outputs[i]).text()));
        }
    }

    void mobileNetworksAreTheirPublishedBlocks() {
        if (!isShared("mobilenet_edgetpu_0.75_224_int8.tflite")) QSKIP("no shared data: models are absent");
        const auto edge = kindCounts(raised("mobilenet_edgetpu_0.75_224_int8.tflite"));
        QCOMPARE(edge.at("fused_ibn"), 8);
        QCOMPARE(edge.at("ibn"), 13);
        const auto v2 = kindCounts(raised("mobilenet_v2_1.0_224_uint8.tflite"));
        QCOMPARE(v2.at("ibn"), 16);
        QCOMPARE(v2.at("depthwise_separable"), 1);
        QCOMPARE(kindCounts(raised("mobilenet_v1_0.25_128_uint8.tflite")).at("depthwise_separable"), 13);
        QCOMPARE(kindCounts(raised("resnet8_cifar_int8.tflite")).at("residual"), 3);
        QCOMPARE(kindCounts(raised("mcunet_vww_tinyengine.tflite")).at("ibn"), 14);
    }

    void headsAreRecognised() {
        if (!isShared("ultraface_rfb_320.onnx")) QSKIP("no shared data: models are absent");
        QCOMPARE(kindCounts(raised("ultraface_rfb_320.onnx")).at("detection_head"), 8);
        QCOMPARE(kindCounts(raised("mediapipe_face_short_range_f16.tflite")).at("detection_head"), 4);
        // YuNet: class, box, object and landmark heads at three strides, 1 x 1 before depthwise.
        const auto yunet = kindCounts(raised("yunet_n_320.onnx"));
        QCOMPARE(yunet.at("detection_head"), 12);
        QCOMPARE(kindCounts(raised("yunet_n_dynamic.onnx")), yunet);
        QCOMPARE(kindCounts(raised("deeplabv3_mnv2_ade20k_int8.tflite")).at("segmentation_head"), 1);
        QCOMPARE(kindCounts(raised("deeplabv3_mnv2_dm05_pascal_uint8.tflite")).at("segmentation_head"), 1);
    }

    void invertedBottlenecksOfMobileNetV3AreWhole() {
        if (!isShared("ppocr_mobile_v2_cls.onnx")) QSKIP("no shared data: models are absent");
        // MobileNetV3-small at width 0.35: eleven blocks, some with steps of 2 down and 1 across, nine with gates.
        const Network network = raised("ppocr_mobile_v2_cls.onnx");
        const auto kinds = kindCounts(network);
        QCOMPARE(kinds.at("ibn"), 11);
        QVERIFY(!kinds.contains("activation"));
        QVERIFY(!kinds.contains("squeeze_excite"));
        int gated = 0;
        int uneven = 0;
        for (const BlockPtr& block : network.blocks()) {
            gated += block->attributes.integer("squeeze") > 0 ? 1 : 0;
            uneven += block->kind->id == "ibn" && block->attributes.integer("stride_w") != 0 ? 1 : 0;
        }
        QCOMPARE(gated, 9);
        QVERIFY(uneven > 0);
    }

    void convolutionsTakeTheirActivation() {
        OperatorGraph graph;
        OperatorBuilder build(graph);
        TensorId x = build.addInput({1, 3, 32, 32}, "x");
        x = must(build.conv(x, support::convSpec(16, 3, 2, Activation::HardSwish)));
        x = must(build.conv(x, support::convSpec(8, 3, 1, Activation::None)));
        const TensorId branch = x;
        const TensorId gelu = must(build.activation(branch, Activation::Gelu));
        graph.outputs = {gelu, must(build.activation(branch, Activation::Tanh))};
        const Network network = must(raise(graph, "x"));
        QCOMPARE(joined(kindsOf(network)), QStringLiteral("input conv conv activation activation"));
        QCOMPARE(QString::fromStdString(network.at(1).attributes.text("activation")), QStringLiteral("hard_swish"));
    }

    void whatIsReadFromOutsideStaysApart() {
        // The expanded map of an inverted bottleneck is read by another branch: no block may hide it.
        OperatorGraph graph;
        OperatorBuilder build(graph);
        const TensorId x = build.addInput({1, 16, 14, 14}, "x");
        const TensorId wide = must(build.conv(x, support::convSpec(96, 1, 1, Activation::Relu6)));
        const TensorId deep = must(build.depthwise(wide, support::convSpec(0, 3, 1, Activation::Relu6)));
        const TensorId y = must(build.conv(deep, support::convSpec(16, 1, 1, Activation::None)));
        graph.outputs = {y};
        QCOMPARE(joined(kindsOf(must(raise(graph, "x")))), QStringLiteral("input ibn"));
        graph.outputs = {y, wide};
        QCOMPARE(joined(kindsOf(must(raise(graph, "x")))), QStringLiteral("input conv depthwise_separable"));
        graph.outputs = {y, deep};
        QCOMPARE(joined(kindsOf(must(raise(graph, "x")))), QStringLiteral("input conv depthwise_conv conv"));
    }

    void operatorsWithManyInputsStayWithTheirShapes() {
        OperatorGraph graph;
        OperatorBuilder build(graph);
        Operator op;
        op.type = OpType::Opaque;
        op.detail = "SomethingWithManyInputs";
        for (int i = 0; i < 40; ++i)
            op.inputs.push_back(build.addInput({1, 4, 8, 8 + i}, "in"));
        graph.outputs = must(build.custom(op, std::vector<Shape>{{1, 4}, {2, 3, 5, 7, 11}}));
        const Network network = must(raise(graph, "many"));
        const LoweredNetwork lowered = must(lower(network));
        QVERIFY(descriptions(lowered.graph, true) == descriptions(graph, true));
        QCOMPARE(network.outputs().size(), size_t{2});
    }

    void anEmptyGraphAndAnIdentityAreNetworks() {
        OperatorGraph graph;
        OperatorBuilder build(graph);
        graph.outputs = {build.addInput({1, 3}, "x")};
        const Network network = must(raise(graph, "identity"));
        QCOMPARE(network.size(), size_t{1});
        QCOMPARE(must(lower(network)).graph.outputs.size(), size_t{1});
    }
};

QTEST_GUILESS_MAIN(RaiseTest)
#include "raise_test.moc"
