// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// 500 random networks exported by PyTorch, compared with what PyTorch's own hooks counted.
#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QtTest>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/limits.h"
#include "io/file_bytes.h"
#include "io/onnx_reader.h"

using namespace bw;

namespace {

constexpr int kNetworks = 500;
constexpr const char* kPython = "/usr/bin/python3";

struct Counts {
    int64_t macs = 0, matmul_macs = 0, parameters = 0;
    std::vector<std::vector<int64_t>> outputs;
    bool operator==(const Counts&) const = default;

    std::string text() const {
        std::string shapes;
        for (const auto& output : outputs)
            shapes += " " + Shape(output).text();
        return std::to_string(macs) + " + " + std::to_string(matmul_macs) + " MACs, " + std::to_string(parameters) +
               " parameters," + shapes;
    }
};

Counts expectedCounts(const nlohmann::json& entry) {
    return {entry.at("macs"), entry.at("matmul_macs"), entry.at("parameters"), entry.at("outputs")};
}

Counts countsOf(const OperatorGraph& graph) {
    Counts counts;
    for (const Operator& op : graph.operators)
        (op.type == OpType::MatMul ? counts.matmul_macs : counts.macs) += op.macs;
    counts.parameters = graph.totalParameters();
    for (const TensorId output : graph.outputs) {
        const auto sizes = graph.shape(output).sizes();
        counts.outputs.emplace_back(sizes.begin(), sizes.end());
    }
    return counts;
}

}  // namespace

class OnnxNetworksTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void countsEqualThoseOfPyTorch();

private:
    std::string folder_;
};

void OnnxNetworksTest::initTestCase() {
    const QString script = QStringLiteral(BW_SOURCE_DIR "/tests/support/export_random_networks.py");
    const QString folder = QStringLiteral(BW_BINARY_DIR "/onnx-networks");
    folder_ = folder.toStdString();
    const QFileInfo expected(folder + QStringLiteral("/expected.json"));
    if (expected.exists() && expected.lastModified() > QFileInfo(script).lastModified()) return;
    if (QProcess::execute(QString::fromLatin1(kPython), {QStringLiteral("-c"), QStringLiteral("import torch")}) != 0) {
        QSKIP("python3-torch is not installed: no networks to import");
    }
    QDir(folder).removeRecursively();
    QProcess exporter;
    exporter.start(QString::fromLatin1(kPython), {script, folder, QString::number(kNetworks)});
    QVERIFY(exporter.waitForFinished(500'000));
    QVERIFY2(exporter.exitCode() == 0, exporter.readAllStandardError().right(2000).constData());
}

void OnnxNetworksTest::countsEqualThoseOfPyTorch() {
    std::ifstream file(folder_ + "/expected.json");
    const auto expected = nlohmann::json::parse(file);
    QCOMPARE(expected.size(), size_t{kNetworks});
    int wrong = 0;
    for (const auto& entry : expected) {
        const std::string name = entry.at("file");
        const auto bytes = readFileBytes(folder_ + "/" + name, kMaxModelFileBytes);
        QVERIFY(bytes);
        const auto model = readOnnx(*bytes, name);
        if (!model) {
            ++wrong;
            qWarning("%s", model.error().text().c_str());
            continue;
        }
        const Counts counts = countsOf(model->graph);
        const Counts wanted = expectedCounts(entry);
        const bool known = std::none_of(model->graph.operators.begin(), model->graph.operators.end(),
                                        [](const Operator& op) { return op.type == OpType::Opaque; });
        if (counts == wanted && known) continue;
        ++wrong;
        qWarning("%s: %s, expected %s", name.c_str(), counts.text().c_str(), wanted.text().c_str());
    }
    QCOMPARE(wrong, 0);
}

QTEST_GUILESS_MAIN(OnnxNetworksTest)
#include "onnx_networks_test.moc"
