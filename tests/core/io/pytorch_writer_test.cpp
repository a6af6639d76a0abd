// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>
#include <set>

#include "io/export_model.h"
#include "io/open_model.h"
#include "io/pytorch_writer.h"
#include "support/chain.h"
#include "support/must.h"

using namespace bw;
using support::must;
using test::Chain;
using test::conv;

namespace {

Network small(const std::string& name = "plain") {
    Chain chain({1, 3, 16, 16});
    chain.then("conv", conv(8, 3, 2, "same"), name);
    chain.then("ibn", {{"channels", int64_t{8}}, {"expansion", 4.0}, {"residual", true}});
    chain.then("global_pool", {});
    chain.then("dense", {{"channels", int64_t{4}}});
    return chain.network();
}

/// A Python with PyTorch: the one named by BLOCKWRIGHT_PYTHON, else the system's. Empty where there is none.
QString pythonWithTorch() {
    for (const QString& python : {qEnvironmentVariable("BLOCKWRIGHT_PYTHON"), QStringLiteral("/usr/bin/python3")}) {
        if (python.isEmpty()) continue;
        QProcess process;
        process.start(python, {QStringLiteral("-c"), QStringLiteral("import torch")});
        if (process.waitForFinished(60000) && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0)
            return python;
    }
    return {};
}

}  // namespace

class PytorchWriterTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theSourceReadsLikeTheNetwork() {
        const auto made = must(exportPytorch(small(), {}));
        QVERIFY(made.source.find("class Net(nn.Module):") != std::string::npos);
        QVERIFY(made.source.find("self.plain = nn.Conv2d(3, 8, (3, 3), stride=(2, 2)") != std::string::npos);
        QVERIFY(made.source.find("# ibn") != std::string::npos);
        std::set<std::string> names;
        for (const NamedTensor& tensor : made.weights)
            QVERIFY2(names.insert(tensor.name).second, tensor.name.c_str());
        QVERIFY(names.count("plain.weight") == 1);
    }

    void namesNeverLeaveTheirPlace() {
        for (const char* hostile :
             {"x'''\nimport os\n", "\"\"\"", "class", "self", "a\\", "\xE2\x80\xAE", "1 2 3", ""}) {
            const std::string name = *hostile == 0 ? "_" : hostile;
            const auto made = must(exportPytorch(small(name), {}));
            QVERIFY(made.source.find("import os\n", made.source.find("class ")) == std::string::npos);
            QVERIFY(made.source.find("'''") == std::string::npos);
            QVERIFY(made.source.find('\\') == std::string::npos);
            for (const char c : made.source)
                QVERIFY(c == '\n' || (c >= ' ' && c < 0x7F));
        }
    }

    void equalSeedsGiveEqualWeights() {
        PytorchWriteOptions options;
        const auto first = must(exportPytorch(small(), options));
        QVERIFY(must(exportPytorch(small(), options)).weights == first.weights);
        options.seed = 2;
        QVERIFY(!(must(exportPytorch(small(), options)).weights == first.weights));
    }

    void samplesRun_data() {
        QTest::addColumn<QString>("sample");
        for (const char* name : {"audio_keyword", "camera_classifier", "presence_detector", "speech_encoder"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    void samplesRun() {
        QFETCH(QString, sample);
        const QString python = pythonWithTorch();
        if (python.isEmpty()) QSKIP("there is no Python with PyTorch (python3-torch) here");
        const QString file = QStringLiteral(BW_SOURCE_DIR "/models/samples/%1.blockwright").arg(sample);
        const Document document = must(openModel(file.toStdString())).document;
        QTemporaryDir folder;
        const QString source = folder.filePath(QStringLiteral("net.py"));
        const auto report = must(exportModel(document, source.toStdString(), {}));
        QCOMPARE(report.files.size(), size_t{2});
        QProcess process;
        process.start(python, {source});
        QVERIFY(process.waitForFinished(120000));
        QVERIFY2(process.exitCode() == 0, process.readAllStandardError().constData());
        QByteArray expected;
        const auto lowered = must(lower(document.network, Precision::Fp32));
        for (const TensorId output : lowered.graph.outputs) {
            const Shape& shape = lowered.graph.shape(output);
            expected += "(";
            for (int i = 0; i < shape.rank(); ++i)
                expected += (i == 0 ? "" : ", ") + QByteArray::number(static_cast<qlonglong>(shape[i]));
            expected += shape.rank() == 1 ? ",)\n" : ")\n";
        }
        QCOMPARE(process.readAllStandardOutput(), expected);
    }
};

QTEST_GUILESS_MAIN(PytorchWriterTest)
#include "pytorch_writer_test.moc"
