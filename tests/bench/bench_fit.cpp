// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Figures of "fit to budget" and "cut here": time to the first answer and in all, and what each answer gives beside the
// network as it is and the best uniform depth multiplier. With a file and two sizes in bytes as arguments it fits that.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>

#include "base/install_paths.h"
#include "fit/cut_here.h"
#include "fit/fit_solver.h"
#include "io/open_model.h"
#include "rewrite/rewrite.h"

namespace {

using Clock = std::chrono::steady_clock;

double seconds(Clock::time_point from) {
    return std::chrono::duration<double>(Clock::now() - from).count();
}

/// A chain of residual inverted bottlenecks with about `operators` operators, wider towards the end.
bw::Network chain(int operators) {
    bw::NetworkDraft draft;
    draft.setName("chain");
    bw::Port last{draft.add(*bw::findBlockKind("input"), "input", {}, {}), 0};
    last = {draft.add(*bw::findBlockKind("conv"), "stem", {{"channels", int64_t{32}}, {"stride", int64_t{2}}}, {last}),
            0};
    const int blocks = operators / 4;
    int64_t channels = 32;
    for (int i = 0; i < blocks; ++i) {
        const bool strided = i > 0 && i % std::max(1, blocks / 4) == 0;
        if (strided) channels *= 2;
        const bw::Attributes a{{"channels", channels},
                               {"expansion", 4.0},
                               {"stride", int64_t{strided ? 2 : 1}},
                               {"residual", i > 0 && !strided}};
        last = {draft.add(*bw::findBlockKind("ibn"), "ibn_" + std::to_string(i), a, {last}), 0};
    }
    draft.setOutputs({last});
    return draft.commit().value();
}

void printAnswer(const std::string& name, const char* which, const std::optional<bw::FitAnswer>& answer) {
    if (!answer) return;
    const auto line = [&](const char* what, double value, const char* unit) {
        std::printf("%s_%s_%s %.4g %s\n", name.c_str(), which, what, value, unit);
    };
    line("parameters", static_cast<double>(answer->totals.parameter_bytes), "B");
    line("peak", static_cast<double>(answer->totals.peak_activation_bytes), "B");
    if (answer->totals.latency_ms) line("latency", *answer->totals.latency_ms, "ms");
    line("harm", answer->harm, "1");
}

/// Time to a list of cuts, and how many of them, the first each time, lead into the budgets.
void benchCuts(const std::string& name, const bw::Network& network, const bw::AssessmentContext& context) {
    auto now = bw::assess(network, context);
    if (!now) return;
    const Clock::time_point begin = Clock::now();
    std::vector<bw::Cut> cuts = bw::cutsHere(*now, context);
    std::printf("%s_cuts_first_time %.0f ms\n", name.c_str(), 1000 * seconds(begin));
    const Clock::time_point again = Clock::now();
    cuts = bw::cutsHere(*now, context);
    std::printf("%s_cuts %.0f ms\n", name.c_str(), 1000 * seconds(again));
    const bool block_only[] = {false, true};
    for (const bool only : block_only) {
        bw::Network at = network;
        int accepted = 0;
        for (; accepted < 60; ++accepted) {
            now = bw::assess(at, context);
            if (!now || bw::keepsBudgets(now->totals, context.budgets)) break;
            cuts = bw::cutsHere(*now, context);
            const auto fits = [only](const bw::Cut& cut) {
                return cut.reach == bw::Cut::Reach::Block || (!only && cut.reach == bw::Cut::Reach::Network);
            };
            const auto cut = std::find_if(cuts.begin(), cuts.end(), fits);
            if (cut == cuts.end()) break;
            for (const std::string& command : cut->commands) {
                auto outcome = bw::applyEdit(at, command, {16});
                if (outcome) at = std::move(outcome->network);
            }
        }
        std::printf("%s_%s %d count\n", name.c_str(), only ? "single_block_cuts_accepted" : "cuts_accepted", accepted);
        std::printf("%s_%s_fit %d 1\n", name.c_str(), only ? "single_block_cuts" : "cuts",
                    now && bw::keepsBudgets(now->totals, context.budgets) ? 1 : 0);
    }
}

void benchFit(const std::string& name, const bw::Network& network, const bw::AssessmentContext& context) {
    const auto now = bw::assess(network, context);
    if (!now) {
        std::printf("%s %s\n", name.c_str(), now.error().text().c_str());
        return;
    }
    const Clock::time_point begin = Clock::now();
    std::optional<double> first;
    std::optional<double> own;
    bw::FitWatcher watcher;
    watcher.answered = [&](const bw::FitAnswer& answer) {
        if (!first) first = seconds(begin);
        if (!own && !answer.commands.front().starts_with("scale ")) own = seconds(begin);
    };
    const auto result = bw::fitToBudgets(*now, context, {}, watcher);
    if (!result) {
        std::printf("%s %s\n", name.c_str(), result.error().text().c_str());
        return;
    }
    std::printf("%s_operators %zu count\n", name.c_str(), now->lowered.graph.operators.size());
    if (first) std::printf("%s_first_answer %.3f s\n", name.c_str(), *first);
    if (own) std::printf("%s_first_answer_but_uniform %.3f s\n", name.c_str(), *own);
    std::printf("%s_whole_search %.3f s\n", name.c_str(), seconds(begin));
    std::printf("%s_designs_evaluated %lld count\n", name.c_str(), static_cast<long long>(result->evaluations));
    std::printf("%s_space %.1f log10\n", name.c_str(), result->log10_designs);
    bw::FitAnswer before;
    before.totals = now->totals;
    printAnswer(name, "now", before);
    printAnswer(name, "uniform", result->uniform);
    printAnswer(name, "balanced", result->balanced);
    printAnswer(name, "least_harm", result->least_harm);
    printAnswer(name, "fastest", result->fastest);
    const auto change = [&](const char* what, int64_t from, int64_t to) {
        std::printf("%s_%s_change %.1f %%\n", name.c_str(), what,
                    100 * (static_cast<double>(to) / static_cast<double>(from) - 1));
    };
    if (!result->balanced) {
        std::printf("%s %s\n", name.c_str(), result->sentence.c_str());
        return;
    }
    change("parameters", now->totals.parameter_bytes, result->balanced->totals.parameter_bytes);
    change("peak", now->totals.peak_activation_bytes, result->balanced->totals.peak_activation_bytes);
}

void benchFile(const std::string& name, const std::string& path, bw::AssessmentContext context, int64_t flash,
               int64_t sram) {
    const auto model = bw::openModel(path, {});
    if (!model) {
        std::printf("%s %s\n", name.c_str(), model.error().text().c_str());
        return;
    }
    context.budgets.parameter_bytes = flash;
    context.budgets.peak_activation_bytes = sram;
    benchFit(name, model->document.network, context);
    benchCuts(name, model->document.network, context);
}

}  // namespace

