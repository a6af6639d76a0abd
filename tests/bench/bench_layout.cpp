// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Time of the graph layout. Prints "name value unit" lines. Usage: bench_layout [repeats]
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "layout/layered_layout.h"

namespace {

/// A chain of inverted-bottleneck groups: every fifth node adds a skip, every 25th one a side branch of three.
bw::LayoutInput makeNetwork(int count) {
    bw::LayoutInput input;
    int32_t last = -1;
    for (int32_t i = 0; i < count; ++i) {
        input.sizes.push_back({216, 68});
        if (i % 25 > 21) {
            input.edges.push_back({i % 25 == 22 ? last : i - 1, i});
            continue;
        }
        if (last >= 0) input.edges.push_back({last, i});
        if (i % 25 >= 5 && i % 5 == 0) input.edges.push_back({i - 4, i});
        last = i;
    }
    return input;
}

double medianMs(const bw::LayoutInput& input, int repeats) {
    std::vector<double> times;
    for (int i = 0; i < repeats; ++i) {
        const auto start = std::chrono::steady_clock::now();
        const auto layout = bw::layoutGraph(input);
        const std::chrono::duration<double, std::milli> elapsed = std::chrono::steady_clock::now() - start;
        if (!layout) std::exit(1);
        times.push_back(elapsed.count());
    }
    std::sort(times.begin(), times.end());
    return times[times.size() / 2];
}

}  // namespace

int main(int argc, char** argv) {
    const int repeats = argc > 1 ? std::max(1, std::atoi(argv[1])) : 9;
    for (const int count : {300, 5000, 10'000, 100'000}) {
        bw::LayoutInput input = makeNetwork(count);
        std::printf("layout_%d_nodes %.3f ms\n", count, medianMs(input, repeats));
        const auto layout = bw::layoutGraph(input);
        input.previous.assign(layout->positions.begin(), layout->positions.end());
        std::printf("relayout_%d_nodes %.3f ms\n", count, medianMs(input, repeats));
    }
}
