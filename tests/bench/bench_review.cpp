// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Differences of networks: time for large ones, what keeping and weighing candidates takes, what is told of a fused
// variant, and length of the edit scripts of random pairs against the number of edits that made them. Prints "name
// value unit" lines. Usage: bench_review [PAIRS [SEED]]
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "generator/sample_networks.h"
#include "review/candidates/candidate_costs.h"
#include "review/candidates/candidate_origin.h"
#include "review/diff/edit_script.h"
#include "review/diff/network_diff.h"
#include "review/diff/network_distance.h"
#include "support/must.h"
#include "support/neural_engine.h"
#include "support/random_edit.h"
#include "support/random_network.h"

using namespace bw;
using bw::support::must;

namespace {

double secondsSince(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

Network afterEdit(const Network& network, const std::string& command) {
    return must(applyEdit(network, command)).network;
}

void fusedVariant(const AssessmentContext& context) {
    const Network a = samples::mobilenetV2();
    Network b = a;
    size_t fused = 0;
    for (const BlockPtr& block : a.blocks()) {
        if (block->kind->id != "ibn") continue;
        auto outcome = applyEdit(b, "fuse " + quoteName(block->name));
        if (!outcome) continue;
        b = std::move(outcome->network);
        ++fused;
    }
    const auto start = std::chrono::steady_clock::now();
    const NetworkDiff diff = must(diffNetworks(a, b, context));
    std::printf("diff_mobilenet_v2_fused_time %.4f s\n", secondsSince(start));
    std::printf("diff_mobilenet_v2_fused_lines %zu lines\n", diff.lines.size());
    for (const DiffLine& line : diff.lines)
        std::printf("# %s\n", line.words.c_str());
    std::printf("diff_mobilenet_v2_fused_changed %zu of %zu fused blocks\n", diff.changed.size(), fused);
    std::printf("diff_mobilenet_v2_fused_others %zu blocks\n", diff.added.size() + diff.removed.size());
}

/// IBNs with residuals in groups of four, wider and narrower by turns.
Network longChain(int count) {
    NetworkDraft draft;
    Port x{draft.add(*findBlockKind("input"), "in", {{"shape", std::vector<int64_t>{1, 16, 64, 64}}}, {}), 0};
    for (int i = 0; i < count; ++i) {
        const int64_t channels = 16 + 8 * (i / 4 % 8);
        x = {draft.add(*findBlockKind("ibn"), "ibn_" + std::to_string(i),
                       {{"channels", channels}, {"residual", i % 4 != 0}}, {x}, "stage_" + std::to_string(i / 100)),
             0};
    }
    draft.setOutputs({x});
    return must(draft.commit());
}

void largeNetworks(const AssessmentContext& context, uint64_t seed) {
    const Network a = longChain(1000);
    Random random(seed);
    const struct {
        const char* name;
        Network network;
    } cases[] = {{"30_edits", test::randomlyEdited(a, random, 30).network},
                 {"scaled", afterEdit(a, "scale 0.75 --multiple 8")},
                 {"one_edit", afterEdit(a, "fuse ibn_500")}};
    for (const auto& [name, b] : cases) {
        const auto start = std::chrono::steady_clock::now();
        const NetworkDiff diff = must(diffNetworks(a, b, context));
        std::printf("diff_1000_blocks_%s %.3f s, %zu lines\n", name, secondsSince(start), diff.lines.size());
    }
    test::RandomNetworkOptions options;
    options.blocks = 1000;
    const Network c = test::randomNetwork(seed, options), d = test::randomNetwork(seed + 1, options);
    const auto start = std::chrono::steady_clock::now();
    const NetworkDiff diff = must(diffNetworks(c, d, context));
    std::printf("diff_%zu_and_%zu_blocks_of_no_common_origin %.3f s, %zu lines\n", c.size(), d.size(),
                secondsSince(start), diff.lines.size());
}

/// What keeping a network and weighing the kept ones costs.
void candidates(const AssessmentContext& context) {
    const auto start = samples::allSamples();
    for (const auto& sample : start) {
        const Network& a = sample.document.network;
        auto scaled = applyEdit(a, "scale 0.75 --multiple 8");
        if (!scaled) continue;
        const std::vector<OriginReference> references(15, {"the baseline", a});
        const auto begun = std::chrono::steady_clock::now();
        const std::string origin = originOf(scaled->network, references);
        std::printf("origin_%s_%zu_blocks_of_15 %.1f ms\n", sample.file_name.c_str(), a.size(),
                    1e3 * secondsSince(begun));
    }
    for (const int blocks : {100, 200, 400, 1000}) {
        const Network a = longChain(blocks);
        const Network b = afterEdit(afterEdit(a, "fuse ibn_50"), "scale 0.75 --multiple 8");
        const std::vector<OriginReference> references = {{"the baseline", a}};
        auto begun = std::chrono::steady_clock::now();
        const std::string origin = originOf(b, references);
        std::printf("origin_chain_%d_blocks %.1f ms\n", blocks, 1e3 * secondsSince(begun));
        begun = std::chrono::steady_clock::now();
        static_cast<void>(must(weighNetwork(b, context)));
        std::printf("weigh_chain_%d_blocks %.1f ms\n", blocks, 1e3 * secondsSince(begun));
    }
}

void randomPairs(int pairs, uint64_t seed) {
    int reached = 0, within = 0, patched = 0, edits = 0, lines = 0;
    double worst = 0;
    for (int i = 0; i < pairs; ++i) {
        const uint64_t one = seed * 1'000'003 + static_cast<uint64_t>(i);
        Random random(one);
        const Network a = test::randomNetwork(one);
        const auto b = test::randomlyEdited(a, random, 1 + static_cast<int>(random.below(30)));
        const auto script = findEditScript(a, b.network, {}, ScriptStyle::Shortest);
        if (!script) {
            std::printf("# pair %d: %s\n", i, script.error().text().c_str());
            continue;
        }
        Network now = a;
        for (const ScriptStep& step : script->steps)
            now = afterEdit(now, step.command);
        reached += isSameDesign(now, b.network) ? 1 : 0;
        const double ratio = static_cast<double>(script->steps.size()) / std::max(1, b.edits);
        within += ratio <= 1.2 ? 1 : 0;
        if (ratio > 1.2 && std::getenv("BW_SHOW") != nullptr) {
            std::printf("# %d edits, %zu lines\n", b.edits, script->steps.size());
            for (const ScriptStep& step : script->steps)
                std::printf("#   %.150s\n", step.command.c_str());
        }
        worst = std::max(worst, ratio);
        edits += b.edits;
        lines += static_cast<int>(script->steps.size());
        patched += std::any_of(script->steps.begin(), script->steps.end(),
                               [](const ScriptStep& step) { return step.command.starts_with("patch"); })
                       ? 1
                       : 0;
    }
    std::printf("diff_pairs_reached %d of %d\n", reached, pairs);
    std::printf("diff_pairs_within_1.2_times_the_edits %d of %d\n", within, pairs);
    std::printf("diff_pairs_length %.3f times the edits, at most %.2f\n", static_cast<double>(lines) / edits, worst);
    std::printf("diff_pairs_with_a_patch %d of %d\n", patched, pairs);
}

}  // namespace

int main(int argc, char** argv) {
    const int pairs = argc > 1 ? std::max(1, std::atoi(argv[1])) : 1000;
    const uint64_t seed = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1;
    const AssessmentContext& context = test::neuralEngine();
    candidates(context);
    fusedVariant(context);
    largeNetworks(context, seed);
    randomPairs(pairs, seed);
}
