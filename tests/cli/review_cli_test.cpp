// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a review takes from the command line: differences and reports.
#include <QtTest>

#include "support/cli_run.h"

using namespace bw::test;

namespace {

QString q(const char* text) {
    return QString::fromUtf8(text);
}

const QString kPresence = QStringLiteral(BW_SOURCE_DIR "/models/samples/presence_detector.blockwright");

}  // namespace

class ReviewCliTest : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    QString path(const char* name) const { return folder_.filePath(QString::fromUtf8(name)); }

private Q_SLOTS:
    void initTestCase() {
        QCOMPARE(runCli({q("edit"), kPresence, q("--do"), q("scale 0.75 --multiple 8"), q("--do"),
                         q("input_size 192x192"), q("--out"), path("b.blockwright")})
                     .exit_code,
                 0);
    }

    void theEditsOfADifferenceLeadToTheOtherNetwork() {
        const CliRun run = runCli({q("diff"), kPresence, path("b.blockwright"), q("--json")});
        QCOMPARE(run.exit_code, 0);
        const QJsonObject diff = run.json();
        QStringList edit = {q("edit"), kPresence, q("--json")};
        double latency_ms = 0;
        for (const QJsonValue& line : diff[q("lines")].toArray()) {
            edit << q("--do") << line[q("command")].toString();
            QVERIFY(!line[q("words")].toString().isEmpty());
            latency_ms += line[q("latency_ms")].toDouble();
        }
        QVERIFY(edit.size() > 3);
        QCOMPARE(runCli(edit).json()[q("after")], diff[q("b")][q("totals")]);
        const double whole = diff[q("b")][q("totals")][q("latency_ms")].toDouble() -
                             diff[q("a")][q("totals")][q("latency_ms")].toDouble();
        QVERIFY(whole < 0);
        QVERIFY(qAbs(latency_ms - whole) < 1e-9);
    }

    void differencesCanDecideTheExitCode() {
        QCOMPARE(runCli({q("diff"), kPresence, path("b.blockwright"), q("--exit-code")}).exit_code, 1);
        const CliRun same = runCli({q("diff"), kPresence, kPresence, q("--exit-code")});
        QCOMPARE(same.exit_code, 0);
        QVERIFY(same.out.contains("no difference"));
    }

    void networksInADocumentAreNamedByAHash() {
        const QString baseline = kPresence + q("#baseline");
        QCOMPARE(runCli({q("diff"), baseline, kPresence, q("--exit-code")}).exit_code, 0);
        const CliRun absent = runCli({q("diff"), kPresence, kPresence + q("#nobody")});
        QCOMPARE(absent.exit_code, 2);
        QVERIFY(absent.err.contains("nobody"));
    }

    void aMissingFileOfADifferenceIsNamed() {
        const CliRun run = runCli({q("diff"), kPresence, path("absent.blockwright")});
        QCOMPARE(run.exit_code, 2);
        QVERIFY(run.err.contains("absent.blockwright"));
    }

    void aReportIsOnePageAndTheSameEachTime() {
        QCOMPARE(runCli({q("report"), path("b.blockwright"), q("--html"), path("1.html")}).exit_code, 0);
        QCOMPARE(runCli({q("report"), path("b.blockwright"), q("--html"), path("2.html")}).exit_code, 0);
        QFile one(path("1.html")), two(path("2.html"));
        QVERIFY(one.open(QIODevice::ReadOnly) && two.open(QIODevice::ReadOnly));
        const QByteArray page = one.readAll();
        QCOMPARE(page, two.readAll());
        QVERIFY(page.startsWith("<!DOCTYPE html>"));
        QVERIFY(page.contains("<svg"));
    }

    void tablesOfAReportAreWrittenAsCsv() {
        QCOMPARE(runCli({q("report"), kPresence, q("--csv"), path("tables")}).exit_code, 0);
        QFile blocks(path("tables/blocks.csv"));
        QVERIFY(blocks.open(QIODevice::ReadOnly));
        QVERIFY(blocks.readLine().startsWith("Block,Kind,Stage,Output,ms"));
    }

    void aReportThatCannotBeWrittenIsAnError() {
        const CliRun run = runCli({q("report"), kPresence, q("--html"), q("/proc/report.html")});
        QCOMPARE(run.exit_code, 2);
        QVERIFY(run.err.contains("/proc/report.html"));
        QCOMPARE(runCli({q("report"), kPresence}).exit_code, 2);
    }
};

QTEST_GUILESS_MAIN(ReviewCliTest)
#include "review_cli_test.moc"
