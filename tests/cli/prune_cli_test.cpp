// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "support/cli_run.h"

using namespace bw::test;

namespace {

QString q(const char* text) {
    return QString::fromUtf8(text);
}

const QString kSample = q(BW_SOURCE_DIR "/models/samples/camera_classifier.blockwright");

}  // namespace

/// 'blockwright-cli prune' and 'cluster' as scripts rely on them.
class PruneCliTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        const CliRun first = train(kSample, {q("--out"), weights(), q("--save"), trained()});
        QVERIFY2(first.exit_code == 0, first.err.constData());
    }

    void prunedNetworksKeepTheLatencyAndTrainOn() {
        for (const char* target : {"neural-engine", "ethos-u55-256"}) {
            const QString out = folder_.filePath(q("pruned.blockwright"));
            const QString out_weights = folder_.filePath(q("pruned.safetensors"));
            const CliRun run =
                runCli({q("prune"), trained(), q("--weights"), weights(), q("--latency"), q("0.7x"), q("--target"),
                        q(target), q("--out"), out, q("--weights-out"), out_weights, q("--json")});
            QVERIFY2(run.exit_code == 0, run.err.constData());
            const QJsonObject json = run.json();
            const double before = json[q("before")][q("latency_ms")].toDouble();
            const double after = json[q("after")][q("latency_ms")].toDouble();
            QVERIFY(before > 0 && after <= 0.7 * before);
            QVERIFY(!json[q("cuts")].toArray().isEmpty());
            QVERIFY(!json[q("commands")].toArray().isEmpty());
            const CliRun check = runCli({q("estimate"), out, q("--target"), q(target), q("--json")});
            QCOMPARE(check.json()[q("totals")][q("latency_ms")].toDouble(), after);
            const CliRun on = train(out, {q("--start"), out_weights, q("--judge")});
            QVERIFY2(on.exit_code == 0, on.err.constData());
        }
    }

    void theTextTellsWhatWasCut() {
        const CliRun run = prune({q("--latency"), q("0.8x")});
        QVERIFY2(run.exit_code == 0, run.err.constData());
        for (const char* word : {"latency", "importance", "separable"})
            QVERIFY2(run.out.contains(word), word);
        QVERIFY(prune({q("--latency"), q("1x")}).out.contains("nothing is pruned"));
    }

    void clusteredWeightsAreSmallerAndRun() {
        const QString out = folder_.filePath(q("clustered.safetensors"));
        const CliRun run = runCli({q("cluster"), trained(), q("--weights"), weights(), q("--colours"), q("16"),
                                   q("--weights-out"), out, q("--json")});
        QVERIFY2(run.exit_code == 0, run.err.constData());
        const QJsonObject total = run.json()[q("total")].toObject();
        QVERIFY(total[q("palette_bytes")].toInteger() < 0.6 * total[q("plain_bytes")].toDouble());
        QVERIFY(total[q("coded_bytes")].toInteger() < total[q("palette_bytes")].toInteger());
        QCOMPARE(train(trained(), {q("--start"), out, q("--judge")}).exit_code, 0);
        const CliRun text = runCli({q("cluster"), trained(), q("--weights"), weights()});
        for (const char* word : {"kernel", "together", "separable_1/depthwise:dw"})
            QVERIFY2(text.out.contains(word), word);
        QCOMPARE(runCli({q("cluster"), q("SAMPLES"), q("--weights"), weights()}).exit_code, 2);
    }

    void whatCannotBeIsSaid() {
        QCOMPARE(prune({q("--latency"), q("0.01x")}).exit_code, 1);
        for (const char* wrong : {"2x", "-1x", "fast", "0ms"})
            QCOMPARE(prune({q("--latency=") + q(wrong)}).exit_code, 2);
        const CliRun other = runCli(
            {q("prune"), kSample, q("--weights"), folder_.filePath(q("none.safetensors")), q("--latency"), q("0.6x")});
        QCOMPARE(other.exit_code, 2);
        QVERIFY(runCli({q("prune"), kSample}).exit_code != 0);
    }

private:
    QString weights() const { return folder_.filePath(q("trained.safetensors")); }
    QString trained() const { return folder_.filePath(q("trained.blockwright")); }

    CliRun prune(const QStringList& more) const {
        return runCli(QStringList{q("prune"), trained(), q("--weights"), weights()} << more);
    }

    /// For one epoch on a few small pictures.
    static CliRun train(const QString& file, const QStringList& more) {
        return runCli(QStringList{q("train"), file, q("--set"), q("porch"), q("--count"), q("60"), q("--size"), q("32"),
                                  q("--epochs"), q("1"), q("--batch"), q("16")}
                      << more);
    }

    QTemporaryDir folder_;
};

QTEST_GUILESS_MAIN(PruneCliTest)
#include "prune_cli_test.moc"
