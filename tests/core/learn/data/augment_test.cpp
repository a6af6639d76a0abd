// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/data/augment.h"

#include <QtTest>

using namespace bw;

namespace {

/// A red rectangle on black whose box is its label, and whose pixels are class 1 of the mask.
DataSample rectangle() {
    DataSample sample;
    sample.image = Image(60, 40);
    sample.mask = {60, 40, std::vector<uint8_t>(2400, 0)};
    for (int y = 12; y < 28; ++y) {
        for (int x = 10; x < 34; ++x) {
            sample.image.plane(0)[y * 60 + x] = 250;
            sample.mask.classes[static_cast<size_t>(y * 60 + x)] = 1;
        }
    }
    sample.boxes = {{10, 12, 34, 28, 0, false}};
    return sample;
}

/// The extent of pixels more than half red.
LabelBox redExtent(const Image& image) {
    LabelBox box{1e9F, 1e9F, 0, 0, 0, false};
    for (int y = 0; y < image.height; ++y) {
        for (int x = 0; x < image.width; ++x) {
            if (image.plane(0)[y * image.width + x] < 125) continue;
            box.x0 = std::min(box.x0, static_cast<float>(x));
            box.x1 = std::max(box.x1, static_cast<float>(x + 1));
            box.y0 = std::min(box.y0, static_cast<float>(y));
            box.y1 = std::max(box.y1, static_cast<float>(y + 1));
        }
    }
    return box;
}

bool near(const LabelBox& a, const LabelBox& b, float reach) {
    return std::fabs(a.x0 - b.x0) <= reach && std::fabs(a.x1 - b.x1) <= reach && std::fabs(a.y0 - b.y0) <= reach &&
           std::fabs(a.y1 - b.y1) <= reach;
}

}  // namespace

class AugmentTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void boxesStayOnTheObject() {
        AugmentOptions geometry = AugmentOptions::none();
        geometry.flip = 0.5;
        geometry.zoom = 0.25;
        geometry.shift = 0.1;
        geometry.aspect = 0.1;
        Random random(5);
        int moved = 0;
        for (int i = 0; i < 200; ++i) {
            const DataSample varied = augmented(rectangle(), 96, 96, geometry, random);
            QCOMPARE(varied.boxes.size(), size_t{1});
            QVERIFY(near(varied.boxes[0], redExtent(varied.image), 1.6F));
            moved += !near(varied.boxes[0], {16, 28.8F, 54.4F, 67.2F, 0, false}, 4);
        }
        QVERIFY(moved > 100);
    }

    void masksStayOnTheObject() {
        Random random(6);
        AugmentOptions options;
        options.brightness = options.contrast = options.saturation = options.hue = 0;
        for (int i = 0; i < 50; ++i) {
            const DataSample varied = augmented(rectangle(), 64, 64, options, random);
            int differ = 0;
            for (size_t p = 0; p < varied.mask.classes.size(); ++p) {
                const bool red = varied.image.plane(0)[p] > 125;
                if (varied.mask.classes[p] != kVoidClass) differ += red != (varied.mask.classes[p] == 1);
            }
            QVERIFY(differ < 150);
        }
    }

    void noneLeavesTheSampleAlone() {
        Random random(7);
        QVERIFY(augmented(rectangle(), 60, 40, AugmentOptions::none(), random) == rectangle());
        QVERIFY(resized(rectangle(), 60, 40) == rectangle());
        const DataSample half = resized(rectangle(), 30, 20);
        QVERIFY(half.boxes[0] == (LabelBox{5, 6, 17, 14, 0, false}));
    }

    void equalSeedsGiveEqualBits() {
        const auto varied = [](uint64_t seed) {
            Random random(seed);
            return augmented(rectangle(), 48, 48, {}, random);
        };
        QVERIFY(varied(3) == varied(3));
        QVERIFY(!(varied(3) == varied(4)));
        QCOMPARE(augmentSeed(1, 2, 3), augmentSeed(1, 2, 3));
        QVERIFY(augmentSeed(1, 2, 3) != augmentSeed(1, 3, 2));
    }

    void whatIsCutAwayIsIgnored() {
        DataSample sample = rectangle();
        sample.boxes = {{0, 0, 40, 40, 0, false}, {0, 0, 4, 40, 0, false}};
        AugmentOptions options = AugmentOptions::none();
        options.shift = 0.6;
        bool ignored = false;
        bool gone = false;
        Random random(8);
        for (int i = 0; i < 100; ++i) {
            const DataSample varied = augmented(sample, 60, 40, options, random);
            gone = gone || varied.boxes.size() < 2;
            for (const LabelBox& box : varied.boxes) {
                QVERIFY(box.x0 >= 0 && box.x1 <= 60 && box.y0 >= 0 && box.y1 <= 40);
                ignored = ignored || box.ignored;
            }
        }
        QVERIFY(ignored && gone);
    }

    void colourKeepsGreysGreyUnderHueAndSaturation() {
        DataSample grey;
        grey.image = Image(8, 8);
        std::fill(grey.image.planes.begin(), grey.image.planes.end(), uint8_t{120});
        AugmentOptions options = AugmentOptions::none();
        options.hue = 0.3;
        options.saturation = 0.5;
        Random random(9);
        for (int i = 0; i < 20; ++i) {
            const DataSample varied = augmented(grey, 8, 8, options, random);
            for (const uint8_t value : varied.image.planes)
                QVERIFY(std::abs(value - 120) <= 1);
        }
    }

    void floatsAreCentred() {
        Image image(2, 1);
        image.planes = {0, 255, 0, 0, 0, 0};
        float values[6];
        toFloats(image, values);
        QCOMPARE(values[0], -2.0F);
        QCOMPARE(values[1], 2.0F);
    }
};

QTEST_GUILESS_MAIN(AugmentTest)
#include "augment_test.moc"
