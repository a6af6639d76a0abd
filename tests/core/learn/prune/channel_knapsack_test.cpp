// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/prune/channel_knapsack.h"

#include <QtTest>
#include <limits>

#include "base/random.h"

using namespace bw;

namespace {

struct Sum {
    double saved = 0, lost = 0;
};

Sum sumOf(const std::vector<std::vector<KnapsackItem>>& groups, const std::vector<int>& choice) {
    Sum sum;
    for (size_t g = 0; g < groups.size(); ++g) {
        const KnapsackItem& item = groups[g][static_cast<size_t>(choice[g])];
        sum.saved += item.saved;
        sum.lost += item.lost;
    }
    return sum;
}

/// The least that is lost where at least `saved` is saved, by trying every choice.
double leastLost(const std::vector<std::vector<KnapsackItem>>& groups, double saved) {
    std::vector<int> choice(groups.size(), 0);
    double least = std::numeric_limits<double>::infinity();
    for (;;) {
        const Sum sum = sumOf(groups, choice);
        if (sum.saved >= saved) least = std::min(least, sum.lost);
        size_t g = 0;
        for (; g < groups.size(); ++g) {
            if (++choice[g] < static_cast<int>(groups[g].size())) break;
            choice[g] = 0;
        }
        if (g == groups.size()) return least;
    }
}

}  // namespace

class ChannelKnapsackTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingToChoose() {
        const ChannelKnapsack none({});
        QVERIFY(none.reaches(0));
        QVERIFY(!none.reaches(1));
        QVERIFY(none.choice(0).empty());
        const ChannelKnapsack fixed({{{0, 0}}, {{0, 0}}});
        QVERIFY(!fixed.reaches(1));
        QCOMPARE(fixed.choice(0), (std::vector<int>{0, 0}));
    }

    void choicesAreTheBest() {
        Random random(1);
        for (int round = 0; round < 50; ++round) {
            std::vector<std::vector<KnapsackItem>> groups(static_cast<size_t>(random.between(1, 5)));
            for (auto& group : groups) {
                group.push_back({0, 0});
                // Whole hundreds, so that steps of a thousandth round nothing.
                while (group.size() < static_cast<size_t>(random.between(2, 5)))
                    group.push_back({static_cast<double>(random.between(1, 100)), random.uniform()});
            }
            const ChannelKnapsack knapsack(groups);
            for (const int steps : {0, 1, 250, 600, 950}) {
                if (!knapsack.reaches(steps)) continue;
                const double wanted = steps * knapsack.step();
                const Sum sum = sumOf(groups, knapsack.choice(steps));
                QVERIFY(sum.saved >= wanted - 1e-6);
                // Rounding down costs at most a step for each group.
                const double slack = static_cast<double>(groups.size()) * knapsack.step();
                QVERIFY(sum.lost >= leastLost(groups, wanted - 1e-6) - 1e-12);
                const double coarser = leastLost(groups, wanted + slack);
                QVERIFY(sum.lost <= coarser + 1e-12);
            }
        }
    }

    void moreSavingsLoseMore() {
        Random random(2);
        std::vector<std::vector<KnapsackItem>> groups(6);
        for (auto& group : groups) {
            for (int i = 0; i < 6; ++i)
                group.push_back({i * random.uniform(), i * i * random.uniform()});
        }
        const ChannelKnapsack knapsack(groups);
        double lost = 0;
        for (int steps = 0; knapsack.reaches(steps); ++steps) {
            const double now = sumOf(groups, knapsack.choice(steps)).lost;
            QVERIFY(now >= lost - 1e-12);
            lost = now;
        }
    }
};

QTEST_GUILESS_MAIN(ChannelKnapsackTest)
#include "channel_knapsack_test.moc"
