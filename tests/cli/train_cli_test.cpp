// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <cmath>

#include "support/cli_run.h"
#include "support/peers.h"

using namespace bw::test;

namespace {

QString q(const char* text) {
    return QString::fromUtf8(text);
}

const QString kSample = q(BW_SOURCE_DIR "/models/samples/camera_classifier.blockwright");

/// Trains for one epoch on a few small pictures.
CliRun train(const QString& file, const QStringList& more) {
    return runCli(QStringList{q("train"), file, q("--set"), q("porch"), q("--count"), q("60"), q("--size"), q("32"),
                              q("--epochs"), q("1"), q("--batch"), q("16"), q("--json")}
                  << more);
}

}  // namespace

/// 'blockwright-cli train' as scripts rely on it.
class TrainCliTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everythingIsWritten() {
        QTemporaryDir folder;
        const QString weights = folder.filePath(q("w.safetensors")), saved = folder.filePath(q("net.blockwright"));
        const QString curves = folder.filePath(q("curves.csv")), sheet = folder.filePath(q("sheet.png"));
        const CliRun run =
            train(kSample, {q("--out"), weights, q("--save"), saved, q("--curves"), curves, q("--predictions"), sheet});
        QVERIFY2(run.exit_code == 0, run.err.constData());
        const QJsonObject json = run.json();
        QCOMPARE(json[q("task")].toString(), q("classification"));
        QCOMPARE(json[q("epochs")].toArray().size(), 1);
        const double top1 = json[q("metrics")].toObject()[q("top-1")].toDouble(-1);
        QVERIFY(top1 >= 0 && top1 <= 1);
        for (const QString& file : {weights, saved, curves, sheet})
            QVERIFY2(QFileInfo(file).size() > 0, qPrintable(file));
        QVERIFY(!QFile::exists(weights + q(".checkpoint")));
        // The weights belong to the network as it was trained, and judge as they did.
        const CliRun judged = train(saved, {q("--start"), weights, q("--judge")});
        QVERIFY2(judged.exit_code == 0, judged.err.constData());
        QCOMPARE(judged.json()[q("top-1")].toDouble(), top1);
        // They leave in every format, with normalisation folded.
        for (const char* name : {"net.onnx", "net.tflite", "net.py"}) {
            const CliRun made = runCli({q("convert"), saved, folder.filePath(q(name)), q("--weights"), weights});
            QVERIFY2(made.exit_code == 0, made.err.constData());
        }
        const CliRun other = runCli({q("convert"), kSample, folder.filePath(q("other.onnx")), q("--weights"), curves});
        QCOMPARE(other.exit_code, 2);
    }

    /// ONNX Runtime, fed with the pictures that judged the network, gets as many right.
    void exportedWeightsAreThoseThatWereTrained() {
        if (!usePeers()) QSKIP(kNoPeers);
        QTemporaryDir folder;
        const QString weights = folder.filePath(q("w.safetensors")), saved = folder.filePath(q("net.blockwright"));
        const QString pictures = folder.filePath(q("pictures")), onnx = folder.filePath(q("net.onnx"));
        QCOMPARE(runCli({q("data"), q("--set"), q("porch"), q("--count"), q("120"), q("--size"), q("32"),
                         q("--difficulty"), q("0"), q("--export"), pictures})
                     .exit_code,
                 0);
        const CliRun run = runCli({q("train"), kSample, q("--data"), pictures, q("--input"), q("32x32"), q("--epochs"),
                                   q("8"), q("--batch"), q("8"), q("--learning-rate"), q("0.02"), q("--json"),
                                   q("--out"), weights, q("--save"), saved});
        QVERIFY2(run.exit_code == 0, run.err.constData());
        const CliRun made = runCli({q("convert"), saved, onnx, q("--weights"), weights});
        QVERIFY2(made.exit_code == 0, made.err.constData());
        QProcess process;
        process.start(qEnvironmentVariable("BLOCKWRIGHT_PYTHON"),
                      {q(BW_SOURCE_DIR "/tests/support/judge_classifier.py"), onnx, pictures + q("/val")});
        QVERIFY(process.waitForFinished(120000));
        const QByteArray said = process.readAllStandardOutput();
        QVERIFY2(process.exitCode() == 0, process.readAllStandardError());
        const double top1 = run.json()[q("metrics")].toObject()[q("top-1")].toDouble();
        QVERIFY2(std::abs(said.toDouble() - top1) < 1e-6, said.constData());
    }

    void whatIsWrongIsNamed() {
        QCOMPARE(runCli({q("train"), kSample}).exit_code, 2);
        const CliRun task = runCli({q("train"), kSample, q("--set"), q("presence"), q("--count"), q("60")});
        QCOMPARE(task.exit_code, 2);
        QVERIFY2(task.err.contains("detection heads"), task.err.constData());
        const CliRun size = train(kSample, {q("--input"), q("wide")});
        QCOMPARE(size.exit_code, 2);
        QVERIFY2(size.err.contains("is no size"), size.err.constData());
    }

    void studiesWriteAReport() {
        QTemporaryDir folder;
        const QString out = folder.filePath(q("study"));
        const QStringList command = {q("study"),    q("porch"), q("--quick"), q("--count"), q("64"),
                                     q("--epochs"), q("1"),     q("--seeds"), q("1"),       q("--evaluations"),
                                     q("60"),       q("--out"), out,          q("--json")};
        const CliRun run = runCli(command);
        QVERIFY2(run.exit_code == 0, run.err.constData());
        QCOMPARE(run.json()[q("study")].toString(), q("porch"));
        for (const char* file : {"report.html", "costs.csv", "accuracy.csv", "study.json", "baseline.blockwright"})
            QVERIFY2(QFile::exists(out + q("/") + q(file)), file);
        // What is done is not done again.
        QElapsedTimer timer;
        timer.start();
        const CliRun again = runCli(command);
        QVERIFY2(again.exit_code == 0, again.err.constData());
        QVERIFY(!again.err.contains("trainings done"));
        QCOMPARE(again.json()[q("networks")], run.json()[q("networks")]);
        QCOMPARE(runCli({q("study"), q("kitchen")}).exit_code, 2);
    }

    void searchesTrain() {
        const CliRun run = runCli({q("search"),
                                   kSample,
                                   q("--accuracy"),
                                   q("combined"),
                                   q("--set"),
                                   q("porch"),
                                   q("--count"),
                                   q("80"),
                                   q("--size"),
                                   q("32"),
                                   q("--epochs"),
                                   q("2"),
                                   q("--supernet-epochs"),
                                   q("1"),
                                   q("--drawn"),
                                   q("30"),
                                   q("--scored"),
                                   q("6"),
                                   q("--halved"),
                                   q("3"),
                                   q("--finish"),
                                   q("1"),
                                   q("--json")});
        QVERIFY2(run.exit_code == 0, run.err.constData());
        QCOMPARE(run.json()[q("stages")].toArray().size(), 4);
        QCOMPARE(run.json()[q("finalists")].toArray().size(), 1);
        QCOMPARE(runCli({q("search"), kSample, q("--accuracy"), q("supernet")}).exit_code, 2);
        // What would be passed over is refused.
        const CliRun idle =
            runCli({q("search"), kSample, q("--accuracy"), q("supernet"), q("--set"), q("porch"), q("--resume")});
        QCOMPARE(idle.exit_code, 2);
        QVERIFY2(idle.err.contains("--resume"), idle.err.constData());
        QCOMPARE(runCli({q("search"), kSample, q("--set"), q("porch")}).exit_code, 2);
    }

    void editedNetworksInheritNumbers() {
        QTemporaryDir folder;
        const QString weights = folder.filePath(q("old.safetensors"));
        const CliRun first = train(kSample, {q("--out"), weights});
        QVERIFY2(first.exit_code == 0, first.err.constData());
        QVERIFY(!first.json().contains(q("inherited")));
        const QString narrow = folder.filePath(q("narrow.blockwright"));
        const CliRun edit = runCli({q("edit"), kSample, q("--do"), q("scale 0.75"), q("--do"),
                                    q("to_standard separable_1"), q("--out"), narrow});
        QVERIFY2(edit.exit_code == 0, edit.err.constData());
        const CliRun second = train(narrow, {q("--start"), weights, q("--inherit"), kSample});
        QVERIFY2(second.exit_code == 0, second.err.constData());
        const QJsonObject inherited = second.json()[q("inherited")].toObject();
        QVERIFY(!inherited[q("sliced")].toArray().isEmpty());
        QCOMPARE(inherited[q("composed")].toArray().size(), 1);
        QVERIFY(inherited[q("new")].toArray().isEmpty());
    }

    void inheritingNeedsNumbersOfThatNetwork() {
        QVERIFY(train(kSample, {q("--inherit"), kSample}).exit_code != 0);
        QTemporaryDir folder;
        const QString weights = folder.filePath(q("old.safetensors"));
        const CliRun first = train(kSample, {q("--out"), weights});
        const QString other = folder.filePath(q("other.blockwright"));
        QCOMPARE(runCli({q("edit"), kSample, q("--do"), q("scale 0.5"), q("--out"), other}).exit_code, 0);
        const CliRun wrong = train(kSample, {q("--start"), weights, q("--inherit"), other});
        QCOMPARE(wrong.exit_code, 2);
        QVERIFY2(wrong.err.contains("kernels of"), wrong.err.constData());
    }
};

QTEST_GUILESS_MAIN(TrainCliTest)
#include "train_cli_test.moc"
