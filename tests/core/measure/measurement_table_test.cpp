// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/measurement_table.h"

#include <QtTest>

#include "io/file_bytes.h"
#include "io/gzip.h"
#include "measure/train_regressor.h"

using namespace bw;

namespace {

const std::string kHeader = "net,op,ih,iw,ic,oh,ow,oc,k,s,relu,from,chip\n";
const std::string kNetwork =
    "a,conv,8,8,3,4,4,16,3,2,1,,100\n"
    "a,dw,4,4,16,4,4,16,3,1,1,,50.5\n"
    "a,conv,4,4,16,4,4,16,1,1,0,,20\n"
    "a,add,4,4,16,4,4,16,1,1,0,0,10\n"
    "a,avgpool,4,4,16,1,1,16,4,1,0,,5\n"
    "a,fc,1,1,16,1,1,10,1,1,0,,7\n";

}  // namespace

class MeasurementTableTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rowsBecomeNetworks() {
        const auto networks = readMeasurementTable(kHeader + kNetwork + "b,conv,8,8,3,8,8,4,1,1,0,,9\n", "chip");
        QVERIFY2(networks, networks ? "" : networks.error().text().c_str());
        QCOMPARE(networks->size(), size_t{2});
        const MeasuredNetwork& first = networks->front();
        QCOMPARE(first.cycles.size(), first.graph.operators.size());
        double sum = 0.0;
        for (const double cycles : first.cycles)
            sum += cycles;
        QCOMPARE(sum, 192.5);
        QVERIFY(first.graph.operators[0].activation == Activation::Relu6);
        QVERIFY(first.graph.operators[3].type == OpType::Add);
        QCOMPARE(first.graph.operators[3].inputs[1], first.graph.operators[0].outputs[0]);
    }

    void networksWithoutCyclesAreLeftOut() {
        const auto networks = readMeasurementTable(kHeader + kNetwork + "b,conv,8,8,3,8,8,4,1,1,0,,\n", "chip");
        QVERIFY(networks);
        QCOMPARE(networks->size(), size_t{1});
    }

    void badRowsAreNamed_data() {
        QTest::addColumn<QString>("row");
        const auto row = [](const char* name, const char* text) { QTest::newRow(name) << QString::fromLatin1(text); };
        row("negative cycles", "b,conv,8,8,3,8,8,4,1,1,0,,-9");
        row("cycles with a unit", "b,conv,8,8,3,8,8,4,1,1,0,,9 ms");
        row("nan", "b,conv,8,8,3,8,8,4,1,1,0,,nan");
        row("missing cell", "b,conv,8,8,3,8,8,4,1,1,0,9");
        row("zero size", "b,conv,0,8,3,8,8,4,1,1,0,,9");
        row("unknown operator", "b,warp,8,8,3,8,8,4,1,1,0,,9");
        row("wrong output", "b,conv,8,8,3,8,8,4,1,2,0,,9");
        row("wrong chain", "a,conv,8,8,3,8,8,4,1,1,0,,9");
        row("residual from nowhere", "b,add,8,8,3,8,8,3,1,1,0,7,9");
        row("network again", "b,conv,8,8,3,8,8,4,1,1,0,,9\na,conv,8,8,3,8,8,4,1,1,0,,9");
    }
    void badRowsAreNamed() {
        QFETCH(QString, row);
        const auto networks = readMeasurementTable(kHeader + kNetwork + row.toStdString() + "\n", "chip");
        QVERIFY(!networks);
        QVERIFY2(networks.error().place.starts_with("line "), networks.error().place.c_str());
    }

    void anUnknownConfigurationIsNotFound() {
        const auto networks = readMeasurementTable(kHeader + kNetwork, "other");
        QVERIFY(!networks);
        QVERIFY(networks.error().code == ErrorCode::NotFound);
    }

    void theBundledTableFitsItsTargets() {
        const auto registry = TargetRegistry::load(BW_SOURCE_DIR "/models/targets");
        QVERIFY(registry);
        int measured = 0;
        for (const auto& [id, target] : registry->all()) {
            if (target.estimator.measurements.empty() || target.kind == "cpu") continue;
            const auto data = trainingData(target, BW_SOURCE_DIR "/models");
            QVERIFY2(data, data ? "" : data.error().text().c_str());
            QVERIFY(data->networks.size() >= 700);
            ++measured;
        }
        QCOMPARE(measured, 5);
    }

    void damagedGzipIsRefused() {
        const auto bytes = readFileBytes(BW_SOURCE_DIR "/models/measurements/ethos_networks.csv.gz", 1 << 24);
        QVERIFY(bytes);
        QVERIFY(decompressGzip(*bytes, 1 << 24));
        QVERIFY(!decompressGzip(std::string_view(*bytes).substr(0, bytes->size() - 1), 1 << 24));
        QVERIFY(!decompressGzip(*bytes + "x", 1 << 24));
        std::string damaged = *bytes;
        damaged[damaged.size() / 2] = static_cast<char>(damaged[damaged.size() / 2] ^ 4);
        QVERIFY(!decompressGzip(damaged, 1 << 24));
        const auto bomb = decompressGzip(*bytes, 1000);
        QVERIFY(!bomb);
        QVERIFY(bomb.error().code == ErrorCode::LimitExceeded);
    }
};

QTEST_GUILESS_MAIN(MeasurementTableTest)
#include "measurement_table_test.moc"
