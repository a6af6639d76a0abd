// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "support/cli_run.h"

using namespace bw::test;

namespace {

QString q(const char* text) {
    return QString::fromUtf8(text);
}

CliRun memory(const QStringList& arguments) {
    return runCli(QStringList{q("memory")} + arguments);
}

QString sample(const char* name) {
    return QStringLiteral(BW_SOURCE_DIR "/models/samples/") + QString::fromUtf8(name) + QStringLiteral(".blockwright");
}

}  // namespace

/// `blockwright-cli memory` as scripts rely on it.
class MemoryCliTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        folder_ = std::make_unique<QTemporaryDir>();
        qputenv("BLOCKWRIGHT_CONFIG_DIR", folder_->path().toUtf8());
    }

    void thePeakIsToldForEachProfile() {
        // MobileNetV2 1.0/224: 96 channels of 112 x 112 into 96 of 56 x 56.
        const CliRun plain = memory({sample("mobilenet_v2"), q("--profile"), q("tflm"), q("--json")});
        QCOMPARE(plain.exit_code, 0);
        QCOMPARE(plain.json()[q("peak_bytes")].toInteger(), 1'505'280);
        QCOMPARE(plain.json()[q("profile")].toString(), q("tflm"));
        QVERIFY(plain.json()[q("items")].toArray().size() > 50);
        const CliRun in_place = memory({sample("mobilenet_v2"), q("--profile"), q("tinyengine"), q("--json")});
        QVERIFY(in_place.json()[q("peak_bytes")].toInteger() < 1'505'280);
        const CliRun ethos = memory({sample("mobilenet_v2"), q("--target"), q("ethos-u55-256"), q("--json")});
        QCOMPARE(ethos.json()[q("profile")].toString(), q("ethos-u"));
        QCOMPARE(ethos.json()[q("whole_peak_bytes")].toInteger(), 1'505'280);
        QVERIFY(ethos.json()[q("cascaded_peak_bytes")].toInteger() < 1'000'000);
        const CliRun text = memory({sample("mobilenet_v2"), q("--target"), q("ethos-u55-256")});
        QVERIFY(text.out.contains("peak activations  1,505,280 B at step"));
        QVERIFY(text.out.contains("bricks of 16"));
    }

    void theBudgetDecidesTheExitCode() {
        const QStringList base = {sample("mobilenet_v2"), q("--profile"), q("tflm"), q("--budget")};
        QCOMPARE(memory(base + QStringList{q("2MiB")}).exit_code, 0);
        const CliRun over = memory(base + QStringList{q("1000000")});
        QCOMPARE(over.exit_code, 1);
        QVERIFY2(over.out.contains("over by 505,280 B"), over.out.constData());
        QVERIFY2(over.out.contains("1,505,280 B are live at once"), over.out.constData());
        for (const char* bad : {"0", "-5", "12XB", "99999999999999999999"}) {
            const CliRun refused = memory(base + QStringList{q(bad)});
            QVERIFY2(refused.exit_code == 2, bad);
        }
    }

    void aDocumentsOwnBudgetCounts() {
        // The camera sample is made over its budget of 114 KiB; `check` says the same.
        const CliRun run = memory({sample("camera_classifier"), q("--json")});
        QCOMPARE(run.exit_code, 1);
        QCOMPARE(run.json()[q("budget_bytes")].toInteger(), 116'736);
        QVERIFY(!run.json()[q("fits")].toBool());
    }

    void plansAreWritten() {
        const QString plan = folder_->filePath(q("plan.json"));
        const QString offline = folder_->filePath(q("plan.bin"));
        const CliRun run = memory({sample("camera_classifier"), q("--profile"), q("tflm"), q("--plan"), plan,
                                   q("--exact"), q("5"), q("--budget"), q("256KiB"), q("--tflm-plan"), offline});
        QCOMPARE(run.exit_code, 0);
        QVERIFY2(run.out.contains("exact planner"), run.out.constData());
        QFile json(plan);
        QVERIFY(json.open(QIODevice::ReadOnly));
        QVERIFY(QJsonDocument::fromJson(json.readAll()).object()[q("items")].toArray().size() > 5);
        QFile bytes(offline);
        QVERIFY(bytes.open(QIODevice::ReadOnly));
        const QByteArray words = bytes.readAll();
        QCOMPARE(words.left(8), QByteArray("\1\0\0\0\0\0\0\0", 8));
        const auto count = qFromLittleEndian<qint32>(words.constData() + 8);
        QCOMPARE(words.size(), (count + 3) * 4);
        const CliRun refused =
            memory({sample("camera_classifier"), q("--profile"), q("tinyengine"), q("--tflm-plan"), offline});
        QCOMPARE(refused.exit_code, 2);
        QVERIFY(refused.err.contains("tflm"));
    }

    void anOfflinePlanHasTheFilesTensorNumbers() {
        const QString model = q(BW_SHARED_DATA "/models/person_detect_int8.tflite");
        if (!QFile::exists(model)) QSKIP("the shared data folder with the models is absent");
        const QString offline = folder_->filePath(q("plan.bin"));
        QCOMPARE(memory({model, q("--profile"), q("tflm"), q("--tflm-plan"), offline}).exit_code, 0);
        QFile bytes(offline);
        QVERIFY(bytes.open(QIODevice::ReadOnly));
        const QByteArray words = bytes.readAll();
        const auto count = qFromLittleEndian<qint32>(words.constData() + 8);
        int placed = 0;
        for (int i = 0; i < count; ++i)
            placed += qFromLittleEndian<qint32>(words.constData() + 12 + 4 * i) >= 0 ? 1 : 0;
        QVERIFY(count > 80 && placed > 25 && placed < count);  // Weights are tensors of the file too.
        QCOMPARE(memory({model, q("--profile"), q("tflm"), q("--reorder"), q("--tflm-plan"), offline}).exit_code, 2);
    }

    void reorderingIsTold() {
        const CliRun run = memory({sample("presence_detector"), q("--reorder"), q("--budget"), q("2MiB"), q("--json")});
        QCOMPARE(run.exit_code, 0);
        const QJsonObject reorder = run.json()[q("reorder")].toObject();
        QVERIFY(reorder[q("peak_bytes")].toInteger() <= reorder[q("given_peak_bytes")].toInteger());
    }

    void unknownProfilesNameThoseThereAre() {
        const CliRun run = memory({sample("mobilenet_v2"), q("--profile"), q("vela")});
        QCOMPARE(run.exit_code, 2);
        QVERIFY(run.err.contains("tinyengine"));
    }

private:
    std::unique_ptr<QTemporaryDir> folder_;
};

QTEST_GUILESS_MAIN(MemoryCliTest)
#include "memory_cli_test.moc"
