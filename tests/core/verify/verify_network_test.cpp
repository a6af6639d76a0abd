// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verify/verify_network.h"

#include <QtTest>
#include <thread>

#include "io/open_model.h"
#include "support/must.h"
#include "support/peers.h"

using namespace bw;
using bw::support::must;

namespace {

const std::string kModels = BW_SOURCE_DIR "/models";

/// A network, assessed without a regressor.
struct Case {
    OpenedModel model;
    AssessmentContext context;
    Assessment assessment;

    Case(const char* sample, const char* target) : Case(must(openModel(kModels + "/samples/" + sample)), target) {}
    Case(OpenedModel opened, const char* target) : model(std::move(opened)) {
        context.target = must(must(TargetRegistry::load(kModels + "/targets")).find(target));
        context.estimator = must(Estimator::parametric(context.target));
        assessment = must(assess(model.document.network, context));
    }

    Result<VerifyReport> verify(std::vector<const char*> ids, VerifyOptions options = {},
                                const std::stop_token& stop = {}) const {
        std::vector<const Peer*> wanted;
        for (const char* id : ids)
            wanted.push_back(must(peerOf(id)));
        options.runs = 2;
        return verifyNetwork(model.document, assessment, context.target, wanted, options, {}, stop);
    }
};

/// Stands for Python: it has every module, and runs `script` instead of ours. $4 is the file of the result.
class StandInPython {
public:
    explicit StandInPython(const char* script) : before_(qgetenv("BLOCKWRIGHT_PYTHON")) {
        QFile file(folder_.filePath(QStringLiteral("python")));
        if (!file.open(QIODevice::WriteOnly)) throw std::runtime_error("no file can be written");
        file.write(QByteArray("#!/bin/sh\n[ \"$1\" = -c ] && exit 0\n") + script + "\n");
        file.close();
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        qputenv("BLOCKWRIGHT_PYTHON", file.fileName().toUtf8());
    }
    ~StandInPython() {
        if (before_.isNull())
            qunsetenv("BLOCKWRIGHT_PYTHON");
        else
            qputenv("BLOCKWRIGHT_PYTHON", before_);
    }

private:
    QTemporaryDir folder_;
    QByteArray before_;
};

int scratchFolders() {
    return static_cast<int>(QDir(QDir::tempPath()).entryList({QStringLiteral("blockwright-*")}, QDir::Dirs).size());
}

}  // namespace

