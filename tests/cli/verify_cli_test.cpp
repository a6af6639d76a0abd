// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "support/cli_run.h"
#include "support/peers.h"

using namespace bw::test;

/// 'blockwright-cli verify' as scripts rely on it.
class VerifyCliTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void listsWhatThereIsAndHowTheRestIsInstalled() {
        const CliRun run = runCli("verify --list --json");
        QCOMPARE(run.exit_code, 0);
        const QJsonArray tools = QJsonDocument::fromJson(run.out).array();
        QCOMPARE(tools.size(), qsizetype{4});
        for (const QJsonValue& tool : tools)
            QVERIFY(tool[QStringLiteral("install")].toString().startsWith(QLatin1String("pip install ")));
    }

    void refusesWhatIsNoTool() {
        const CliRun run = runCli("verify SAMPLES/audio_keyword.blockwright --with tensorrt");
        QCOMPARE(run.exit_code, 2);
        QVERIFY(run.err.contains("tensorrt"));
        QVERIFY(run.err.contains("onnxruntime, torch, tflite, vela"));
        QCOMPARE(runCli("verify SAMPLES/audio_keyword.blockwright").exit_code, 2);
        QCOMPARE(runCli("verify /no/such/file --with vela").exit_code, 2);
    }

    void laysTimesBesideTheEstimate() {
        if (!usePeers()) QSKIP(kNoPeers);
        const CliRun run = runCli(
            "verify SAMPLES/audio_keyword.blockwright --with onnxruntime,torch,tflite,vela --target ethos-u55-128 "
            "--runs 3 --json");
        QVERIFY2(run.exit_code == 0, run.out.constData());
        const QJsonObject json = run.json();
        QVERIFY(json[QStringLiteral("agrees")].toBool());
        QCOMPARE(json[QStringLiteral("tools")].toArray().size(), qsizetype{4});
        QCOMPARE(json[QStringLiteral("agreements")].toArray().size(), qsizetype{3});
        for (const QJsonValue& pair : json[QStringLiteral("agreements")].toArray())
            QVERIFY(pair[QStringLiteral("worst_relative")].toDouble() <= 1e-4);
        for (const QJsonValue& op : json[QStringLiteral("operators")].toArray()) {
            const QString type = op[QStringLiteral("op")].toString();
            if (!type.endsWith(QLatin1String("conv2d"))) continue;
            QVERIFY(op[QStringLiteral("estimate_ms")].toDouble() > 0);
            QVERIFY(op[QStringLiteral("in")][QStringLiteral("vela")][QStringLiteral("on_accelerator")].toBool());
            QVERIFY(op[QStringLiteral("in")][QStringLiteral("onnxruntime")][QStringLiteral("latency_ms")].toDouble() >
                    0);
        }
    }

    void keepsExportsWhereAsked() {
        if (!usePeers()) QSKIP(kNoPeers);
        QTemporaryDir folder;
        const QString keep = folder.filePath(QStringLiteral("kept"));
        const CliRun run = runCli(
            qPrintable(QStringLiteral("verify SAMPLES/audio_keyword.blockwright --with onnxruntime --runs 1 --keep %1")
                           .arg(keep)));
        QVERIFY2(run.exit_code == 0, run.err.constData());
        QVERIFY(run.out.contains("ONNX Runtime"));
        QVERIFY(QFile::exists(keep + QStringLiteral("/onnxruntime/network.onnx")));
        QVERIFY(QFile::exists(keep + QStringLiteral("/onnxruntime/result.json")));
    }
};

QTEST_GUILESS_MAIN(VerifyCliTest)
#include "verify_cli_test.moc"
