// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "learn/data/data_check.h"
#include "learn/data/data_source.h"
#include "learn/data/image/image_codec.h"
#include "support/must.h"

using namespace bw;
using bw::support::must;

namespace {

std::string png(int width, int height, uint8_t value) {
    Image image(width, height);
    std::fill(image.planes.begin(), image.planes.end(), value);
    return must(encodePng(image));
}

/// True where one of the set's problems has this file name, place and words.
bool tells(const DataProblems& problems, const char* file, const char* place, const char* words) {
    return std::any_of(problems.items().begin(), problems.items().end(), [&](const Error& error) {
        return error.file.ends_with(file) && error.place == place && error.message.find(words) != std::string::npos;
    });
}

}  // namespace

/// Sets of a few tiny files in each format, some of them wrong.
class ReadersTest : public QObject {
    Q_OBJECT

    QTemporaryDir dir_;
    QString root_;
    int cases_ = 0;

    void put(const std::string& name, const std::string& bytes) {
        const QString path = root_ + QLatin1Char('/') + QString::fromStdString(name);
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes.data(), static_cast<qint64>(bytes.size()));
    }
    Result<std::shared_ptr<const DataSet>> open(const char* format = "") {
        DataSource source;
        source.path = root_.toStdString();
        source.format = format;
        return openDataSet(source);
    }

