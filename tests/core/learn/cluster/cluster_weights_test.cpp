// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/cluster/cluster_weights.h"

#include <QtTest>
#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "learn/cluster/weight_palette.h"
#include "support/toy_data.h"
#include "support/trained.h"

using namespace bw;
using namespace bw::test;
using bw::support::must;

namespace {

std::vector<float> normalNumbers(size_t count, uint64_t seed) {
    Random random(seed);
    std::vector<float> numbers(count);
    for (float& number : numbers)
        number = static_cast<float>(random.normal());
    return numbers;
}

/// The least squared error of any `count` colours, by dynamic programming over runs of the sorted weights.
double leastError(std::vector<float> weights, size_t count) {
    std::sort(weights.begin(), weights.end());
    const size_t n = weights.size();
    const auto errorOf = [&](size_t begin, size_t end) {
        double sum = 0, squares = 0;
        for (size_t i = begin; i < end; ++i) {
            sum += weights[i];
            squares += static_cast<double>(weights[i]) * weights[i];
        }
        return squares - sum * sum / static_cast<double>(end - begin);
    };
    std::vector<double> best(n + 1, std::numeric_limits<double>::infinity());
    best[0] = 0;
    for (size_t k = 0; k < count; ++k) {
        std::vector<double> next = best;
        for (size_t end = 1; end <= n; ++end) {
            for (size_t begin = 0; begin < end; ++begin)
                next[end] = std::min(next[end], best[begin] + errorOf(begin, end));
        }
        best = next;
    }
    return best[n];
}

}  // namespace

class ClusterWeightsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void fewValuesAreKept() {
        const std::vector<float> weights = {1, 0, -2, 1, 1, 0};
        const WeightPalette palette = paletteOf(weights, 4);
        QCOMPARE(palette.colours, (std::vector<float>{-2, 0, 1}));
        QCOMPARE(palette.squared_error, 0.0);
        QCOMPARE(palette.indexBits(), 2);
        QVERIFY(palette.entropy() < 1.5);
        QVERIFY(paletteOf({}, 4).colours.empty());
        QCOMPARE(paletteOf(std::vector<float>(9, 3.0F), 4).indexBits(), 0);
        QCOMPARE(paletteOf(std::vector<float>(9, 3.0F), 4).entropy(), 0.0);
    }

    void palettesAreNearTheBest() {
        for (const int count : {2, 4, 8}) {
            const auto weights = normalNumbers(120, 3);
            const WeightPalette palette = paletteOf(weights, count);
            QCOMPARE(palette.colours.size(), static_cast<size_t>(count));
            const double best = leastError(weights, static_cast<size_t>(count));
            QVERIFY(palette.squared_error >= best - 1e-4);
            QVERIFY2(palette.squared_error <= 1.25 * best,
                     (std::to_string(palette.squared_error) + " " + std::to_string(best)).c_str());
        }
    }

    /// The best quantiser of normal numbers (Max, 1960) leaves 0.1175 of the variance with 4 levels, 0.009497 with 16.
    void normalNumbersLoseWhatIsKnown() {
        const auto weights = normalNumbers(60000, 5);
        QVERIFY(std::abs(paletteOf(weights, 4).squared_error / 60000 - 0.1175) < 0.003);
        const double sixteen = paletteOf(weights, 16).squared_error / 60000;
        QVERIFY2(std::abs(sixteen - 0.009497) < 0.0003, std::to_string(sixteen).c_str());
    }

    void sizesFollowTheFormula() {
        const auto backend = openTrainBackend();
        QVERIFY2(backend, backend ? "" : backend.error().text().c_str());
        const Network network = toyClassifier();
        const auto numbers = RunningNetwork(network).numbers(2);
        const auto result = must(clusterWeights(network, numbers, {16, 8, 300}));
        QCOMPARE(result.numbers.size(), numbers.size());
        int64_t clustered = 0;
        for (const ClusteredWeights::Layer& layer : result.layers) {
            QCOMPARE(layer.plain_bytes, layer.weights);
            const auto found = std::find_if(result.numbers.begin(), result.numbers.end(),
                                            [&](const NamedTensor& one) { return one.name == layer.key; });
            const std::set<float> values(found->values.begin(), found->values.end());
            if (layer.weights < 300) {
                QCOMPARE(layer.colours, int64_t{0});
                QCOMPARE(layer.palette_bytes, layer.plain_bytes);
                continue;
            }
            ++clustered;
            QVERIFY(values.size() <= 16);
            QCOMPARE(layer.palette_bytes, (layer.weights * 4 + 16 * 8 + 7) / 8);
            QVERIFY(layer.coded_bytes <= layer.palette_bytes);
            QVERIFY(layer.error > 0 && layer.error < 0.2);
        }
        QVERIFY2(clustered >= 3, std::to_string(clustered).c_str());
        RunningNetwork running(network);
        QCOMPARE(running.set(result.numbers), static_cast<int>(numbers.size()));
        QVERIFY(!clusterWeights(network, {}, {}));
        QVERIFY(!clusterWeights(network, numbers, {1, 8, 300}));
    }
};

QTEST_GUILESS_MAIN(ClusterWeightsTest)
#include "cluster_weights_test.moc"
