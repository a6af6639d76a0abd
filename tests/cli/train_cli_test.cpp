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
    void editedNetworksInheritNumbers() {
        QTemporaryDir folder;
        const QString weights = folder.filePath(q("old.safetensors"));
        const CliRun first = train(kSample, {q("--out"), weights});
        if (first.err.contains("LibTorch")) QSKIP(first.err.constData());
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
        if (first.err.contains("LibTorch")) QSKIP(first.err.constData());
        const QString other = folder.filePath(q("other.blockwright"));
        QCOMPARE(runCli({q("edit"), kSample, q("--do"), q("scale 0.5"), q("--out"), other}).exit_code, 0);
        const CliRun wrong = train(kSample, {q("--start"), weights, q("--inherit"), other});
        QCOMPARE(wrong.exit_code, 2);
        QVERIFY2(wrong.err.contains("kernels of"), wrong.err.constData());
    }
};

QTEST_GUILESS_MAIN(TrainCliTest)
#include "train_cli_test.moc"
