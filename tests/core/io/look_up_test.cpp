// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/look_up.h"

#include <QTemporaryDir>
#include <QtTest>

#include "io/export_model.h"
#include "io/open_model.h"
#include "support/must.h"

using namespace bw;
using support::must;

class LookUpTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aListPicksAlongTheAxisOfEitherOrder() {
        for (const bool channels_last : {false, true}) {
            const auto found = lookUpOf({1, 24, 28, 28}, {1, 3, 28, 28}, 1, {3}, channels_last);
            QVERIFY(found.has_value());
            QVERIFY(found->before.empty() && found->after.empty());
            QCOMPARE(found->axis, int64_t{1});
        }
    }

    void oneIndexTakesAnAxisAwayInTheFilesOrder() {
        // A file with maps channels last has 2x1x24x28x8 become a map of 24 rows, 28 columns, 8 channels.
        const auto found = lookUpOf({2, 1, 24, 28, 8}, {1, 8, 24, 28}, 0, {}, true);
        QVERIFY(found.has_value());
        QVERIFY(found->before.empty());
        QCOMPARE(found->axis, int64_t{0});
        QCOMPARE(found->after, (std::vector<int64_t>{0, 3, 1, 2}));
        // Out of a map: the graph's axis of channels is the file's last.
        const auto channel = lookUpOf({1, 8, 24, 28}, {1, 24, 28}, 1, {}, true);
        QVERIFY(channel.has_value());
        QCOMPARE(channel->before, (std::vector<int64_t>{0, 2, 3, 1}));
        QCOMPARE(channel->axis, int64_t{3});
        QVERIFY(channel->after.empty());
    }

    void otherShapesAreRefused() {
        QVERIFY(!lookUpOf({2, 1, 24, 28, 8}, {1, 8, 24, 28}, 0, {}, false).has_value());
        QVERIFY(!lookUpOf({1, 24, 28, 28}, {1, 4, 28, 28}, 1, {3}, true).has_value());
        QVERIFY(!lookUpOf({1, 24}, {1}, 2, {}, true).has_value());
        QVERIFY(!lookUpOf({1, 24}, {1}, -1, {}, true).has_value());
    }

    void aShuffledNetworkLeavesWholeForEachFormat() {
        const std::string file = BW_SHARED_DATA "/models/person_shufflenetv2_int8.tflite";
        const auto opened = must(openModel(file));
        QTemporaryDir folder;
        for (const char* name : {"net.onnx", "net.py", "net.tflite"}) {
            ExportOptions options;
            options.source = file;
            const auto report =
                exportModel(opened.document, folder.filePath(QLatin1String(name)).toStdString(), options);
            QVERIFY2(report.has_value(), report ? "" : report.error().text().c_str());
            QCOMPARE(report->kept_operators, report->operators);
        }
    }
};

QTEST_GUILESS_MAIN(LookUpTest)
#include "look_up_test.moc"
