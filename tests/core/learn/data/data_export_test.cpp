// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/data/data_export.h"

#include <QtTest>

#include "learn/data/data_source.h"
#include "learn/data/preview/label_drawing.h"
#include "support/must.h"

using namespace bw;
using bw::support::must;

namespace {

std::shared_ptr<const DataSet> builtIn(const char* id) {
    DataSource source;
    source.format = id;
    source.width = source.height = 32;
    source.count = 20;
    return must(openDataSet(source));
}

std::shared_ptr<const DataSet> reopened(const std::string& folder, const char* format) {
    DataSource source;
    source.path = folder;
    source.format = format;
    return must(openDataSet(source));
}

}  // namespace

class DataExportTest : public QObject {
    Q_OBJECT

    QTemporaryDir dir_;

private Q_SLOTS:
    void exportsReadBackAsTheyWere_data() {
        QTest::addColumn<QByteArray>("set");
        QTest::addColumn<QByteArray>("format");
        QTest::newRow("coco") << QByteArray("presence") << QByteArray("coco");
        QTest::newRow("yolo") << QByteArray("presence") << QByteArray("yolo");
        QTest::newRow("folders") << QByteArray("porch") << QByteArray("folders");
        QTest::newRow("masks") << QByteArray("rooms") << QByteArray("masks");
    }
    void exportsReadBackAsTheyWere() {
        QFETCH(QByteArray, set);
        QFETCH(QByteArray, format);
        const auto before = builtIn(set.constData());
        const std::string folder = dir_.filePath(QString::fromUtf8(format)).toStdString();
        DataProblems problems;
        QCOMPARE(must(exportDataSet(*before, folder, 1000, problems)), 20);
        const auto after = reopened(folder, format.constData());
        QCOMPARE(after->size(DataSplit::Train), 16);
        QCOMPARE(after->size(DataSplit::Validation), 4);
        QCOMPARE(after->problems().count() - (format == "folders" ? after->problems().count() : 0), 0);
        for (int64_t i = 0; i < 16; ++i) {
            const auto old = must(before->load(DataSplit::Train, i));
            if (format == "folders") continue;  // Sorted by class; counted below.
            const auto now = must(after->load(DataSplit::Train, i));
            QVERIFY(old->image == now->image);
            QVERIFY(old->mask == now->mask);
            std::vector<LabelBox> expected = old->boxes;
            if (format == "yolo") std::erase_if(expected, [](const LabelBox& box) { return box.ignored; });
            QCOMPARE(now->boxes.size(), expected.size());
            for (size_t k = 0; k < expected.size(); ++k)
                QVERIFY(std::fabs(expected[k].x0 - now->boxes[k].x0) < 1e-3F &&
                        std::fabs(expected[k].y1 - now->boxes[k].y1) < 1e-3F);
        }
        if (format != "folders") return;
        std::map<std::string, int> counts;
        for (int64_t i = 0; i < 16; ++i) {
            ++counts[before->info().classes[static_cast<size_t>(must(before->load(DataSplit::Train, i))->class_index)]];
            --counts[after->info().classes[static_cast<size_t>(must(after->load(DataSplit::Train, i))->class_index)]];
        }
        for (const auto& [name, count] : counts)
            QVERIFY2(count == 0, name.c_str());
    }

    void foldersInUseAndUnwritableAreRefused() {
        DataProblems problems;
        const auto set = builtIn("porch");
        const QString used = dir_.filePath(QStringLiteral("used"));
        QDir().mkpath(used + QStringLiteral("/x"));
        QVERIFY(exportDataSet(*set, used.toStdString(), 5, problems).error().message.find("not empty") !=
                std::string::npos);
        QVERIFY(!exportDataSet(*set, "/proc/nowhere/x", 5, problems));
        std::atomic<bool> stop = true;
        QCOMPARE(
            exportDataSet(*set, dir_.filePath(QStringLiteral("s")).toStdString(), 5, problems, {}, &stop).error().code,
            ErrorCode::Cancelled);
    }

    void sheetsShowLabels() {
        const auto set = builtIn("presence");
        SheetOptions options;
        options.count = 10;
        options.columns = 4;
        options.tile = 64;
        const Image with = must(contactSheet(*set, options));
        QCOMPARE(with.width, 4 * 66 - 2);
        QCOMPARE(with.height, 3 * 66 - 2);
        options.labels = false;
        const Image without = must(contactSheet(*set, options));
        QVERIFY(with != without);
        // A box is drawn in its class's colour where the label says.
        DataSample sample;
        sample.image = Image(10, 10);
        sample.boxes = {{2, 3, 8, 9, 0, false}};
        const Image drawn = withLabels(sample, set->info(), 100);
        const auto pixel = static_cast<size_t>(60 * 100 + 20);
        QCOMPARE(int(drawn.plane(0)[pixel]), int(labelColor(0).r));
        QCOMPARE(int(drawn.plane(1)[pixel]), int(labelColor(0).g));
        QCOMPARE(int(drawn.plane(0)[60 * 100 + 50]), 0);
    }
};

QTEST_GUILESS_MAIN(DataExportTest)
#include "data_export_test.moc"
