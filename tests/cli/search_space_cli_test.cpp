// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "support/cli_run.h"

using namespace bw::test;

/// 'blockwright-cli curate' and 'landscape' as scripts rely on them.
class SearchSpaceCliTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void curatePrintsTheGrid() {
        const CliRun result = runCli("curate SAMPLES/camera_classifier.blockwright --target neural-engine --json");
        QVERIFY2(result.exit_code == 0, result.err.constData());
        const QJsonObject json = result.json();
        QVERIFY(json[QStringLiteral("log10_after")].toDouble() < json[QStringLiteral("log10_before")].toDouble());
        QCOMPARE(json[QStringLiteral("steps")][QStringLiteral("output")].toInt(), 32);
        QVERIFY(json[QStringLiteral("roughness")][QStringLiteral("violations")].toDouble() < 0.005);
        bool removed = false;
        for (const QJsonValue& axis : json[QStringLiteral("axes")].toArray()) {
            QVERIFY(!axis[QStringLiteral("options")].toArray().isEmpty());
            removed = removed || !axis[QStringLiteral("removed")].toArray().isEmpty();
        }
        QVERIFY(removed);
        // Equal questions give equal answers.
        QCOMPARE(runCli("curate SAMPLES/camera_classifier.blockwright --target neural-engine --json").out, result.out);
    }

    void ownOptionsAreKept() {
        const CliRun result = runCli(
            "curate SAMPLES/camera_classifier.blockwright --target systolic-16 --decide scale,fusion --grain model "
            "--options scale=0.7,0.9 --json");
        QVERIFY2(result.exit_code == 0, result.err.constData());
        const QJsonObject axis = result.json()[QStringLiteral("axes")].toArray().first().toObject();
        QCOMPARE(axis[QStringLiteral("options")].toArray(), (QJsonArray{QStringLiteral("0.7"), QStringLiteral("0.9")}));
    }

    void landscapePrintsPoints() {
        const CliRun result = runCli(
            "landscape SAMPLES/presence_detector.blockwright --target systolic-16 --decision ibn_6.channels --csv");
        QVERIFY2(result.exit_code == 0, result.err.constData());
        const QList<QByteArray> lines = result.out.trimmed().split('\n');
        QCOMPARE(lines.first(), QByteArray("ibn_6.channels,macs,latency_ms,curated"));
        // From a quarter of 64 channels to one and a half times.
        QCOMPARE(lines.size(), 1 + 96 - 16 + 1);
    }

    void errorsNameTheReason() {
        const auto refused = [](const char* words, const char* reason) {
            const CliRun result = runCli(words);
            return result.exit_code == 2 && result.err.contains(reason);
        };
        QVERIFY(refused("landscape SAMPLES/presence_detector.blockwright --target systolic-16 --decision ibn_6.colour",
                        "there is no decision"));
        QVERIFY(refused("curate SAMPLES/presence_detector.blockwright --target systolic-16 --decide colour",
                        "no kind of decision"));
        QVERIFY(refused("curate SAMPLES/presence_detector.blockwright --target systolic-16 --keep nobody",
                        "there is no block"));
        QVERIFY(refused("curate SAMPLES/presence_detector.blockwright --target systolic-16 --options ibn_6.channels",
                        "names no options"));
    }
};

QTEST_GUILESS_MAIN(SearchSpaceCliTest)
#include "search_space_cli_test.moc"
