// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/metrics/mean_iou.h"

#include <QtTest>
#include <algorithm>
#include <array>
#include <iterator>
#include <set>

#include "base/random.h"

using namespace bw;

class MeanIouTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void handComputed() {
        SegmentationJudge judge(3);
        const ClassMask truth{4, 1, {0, 0, 1, kVoidClass}};
        const std::vector<uint8_t> answer = {0, 1, 1, 2};
        judge.add(answer, 4, 1, truth);
        const SegmentationScores scores = judge.scores();
        // Class 0: one of two; class 1: one of two; class 2 occurs nowhere but where nothing counts.
        QCOMPARE(scores.per_class.at(0), 0.5);
        QCOMPARE(scores.per_class.at(1), 0.5);
        QCOMPARE(scores.per_class.at(2), -1.0);
        QCOMPARE(scores.mean_iou, 0.5);
        QVERIFY(std::abs(scores.pixel_accuracy - 2.0 / 3) < 1e-12);
    }

    void coarseAnswersAreEnlarged() {
        SegmentationJudge judge(2);
        const ClassMask truth{4, 2, {0, 0, 1, 1, 0, 0, 1, 1}};
        const std::vector<uint8_t> answer = {0, 1};
        judge.add(answer, 2, 1, truth);
        QCOMPARE(judge.scores().mean_iou, 1.0);
    }

    /// Pixels are counted over all pictures, not picture by picture: sets of pixels, counted one by one, agree.
    void setsOfPixelsAgree() {
        constexpr int kClasses = 5, kSide = 16;
        Random random(7);
        SegmentationJudge judge(kClasses);
        std::array<std::set<int>, kClasses> wanted, said;
        for (int picture = 0; picture < 6; ++picture) {
            ClassMask truth{kSide, kSide, {}};
            std::vector<uint8_t> answer;
            for (int i = 0; i < kSide * kSide; ++i) {
                const bool none = random.uniform() < 0.1;
                truth.classes.push_back(none ? kVoidClass : static_cast<uint8_t>(random.below(kClasses)));
                answer.push_back(static_cast<uint8_t>(random.below(kClasses)));
                if (none) continue;
                wanted[truth.classes.back()].insert(picture * 1000 + i);
                said[answer.back()].insert(picture * 1000 + i);
            }
            judge.add(answer, kSide, kSide, truth);
        }
        double sum = 0;
        for (size_t c = 0; c < kClasses; ++c) {
            std::vector<int> both, either;
            std::set_intersection(wanted[c].begin(), wanted[c].end(), said[c].begin(), said[c].end(),
                                  std::back_inserter(both));
            std::set_union(wanted[c].begin(), wanted[c].end(), said[c].begin(), said[c].end(),
                           std::back_inserter(either));
            sum += static_cast<double>(both.size()) / static_cast<double>(either.size());
        }
        QVERIFY(std::abs(judge.scores().mean_iou - sum / kClasses) < 1e-12);
    }
};

QTEST_GUILESS_MAIN(MeanIouTest)
#include "mean_iou_test.moc"
