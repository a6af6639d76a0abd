// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "support/cli_run.h"

using namespace bw::test;

namespace {

/// "fit --steps 400 camera_classifier ..." with words separated by spaces.
CliRun fit(const char* words) {
    QStringList arguments = {QStringLiteral("fit"),
                             QStringLiteral(BW_SOURCE_DIR "/models/samples/camera_classifier.blockwright"),
                             QStringLiteral("--steps"), QStringLiteral("400")};
    return runCli(arguments << QString::fromUtf8(words).split(QLatin1Char(' '), Qt::SkipEmptyParts));
}

QString q(const char* text) {
    return QString::fromUtf8(text);
}

}  // namespace

/// 'blockwright-cli fit' as scripts rely on it.
class FitCliTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theCameraSampleFits() {
        QTemporaryDir folder;
        const QString out = folder.filePath(q("fitted.blockwright"));
        const CliRun result = fit(qPrintable(q("--json --out ") + out));
        QVERIFY2(result.exit_code == 0, result.err.constData());
        const QJsonObject json = result.json();
        QCOMPARE(json[q("verdict")].toString(), q("fits"));
        for (const char* name : {"balanced", "least_harm", "fastest", "uniform"}) {
            const QJsonObject totals = json[q(name)][q("totals")].toObject();
            QVERIFY2(totals[q("parameter_bytes")].toInteger() <= 193536, name);
            QVERIFY2(totals[q("peak_activation_bytes")].toInteger() <= 116736, name);
        }
        const QJsonObject ours = json[q("balanced")].toObject();
        const QJsonObject uniform = json[q("uniform")].toObject();
        QVERIFY(ours[q("harm")].toDouble() <= uniform[q("harm")].toDouble());
        QVERIFY(ours[q("totals")][q("latency_ms")].toDouble() <= uniform[q("totals")][q("latency_ms")].toDouble());
        // The file that was written keeps the budgets by itself.
        const CliRun check = runCli({q("check"), out, q("--json")});
        QCOMPARE(check.exit_code, 0);
        QCOMPARE(check.json()[q("totals")][q("parameter_bytes")], ours[q("totals")][q("parameter_bytes")]);
        // Nothing is left to do.
        const CliRun again = runCli({q("fit"), out});
        QCOMPARE(again.exit_code, 0);
        QVERIFY(again.out.contains("fits already"));
    }

    void theTextShowsUniformScalingBeside() {
        const CliRun result = fit("--flash 256KiB --sram 128KiB --seed 3");
        QVERIFY2(result.exit_code == 0, result.err.constData());
        for (const char* word : {"It can fit", "now", "uniform scaling", "balanced", "least harm", "fastest", "--do"})
            QVERIFY2(result.out.contains(word), word);
        QCOMPARE(fit("--flash 256KiB --sram 128KiB --seed 3").out, result.out);
    }

    void whatCannotBeIsProved() {
        const CliRun result = fit("--flash 2KiB --sram 128KiB --allow width,kernel --json");
        QCOMPARE(result.exit_code, 1);
        const QJsonObject json = result.json();
        QCOMPARE(json[q("verdict")].toString(), q("impossible"));
        QVERIFY(json[q("bounds")][q("parameter_bytes")].toInteger() > 2048);
        QVERIFY(json[q("sentence")].toString().contains(q("over the budget of 2,048 B")));
        QVERIFY(json[q("balanced")].isNull());
        const CliRun text = fit("--flash 2KiB --sram 128KiB --allow width,kernel");
        QCOMPARE(text.exit_code, 1);
        QVERIFY(text.out.contains("Proved impossible"));
        QVERIFY(text.out.contains("Remedy"));
    }

    void nonsenseIsRefused_data() {
        QTest::addColumn<QByteArray>("words");
        QTest::addColumn<QByteArray>("message");
        QTest::newRow("zero flash") << QByteArray("--flash 0B") << QByteArray("0 B");
        QTest::newRow("zero sram") << QByteArray("--sram 0") << QByteArray("0 B");
        QTest::newRow("no size") << QByteArray("--flash lots") << QByteArray("is no size");
        QTest::newRow("negative") << QByteArray("--sram=-4KiB") << QByteArray("size");
        QTest::newRow("freedom") << QByteArray("--allow width,depth") << QByteArray("'depth'");
        QTest::newRow("nothing") << QByteArray("--allow ,") << QByteArray("''");
        QTest::newRow("target") << QByteArray("--target warp-drive") << QByteArray("warp-drive");
        QTest::newRow("multiple") << QByteArray("--multiple 0") << QByteArray("--multiple");
        QTest::newRow("model") << QByteArray("--out /tmp/x.tflite") << QByteArray(".blockwright");
    }
    void nonsenseIsRefused() {
        QFETCH(QByteArray, words);
        QFETCH(QByteArray, message);
        const CliRun result = fit(words.constData());
        QCOMPARE(result.exit_code, 2);
        QVERIFY2(result.err.contains(message), result.err.constData());
        QVERIFY(result.out.isEmpty());
    }
};

QTEST_GUILESS_MAIN(FitCliTest)
#include "fit_cli_test.moc"
