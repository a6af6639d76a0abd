// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "support/cli_run.h"

using namespace bw::test;

/// 'blockwright-cli rules' as scripts rely on it.
class RulesCliTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        QVERIFY(folder_.isValid());
        write("fuse.json",
              R"({"format": "blockwright-rules", "version": 1, "name": "Early fusion", "target": "neural-engine",
                  "source": "Human-presence detector",
                  "rules": [{"rule": "fuse_up_to", "value": 32, "holding": 39, "best": 40, "baseline": 0.02}]})");
        write("bad.json",
              R"({"format": "blockwright-rules", "version": 1, "name": "Bad", "target": "", "source": "",
                  "rules": [{"rule": "fuse_up_to", "value": "many", "holding": 0, "best": 0, "baseline": 0}]})");
    }

    void appliesRulesToAnotherNetwork() {
        const QString out = path("faster.blockwright");
        const CliRun result = runCli(qPrintable(QStringLiteral("rules SAMPLES/mobilenet_v2.blockwright --rules %1 "
                                                               "--target neural-engine --out %2 --json")
                                                    .arg(path("fuse.json"), out)));
        QVERIFY2(result.exit_code == 0, result.err.constData());
        const QJsonObject json = result.json();
        QCOMPARE(json[QStringLiteral("rules")].toArray(), (QJsonArray{QStringLiteral("fuse while C <= 32")}));
        QCOMPARE(json[QStringLiteral("commands")].toArray().size(), qsizetype{1});
        const double after = json[QStringLiteral("after")][QStringLiteral("latency_ms")].toDouble();
        QVERIFY(after > 0 && after < json[QStringLiteral("before")][QStringLiteral("latency_ms")].toDouble());
        const CliRun saved = runCli(qPrintable(QStringLiteral("estimate %1 --target neural-engine --json").arg(out)));
        QCOMPARE(saved.json()[QStringLiteral("totals")][QStringLiteral("latency_ms")].toDouble(), after);
        // What follows the rules already stays.
        const CliRun again = runCli(
            qPrintable(QStringLiteral("rules %1 --rules %2 --target neural-engine").arg(out, path("fuse.json"))));
        QVERIFY(again.out.contains("follows these rules already"));
    }

    void aSearchWritesRules() {
        const QString rules = path("mined.json");
        const CliRun found = runCli(qPrintable(QStringLiteral("search SAMPLES/presence_detector.blockwright --target "
                                                              "neural-engine --evaluations 1500 --rules %1")
                                                   .arg(rules)));
        QVERIFY2(found.exit_code == 0, found.err.constData());
        const CliRun applied = runCli(
            qPrintable(QStringLiteral("rules SAMPLES/mobilenet_v2.blockwright --rules %1 --target neural-engine --json")
                           .arg(rules)));
        QVERIFY2(applied.exit_code == 0, applied.err.constData());
        QVERIFY(!applied.json()[QStringLiteral("rules")].toArray().isEmpty());
    }

    void errorsNameFileAndField() {
        const auto refused = [](const QString& words, const char* reason) {
            const CliRun result = runCli(qPrintable(words));
            return result.exit_code == 2 && result.err.contains(reason);
        };
        const QString command =
            QStringLiteral("rules SAMPLES/mobilenet_v2.blockwright --target neural-engine --rules ");
        QVERIFY(refused(command + path("bad.json"), "bad.json: rules[0].value"));
        QVERIFY(refused(command + path("none.json"), "none.json"));
        QVERIFY(refused(command + path("fuse.json") + QStringLiteral(" --out x.onnx"), "x.onnx"));
    }

private:
    QString path(const char* name) const { return folder_.filePath(QString::fromUtf8(name)); }
    void write(const char* name, const char* text) const {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }

    QTemporaryDir folder_;
};

QTEST_GUILESS_MAIN(RulesCliTest)
#include "rules_cli_test.moc"
