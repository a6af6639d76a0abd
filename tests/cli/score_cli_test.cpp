// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <algorithm>

#include "support/cli_run.h"

using namespace bw::test;

/// 'blockwright-cli score' as scripts rely on it.
class ScoreCliTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void filesAreRankedBesideTheBaselines() {
        const CliRun result = runCli(
            "score SAMPLES/camera_classifier.blockwright SAMPLES/presence_detector.blockwright --score naswot --seeds "
            "1 "
            "--json");
        QVERIFY2(result.exit_code == 0, result.err.constData());
        QCOMPARE(result.json()[QStringLiteral("networks")].toArray().size(), 2);
        QStringList ids;
        for (const QJsonValue& score : result.json()[QStringLiteral("scores")].toArray()) {
            ids << score[QStringLiteral("id")].toString();
            QVERIFY(score[QStringLiteral("seconds")].toDouble() >= 0);
            const QJsonArray values = score[QStringLiteral("values")].toArray();
            QCOMPARE(values.size(), 2);
            const double a = values[0][QStringLiteral("value")].toDouble();
            const double b = values[1][QStringLiteral("value")].toDouble();
            QCOMPARE(values[0][QStringLiteral("rank")].toInt(), a >= b ? 1 : 2);
            QCOMPARE(values[1][QStringLiteral("rank")].toInt(), b >= a ? 1 : 2);
        }
        for (const char* id : {"depth", "macs", "parameters", "naswot"})
            QVERIFY(ids.contains(QString::fromLatin1(id)));
        QVERIFY(!ids.contains(QStringLiteral("zico")));
    }

    void threadsAndCompanyChangeNoDigit() {
        const auto naswotOf = [](const char* words) {
            const QJsonArray scores = runCli(words).json()[QStringLiteral("scores")].toArray();
            const auto it = std::find_if(scores.begin(), scores.end(), [](const QJsonValue& score) {
                return score[QStringLiteral("id")].toString() == QStringLiteral("naswot");
            });
            return it == scores.end() ? QJsonValue() : QJsonValue((*it)[QStringLiteral("values")].toArray().first());
        };
        const QJsonValue alone =
            naswotOf("score SAMPLES/camera_classifier.blockwright --score naswot --seeds 2 --threads 1 --json");
        const QJsonValue together = naswotOf(
            "score SAMPLES/camera_classifier.blockwright SAMPLES/camera_classifier.blockwright --score naswot --seeds "
            "2 "
            "--threads 2 --json");
        QVERIFY(alone[QStringLiteral("value")].isDouble());
        QCOMPARE(alone, together);
    }

    void unknownScoresAreRefusedWithTheList() {
        const CliRun result = runCli("score SAMPLES/camera_classifier.blockwright --score beauty");
        QCOMPARE(result.exit_code, 2);
        QVERIFY(result.err.contains("there is no score 'beauty'"));
        QVERIFY(result.err.contains("naswot"));
    }
};

QTEST_GUILESS_MAIN(ScoreCliTest)
#include "score_cli_test.moc"