int main(int argc, char** argv) {
    const std::string models =
        std::getenv("BW_MODELS_DIR") != nullptr ? bw::modelsDirectory() : BW_SOURCE_DIR "/models";
    bw::AssessmentContext context;
    const auto registry = bw::TargetRegistry::load(models + "/targets");
    if (!registry || !registry->find("ethos-u55-256")) {
        std::fprintf(stderr, "no target ethos-u55-256 in %s\n", models.c_str());
        return 2;
    }
    context.target = *registry->find("ethos-u55-256");
    const auto estimator = bw::Estimator::open(context.target, models);
    if (!estimator) {
        std::fprintf(stderr, "%s\n", estimator.error().text().c_str());
        return 2;
    }
    context.estimator = *estimator;
    if (argc == 4) {
        benchFile("file", argv[1], context, std::atoll(argv[2]), std::atoll(argv[3]));
        return 0;
    }
    benchFile("camera", models + "/samples/camera_classifier.blockwright", context, 193'536, 116'736);
    benchFile("mobilenet_v2", models + "/samples/mobilenet_v2.blockwright", context, 2'097'152, 786'432);
    benchFile("presence", models + "/samples/presence_detector.blockwright", context, 1'500'000, 1'000'000);
    const bw::Network long_chain = chain(300);
    if (const auto now = bw::assess(long_chain, context)) {
        context.budgets.parameter_bytes = now->totals.parameter_bytes / 2;
        context.budgets.peak_activation_bytes = now->totals.peak_activation_bytes / 2;
        benchFit("chain_300", long_chain, context);
        benchCuts("chain_300", long_chain, context);
    }
    return 0;
}
