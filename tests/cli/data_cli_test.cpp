// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "support/cli_run.h"

using namespace bw::test;

/// 'blockwright-cli data' as scripts rely on it.
class DataCliTest : public QObject {
    Q_OBJECT

    QTemporaryDir dir_;

    CliRun run(const QString& words) { return runCli(words.toUtf8().constData()); }

private Q_SLOTS:
    void listsSetsAndFormats() {
        const CliRun result = runCli("data");
        QCOMPARE(result.exit_code, 0);
        for (const char* id : {"presence", "porch", "rooms", "coco", "yolo", "folders", "masks", "cifar10"})
            QVERIFY2(result.out.contains(id), id);
    }

    void statisticsAreTheSameEveryTime() {
        const char* words = "data --set presence --count 40 --size 48 --seed 3 --json";
        const CliRun result = runCli(words);
        QVERIFY2(result.exit_code == 0, result.err.constData());
        const QJsonObject json = result.json();
        QCOMPARE(json[QStringLiteral("task")].toString(), QStringLiteral("detection"));
        QCOMPARE(json[QStringLiteral("train")][QStringLiteral("samples")].toInt(), 32);
        QCOMPARE(json[QStringLiteral("train")][QStringLiteral("read")].toInt(), 32);
        QVERIFY(json[QStringLiteral("train")][QStringLiteral("boxes")].toInt() > 10);
        QCOMPARE(runCli(words).out, result.out);
    }

    void exportsAreOpenedAndChecked() {
        const QString folder = dir_.filePath(QStringLiteral("people"));
        const CliRun made = run(QStringLiteral("data --set presence --count 20 --size 32 --export ") + folder);
        QVERIFY2(made.exit_code == 0, made.err.constData());
        QVERIFY(made.out.contains("Wrote 20 samples"));
        const CliRun good = run(QStringLiteral("data %1 --check").arg(folder));
        QVERIFY2(good.exit_code == 0, good.out.constData());
        // A broken picture and a wrong line are told, and the exit code with them.
        QFile picture(folder + QStringLiteral("/images/train/000003.png"));
        QVERIFY(picture.resize(40));
        QFile labels(folder + QStringLiteral("/labels/train/000001.txt"));
        QVERIFY(labels.open(QIODevice::Append));
        labels.write("7 0.5 0.5 0.1 0.1\n");
        labels.close();
        const CliRun bad = run(QStringLiteral("data %1 --format yolo --check").arg(folder));
        QCOMPARE(bad.exit_code, 1);
        QVERIFY(bad.out.contains("2 problems"));
        QVERIFY(bad.out.contains("000003.png"));
        QVERIFY(bad.out.contains("class 7 is out of range"));
        QVERIFY(run(QStringLiteral("data --set rooms --export ") + folder).err.contains("not empty"));
    }

    void sheetsArePictures() {
        const QString sheet = dir_.filePath(QStringLiteral("sheet.png"));
        const CliRun result =
            run(QStringLiteral("data --set rooms --count 10 --size 32 --sheet-count 6 --contact-sheet ") + sheet);
        QVERIFY2(result.exit_code == 0, result.err.constData());
        QFile file(sheet);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.read(8).endsWith("PNG\r\n\x1a\n"));
        QVERIFY(file.size() > 5000);
    }

    void errorsNameTheReason() {
        const auto refused = [](const char* words, const char* reason) {
            const CliRun result = runCli(words);
            return result.exit_code == 2 && result.err.contains(reason);
        };
        QVERIFY(refused("data /nowhere/at/all", "there is no such file or folder"));
        QVERIFY(refused("data --set colour", "there is no data set or format"));
        QVERIFY(refused("data --set rooms --size 4", "16 to 1024"));
        QVERIFY(refused("data --set rooms --difficulty 3", "difficulty"));
        QVERIFY(refused("data --format coco", "needs the folder"));
        QVERIFY(refused("data /tmp --set rooms", "either"));
        QVERIFY(refused("data --set rooms --count 5 --contact-sheet /nowhere/x.png", "/nowhere"));
    }
};

QTEST_GUILESS_MAIN(DataCliTest)
#include "data_cli_test.moc"
