// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verify/peer_result.h"

#include <QtTest>
#include <cmath>

#include "support/must.h"
#include "verify/verify_network.h"

using namespace bw;
using bw::support::must;

namespace {

const std::string kGood =
    R"({"tool": "T", "version": "1", "latency_ms": [3, 1, 2], "quantized": false,
        "operators": [{"name": "stem", "type": "Conv", "latency_ms": 0.5}],
        "outputs": [{"shape": [1, 2], "integer": false}]})";

const std::string kLayers =
    "Original Operator,NNG Operator,Target,Staging Usage,Peak% (Staging),Op Cycles,Name\n"
    "Conv2D,Conv2D,NPU,5000,50,1000,stem\nSoftmax,Softmax,CPU,100,1,0,\"head, last\"\n";
const std::string kSummary = "core_clock,inference_time,sram_memory_used,cycles_total\n500000000.0,0.000002,4.5,1000\n";

std::string with(std::string text, const std::string& from, const std::string& to) {
    const size_t at = text.find(from);
    if (at == std::string::npos) throw std::runtime_error("the test's text lacks " + from);
    return text.replace(at, from.size(), to);
}

PeerOutput output(std::vector<float> values, bool integer = false) {
    return {{static_cast<int64_t>(values.size())}, std::move(values), integer};
}

}  // namespace

/// What other programs give, read as anything that others write.
class PeerResultTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { writeOutput(QByteArray(8, '\0')); }

    void readsWhatAScriptLeaves() {
        const float values[2] = {1.5F, -2.0F};
        writeOutput(QByteArray(reinterpret_cast<const char*>(values), sizeof values));
        const PeerResult result = must(readPeerResult(kGood, path()));
        QCOMPARE(result.tool, std::string("T"));
        QCOMPARE(result.latency_ms, 2.0);
        QCOMPARE(result.operators.size(), size_t{1});
        QCOMPARE(result.operators[0].name, std::string("stem"));
        QCOMPARE(result.operators[0].latency_ms, 0.5);
        QCOMPARE(result.outputs[0].values, (std::vector<float>{1.5F, -2.0F}));
    }

    void refusesWhatNoScriptLeaves_data() {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::newRow("no object") << QString::fromStdString(kGood) << "[]";
        QTest::newRow("cut off") << "}]})"
                                 << "";
        QTest::newRow("unknown member") << R"("tool")"
                                        << R"("tol")";
        QTest::newRow("negative time") << "[3, 1, 2]"
                                       << "[-1]";
        QTest::newRow("time as text") << "0.5"
                                      << R"("fast")";
        QTest::newRow("endless list of sizes") << "[1, 2]"
                                               << "[1, 1, 1, 1, 1, 1, 1, 1, 2]";
        QTest::newRow("size of zero") << "[1, 2]"
                                      << "[0, 2]";
        QTest::newRow("more values than the file has") << "[1, 2]"
                                                       << "[1, 3]";
        QTest::newRow("more values than memory") << "[1, 2]"
                                                 << "[1000000, 1000000, 1000000]";
        QTest::newRow("an output without its file") << R"("integer": false})"
                                                    << R"("integer": false}, {"shape": [1], "integer": false})";
    }

    void refusesWhatNoScriptLeaves() {
        QFETCH(QString, from);
        QFETCH(QString, to);
        std::string text = kGood;
        if (from == QLatin1String("}]})")) {
            text.resize(text.size() - 4);
        } else {
            text = with(text, from.toStdString(), to.toStdString());
        }
        const auto result = readPeerResult(text, path());
        QVERIFY(!result.has_value());
        QVERIFY(!result.error().message.empty());
    }

    void readsVelasTables() {
        const PeerResult result = must(readVelaTables(kLayers, kSummary));
        QCOMPARE(result.cycles, std::optional<int64_t>(1000));
        QCOMPARE(result.sram_bytes, std::optional<int64_t>(4608));
        QCOMPARE(result.latency_ms, 0.002);
        QCOMPARE(result.operators.size(), size_t{2});
        QCOMPARE(result.operators[0].latency_ms, 0.002);
        QVERIFY(result.operators[0].on_accelerator);
        QVERIFY(!result.operators[1].on_accelerator);
        QCOMPARE(result.operators[1].name, std::string("head, last"));
    }

    void namesWhatVelasTablesLack() {
        const auto no_column = readVelaTables(with(kLayers, "Op Cycles", "Cycles"), kSummary);
        QVERIFY(!no_column.has_value());
        QVERIFY(no_column.error().message.find("Op Cycles") != std::string::npos);
        const auto no_number = readVelaTables(with(kLayers, "1000", "many"), kSummary);
        QVERIFY(!no_number.has_value());
        QVERIFY(no_number.error().place.find("line 2") != std::string::npos);
        QVERIFY(!readVelaTables("", kSummary).has_value());
        QVERIFY(!readVelaTables(kLayers, "").has_value());
        QVERIFY(!readVelaTables(kLayers, with(kSummary, "500000000.0", "0")).has_value());
    }

    void comparesByTheGreatestValue() {
        const Agreement near = compareOutputs({output({100, 0.001F})}, {output({100.005F, 0})});
        QVERIFY(near.holds());
        QVERIFY(near.worst > 4e-5 && near.worst < 6e-5);
        QVERIFY(!compareOutputs({output({100, 1})}, {output({100, 2})}).holds());
        QVERIFY(compareOutputs({output({0, 0})}, {output({0, 0})}).holds());
        QVERIFY(!compareOutputs({output({1, 1})}, {output({1, NAN})}).holds());
        QVERIFY(!compareOutputs({output({1, NAN, 1})}, {output({1, 1, 1})}).holds());
        QVERIFY(compareOutputs({output({1, NAN})}, {output({1, NAN})}).holds());
        QVERIFY(!compareOutputs({output({1, HUGE_VALF})}, {output({1, 1})}).holds());
    }

    void comparesClassesByTheirShare() {
        std::vector<float> classes(2000, 3.0F);
        std::vector<float> others = classes;
        others[0] = 30.0F;
        QVERIFY(compareOutputs({output(classes, true)}, {output(others)}).holds());
        for (size_t i = 0; i < 10; ++i)
            others[i] = 4.0F;
        const Agreement apart = compareOutputs({output(classes, true)}, {output(others, true)});
        QVERIFY(!apart.holds());
        QCOMPARE(apart.other_labels, 0.005);
    }

    void tellsOfOtherShapes() {
        QVERIFY(!compareOutputs({output({1})}, {output({1, 1})}).same_shapes);
        QVERIFY(!compareOutputs({output({1})}, {output({1}), output({1})}).same_shapes);
    }

private:
    std::string path() const { return folder_.path().toStdString(); }
    void writeOutput(const QByteArray& bytes) {
        QFile file(folder_.filePath(QStringLiteral("output0.bin")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }

    QTemporaryDir folder_;
};

QTEST_GUILESS_MAIN(PeerResultTest)
#include "peer_result_test.moc"
