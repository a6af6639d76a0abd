// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Figures of one edit, from the command to new totals, memory and problems, without and with an estimator, on chains
// of inverted bottlenecks; and of assessing a network whose kernels are all in the cache.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "assess/assessment.h"
#include "assess/problems.h"
#include "base/install_paths.h"
#include "io/open_model.h"
#include "rewrite/rewrite.h"

namespace {

using Clock = std::chrono::steady_clock;

double milliseconds(Clock::time_point from) {
    return std::chrono::duration<double, std::milli>(Clock::now() - from).count();
}

double percentile(std::vector<double> values, double share) {
    std::sort(values.begin(), values.end());
    return values[static_cast<size_t>(share * static_cast<double>(values.size() - 1))];
}

/// A chain of residual inverted bottlenecks with about `operators` operators.
bw::Network chain(int operators) {
    bw::NetworkDraft draft;
    draft.setName("chain");
    bw::Port last{draft.add(*bw::findBlockKind("input"), "input", {}, {}), 0};
    last = {draft.add(*bw::findBlockKind("conv"), "stem", {{"channels", int64_t{32}}, {"stride", int64_t{2}}}, {last}),
            0};
    const int blocks = operators / 4;
    for (int i = 0; i < blocks; ++i) {
        const bool strided = i > 0 && i % std::max(1, blocks / 5) == 0;
        bw::Attributes a{{"channels", int64_t{32}},
                         {"expansion", 4.0},
                         {"stride", int64_t{strided ? 2 : 1}},
                         {"residual", !strided}};
        last = {draft.add(*bw::findBlockKind("ibn"), "ibn_" + std::to_string(i), a, {last}), 0};
    }
    draft.setOutputs({last});
    return draft.commit().value();
}

void benchEdits(int operators, const bw::AssessmentContext& context, const char* label) {
    bw::Network network = chain(operators);
    auto current = bw::assess(network, context);
    if (!current) return;
    const int blocks = operators / 4;
    std::vector<double> edit_ms;
    std::vector<double> assess_ms;
    std::vector<double> total_ms;
    for (int i = 0; i < 40; ++i) {
        const std::string block = "ibn_" + std::to_string((i * 7919) % blocks);
        const std::string command = "set " + block + ".expansion=" + std::to_string(2 + i % 5);
        const auto start = Clock::now();
        auto outcome =
            bw::applyEdit(current->network, command, {bw::channelMultiple(context.target), &current->lowered});
        if (!outcome) continue;
        edit_ms.push_back(milliseconds(start));
        const auto middle = Clock::now();
        auto next = bw::assess(outcome->network, std::move(outcome->lowered), context);
        assess_ms.push_back(milliseconds(middle));
        total_ms.push_back(milliseconds(start));
        if (next) current = std::move(next);
    }
    std::printf("edit_%d_%s_p50 %.3f ms\n", operators, label, percentile(total_ms, 0.5));
    std::printf("edit_%d_%s_p95 %.3f ms\n", operators, label, percentile(total_ms, 0.95));
    std::printf("edit_%d_%s_rewrite_p50 %.3f ms\n", operators, label, percentile(edit_ms, 0.5));
    std::printf("edit_%d_%s_assess_p50 %.3f ms\n", operators, label, percentile(assess_ms, 0.5));
}

void benchWarmEstimate(const bw::AssessmentContext& context, const std::string& sample) {
    const auto opened = bw::openModel(sample);
    if (!opened || context.estimator == nullptr) return;
    const auto lowered = bw::lower(opened->document.network);
    std::vector<double> estimate_us;
    std::vector<double> all_us;
    for (int i = 0; i < 200; ++i) {
        auto start = Clock::now();
        if (!context.estimator->estimate(lowered->graph, context.precision)) return;
        estimate_us.push_back(milliseconds(start) * 1e3);
        start = Clock::now();
        if (!bw::assess(opened->document.network, context)) return;
        all_us.push_back(milliseconds(start) * 1e3);
    }
    std::printf("estimate_mobilenet_v2_warm_p50 %.1f us\n", percentile(estimate_us, 0.5));
    std::printf("assess_mobilenet_v2_warm_p50 %.1f us\n", percentile(all_us, 0.5));
}

}  // namespace

int main(int argc, char** argv) {
    const std::string target_id = argc > 1 ? argv[1] : "neural-engine";
    const std::string models =
        std::getenv("BW_MODELS_DIR") != nullptr ? bw::modelsDirectory() : BW_SOURCE_DIR "/models";
    const auto registry = bw::TargetRegistry::load(models + "/targets");
    if (!registry || !registry->find(target_id)) {
        std::fprintf(stderr, "no target %s in %s\n", target_id.c_str(), models.c_str());
        return 2;
    }
    bw::AssessmentContext context;
    context.target = *registry->find(target_id);
    benchEdits(300, context, "counts_only");
    const auto estimator = bw::Estimator::open(context.target, models);
    if (!estimator) {
        std::fprintf(stderr, "%s\n", estimator.error().text().c_str());
        return 2;
    }
    context.estimator = *estimator;
    for (const int operators : {300, 1000, 5000, 10000})
        benchEdits(operators, context, "estimated");
    benchWarmEstimate(context, models + "/samples/mobilenet_v2.blockwright");
    return 0;
}
