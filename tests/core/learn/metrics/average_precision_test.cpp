// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/metrics/average_precision.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/random.h"
#include "support/peers.h"

using namespace bw;

namespace {

struct Picture {
    std::vector<LabelBox> truth;
    std::vector<FoundBox> found;
};

LabelBox randomBox(Random& random, int classes) {
    const double width = 10 + 60 * random.uniform();
    const double height = 10 + 60 * random.uniform();
    const double x = random.uniform() * (200 - width);
    const double y = random.uniform() * (200 - height);
    return {static_cast<float>(x),
            static_cast<float>(y),
            static_cast<float>(x + width),
            static_cast<float>(y + height),
            static_cast<int>(random.below(static_cast<uint64_t>(classes))),
            false};
}

/// Boxes of which most are found, more or less well, besides some that are not there; some are crowds.
std::vector<Picture> randomPictures(uint64_t seed, int classes, int count) {
    Random random(seed);
    std::vector<Picture> pictures(static_cast<size_t>(count));
    for (Picture& picture : pictures) {
        for (uint64_t i = random.below(6); i > 0; --i) {
            LabelBox box = randomBox(random, classes);
            box.ignored = random.uniform() < 0.1;
            picture.truth.push_back(box);
            for (uint64_t times = random.below(3); times > 0; --times) {
                LabelBox near = box;
                near.ignored = false;
                const double reach = 20 * random.uniform();
                near.x0 += static_cast<float>((random.uniform() - 0.5) * reach);
                near.y0 += static_cast<float>((random.uniform() - 0.5) * reach);
                near.x1 += static_cast<float>((random.uniform() - 0.5) * reach);
                near.y1 += static_cast<float>((random.uniform() - 0.5) * reach);
                picture.found.push_back({near, static_cast<float>(0.3 + 0.7 * random.uniform())});
            }
        }
        for (uint64_t i = random.below(4); i > 0; --i)
            picture.found.push_back({randomBox(random, classes), static_cast<float>(random.uniform())});
    }
    return pictures;
}

DetectionScores judged(const std::vector<Picture>& pictures, int classes) {
    DetectionJudge judge(classes);
    for (const Picture& picture : pictures)
        judge.add(picture.found, picture.truth);
    return judge.scores();
}

nlohmann::json corner(const LabelBox& box) {
    return {box.x0, box.y0, box.width(), box.height()};
}

/// The two files that COCO's reference reads.
void write(const std::vector<Picture>& pictures, int classes, const QString& folder) {
    nlohmann::json images = nlohmann::json::array(), annotations = images, categories = images, results = images;
    for (int c = 0; c < classes; ++c)
        categories.push_back({{"id", c + 1}, {"name", std::to_string(c)}});
    for (size_t i = 0; i < pictures.size(); ++i) {
        images.push_back({{"id", i + 1}, {"width", 200}, {"height", 200}});
        for (const LabelBox& box : pictures[i].truth) {
            annotations.push_back({{"id", annotations.size() + 1},
                                   {"image_id", i + 1},
                                   {"category_id", box.class_index + 1},
                                   {"bbox", corner(box)},
                                   {"area", box.area()},
                                   {"iscrowd", box.ignored ? 1 : 0}});
        }
        for (const FoundBox& found : pictures[i].found) {
            results.push_back({{"image_id", i + 1},
                               {"category_id", found.box.class_index + 1},
                               {"bbox", corner(found.box)},
                               {"score", found.score}});
        }
    }
    std::ofstream(folder.toStdString() + "/truth.json")
        << nlohmann::json{{"images", images}, {"annotations", annotations}, {"categories", categories}, {"info", {}}};
    std::ofstream(folder.toStdString() + "/found.json") << results;
}

}  // namespace

class AveragePrecisionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void perfectBoxesGiveOne() {
        auto pictures = randomPictures(1, 2, 20);
        for (Picture& picture : pictures) {
            picture.found.clear();
            for (const LabelBox& box : picture.truth) {
                if (!box.ignored) picture.found.push_back({box, 0.9F});
            }
        }
        const DetectionScores scores = judged(pictures, 2);
        QCOMPARE(scores.map, 1.0);
        QCOMPARE(scores.ap50, 1.0);
    }

    void nothingFoundGivesZero() {
        DetectionJudge judge(1);
        judge.add({}, {{0, 0, 10, 10, 0, false}});
        QCOMPARE(judge.scores().map, 0.0);
    }

    void aClassWithoutBoxesDoesNotCount() {
        DetectionJudge judge(2);
        const LabelBox box{0, 0, 10, 10, 0, false};
        judge.add({{box, 0.8F}, {{5, 5, 9, 9, 1, false}, 0.7F}}, {box});
        QCOMPARE(judge.scores().map, 1.0);
        QCOMPARE(judge.scores().per_class.at(1), -1.0);
    }

    /// Of two boxes that overlap the only object by .62 and .97, the better scored one is the worse placed.
    void handComputed() {
        DetectionJudge judge(1);
        const LabelBox object{0, 0, 100, 100, 0, false};
        judge.add({{{0, 0, 100, 62, 0, false}, 0.9F}, {{0, 0, 100, 97, 0, false}, 0.5F}}, {object});
        const DetectionScores scores = judge.scores();
        // At .5 and .55 and .6 the first is right; from .65 to .95 it is wrong and the second right: precision 1/2.
        QCOMPARE(scores.ap50, 1.0);
        QVERIFY(std::abs(scores.map - (3 * 1.0 + 7 * 0.5) / 10) < 1e-9);
    }

    void repeatsAreRemovedWithinAClass() {
        const LabelBox a{0, 0, 10, 10, 0, false};
        LabelBox other = a;
        other.class_index = 1;
        const auto kept = withoutRepeats({{a, 0.5F}, {a, 0.9F}, {other, 0.4F}}, 0.5F, 10);
        QCOMPARE(kept.size(), 2UL);
        QCOMPARE(kept.at(0).score, 0.9F);
        QCOMPARE(kept.at(1).box.class_index, 1);
    }

    void cocosReferenceAgrees_data() {
        QTest::addColumn<int>("seed");
        for (int seed = 1; seed <= 5; ++seed)
            QTest::addRow("seed %d", seed) << seed;
    }
    void cocosReferenceAgrees() {
        QFETCH(int, seed);
        if (!test::usePeers()) QSKIP(test::kNoPeers);
        const QString python = qEnvironmentVariable("BLOCKWRIGHT_PYTHON");
        QProcess probe;
        probe.start(python, {QStringLiteral("-c"), QStringLiteral("import pycocotools")});
        if (!probe.waitForFinished() || probe.exitCode() != 0) QSKIP("no pycocotools: packaging/peers installs it");
        const int classes = 1 + seed % 3;
        const auto pictures = randomPictures(static_cast<uint64_t>(seed), classes, 60);
        QTemporaryDir folder;
        write(pictures, classes, folder.path());
        QProcess process;
        process.start(python,
                      {QStringLiteral(BW_SOURCE_DIR "/tests/support/coco_reference.py"),
                       folder.filePath(QStringLiteral("truth.json")), folder.filePath(QStringLiteral("found.json"))});
        QVERIFY(process.waitForFinished());
        const QByteArray output = process.readAllStandardOutput();
        QVERIFY2(process.exitCode() == 0, process.readAllStandardError());
        const auto reference = nlohmann::json::parse(output.toStdString());
        const DetectionScores ours = judged(pictures, classes);
        QVERIFY(ours.map > 0.1 && ours.map < 0.9);
        QVERIFY2(std::abs(ours.map - reference["map"].get<double>()) < 1e-6, output);
        QVERIFY2(std::abs(ours.ap50 - reference["ap50"].get<double>()) < 1e-6, output);
        QVERIFY2(std::abs(ours.ap75 - reference["ap75"].get<double>()) < 1e-6, output);
    }
};

QTEST_GUILESS_MAIN(AveragePrecisionTest)
#include "average_precision_test.moc"