private Q_SLOTS:
    void init() {
        root_ = dir_.filePath(QString::number(cases_++));
        QDir().mkpath(root_);
    }

    void foldersAreClasses() {
        put("train/cat/a.png", png(4, 4, 10));
        put("train/cat/b.png", png(6, 5, 20));
        put("train/dog/c.PNG", png(4, 4, 30));
        put("train/dog/notes.txt", "no picture");
        put("train/empty/.keep", "");
        put("val/dog/d.png", png(4, 4, 40));
        put("val/wolf/e.png", png(4, 4, 50));
        const auto set = must(open());
        QCOMPARE(set->info().format, std::string("folders"));
        QVERIFY(set->info().classes == std::vector<std::string>({"cat", "dog"}));
        QCOMPARE(set->size(DataSplit::Train), 3);
        QCOMPARE(set->size(DataSplit::Validation), 1);
        const auto sample = must(set->load(DataSplit::Train, 1));
        QCOMPARE(sample->class_index, 0);
        QCOMPARE(int(sample->image.planes[0]), 20);
        QCOMPARE(must(set->load(DataSplit::Validation, 0))->class_index, 1);
        QVERIFY(tells(set->problems(), "notes.txt", "", "not named as"));
        QVERIFY(tells(set->problems(), "wolf", "", "no picture trains"));
        QVERIFY(tells(set->problems(), "empty", "", "no pictures"));
    }

    void brokenPicturesAreListedAndTheRestCounts() {
        for (int i = 0; i < 8; ++i)
            put("x/" + std::to_string(i) + ".png", i == 3 ? "not a picture" : png(4, 4, 1));
        put("y/z.png", png(4, 4, 1));
        const auto set = must(open());
        QCOMPARE(set->size(DataSplit::Train) + set->size(DataSplit::Validation), 9);
        QCOMPARE(set->size(DataSplit::Validation), 2);
        const DataStatistics statistics = must(checkDataSet(*set, 1000));
        QCOMPARE(statistics.train.images + statistics.validation.images, 8);
        QVERIFY(tells(statistics.problems, "3.png", "", "neither a PNG nor a JPEG"));
    }

    void cocoNamesTheFieldThatIsWrong() {
        put("a.png", png(20, 10, 9));
        put("b.png", png(20, 10, 9));
        put("instances.json", R"({"info": {"x": [1, {"id": 3}]},
 "images": [{"id": 1, "file_name": "a.png", "width": 20, "height": 10}, {"id": 2, "file_name": "gone.png"},
  {"id": 3, "file_name": "../../etc/passwd"}, {"file_name": "b.png"}, {"id": 5, "file_name": "b.png"}],
 "annotations": [
  {"image_id": 1, "category_id": 7, "bbox": [2, 3, 10, 5], "segmentation": [[1, 2, 3, 4]]},
  {"image_id": 1, "category_id": 8, "bbox": [2, 3, 10, 5]},
  {"image_id": 1, "category_id": 7, "bbox": [15, 3, 10, 5], "iscrowd": 1},
  {"image_id": 1, "category_id": 7, "bbox": [25, 3, 10, 5]},
  {"image_id": 1, "category_id": 7, "bbox": [2, 3, 0, 5]},
  {"image_id": 1, "category_id": 7, "bbox": [2, 3]},
  {"image_id": 2, "category_id": 7, "bbox": [2, 3, 1, 1]},
  {"image_id": 9, "category_id": 7, "bbox": [2, 3, 1, 1]}],
 "categories": [{"id": 7, "name": "cup"}]})");
        const auto set = must(open());
        QCOMPARE(set->info().format, std::string("coco"));
        std::vector<LabelBox> boxes;
        for (const DataSplit split : {DataSplit::Train, DataSplit::Validation}) {
            for (int64_t i = 0; i < set->size(split); ++i) {
                const auto sample = must(set->load(split, i));
                boxes.insert(boxes.end(), sample->boxes.begin(), sample->boxes.end());
            }
        }
        QCOMPARE(boxes.size(), size_t{2});
        QVERIFY(boxes[0] == (LabelBox{2, 3, 12, 8, 0, false}));
        QVERIFY(boxes[1] == (LabelBox{15, 3, 20, 8, 0, true}));
        const DataProblems& problems = set->problems();
        QVERIFY(tells(problems, "gone.png", "", "missing"));
        QVERIFY(tells(problems, "instances.json", "images[2].file_name", "leads out"));
        QVERIFY(tells(problems, "instances.json", "images[3]", "lacks 'id'"));
        QVERIFY(tells(problems, "instances.json", "annotations[1].category_id", "no class 8"));
        QVERIFY(tells(problems, "instances.json", "annotations[2].bbox", "reaches beyond"));
        QVERIFY(tells(problems, "instances.json", "annotations[3].bbox", "outside"));
        QVERIFY(tells(problems, "instances.json", "annotations[4].bbox", "no area"));
        QVERIFY(tells(problems, "instances.json", "annotations[5].bbox", "four numbers"));
        QVERIFY(tells(problems, "instances.json", "annotations[7].image_id", "no picture 9"));
        QCOMPARE(problems.count(), 9);
    }

    void cocoSyntaxErrorsHaveLineAndColumn() {
        put("x.json", "{\n \"images\": [}\n");
        const auto set = open();
        QVERIFY(!set);
        QCOMPARE(set.error().place, std::string("line 2, column 13"));
        QVERIFY(set.error().file.ends_with("x.json"));
        put("x.json", "[1, 2]");
        QVERIFY(!open());
        put("x.json", std::string(500, '[') + std::string(500, ']'));
        QVERIFY(!open());
    }

    void yoloNamesTheLineThatIsWrong() {
        put("images/train/a.png", png(20, 10, 9));
        put("images/train/b.png", png(20, 10, 9));
        put("images/val/c.png", png(20, 10, 9));
        put("labels/train/a.txt",
            "1 0.5 0.5 0.5 0.4\n\n2 0.5 0.5 0.5 0.4\n0 0.5 0.5\n0 0.9 0.5 0.4 0.4\n0 1.5 0.5 0.1 0.1\n0 x 0.5 0.1 "
            "0.1\n");
        put("labels/val/nothing.txt", "");
        put("data.yaml", "train: x\nnames:\n  0: cat\n  1: 'dog'\nnc: 2\n");
        const auto set = must(open());
        QCOMPARE(set->info().format, std::string("yolo"));
        QVERIFY(set->info().classes == std::vector<std::string>({"cat", "dog"}));
        const auto sample = must(set->load(DataSplit::Train, 0));
        QCOMPARE(sample->boxes.size(), size_t{2});
        QVERIFY(sample->boxes[0] == (LabelBox{5, 3, 15, 7, 1, false}));
        QCOMPARE(sample->boxes[1].x1, 20.0F);
        QVERIFY(must(set->load(DataSplit::Train, 1))->boxes.empty());
        QVERIFY(tells(set->problems(), "a.txt", "line 3", "class 2 is out of range"));
        QVERIFY(tells(set->problems(), "a.txt", "line 4", "five numbers"));
        QVERIFY(tells(set->problems(), "a.txt", "line 5", "reaches beyond"));
        QVERIFY(tells(set->problems(), "a.txt", "line 6", "outside"));
        QVERIFY(tells(set->problems(), "a.txt", "line 7", "five numbers"));
    }

    void masksMustFitTheirPictures() {
        put("classes.txt", "road\ncar\n");
        for (const char* name : {"a", "b", "c", "d", "e"})
            put(std::string("train/images/") + name + ".png", png(3, 2, 9));
        put("train/masks/a.png", must(encodeMask({3, 2, {0, 1, 1, 0, 255, 7}})));
        put("train/masks/b.png", must(encodeMask({2, 2, {0, 1, 1, 0}})));
        put("train/masks/c.png", must(encodeMask({3, 2, {0, 1, 1, 0, 9, 0}})));
        put("train/masks/d.png", png(3, 2, 1));
        put("val/images/v.png", png(3, 2, 9));
        put("val/masks/v.png", must(encodeMask({3, 2, {0, 0, 0, 0, 0, 1}})));
        DataSource source;
        source.path = root_.toStdString();
        source.void_class = 7;
        const auto set = must(openDataSet(source));
        const auto sample = must(set->load(DataSplit::Train, 0));
        QVERIFY(sample->mask.classes == std::vector<uint8_t>({0, 1, 1, 0, 255, 255}));
        const DataStatistics statistics = must(checkDataSet(*set, 100));
        QCOMPARE(statistics.train.images, 1);
        QVERIFY(tells(statistics.problems, "b.png", "", "2 x 2 pixels, its picture 3 x 2"));
        QVERIFY(tells(statistics.problems, "c.png", "pixel 1, 1", "class 9 is out of range"));
        QVERIFY(tells(statistics.problems, "d.png", "", "in colours"));
        QVERIFY(tells(statistics.problems, "e.png", "", "has no mask"));
    }

    void cifarRecordsAreChecked() {
        std::string bytes;
        for (const int label : {3, 12, 9}) {
            bytes.push_back(static_cast<char>(label));
            bytes.append(3072, static_cast<char>(label * 10));
        }
        put("data_batch_1.bin", bytes + "rest");
        put("test_batch.bin", bytes.substr(0, 3073));
        put("batches.meta.txt", "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n\n");
        const auto set = must(open());
        QCOMPARE(set->size(DataSplit::Train), 2);
        QCOMPARE(set->size(DataSplit::Validation), 1);
        const auto sample = must(set->load(DataSplit::Train, 1));
        QCOMPARE(sample->class_index, 9);
        QCOMPARE(int(sample->image.planes[3071]), 90);
        QVERIFY(tells(set->problems(), "data_batch_1.bin", "record 1", "class 12"));
        QVERIFY(tells(set->problems(), "data_batch_1.bin", "byte 9219", "4 bytes are left"));
    }

    void emptyAndUnknownSetsSayWhatIsMissing() {
        QVERIFY(!open());
        QVERIFY(open("folders").error().message.find("no picture") != std::string::npos);
        QVERIFY(open("colour").error().message.find("there is no data set or format") != std::string::npos);
        for (const char* format : {"coco", "yolo", "masks", "cifar10"})
            QVERIFY2(!open(format), format);
        root_ = QStringLiteral("/nowhere/at/all");
        QCOMPARE(open().error().code, ErrorCode::NotFound);
    }

    void realSetsOpenWithoutProblems() {
        const std::string images = BW_SHARED_DATA "/images/";
        if (!QFileInfo::exists(QString::fromStdString(images))) QSKIP("The shared pictures are not there");
        struct Case {
            const char* folder;
            const char* format;
            int64_t train, validation;
        };
        for (const Case& c : {Case{"cifar10_subset", "cifar10", 5000, 1000}, Case{"coco_person", "coco", 128, 128},
                              Case{"camvid_240x180", "masks", 150, 50}}) {
            DataSource source;
            source.path = images + c.folder;
            const auto set = must(openDataSet(source));
            QCOMPARE(set->info().format, std::string(c.format));
            QCOMPARE(set->size(DataSplit::Train), c.train);
            QCOMPARE(set->size(DataSplit::Validation), c.validation);
            QVERIFY2(set->problems().empty(), c.folder);
            QCOMPARE(must(checkDataSet(*set, 60)).problems.count(), 0);
        }
    }
};

QTEST_GUILESS_MAIN(ReadersTest)
#include "readers_test.moc"
