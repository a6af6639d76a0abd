// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The ladder of the presence study, on every preset: what per-stage depth multipliers (V1), selective fusion (V2) and
// both (V3) take from the latency of the sample presence detector, each found by a search with a mean kept width of at
// least 0.85, and the width that is left where 53 % is taken. Arguments: ids of targets, or --evaluations N.
#include <algorithm>
#include <cstdio>
#include <cstring>
#include <optional>
#include <string>
#include <vector>

#include "base/install_paths.h"
#include "io/open_model.h"
#include "rewrite/rewrite.h"
#include "search/network/network_problem.h"
#include "search/run/search_run.h"

namespace {

constexpr double kLeastWidth = 0.85;
constexpr double kDeepCut = 0.53;

struct Subject {
    std::string target;
    bw::Network network;
    bw::LoweredNetwork lowered;
    bw::AssessmentContext context;
    double latency_ms = 0;
    int64_t evaluations = 3000;
};

void print(const Subject& subject, const std::string& what, double value, const char* unit) {
    std::printf("%s_%s %.4g %s\n", subject.target.c_str(), what.c_str(), value, unit);
    std::fflush(stdout);
}

struct Found {
    bw::Network network;
    bw::NetworkFigures figures;
};

/// The best network that a search finds; absent where none is within the limits.
std::optional<Found> search(const Subject& subject, bool widths, bool fusion, bw::Figure objective,
                            std::vector<bw::FigureLimit> limits) {
    bw::SpaceOptions options = bw::SpaceOptions::none();
    options[bw::DecisionKind::Width] = widths;
    options[bw::DecisionKind::Fusion] = fusion;
    options.grain = bw::WidthGrain::Stage;
    options.most_width = 1;
    auto space = bw::SearchSpace::make(subject.network, subject.lowered, subject.context.target, options);
    if (!space) return std::nullopt;
    const auto problem =
        bw::NetworkProblem::make(*std::move(space), subject.lowered, subject.context, {{objective}, std::move(limits)});
    if (!problem) return std::nullopt;
    bw::RunControl control;
    bw::RunOptions run;
    run.strategy = "aging_evolution";
    run.seed = 7;
    run.evaluations = subject.evaluations;
    const auto result = bw::runSearch(**problem, run, control);
    if (!result || result->last.front.empty()) return std::nullopt;
    const bw::Genome& genome = result->last.front.front().genome;
    auto network = (*problem)->space().build(genome);
    const auto figures = (*problem)->figures(std::span(&genome, 1)).front();
    if (!network || !figures) return std::nullopt;
    return Found{*std::move(network), *figures};
}

void printFusion(const Subject& subject, const std::string& name, const bw::Network& network) {
    struct Stage {
        std::string name;
        int fused = 0;
        int all = 0;
    };
    std::vector<Stage> stages;
    bool last_fused = false;
    for (const bw::BlockPtr& block : network.blocks()) {
        const bool fused = block->kind->id == "fused_ibn";
        if (!fused && block->kind->id != "ibn") continue;
        if (stages.empty() || stages.back().name != block->stage) stages.push_back({block->stage, 0, 0});
        stages.back().fused += fused;
        ++stages.back().all;
        last_fused = fused;
    }
    for (Stage& stage : stages) {
        std::replace(stage.name.begin(), stage.name.end(), ' ', '_');
        print(subject, name + "_fused_share_" + stage.name, static_cast<double>(stage.fused) / stage.all, "1");
    }
    print(subject, name + "_last_block_fused", last_fused ? 1 : 0, "1");
}

void printStep(const Subject& subject, const std::string& name, const std::optional<Found>& found) {
    if (!found) {
        print(subject, name + "_found", 0, "1");
        return;
    }
    print(subject, name + "_reduction", 100 * (1 - *found->figures.latency_ms / subject.latency_ms), "%");
    print(subject, name + "_kept_width", found->figures.kept_width, "1");
    print(subject, name + "_macs_change",
          100 * (static_cast<double>(found->figures.macs) / static_cast<double>(subject.lowered.graph.totalMacs()) - 1),
          "%");
}

/// Latency change where one stage after the other is fused alone, and all of them: where fusing costs, and where not.
void printFusingStages(const Subject& subject) {
    std::vector<std::pair<std::string, std::vector<bw::BlockId>>> groups = {{"all_stages", {}}};
    for (const bw::BlockPtr& block : subject.network.blocks()) {
        if (block->kind->id != "ibn") continue;
        std::string stage = block->stage;
        std::replace(stage.begin(), stage.end(), ' ', '_');
        if (groups.back().first != stage) groups.emplace_back(stage, std::vector<bw::BlockId>{});
        groups.back().second.push_back(block->id);
        groups.front().second.push_back(block->id);
    }
    for (const auto& [name, blocks] : groups) {
        const auto fused = bw::applyEdit(subject.network, bw::editCommand("fuse", subject.network, blocks));
        if (!fused) continue;
        const auto estimate = subject.context.estimator->estimate(fused->lowered.graph);
        if (estimate) {
            print(subject, "fusing_" + name + "_change", 100 * (estimate->latency_ms / subject.latency_ms - 1), "%");
        }
    }
}

void ladder(const Subject& subject) {
    print(subject, "baseline", subject.latency_ms, "ms");
    printFusingStages(subject);
    const bw::FigureLimit width{bw::Figure::KeptWidth, kLeastWidth};
    printStep(subject, "v1", search(subject, true, false, bw::Figure::Latency, {width}));
    const auto v2 = search(subject, false, true, bw::Figure::Latency, {});
    printStep(subject, "v2", v2);
    if (v2) printFusion(subject, "v2", v2->network);
    const auto v3 = search(subject, true, true, bw::Figure::Latency, {width});
    printStep(subject, "v3", v3);
    if (v3) printFusion(subject, "v3", v3->network);
    printStep(subject, "deep",
              search(subject, true, true, bw::Figure::KeptWidth,
                     {{bw::Figure::Latency, (1 - kDeepCut) * subject.latency_ms}}));
}

}  // namespace

int main(int argc, char** argv) {
    std::vector<std::string> wanted;
    int64_t evaluations = 3000;
    for (int i = 1; i < argc; ++i) {
        if (std::strcmp(argv[i], "--evaluations") == 0 && i + 1 < argc) {
            evaluations = std::atoll(argv[++i]);
        } else {
            wanted.emplace_back(argv[i]);
        }
    }
    const std::string models = bw::modelsDirectory();
    const auto registry = bw::TargetRegistry::load(models + "/targets");
    const auto model = bw::openModel(models + "/samples/presence_detector.blockwright", {});
    const auto lowered = model ? bw::lower(model->document.network) : tl::unexpected(model.error());
    if (!registry || !lowered) {
        std::fprintf(stderr, "%s\n", (registry ? lowered.error() : registry.error()).text().c_str());
        return 2;
    }
    for (const auto& [id, target] : registry->all()) {
        if (!wanted.empty() && std::find(wanted.begin(), wanted.end(), id) == wanted.end()) continue;
        bw::AssessmentContext context;
        context.target = target;
        const auto estimator = bw::Estimator::open(target, models);
        if (!estimator) continue;
        context.estimator = *estimator;
        const auto now = context.estimator->estimate(lowered->graph);
        if (!now) continue;
        ladder({id, model->document.network, *lowered, context, now->latency_ms, evaluations});
    }
    return 0;
}