/// Networks in other programs.
class VerifyNetworkTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        QVERIFY(scratch_.isValid());
        qputenv("TMPDIR", scratch_.path().toUtf8());
    }
    // Nothing stays behind, whatever went wrong.
    void cleanup() { QCOMPARE(scratchFolders(), 0); }

    void tellsWhatAProgramSays() {
        const StandInPython python("echo first; echo 'ValueError: no such thing' >&2; exit 3");
        const VerifyReport report = must(small().verify({"onnxruntime"}));
        QVERIFY(report.peers[0].error.has_value());
        QVERIFY(report.peers[0].error->message.find("ValueError: no such thing") != std::string::npos);
        QVERIFY(!report.holds());
    }

    void refusesAResultThatIsNone() {
        for (const char* script : {"exit 0", "echo '{' > \"$4\"", "head -c 100 /dev/urandom > \"$4\""}) {
            const StandInPython python(script);
            QVERIFY(must(small().verify({"onnxruntime"})).peers[0].error.has_value());
        }
    }

    void endsAProgramThatHangs() {
        const StandInPython python("sleep 600");
        VerifyOptions options;
        options.timeout_s = 0.5;
        const VerifyReport report = must(small().verify({"onnxruntime"}, options));
        QVERIFY(report.peers[0].error.has_value());
        QCOMPARE(report.peers[0].error->code, ErrorCode::Unavailable);
    }

    void stopsWhenAsked() {
        const StandInPython python("sleep 600");
        std::stop_source source;
        std::jthread asker([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(300));
            source.request_stop();
        });
        const auto report = small().verify({"onnxruntime", "tflite"}, {}, source.get_token());
        QVERIFY(!report.has_value());
        QCOMPARE(report.error().code, ErrorCode::Cancelled);
    }

    void goesOnAfterAPeerThatFails() {
        const StandInPython python("exit 3");
        const VerifyReport report = must(small().verify({"onnxruntime", "tflite"}));
        QCOMPARE(report.peers.size(), size_t{2});
        QVERIFY(report.peers[1].error.has_value());
    }

    void offersTheCommandThatInstalls() {
        const QByteArray path = qgetenv("PATH");
        const QByteArray python = qgetenv("BLOCKWRIGHT_PYTHON");
        qunsetenv("BLOCKWRIGHT_PYTHON");
        qputenv("PATH", "/nowhere");
        const auto found = findPeer(*must(peerOf("vela")));
        qputenv("PATH", path);
        if (!python.isNull()) qputenv("BLOCKWRIGHT_PYTHON", python);
        QVERIFY(!found.has_value());
        QCOMPARE(found.error().code, ErrorCode::Unavailable);
        QVERIFY(found.error().remedy.find("pip install ethos-u-vela") != std::string::npos);
        QVERIFY(!peerOf("tensorrt").has_value());
    }

    void onnxRuntimeAndTfliteAgree() {
        if (!test::usePeers()) QSKIP(test::kNoPeers);
        const Case network("presence_detector.blockwright", "ethos-u55-128");
        const VerifyReport report = must(network.verify({"onnxruntime", "tflite"}));
        for (const PeerReport& peer : report.peers)
            QVERIFY2(peer.result.has_value(), peer.error ? peer.error->text().c_str() : "");
        QCOMPARE(report.agreements.size(), size_t{1});
        QVERIFY(report.agreements[0].same_shapes);
        QVERIFY(!report.agreements[0].quantized);
        QVERIFY(report.agreements[0].worst <= kAgreementTolerance);
        QVERIFY(report.holds());
        // Most of the time lies in operators that are ours by name.
        double named_ms = 0;
        for (const auto& op : report.peers[0].operators)
            named_ms += op ? op->latency_ms : 0.0;
        QVERIFY(named_ms > 5 * report.peers[0].other_ms);
    }

    // Its channels are shuffled by look-ups that count axes as the file does.
    void aShuffledNetworkComputesTheSameEverywhere() {
        if (!test::usePeers()) QSKIP(test::kNoPeers);
        const std::string file = BW_SHARED_DATA "/models/person_shufflenetv2_int8.tflite";
        const Case network(must(openModel(file)), "ethos-u55-128");
        VerifyOptions options;
        options.source = file;
        const VerifyReport report = must(network.verify({"onnxruntime", "torch", "tflite"}, options));
        for (const PeerReport& peer : report.peers)
            QVERIFY2(peer.result.has_value(), peer.error ? peer.error->text().c_str() : "");
        QCOMPARE(report.agreements.size(), size_t{3});
        QVERIFY(report.holds());
    }

    void equalSeedsGiveEqualOutputs() {
        if (!test::usePeers()) QSKIP(test::kNoPeers);
        const Case network("audio_keyword.blockwright", "ethos-u55-128");
        VerifyOptions other;
        other.seed = 2;
        const auto first = must(network.verify({"onnxruntime"})).peers[0].result->outputs[0].values;
        QVERIFY(!first.empty());
        QVERIFY(must(network.verify({"onnxruntime"})).peers[0].result->outputs[0].values == first);
        QVERIFY(must(network.verify({"onnxruntime"}, other)).peers[0].result->outputs[0].values != first);
    }

    void velaNamesOurOperators() {
        if (!test::usePeers()) QSKIP(test::kNoPeers);
        const Case network("mobilenet_v2.blockwright", "ethos-u55-128");
        const VerifyReport report = must(network.verify({"vela"}));
        QVERIFY2(report.peers[0].result.has_value(),
                 report.peers[0].error ? report.peers[0].error->text().c_str() : "");
        const PeerReport& vela = report.peers[0];
        int convolutions = 0;
        for (size_t i = 0; i < vela.operators.size(); ++i) {
            const OpType type = network.assessment.lowered.graph.operators[i].type;
            if (type != OpType::Conv2d && type != OpType::DepthwiseConv2d) continue;
            ++convolutions;
            QVERIFY2(vela.operators[i].has_value(), report.operator_names[i].c_str());
            QVERIFY(vela.operators[i]->on_accelerator);
            QVERIFY(*vela.operators[i]->cycles > 0);
        }
        QVERIFY(convolutions > 50);
        QCOMPARE(vela.other_ms, 0.0);
    }

    void velaWantsAnEthosTarget() {
        if (!test::usePeers()) QSKIP(test::kNoPeers);
        const VerifyReport report = must(Case("audio_keyword.blockwright", "neural-engine").verify({"vela"}));
        QVERIFY(report.peers[0].error.has_value());
        QVERIFY(report.peers[0].error->message.find("Ethos-U") != std::string::npos);
    }

private:
    static Case small() { return Case("audio_keyword.blockwright", "ethos-u55-128"); }
    QTemporaryDir scratch_;
};

QTEST_GUILESS_MAIN(VerifyNetworkTest)
#include "verify_network_test.moc"
