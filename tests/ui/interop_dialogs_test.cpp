// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Exports and other programs from the window.
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QTableWidget>

#include "interop/export_dialog.h"
#include "interop/verify_dialog.h"
#include "io/open_model.h"
#include "support/peers.h"
#include "window_fixture.h"

using namespace bw;
using namespace bw::ui;

namespace {

class InteropFixture : public WindowFixture {
public:
    InteropFixture() {
        ready_ = openWithLatencies(QStringLiteral("camera_classifier"));
        window().resize(1280, 720);
    }
    bool isReady() const { return ready_; }
    /// The dialog that the action opens.
    template <class Dialog>
    Dialog* dialog(const char* action) {
        window().registry().action(QString::fromUtf8(action))->trigger();
        return window().findChild<Dialog*>();
    }

private:
    bool ready_ = false;
};

bool waitForTrial(ExportDialog& dialog) {
    return QTest::qWaitFor([&] { return !dialog.isBusy() && dialog.trial().has_value(); }, 60000);
}

void writeText(const QString& path, const char* text) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) > 0);
}

QByteArray readText(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

}  // namespace

class InteropDialogsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void networksAreExportedInEveryFormat() {
        InteropFixture fixture;
        QVERIFY(fixture.isReady());
        for (const QString& format : {QStringLiteral("onnx"), QStringLiteral("tflite-float"),
                                      QStringLiteral("tflite-int8"), QStringLiteral("pytorch")}) {
            auto* dialog = fixture.dialog<ExportDialog>("file.export");
            QVERIFY(dialog != nullptr);
            dialog->setFormat(format);
            QVERIFY(waitForTrial(*dialog));
            QVERIFY2(dialog->trial()->has_value(), qPrintable(dialog->told()));
            WindowFixture::picture(*dialog, QStringLiteral("interop-export-%1").arg(format));
            QSignalSpy exported(dialog, &ExportDialog::exported);
            dialog->setFile(fixture.folder() + QStringLiteral("/net_") + format +
                            (format == QLatin1String("onnx")      ? QStringLiteral(".onnx")
                             : format == QLatin1String("pytorch") ? QStringLiteral(".py")
                                                                  : QStringLiteral(".tflite")));
            dialog->startExport();
            QVERIFY(exported.wait(60000));
            for (const QString& file : exported.front().front().toStringList())
                QVERIFY(QFile::exists(file));
            QTest::qWait(1);
            QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        }
        const auto back = openModel(QString(fixture.folder() + QStringLiteral("/net_onnx.onnx")).toStdString());
        QVERIFY2(back, back ? "" : back.error().text().c_str());
    }

    void aFileThatCannotBeWrittenIsToldAndLeftAlone() {
        InteropFixture fixture;
        auto* dialog = fixture.dialog<ExportDialog>("file.export");
        QVERIFY(dialog != nullptr && waitForTrial(*dialog));
        QSignalSpy ended(dialog, &ExportDialog::stepEnded);
        dialog->setFile(QStringLiteral("/proc/net.onnx"));
        dialog->startExport();
        QVERIFY(ended.wait(60000));
        QVERIFY2(dialog->told().contains(QStringLiteral("net.onnx")), qPrintable(dialog->told()));
        QVERIFY(dialog->isVisible());
    }

    void aFileThatIsThereIsReplacedOnlyWhenTold() {
        InteropFixture fixture;
        auto* dialog = fixture.dialog<ExportDialog>("file.export");
        QVERIFY(dialog != nullptr && waitForTrial(*dialog));
        dialog->setFormat(QStringLiteral("pytorch"));
        QVERIFY(waitForTrial(*dialog));
        const QString weights = fixture.folder() + QStringLiteral("/net.safetensors");
        writeText(weights, "previous");
        dialog->setFile(fixture.folder() + QStringLiteral("/net.py"));
        QSignalSpy exported(dialog, &ExportDialog::exported);
        const auto answer = [&](const QString& text) {
            dialog->startExport();
            auto* box = dialog->findChild<QMessageBox*>();
            if (box == nullptr || !box->informativeText().contains(QStringLiteral("net.safetensors"))) return false;
            // The safe answer is the one that Return gives.
            for (QAbstractButton* button : box->buttons()) {
                const auto* push = qobject_cast<QPushButton*>(button);
                if (push->isDefault() != (box->standardButton(button) == QMessageBox::Cancel)) return false;
            }
            if (text == QLatin1String("Replace")) WindowFixture::picture(*box, QStringLiteral("interop-replace"));
            for (QAbstractButton* button : box->buttons()) {
                if (button->text().remove(QLatin1Char('&')) == text) button->click();
            }
            QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
            return true;
        };
        QVERIFY(answer(QStringLiteral("Cancel")));
        QVERIFY(!dialog->isBusy());
        QCOMPARE(readText(weights), QByteArray("previous"));
        QVERIFY(answer(QStringLiteral("Replace")));
        QVERIFY(exported.wait(60000));
        QVERIFY(readText(weights) != QByteArray("previous"));
    }

    void anExportThatIsCancelledLeavesNothing() {
        InteropFixture fixture;
        QVERIFY(fixture.open(WindowFixture::sample(QStringLiteral("mobilenet_v2"))));
        auto* dialog = fixture.dialog<ExportDialog>("file.export");
        QVERIFY(dialog != nullptr);
        dialog->setFormat(QStringLiteral("tflite-int8"));
        QVERIFY(waitForTrial(*dialog));
        QTemporaryDir folder;
        dialog->setFile(folder.filePath(QStringLiteral("net.tflite")));
        QSignalSpy ended(dialog, &ExportDialog::stepEnded);
        dialog->startExport();
        dialog->cancel();
        QVERIFY(!ended.isEmpty() || ended.wait(60000));
        QVERIFY2(dialog->told().contains(QStringLiteral("Cancelled")), qPrintable(dialog->told()));
        QVERIFY(QDir(folder.path()).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot));
        QVERIFY(dialog->isVisible());
    }

    void velaTellsCyclesAndSramOfEachOperator() {
        if (!test::usePeers()) QSKIP(test::kNoPeers);
        InteropFixture fixture;
        QCOMPARE(fixture.session().document().target_id, std::string("ethos-u55-256"));
        auto* dialog = fixture.dialog<VerifyDialog>("file.verify");
        QVERIFY(dialog != nullptr);
        QVERIFY(QTest::qWaitFor([&] { return dialog->isLooked(); }, 60000));
        if (!dialog->isInstalled(QStringLiteral("vela"))) QSKIP(test::kNoPeers);
        for (const Peer& peer : peers())
            dialog->setWanted(QString::fromUtf8(peer.id.data()), peer.id == "vela");
        QSignalSpy ended(dialog, &VerifyDialog::ended);
        dialog->start();
        QVERIFY(ended.wait(240000));
        WindowFixture::picture(*dialog, QStringLiteral("interop-vela"));
        const QString cell = dialog->table().item(0, dialog->table().columnCount() - 1)->text();
        QVERIFY2(cell.contains(QStringLiteral("cycles")) && cell.contains(QStringLiteral("SRAM")), qPrintable(cell));
    }

    void absentProgramsAreOfferedWithTheirCommand() {
        InteropFixture fixture;
        const QByteArray before = qgetenv("BLOCKWRIGHT_PYTHON");
        qputenv("BLOCKWRIGHT_PYTHON", "/nonexistent/python");
        auto* dialog = fixture.dialog<VerifyDialog>("file.verify");
        QVERIFY(dialog != nullptr);
        QVERIFY(QTest::qWaitFor([&] { return dialog->isLooked(); }, 60000));
        for (const Peer& peer : peers()) {
            if (dialog->isInstalled(QString::fromUtf8(peer.id.data()))) continue;
            bool told = false;
            for (const QLabel* label : dialog->findChildren<QLabel*>())
                told = told || label->text().contains(QString::fromUtf8(peer.install.data()));
            QVERIFY2(told, peer.id.data());
        }
        before.isEmpty() ? qunsetenv("BLOCKWRIGHT_PYTHON") : qputenv("BLOCKWRIGHT_PYTHON", before);
    }

    void programsAreRunAndLaidBesideTheEstimate() {
        if (!test::usePeers()) QSKIP(test::kNoPeers);
        InteropFixture fixture;
        auto* dialog = fixture.dialog<VerifyDialog>("file.verify");
        QVERIFY(dialog != nullptr);
        QVERIFY(QTest::qWaitFor([&] { return dialog->isLooked(); }, 60000));
        if (!dialog->isInstalled(QStringLiteral("onnxruntime"))) QSKIP(test::kNoPeers);
        dialog->setWanted(QStringLiteral("torch"), false);
        QSignalSpy ended(dialog, &VerifyDialog::ended);
        dialog->start();
        QVERIFY(dialog->isRunning());
        QVERIFY(ended.wait(240000));
        QVERIFY2(dialog->report() && dialog->report()->holds(), qPrintable(dialog->told()));
        QVERIFY(dialog->table().columnCount() > 3);
        QCOMPARE(static_cast<size_t>(dialog->table().rowCount()),
                 fixture.session().assessment()->lowered.graph.operators.size());
        WindowFixture::picture(*dialog, QStringLiteral("interop-verify"));
        const QString rows = fixture.folder() + QStringLiteral("/rows.csv");
        QVERIFY(dialog->saveRows(QStringLiteral("onnxruntime"), rows));
        QVERIFY(QFile::exists(rows));
    }
};

QTEST_MAIN(InteropDialogsTest)
#include "interop_dialogs_test.moc"
