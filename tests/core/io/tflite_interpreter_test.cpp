// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Exports in an independent interpreter. Needs the Python that packaging/peers makes.
#include <QDir>
#include <QTemporaryDir>
#include <QtTest>

#include "io/file_bytes.h"
#include "io/onnx_writer.h"
#include "io/open_model.h"
#include "support/must.h"
#include "support/random_network.h"
#include "support/tflite_batch.h"

using namespace bw;
using support::must;
using test::TfliteBatch;
using Json = nlohmann::json;

namespace {

Network sample(const std::string& name) {
    return must(openModel(BW_SOURCE_DIR "/models/samples/" + name + ".blockwright")).document.network;
}

std::string text(const Json& found) {
    return found.dump();
}

}  // namespace

class TfliteInterpreterTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        python_ = test::pythonWith("ai_edge_litert");
        if (python_.empty()) QSKIP("no peers: packaging/peers installs them");
        QVERIFY(folder_.isValid());
    }

    void uneditedFilesComputeTheSameBytes() {
        const std::string models = BW_SHARED_DATA "/models/";
        if (!QFile::exists(QString::fromStdString(models))) QSKIP("the shared models are not here");
        TfliteBatch batch = newBatch("unedited");
        std::vector<std::string> sources;
        for (const char* name : {"kws_dscnn_int8", "resnet8_cifar_int8", "vww_96_float", "mobilenet_v1_0.25_128_uint8",
                                 "mediapipe_face_short_range_f16"}) {
            const std::string path = models + name + ".tflite";
            sources.push_back(must(readFileBytes(path, kMaxModelFileBytes)));
            TfliteWriteOptions options;
            options.numbers = TfliteNumbers::AsSource;
            options.source = sources.back();
            batch.add(must(openModel(path)).document.network, name, options, {{"original", path}});
        }
        const auto all = batch.check();
        QCOMPARE(all.size(), size_t{5});
        for (const Json& found : all)
            QVERIFY2(found.value("bytes_equal", false) && found.value("shapes_equal", false), text(found).c_str());
    }

    void integersComputeAboutWhatFloatsDo() {
        TfliteBatch batch = newBatch("integers");
        for (const char* name : {"audio_keyword", "camera_classifier", "mobilenet_v2"}) {
            const Network network = sample(name);
            TfliteWriteOptions options;
            const std::string real = batch.add(network, std::string(name) + ".float", options);
            options.numbers = TfliteNumbers::Int8;
            batch.add(network, std::string(name) + ".int8", options, {{"float", real}});
        }
        const auto all = batch.check();
        QCOMPARE(all.size(), size_t{6});
        for (const Json& found : all) {
            QVERIFY2(found.value("shapes_equal", false) && found.value("finite", false), text(found).c_str());
            if (found.contains("cosine")) QVERIFY2(found["cosine"][0].get<double>() > 0.95, text(found).c_str());
        }
    }

    void randomNetworksRun() {
        TfliteBatch batch = newBatch("random");
        for (uint64_t seed = 1; seed <= 30; ++seed) {
            TfliteWriteOptions options;
            options.numbers = seed % 2 == 0 ? TfliteNumbers::Int8 : TfliteNumbers::Float32;
            batch.add(test::randomNetwork(seed), std::to_string(seed), options);
        }
        QVERIFY(batch.refused().empty());
        const auto all = batch.check();
        QCOMPARE(all.size(), size_t{30});
        for (const Json& found : all)
            QVERIFY2(found.value("shapes_equal", false) && found.value("finite", false), text(found).c_str());
    }

    void theAcceleratorTakesEveryConvolution() {
        if (test::pythonWith("ethosu").empty()) QSKIP("no Vela: packaging/peers installs it");
        TfliteBatch batch(std::filesystem::path(folder_.path().toStdString()) / "vela", python_, true);
        TfliteWriteOptions options;
        options.numbers = TfliteNumbers::Int8;
        for (const char* name : {"camera_classifier", "mobilenet_v2"})
            batch.add(sample(name), name, options, {{"vela", true}});
        const auto all = batch.check();
        QCOMPARE(all.size(), size_t{2});
        for (const Json& found : all) {
            QVERIFY2(found.value("convolutions", 0) > 0 && found.value("convolutions_on_cpu", 1) == 0,
                     text(found).c_str());
            QVERIFY2(found.value("vela_cpu_operators", 1) == 0, text(found).c_str());
        }
    }

    void floatsAgreeWithOnnxRuntime() {
        if (test::pythonWith("onnxruntime").empty()) QSKIP("no ONNX Runtime: packaging/peers installs it");
        TfliteBatch batch = newBatch("agreement");
        size_t added = 0;
        const auto add = [&](const Network& network, const std::string& name) {
            const auto onnx = exportOnnx(network, {});
            if (!onnx) return;
            const std::string path = folder_.filePath(QString::fromStdString(name + ".onnx")).toStdString();
            std::ofstream(path, std::ios::binary) << must(onnx->bytes());
            batch.add(network, name, {}, {{"onnx", path}});
            ++added;
        };
        for (const char* name : {"audio_keyword", "camera_classifier", "speech_encoder", "presence_detector"})
            add(sample(name), name);
        for (uint64_t seed = 101; seed <= 120; ++seed)
            add(test::randomNetwork(seed), std::to_string(seed));
        QVERIFY(added >= 20);
        const auto all = batch.check();
        QCOMPARE(all.size(), added);
        for (const Json& found : all)
            QVERIFY2(found.value("onnx_difference", 1.0) <= 1e-4, text(found).c_str());
    }

private:
    TfliteBatch newBatch(const char* name) {
        return {std::filesystem::path(folder_.path().toStdString()) / name, python_, false};
    }

    QTemporaryDir folder_;
    std::string python_;
};

QTEST_APPLESS_MAIN(TfliteInterpreterTest)
#include "tflite_interpreter_test.moc"
