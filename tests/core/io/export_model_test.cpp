// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/export_model.h"

#include <QDir>
#include <QTemporaryDir>
#include <QtTest>

#include "io/file_bytes.h"
#include "support/chain.h"
#include "support/must.h"

using namespace bw;
using support::must;
using test::Chain;
using test::conv;

namespace {

Document small() {
    Chain chain({1, 3, 16, 16});
    chain.then("conv", conv(8, 3, 2, "same"));
    chain.then("ibn", {{"channels", int64_t{8}}, {"expansion", 4.0}, {"residual", true}});
    chain.then("global_pool", {});
    chain.then("dense", {{"channels", int64_t{4}}});
    Document document;
    document.network = chain.network();
    return document;
}

}  // namespace

class ExportModelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        folder_ = std::make_unique<QTemporaryDir>();
        QVERIFY(folder_->isValid());
    }

    void aStoppedExportLeavesThePreviousFile() {
        for (const char* name : {"net.onnx", "net.tflite", "net.py"}) {
            const std::string path = file(name);
            write(path, "previous");
            for (const bool before : {true, false}) {
                std::stop_source source;
                if (before) source.request_stop();
                ExportWatch watch;
                watch.stop = source.get_token();
                watch.wrote = [&](int64_t) { source.request_stop(); };
                const auto report = exportModel(small(), path, {}, watch);
                QVERIFY(!report.has_value());
                QCOMPARE(report.error().code, ErrorCode::Cancelled);
                QCOMPARE(must(readFileBytes(path, 100)), std::string("previous"));
            }
        }
        QCOMPARE(entries(),
                 (QStringList{QStringLiteral("net.onnx"), QStringLiteral("net.py"), QStringLiteral("net.tflite")}));
    }

    void tellsTheBytesOfEachFile() {
        ExportWatch watch;
        std::vector<int64_t> told;
        watch.wrote = [&](int64_t bytes) { told.push_back(bytes); };
        const auto report = must(exportModel(small(), file("net.onnx"), {}, watch));
        QVERIFY(std::is_sorted(told.begin(), told.end()));
        QCOMPARE(told.back(), report.bytes);
        QCOMPARE(QFileInfo(QString::fromStdString(file("net.onnx"))).size(), report.bytes);
    }

    void sourceAndWeightsChangeTogether() {
        write(file("net.py"), "previous");
        // No file can take the place of a folder.
        QVERIFY(QDir(folder_->path()).mkdir(QStringLiteral("net.safetensors")));
        const auto report = exportModel(small(), file("net.py"), {});
        QVERIFY(!report.has_value());
        QVERIFY2(report.error().text().find("net.safetensors") != std::string::npos, report.error().text().c_str());
        QCOMPARE(must(readFileBytes(file("net.py"), 100)), std::string("previous"));
        QCOMPARE(entries(), (QStringList{QStringLiteral("net.py"), QStringLiteral("net.safetensors")}));
        QVERIFY(QDir(folder_->path()).rmdir(QStringLiteral("net.safetensors")));
        const auto whole = must(exportModel(small(), file("net.py"), {}));
        QCOMPARE(whole.files, (std::vector<std::string>{file("net.py"), file("net.safetensors")}));
    }

private:
    std::string file(const char* name) const { return folder_->filePath(QLatin1String(name)).toStdString(); }
    QStringList entries() const {
        return QDir(folder_->path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot, QDir::Name);
    }
    static void write(const std::string& path, const char* text) {
        QFile out(QString::fromStdString(path));
        QVERIFY(out.open(QIODevice::WriteOnly) && out.write(text) > 0);
    }

    std::unique_ptr<QTemporaryDir> folder_;
};

QTEST_GUILESS_MAIN(ExportModelTest)
#include "export_model_test.moc"
