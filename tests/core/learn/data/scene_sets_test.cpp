// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/data/scenes/scene_sets.h"

#include <QtTest>
#include <thread>

#include "learn/data/data_check.h"
#include "learn/data/scenes/room.h"
#include "support/must.h"

using namespace bw;
using bw::support::must;

namespace {

std::shared_ptr<const DataSet> open(const char* id, int side = 64, int64_t count = 200, uint64_t seed = 1,
                                    double difficulty = 0.5) {
    DataSource source;
    source.format = id;
    source.width = source.height = side;
    source.count = count;
    source.seed = seed;
    source.difficulty = difficulty;
    return must(openDataSet(source));
}

/// A stage that looks straight ahead from a metre above the ground, evenly lit.
Stage plainStage() {
    Light light;
    light.ambient = 1;
    light.direct = 0;
    light.shadow = 0;
    return Stage(80, 60, Camera(80, 60, {0, 1, 0}, 0, 0, 1.2F), light);
}

const Material kRed = plainMaterial({1, 0, 0});
const Material kBlue = plainMaterial({0, 0, 1});

}  // namespace

class SceneSetsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equalSeedsGiveEqualBits() {
        for (const SceneSet& set : sceneSets()) {
            const auto first = open(set.id);
            const auto again = open(set.id, 64, 1000);
            const auto other = open(set.id, 64, 200, 2);
            for (const int64_t i : {0, 7, 63}) {
                QVERIFY2(*must(first->load(DataSplit::Train, i)) == *must(again->load(DataSplit::Train, i)), set.id);
                QVERIFY(must(first->load(DataSplit::Train, i))->image != must(other->load(DataSplit::Train, i))->image);
            }
            QVERIFY(must(first->load(DataSplit::Train, 0))->image !=
                    must(first->load(DataSplit::Validation, 0))->image);
        }
    }

    void threadsSeeTheSameSamples() {
        const auto set = open("presence", 48);
        std::vector<DataSample> one(12), two(12);
        const auto fill = [&](std::vector<DataSample>& into) {
            for (size_t i = 0; i < into.size(); ++i)
                into[i] = *must(set->load(DataSplit::Train, static_cast<int64_t>(i)));
        };
        std::thread other(fill, std::ref(one));
        fill(two);
        other.join();
        QVERIFY(one == two);
    }

    void labelsLieInsideThePicture() {
        for (const SceneSet& kind : sceneSets()) {
            const auto set = open(kind.id, 48);
            for (int64_t i = 0; i < 60; ++i) {
                const auto sample = must(set->load(DataSplit::Train, i));
                QCOMPARE(sample->image.width, 48);
                QVERIFY(kind.task != LearnTask::Classification ||
                        (sample->class_index >= 0 && sample->class_index < 5));
                for (const LabelBox& box : sample->boxes)
                    QVERIFY(box.x0 >= 0 && box.y0 >= 0 && box.x1 <= 48 && box.y1 <= 48 && box.width() >= 1 &&
                            box.height() >= 1);
                if (kind.task != LearnTask::Segmentation) continue;
                QCOMPARE(sample->mask.classes.size(), sample->image.area());
                for (const uint8_t value : sample->mask.classes)
                    QVERIFY(value < set->info().classes.size() || value == kVoidClass);
            }
        }
    }

    void allClassesAndCountsOccur() {
        const DataStatistics presence = must(checkDataSet(*open("presence", 48, 200), 200));
        QCOMPARE(presence.read, 200);
        QVERIFY(presence.train.unlabelled > 20);
        QVERIFY(presence.train.boxes > 100);
        QVERIFY(presence.train.small_boxes > 0 && presence.train.medium_boxes > 20 && presence.train.large_boxes > 20);
        const DataStatistics porch = must(checkDataSet(*open("porch", 48, 200), 200));
        for (const int64_t count : porch.train.per_class)
            QVERIFY(count > 10);
        const DataStatistics rooms = must(checkDataSet(*open("rooms", 48, 200), 200));
        for (const int64_t count : rooms.train.images_with_class)
            QVERIFY(count > 10);
        // Walls and floors fill most of a room, and no pixel is without a class but by chance.
        QVERIFY(rooms.train.void_pixels * 50 < rooms.train.images * 48 * 48);
    }

    void easyPeopleAreNearerThanHardOnes() {
        const auto meanArea = [](double difficulty) {
            const auto set = open("presence", 48, 300, 1, difficulty);
            double area = 0;
            int boxes = 0;
            for (int64_t i = 0; i < 150; ++i) {
                const auto sample = must(set->load(DataSplit::Train, i));
                for (const LabelBox& box : sample->boxes) {
                    area += static_cast<double>(box.area());
                    ++boxes;
                }
            }
            return area / boxes;
        };
        QVERIFY(meanArea(0) > 1.3 * meanArea(1));
    }

    void boxesAreTightAroundWhatWasDrawn() {
        Stage stage = plainStage();
        stage.object(4);
        stage.begin();
        // A square of 1 m at 5 m ahead, the camera's height in its middle.
        stage.face({Vec3{-0.5F, 0.5F, 5}, {0.5F, 0.5F, 5}, {0.5F, 1.5F, 5}, {-0.5F, 1.5F, 5}}, kRed);
        stage.end();
        stage.finish({});
        const auto boxes = stage.boxes(0.2, 0.1);
        QCOMPARE(boxes.size(), size_t{1});
        const float half = 0.5F * stage.camera().scaleAt(5);
        QCOMPARE(boxes[0].class_index, 4);
        QVERIFY(std::fabs(boxes[0].x0 - (40 - half)) <= 0.51F && std::fabs(boxes[0].x1 - (40 + half)) <= 0.51F);
        QVERIFY(std::fabs(boxes[0].y0 - (30 - half)) <= 0.51F && std::fabs(boxes[0].y1 - (30 + half)) <= 0.51F);
        // Every pixel inside is the object's and red, and no pixel outside is.
        const ClassMask mask = stage.mask();
        for (int y = 0; y < 60; ++y) {
            for (int x = 0; x < 80; ++x) {
                const auto pixel = static_cast<size_t>(y * 80 + x);
                const bool inside = static_cast<float>(x) >= boxes[0].x0 && static_cast<float>(x) < boxes[0].x1 &&
                                    static_cast<float>(y) >= boxes[0].y0 && static_cast<float>(y) < boxes[0].y1;
                QCOMPARE(mask.classes[pixel] == 4, inside);
                QVERIFY(!inside || stage.canvas().color(pixel).r >= 0.5F);
            }
        }
    }

    void whatIsCoveredShrinksBoxesAndIsIgnored() {
        const auto boxesBehind = [](float cover) {
            Stage stage = plainStage();
            stage.object(0);
            stage.begin();
            stage.face({Vec3{-0.5F, 0.5F, 5}, {0.5F, 0.5F, 5}, {0.5F, 1.5F, 5}, {-0.5F, 1.5F, 5}}, kRed);
            stage.end();
            stage.object(-1);
            stage.begin();
            stage.face({Vec3{-1, 0, 4}, {-0.4F + 0.8F * cover, 0, 4}, {-0.4F + 0.8F * cover, 2, 4}, {-1, 2, 4}}, kBlue);
            stage.end();
            stage.finish({});
            return stage.boxes(0.3, 0.05);
        };
        const auto free = boxesBehind(0);
        const auto half = boxesBehind(0.5F);
        const auto most = boxesBehind(0.85F);
        QVERIFY(half[0].x0 > free[0].x0 + 4 && half[0].x1 == free[0].x1 && !half[0].ignored);
        QVERIFY(most[0].ignored);
        QVERIFY(boxesBehind(1.2F).empty());
    }

    void nearThingsCoverFarOnes() {
        Stage stage = plainStage();
        const ObjectId far = stage.object(1);
        const ObjectId near = stage.object(2);
        stage.use(near);
        stage.begin();
        stage.ball({0, 1, 3}, 0.3F, kBlue);
        stage.end();
        stage.use(far);
        stage.begin();
        stage.limb({-1, 1, 6}, 0.4F, {1, 1, 6}, 0.4F, kRed);
        stage.end();
        stage.finish({});
        QCOMPARE(int(stage.mask().classes[30 * 80 + 40]), 2);
        QVERIFY(stage.seenShare(far) < 0.9 && stage.seenShare(far) > 0.3);
        QCOMPARE(stage.seenShare(near), 1.0);
    }

    void sizesAndCountsAreChecked() {
        const auto refused = [](int side, int64_t count, double difficulty) {
            DataSource source;
            source.format = "rooms";
            source.width = side;
            source.count = count;
            source.difficulty = difficulty;
            return !openDataSet(source);
        };
        QVERIFY(refused(8, 10, 0.5) && refused(4096, 10, 0.5) && refused(96, 0, 0.5) && refused(96, 10, 1.5));
        QVERIFY(!refused(224, 10, 1));
        QVERIFY(!open("rooms")->load(DataSplit::Train, 160));
        QVERIFY(!open("rooms")->load(DataSplit::Train, -1));
    }
};

QTEST_GUILESS_MAIN(SceneSetsTest)
#include "scene_sets_test.moc"
