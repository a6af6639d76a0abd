// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "support/cli_run.h"

using namespace bw::test;

namespace {

QString sample(const char* name) {
    return QStringLiteral(BW_SOURCE_DIR "/models/samples/") + QString::fromUtf8(name) + QStringLiteral(".blockwright");
}

QString q(const char* text) {
    return QString::fromUtf8(text);
}

}  // namespace

/// Energy, fleets, mixed precisions and shared accelerators on the command line.
class EnergyCliTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        folder_ = std::make_unique<QTemporaryDir>();
        qputenv("BLOCKWRIGHT_CONFIG_DIR", folder_->path().toUtf8());
    }

    void targetsStandSideBySide() {
        const CliRun result =
            runCli({q("energy"), sample("presence_detector"), q("--target"), q("neural-engine"), q("--target"),
                    q("ethos-u55-256"), q("--users"), q("2000"), q("--per-day"), q("50"), q("--json")});
        QVERIFY2(result.exit_code == 0, result.err.constData());
        const QJsonArray targets = result.json()[q("targets")].toArray();
        QCOMPARE(targets.size(), 2);
        for (const QJsonValue target : targets) {
            const QJsonObject energy = target[q("energy")].toObject();
            const double total = energy[q("total_uj")].toDouble();
            double sum = 0;
            for (const char* part : {"products_uj", "sram_uj", "dram_uj", "flash_uj", "static_uj"})
                sum += energy[q(part)].toDouble();
            QVERIFY(total > 0);
            QVERIFY(qFuzzyCompare(sum, total));
            QVERIFY(energy[q("low_uj")].toDouble() < total && total < energy[q("high_uj")].toDouble());
            QVERIFY(!energy[q("source")].toString().isEmpty());
            const double kwh = 2000.0 * 50 * 365 * total / 3.6e12;
            QVERIFY(qFuzzyCompare(target[q("fleet_kwh_per_year")].toDouble(), kwh));
        }
        QCOMPARE(runCli({q("energy"), sample("presence_detector"), q("--users"), q("-1")}).exit_code, 2);
    }

    void estimatesShowEnergyWhereAsked() {
        const CliRun with = runCli({q("estimate"), sample("presence_detector"), q("--energy")});
        QVERIFY(with.out.contains("an inference"));
        const CliRun without = runCli({q("estimate"), sample("presence_detector")});
        QVERIFY(!without.out.contains("an inference"));
    }

    void mixedNetworksAreWrittenAndEstimated() {
        const QString out = folder_->filePath(q("mixed.blockwright"));
        const CliRun edit = runCli({q("edit"), sample("presence_detector"), q("--target"), q("ethos-u55-256"),
                                    q("--do"), q("precision stem int16"), q("--out"), out, q("--json")});
        QVERIFY2(edit.exit_code == 0, edit.err.constData());
        const QJsonObject before = edit.json()[q("before")].toObject(), after = edit.json()[q("after")].toObject();
        QVERIFY(after[q("latency_ms")].toDouble() > before[q("latency_ms")].toDouble());
        QCOMPARE(after[q("macs")].toDouble(), before[q("macs")].toDouble());
        int set = 0;
        for (const QJsonValue block : runCli({q("estimate"), out, q("--json")}).json()[q("blocks")].toArray())
            set += block[q("precision")] == QJsonValue(q("int16")) ? 1 : 0;
        QCOMPARE(set, 1);
        const CliRun refused = runCli({q("edit"), sample("presence_detector"), q("--do"), q("precision stem int5")});
        QCOMPARE(refused.exit_code, 2);
        QVERIFY(refused.err.contains("int8, int16, fp16 or fp32"));
    }

    void modelsShareAnAccelerator() {
        const QStringList pair = {sample("presence_detector") + q("@5"), sample("audio_keyword") + q("@10")};
        const CliRun result =
            runCli(QStringList{q("share")} + pair + QStringList{q("--target"), q("ethos-u55-256"), q("--json")});
        QVERIFY2(result.exit_code == 0, result.out.constData());
        const QJsonObject report = result.json();
        double load = 0, parameters = 0, arena = 0;
        for (const QJsonValue model : report[q("models")].toArray()) {
            QVERIFY(qFuzzyCompare(model[q("load")][1].toDouble(),
                                  model[q("latency_ms")].toDouble() * model[q("rate_hz")].toDouble() / 1000));
            load += model[q("load")][1].toDouble();
            parameters += model[q("parameter_bytes")].toDouble();
            arena = std::max(arena, model[q("arena_bytes")].toDouble());
        }
        QVERIFY(qFuzzyCompare(report[q("load")][1].toDouble(), load));
        QCOMPARE(report[q("parameter_bytes")].toDouble(), parameters);
        QCOMPARE(report[q("arena_bytes")].toDouble(), arena);
        // Too often: exit 1, and the numbers.
        const CliRun late =
            runCli({q("share"), sample("presence_detector") + q("@100000"), q("--target"), q("ethos-u55-256")});
        QCOMPARE(late.exit_code, 1);
        QVERIFY(late.out.contains("PROBLEM"));
        for (const char* bad : {"nothing", "@3", "x.tflite@", "x.tflite@fast", "x.tflite@3:soon"})
            QCOMPARE(runCli({q("share"), q(bad)}).exit_code, 2);
    }

private:
    std::unique_ptr<QTemporaryDir> folder_;
};

QTEST_GUILESS_MAIN(EnergyCliTest)
#include "energy_cli_test.moc"
