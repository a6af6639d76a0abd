// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Prints "name value unit": planning times and how far the greedy planner stays from the best arena. An argument gives
// the seconds that the exact planner may take for each shared instance (60).
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "base/random.h"
#include "io/file_bytes.h"
#include "io/tflite_reader.h"
#include "memory/exact_planner.h"
#include "memory/memory_plan.h"
#include "memory/patches.h"
#include "memory/reorder.h"
#include "support/branchy_cells.h"
#include "support/golden_networks.h"
#include "support/minimalloc.h"

namespace {

using namespace bw;

/// Inverted bottlenecks up to `operators`, with shortcuts and every twentieth block's result kept for a final concat,
/// as in segmentation networks.
OperatorGraph longNetwork(size_t operators) {
    OperatorGraph graph;
    OperatorBuilder build(graph);
    TensorId x = build.addInput({1, 16, 32, 32}, "x");
    std::vector<TensorId> kept;
    for (int block = 0; graph.operators.size() + 4 < operators; ++block) {
        x = support::invertedBottleneck(build, x, block % 7 == 6 ? 24 : 16, 1, 4);
        if (block % 20 == 0) kept.push_back(x);
    }
    kept.push_back(x);
    graph.outputs = {support::must(build.concat(kept, 1))};
    return graph;
}

/// Median milliseconds of `runs` calls.
template <class F>
double medianMs(int runs, F&& call) {
    std::vector<double> times;
    for (int i = 0; i < runs; ++i) {
        const auto start = std::chrono::steady_clock::now();
        call();
        times.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
    }
    std::nth_element(times.begin(), times.begin() + runs / 2, times.end());
    return times[static_cast<size_t>(runs / 2)];
}

void benchPlanning() {
    const MemoryRules in_place{.fold_pads = true, .in_place_depthwise = true, .in_place_elementwise = true};
    for (const size_t operators : {size_t{300}, size_t{5000}, size_t{10000}}) {
        const OperatorGraph graph = longNetwork(operators);
        const std::string suffix = "_" + std::to_string(operators);
        const double plain = medianMs(21, [&] { support::must(planMemory(graph, MemoryRules{})); });
        const double shared = medianMs(21, [&] { support::must(planMemory(graph, in_place)); });
        std::printf("replan%s %.3f ms\n", suffix.c_str(), plain);
        std::printf("replan_in_place%s %.3f ms\n", suffix.c_str(), shared);
        MemoryRequest cascaded;
        cascaded.profile = support::must(findMemoryProfile("ethos-u-cascaded"));
        cascaded.traits.weights_in_sram = false;
        std::printf("replan_cascaded%s %.3f ms\n", suffix.c_str(),
                    medianMs(21, [&] { support::must(planRuntimeMemory(graph, cascaded)); }));
        const auto buffers = arenaBuffers(support::must(analyzeLiveness(graph, {})));
        std::printf("greedy%s %.3f ms\n", suffix.c_str(),
                    medianMs(21, [&] { support::must(planArenaGreedily(buffers, 16)); }));
    }
    // The worst case for a planner that compares overlapping buffers: all of them live at once.
    Random random(1);
    std::vector<ArenaBuffer> together;
    for (int i = 0; i < 5000; ++i)
        together.push_back({i, 4999, random.between(1, 100'000)});
    std::printf("greedy_all_live_5000 %.3f ms\n", medianMs(3, [&] { support::must(planArenaGreedily(together, 16)); }));
}

void benchInstances() {
    for (const std::string& name : support::minimallocInstances()) {
        const auto plan = support::must(planArenaGreedily(support::readMinimallocInstance(name), 1));
        const auto capacity = static_cast<double>(support::minimallocCapacity(name));
        std::printf("greedy_over_capacity_%c %.4f x\n", name[0], static_cast<double>(plan.arena_bytes) / capacity);
        std::printf("bound_over_capacity_%c %.4f x\n", name[0], static_cast<double>(plan.lower_bound_bytes) / capacity);
    }
}

/// Seconds and placements until each instance fits its capacity, or how far it got within the limit.
void benchExact(std::chrono::seconds limit) {
    for (const std::string& name : support::minimallocInstances()) {
        ExactOptions options;
        options.time_limit = limit;
        options.enough_bytes = support::minimallocCapacity(name);
        const auto buffers = support::readMinimallocInstance(name);
        const auto start = std::chrono::steady_clock::now();
        const ExactPlan exact = support::must(planArenaExactly(buffers, 1, options));
        const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
        std::printf("exact_over_capacity_%c %.4f x\n", name[0],
                    static_cast<double>(exact.plan.arena_bytes) / static_cast<double>(options.enough_bytes));
        std::printf("exact_time_%c %.2f s\n", name[0], seconds.count());
        std::printf("exact_nodes_%c %lld placements\n", name[0], static_cast<long long>(exact.nodes));
    }
}

void benchNetworks() {
    const std::pair<const char*, OperatorGraph> networks[] = {{"mobilenet_v1", support::mobileNetV1()},
                                                              {"mobilenet_v2", support::mobileNetV2()},
                                                              {"efficientnet_lite0", support::efficientNetLite0()},
                                                              {"resnet_v2_101", support::resNetV2_101()}};
    for (const auto& [name, graph] : networks) {
        const MemoryPlan plan = support::must(planMemory(graph, MemoryRules{}));
        std::printf("%s_peak %lld B\n", name, static_cast<long long>(plan.live.peak_bytes));
        std::printf("%s_arena %lld B\n", name, static_cast<long long>(plan.arena.arena_bytes));
        std::printf("%s_parameters %lld B\n", name, static_cast<long long>(plan.parameters.total()));
        for (const MemoryProfile& profile : memoryProfiles()) {
            MemoryRequest request;
            request.profile = &profile;
            request.traits = {.brick = 16, .folds_pads = true, .free_quantize = true, .weights_in_sram = false};
            const MemoryPlan runtime = support::must(planRuntimeMemory(graph, request));
            std::printf("%s_%s_peak %lld B\n", name, std::string(profile.id).c_str(),
                        static_cast<long long>(runtime.live.peak_bytes));
            std::printf("%s_%s_with_staging %lld B\n", name, std::string(profile.id).c_str(),
                        static_cast<long long>(runtime.live.total_peak_bytes));
        }
        if (const auto patches = support::must(bestPatches(graph, {}))) {
            std::printf("%s_patches_peak %lld B\n", name, static_cast<long long>(patches->peakBytes()));
            std::printf("%s_patches_macs %.4f x\n", name, patches->cost_factor);
        }
    }
}

/// The shared file's peaks as exported, with pads folded and int8 input, and in place.
void benchTinyEngine() {
    const std::string path = std::string(BW_SHARED_DATA) + "/models/mcunet_vww_tinyengine.tflite";
    const auto bytes = readFileBytes(path, kMaxModelFileBytes);
    if (!bytes) return;
    const OperatorGraph graph = support::must(readTflite(*bytes, path)).graph;
    const std::pair<const char*, MemoryRules> steps[] = {
        {"exported", {}},
        {"folded", {.quantize_is_free = true, .fold_pads = true}},
        {"in_place",
         {.quantize_is_free = true, .fold_pads = true, .in_place_depthwise = true, .in_place_elementwise = true}}};
    for (const auto& [name, rules] : steps) {
        std::printf("mcunet_vww_%s_peak %lld B\n", name,
                    static_cast<long long>(support::must(planMemory(graph, rules)).live.peak_bytes));
    }
}

/// Peaks of branchy cells as given / in the best order: by node number and in breadth-first order, as converters leave
/// them. Cells are of our own seeds; the papers print no wirings.
void benchReorder() {
    const auto cells = [](const char* name, auto&& cellOf, bool breadth_first) {
        double log_sum = 0;
        double slowest = 0;
        int proven = 0;
        constexpr int kCells = 8;
        for (uint64_t seed = 1; seed <= kCells; ++seed) {
            OperatorGraph graph = cellOf(seed);
            if (breadth_first) graph = support::breadthFirst(graph);
            const auto start = std::chrono::steady_clock::now();
            const ReorderPlan plan = support::must(reorderForMemory(graph, {}));
            const std::chrono::duration<double, std::milli> spent = std::chrono::steady_clock::now() - start;
            slowest = std::max(slowest, spent.count());
            proven += plan.optimal ? 1 : 0;
            log_sum += std::log(static_cast<double>(plan.given_peak_bytes) / static_cast<double>(plan.peak_bytes));
        }
        std::printf("reorder_%s_gain %.3f x\n", name, std::exp(log_sum / kCells));
        std::printf("reorder_%s_proven %d of_%d\n", name, proven, kCells);
        std::printf("reorder_%s_slowest %.1f ms\n", name, slowest);
    };
    const auto rand_wire = [](uint64_t seed) { return support::randWireCell(seed); };
    const auto swift_net = [](uint64_t seed) { return support::swiftNetCell(seed); };
    cells("randwire_breadth_first", rand_wire, true);
    cells("randwire_node_order", rand_wire, false);
    cells("swiftnet_breadth_first", swift_net, true);
    cells("swiftnet_node_order", swift_net, false);
}

}  // namespace

int main(int argc, char** argv) {
    benchPlanning();
    benchInstances();
    benchNetworks();
    benchTinyEngine();
    benchReorder();
    benchExact(std::chrono::seconds(argc > 1 ? std::max(0, std::atoi(argv[1])) : 60));
    return 0;
}
