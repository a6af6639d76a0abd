// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "support/cli_run.h"

using namespace bw::test;

/// 'blockwright-cli search' as scripts rely on it.
class SearchCliTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equalSeedsGiveEqualFronts() {
        const CliRun one = run("--evaluations 400 --seed 7 --threads 1 --json");
        QVERIFY2(one.exit_code == 0, one.err.constData());
        QVERIFY(one.json()[QStringLiteral("front")].toArray().size() > 1);
        QCOMPARE(run("--evaluations 400 --seed 7 --threads 2 --json").out, one.out);
        QVERIFY(run("--evaluations 400 --seed 8 --threads 1 --json").out != one.out);
    }

    void noNetworkOfTheFrontBreaksALimit() {
        const CliRun result =
            run("--evaluations 600 --seed 3 --limit latency_ms=0.8x --limit parameter_bytes=20KiB --json");
        QVERIFY2(result.exit_code == 0, result.err.constData());
        const double now = result.json()[QStringLiteral("present")][QStringLiteral("latency_ms")].toDouble();
        QVERIFY(now > 0);
        const QJsonArray front = result.json()[QStringLiteral("front")].toArray();
        QVERIFY(!front.isEmpty());
        for (const QJsonValue& network : front) {
            const QJsonValue figures = network[QStringLiteral("figures")];
            QVERIFY(figures[QStringLiteral("latency_ms")].toDouble() > 0);
            QVERIFY(figures[QStringLiteral("latency_ms")].toDouble() <= 0.8 * now);
            QVERIFY(figures[QStringLiteral("parameter_bytes")].toDouble() <= 20 * 1024);
        }
    }

    void killedItGoesOnToTheSameFront() {
        QTemporaryDir folder;
        const QString whole = folder.filePath(QStringLiteral("whole.json"));
        const QString cut = folder.filePath(QStringLiteral("cut.json"));
        const char* question = "--evaluations 40000 --seed 5";
        QCOMPARE(run(question, {QStringLiteral("--out"), whole}).exit_code, 0);
        QProcess process;
        process.start(program(), arguments(question) << QStringLiteral("--out") << cut);
        QVERIFY(process.waitForStarted());
        // Once it writes down what it found.
        const QString checkpoint = cut + QStringLiteral(".checkpoint");
        QVERIFY(QTest::qWaitFor([&] { return QFileInfo(checkpoint).size() > 20000; }, 60000));
        process.kill();
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.exitStatus(), QProcess::CrashExit);
        QVERIFY(!QFile::exists(cut));
        const CliRun resumed = run(question, {QStringLiteral("--out"), cut, QStringLiteral("--resume")});
        QVERIFY2(resumed.exit_code == 0, resumed.err.constData());
        QCOMPARE(bytesOf(cut), bytesOf(whole));
        QVERIFY(!QFile::exists(checkpoint));
    }

    void saysWhatBindsWhereNothingKeepsTheLimits() {
        const CliRun result = run("--evaluations 200 --limit latency_ms=0.001x");
        QCOMPARE(result.exit_code, 2);
        QVERIFY2(result.err.contains("latency") && result.err.contains("closest"), result.err.constData());
    }

    void refusesACheckpointOfAnotherSearch() {
        QTemporaryDir folder;
        const QString checkpoint = folder.filePath(QStringLiteral("a.checkpoint"));
        const QStringList kept = {QStringLiteral("--checkpoint"), checkpoint};
        QCOMPARE(run("--evaluations 100 --seed 1", kept).exit_code, 0);
        const QByteArray before = bytesOf(checkpoint);
        const CliRun other = run("--evaluations 100 --seed 2", kept + QStringList{QStringLiteral("--resume")});
        QCOMPARE(other.exit_code, 2);
        QVERIFY2(other.err.contains("a.checkpoint"), other.err.constData());
        QCOMPARE(bytesOf(checkpoint), before);
    }

private:
    static QString program() { return QStringLiteral(BW_BINARY_DIR "/bin/blockwright-cli"); }
    static QStringList arguments(const char* words) {
        return QStringList{QStringLiteral("search"),
                           QStringLiteral(BW_SOURCE_DIR "/models/samples/audio_keyword.blockwright"),
                           QStringLiteral("--target"), QStringLiteral("neural-engine")} +
               QString::fromUtf8(words).split(QLatin1Char(' '), Qt::SkipEmptyParts);
    }
    static CliRun run(const char* words, const QStringList& more = {}) { return runCli(arguments(words) + more); }
    static QByteArray bytesOf(const QString& path) {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
};

QTEST_GUILESS_MAIN(SearchCliTest)
#include "search_cli_test.moc"
