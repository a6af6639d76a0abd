// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/train/anchors.h"

#include <QtTest>

#include "learn/train/train_backend.h"

using namespace bw;

namespace {

std::vector<LabelBox> uprightAndBroad(Random& random) {
    std::vector<LabelBox> boxes;
    for (int i = 0; i < 200; ++i) {
        const auto size = static_cast<float>(10 + 2 * random.uniform());
        boxes.push_back(i % 2 == 0 ? LabelBox{0, 0, size, 3 * size, 0, false}
                                   : LabelBox{0, 0, 4 * size, size, 0, false});
    }
    return boxes;
}

}  // namespace

class AnchorsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sizesFollowTheBoxes() {
        Random random(3);
        const std::vector<AnchorMap> maps = {{1, 1, 2}};
        const auto anchors = makeAnchors(maps, uprightAndBroad(random), 96, 96, random);
        QCOMPARE(anchors.size(), 2UL);
        QVERIFY(std::abs(anchors[0].height / anchors[0].width - 3) < 0.1);
        QVERIFY(std::abs(anchors[1].width / anchors[1].height - 4) < 0.2);
    }

    /// Large boxes belong to the coarse map; a map without boxes gets sizes that suit its cells.
    void mapsTakeTheSizesOfTheirCells() {
        Random random(3);
        std::vector<LabelBox> boxes;
        for (int i = 0; i < 100; ++i) {
            boxes.push_back({0, 0, 10, 20, 0, false});
            boxes.push_back({0, 0, 60, 70, 0, false});
        }
        const std::vector<AnchorMap> maps = {{3, 3, 1}, {6, 6, 1}};
        const auto anchors = makeAnchors(maps, boxes, 96, 96, random);
        QCOMPARE(anchors.size(), 45UL);
        QCOMPARE(anchors.front().width, 60.0F);
        QCOMPARE(anchors.front().x, 16.0F);
        QCOMPARE(anchors.back().width, 10.0F);
        QCOMPARE(anchors.back().y, 88.0F);
        const auto spread = makeAnchors(maps, {}, 96, 96, random);
        QVERIFY(spread.front().width > spread.back().width);
    }

    /// Offsets that say exactly what was encoded decode to the boxes.
    void decodingUndoesEncoding() {
        const std::vector<AnchorMap> maps = {{6, 6, 2}};
        Random random(1);
        const auto anchors = makeAnchors(maps, {}, 96, 96, random);
        const std::vector<LabelBox> boxes = {{10, 20, 25, 52, 0, false}, {50, 40, 90, 84, 1, false}};
        std::vector<int64_t> labels(anchors.size());
        std::vector<float> offsets(4 * anchors.size());
        encodeBoxes(anchors, boxes, labels.data(), offsets.data());
        std::vector<float> scores(3 * anchors.size(), 0);
        for (size_t a = 0; a < anchors.size(); ++a)
            scores[3 * a + static_cast<size_t>(std::max<int64_t>(labels[a], 0))] = 20;
        const auto found = decodeBoxes(anchors, scores, offsets, 2, 96, 96);
        QCOMPARE(found.size(), 2UL);
        for (const FoundBox& one : found) {
            const LabelBox& wanted = boxes.at(static_cast<size_t>(one.box.class_index));
            QVERIFY(overlap(one.box, wanted) > 0.999F);
        }
    }

    /// A box that no anchor overlaps well still gets the best one; what lies on an ignored box is left open.
    void everyBoxHasAnAnchor() {
        const std::vector<Anchor> anchors = {{10, 10, 20, 20}, {60, 60, 20, 20}};
        std::vector<int64_t> labels(2);
        std::vector<float> offsets(8);
        encodeBoxes(anchors, std::vector<LabelBox>{{8, 8, 12, 12, 0, false}, {0, 40, 96, 96, 0, true}}, labels.data(),
                    offsets.data());
        QCOMPARE(labels[0], int64_t{1});
        QCOMPARE(labels[1], kNoLabel);
    }

    void pixelsOfAWildNetworkAreBounded() {
        const std::vector<Anchor> anchors = {{48, 48, 20, 20}};
        const std::vector<float> scores = {-50, 50};
        const std::vector<float> offsets = {1e6F, 0, 1e9F, 1e9F};
        for (const FoundBox& one : decodeBoxes(anchors, scores, offsets, 1, 96, 96)) {
            QVERIFY(one.box.x0 >= 0 && one.box.x1 <= 96 && one.box.y0 >= 0 && one.box.y1 <= 96);
        }
    }
};

QTEST_GUILESS_MAIN(AnchorsTest)
#include "anchors_test.moc"
