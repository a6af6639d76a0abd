// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Time of edits, from the command's text to the checked and lowered network. Prints "name value unit" lines.
// Usage: bench_rewrite [repeats [seed]]
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "rewrite/rewrite.h"
#include "support/random_network.h"

namespace {

/// IBNs with residuals in groups of four, a new width for each group.
bw::Network ibnChain(int count) {
    bw::NetworkDraft draft;
    bw::Port x{draft.add(*bw::findBlockKind("input"), "in", {{"shape", std::vector<int64_t>{1, 16, 64, 64}}}, {}), 0};
    for (int i = 0; i < count; ++i) {
        const int64_t channels = 16 + 8 * (i / 4 % 8);
        x = {draft.add(*bw::findBlockKind("ibn"), "ibn_" + std::to_string(i),
                       {{"channels", channels}, {"residual", i % 4 != 0}}, {x}),
             0};
    }
    x = {draft.add(*bw::findBlockKind("conv"), "last", {{"channels", int64_t{8}}}, {x}), 0};
    draft.setOutputs({x});
    auto network = draft.commit();
    if (!network) std::exit(1);
    return std::move(*network);
}

void measure(const char* name, const bw::Network& network, const std::string& command, int repeats) {
    const auto lowered = bw::lower(network);
    if (!lowered) std::exit(1);
    const bw::EditContext context{8, &*lowered};
    std::vector<double> times;
    for (int i = 0; i < repeats; ++i) {
        const auto start = std::chrono::steady_clock::now();
        const auto outcome = bw::applyEdit(network, command, context);
        const std::chrono::duration<double, std::milli> elapsed = std::chrono::steady_clock::now() - start;
        if (!outcome) {
            std::fprintf(stderr, "%s: %s\n", command.c_str(), outcome.error().text().c_str());
            std::exit(1);
        }
        times.push_back(elapsed.count());
    }
    std::sort(times.begin(), times.end());
    std::printf("rewrite_%s_%zu_blocks_median %.3f ms\n", name, network.size(), times[times.size() / 2]);
    std::printf("rewrite_%s_%zu_blocks_p95 %.3f ms\n", name, network.size(), times[times.size() * 95 / 100]);
}

}  // namespace

int main(int argc, char** argv) {
    const int repeats = argc > 1 ? std::max(1, std::atoi(argv[1])) : 50;
    const uint64_t seed = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1;
    for (const int count : {298, 4998}) {
        const bw::Network chain = ibnChain(count);
        measure("set_channels", chain, "set ibn_100.channels=136", repeats);
        measure("set_kernel", chain, "set ibn_100.kernel=5", repeats);
        measure("fuse", chain, "fuse ibn_100", repeats);
        measure("delete", chain, "delete ibn_101", repeats);
        measure("scale", chain, "scale 0.75", repeats);
        measure("input_size", chain, "input_size 96x96", repeats);
    }
    bw::test::RandomNetworkOptions options;
    options.blocks = 300;
    options.frozen_share = 0;
    measure("scale_random", bw::test::randomNetwork(seed, options), "scale 0.75", repeats);
}
