// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "target/tile_search.h"

#include <QtTest>
#include <algorithm>
#include <limits>

#include "base/checked.h"
#include "base/random.h"
#include "core/target/target_fixtures.h"

using namespace bw;
using namespace bw::test;

namespace {

/// Traffic of a tile; infinite where it does not fit the (shared) buffers. Written apart from the search.
double trafficOf(const Tile& tile, const TileProblem& p, const NpuParameters& npu) {
    const int64_t ifm_pixels =
        ((tile.height - 1) * p.stride_h + p.kernel_h) * ((tile.width - 1) * p.stride_w + p.kernel_w);
    const int64_t ifm_depth = p.per_channel ? tile.depth : std::min(npu.input_granule, roundUp(p.in_c, 8));
    const int64_t bytes = 2 * ifm_pixels * ifm_depth + 8 * tile.height * tile.width * tile.depth;
    if (bytes > npu.ifm_buffer_bytes + npu.acc_buffer_bytes) return std::numeric_limits<double>::infinity();
    const int64_t places = ceilDiv(p.out_h, tile.height) * ceilDiv(p.out_w, tile.width);
    const int64_t channels = p.per_channel ? p.out_c : p.in_c * ceilDiv(p.out_c, tile.depth);
    return static_cast<double>(places) * (static_cast<double>(ifm_pixels * channels) + static_cast<double>(p.weights));
}

}  // namespace

class TileSearchTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void noLegalTileHasLessTraffic() {
        const NpuParameters npu = bundledTarget("ethos-u55-256").npu;
        Random random(11);
        for (int round = 0; round < 200; ++round) {
            TileProblem p;
            p.out_h = random.between(1, 80);
            p.out_w = random.between(1, 80);
            p.out_c = random.between(1, 200);
            p.per_channel = random.between(0, 1) == 1;
            p.in_c = p.per_channel ? p.out_c : random.between(1, 200);
            p.kernel_h = p.kernel_w = 2 * random.between(0, 2) + 1;
            p.stride_h = p.stride_w = random.between(1, 2);
            p.weights = p.kernel_h * p.kernel_w * p.in_c * (p.per_channel ? 1 : p.out_c);
            const double found = trafficOf(findTile(p, npu), p, npu);
            double least = std::numeric_limits<double>::infinity();
            const int64_t whole = roundUp(p.out_c, npu.output_lanes);
            for (int64_t depth = 16; depth <= 128; depth += 16) {
                for (int64_t height = 2; height <= 32; height += 2) {
                    for (int64_t width = 2; width <= 64; width += 2)
                        least = std::min(least, trafficOf({height, width, std::min(depth, whole)}, p, npu));
                }
            }
            QCOMPARE(found, least);
        }
    }

    void rememberedTilesEqualFreshOnes() {
        const NpuParameters npu = bundledTarget("neural-engine").npu;
        TileProblem problem;
        problem.out_h = problem.out_w = 28;
        problem.out_c = problem.in_c = 96;
        const Tile first = findTile(problem, npu);
        QVERIFY(findTile(problem, npu) == first);
        NpuParameters smaller = npu;
        smaller.ifm_buffer_bytes = smaller.acc_buffer_bytes = 4 << 10;
        QVERIFY(findTile(problem, smaller) != first);
        QVERIFY(findTile(problem, npu) == first);
    }
};

QTEST_GUILESS_MAIN(TileSearchTest)
#include "tile_search_test.moc"
