// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/search_by_training.h"

#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/command.h"
#include "cli/network_input.h"
#include "io/atomic_write.h"
#include "learn/combined/converge_search.h"
#include "learn/data/cached_data_set.h"

namespace bw::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr int64_t kCacheBytes = int64_t{512} << 20;

/// Full training of every network that was drawn, less the stages that are not asked for.
void chooseStages(const std::string& accuracy, CombinedOptions& options) {
    options.score = accuracy == "combined";
    options.share = accuracy != "training";
    if (accuracy == "training") options.scored = options.shared;
    // The supernet's word is taken: nothing but its best is trained by itself.
    if (accuracy == "supernet") options.shared = options.finish;
}

Json resultJson(const CombinedResult& result, const NetworkProblem& problem) {
    Json stages = Json::array(), finalists = Json::array();
    for (const StageReport& stage : result.stages) {
        stages.push_back({{"stage", stage.name},
                          {"asked", stage.asked},
                          {"kept", stage.kept},
                          {"seconds", stage.seconds},
                          {"trained_epochs", stage.trained_epochs},
                          {"kendall", stage.agreement ? Json(*stage.agreement) : Json()}});
    }
    for (const Finalist& finalist : result.finalists) {
        Json metrics = Json::object();
        for (const TrainMetrics::Value& value : finalist.metrics.values)
            metrics[value.name] = value.value;
        finalists.push_back({{"metrics", metrics},
                             {"latency_ms", finalist.figures.latency_ms ? Json(*finalist.figures.latency_ms) : Json()},
                             {"parameter_bytes", finalist.figures.parameter_bytes},
                             {"peak_bytes", finalist.figures.peak_bytes},
                             {"macs", finalist.figures.macs},
                             {"commands", problem.space().commands(finalist.genome)}});
    }
    return {{"stages", stages},
            {"finalists", finalists},
            {"full_trainings", result.bill.full_trainings},
            {"trained_epochs", result.bill.trained_epochs},
            {"plain_epochs", result.plain_epochs},
            {"core_hours", result.bill.core_hours},
            {"kilowatt_hours", result.bill.kilowatt_hours}};
}

void printText(const CombinedResult& result) {
    std::printf("%-24s%10s%8s%10s%16s%10s\n", "stage", "asked", "kept", "seconds", "trained epochs", "kendall");
    for (const StageReport& stage : result.stages) {
        std::printf("%-24s%10s%8s%10.0f%16s%10s\n", stage.name.c_str(), groupDigits(stage.asked).c_str(),
                    groupDigits(stage.kept).c_str(), stage.seconds, formatNumber(stage.trained_epochs).c_str(),
                    stage.agreement ? formatNumber(std::round(*stage.agreement * 100) / 100).c_str() : "-");
    }
    std::printf("\n%-9s%14s%12s%18s%18s\n", "", result.finalists.front().metrics.values.front().name.c_str(), "latency",
                "parameters", "peak activations");
    for (size_t i = 0; i < result.finalists.size(); ++i) {
        const Finalist& finalist = result.finalists[i];
        std::printf("%-9zu%12.2f %%%12s%18s%18s\n", i + 1, 100 * finalist.metrics.main(),
                    finalist.figures.latency_ms ? formatMilliseconds(*finalist.figures.latency_ms).c_str() : "unknown",
                    formatBytes(finalist.figures.parameter_bytes).c_str(),
                    formatBytes(finalist.figures.peak_bytes).c_str());
    }
    std::printf(
        "\n%lld full trainings, %s trained epochs (training all %s would take %s), %.2f core hours, about %.3f "
        "kWh at %.0f W a core; reported for searches of this kind: 2,000 GPU days\n",
        static_cast<long long>(result.bill.full_trainings), formatNumber(result.bill.trained_epochs).c_str(),
        groupDigits(result.stages.back().asked).c_str(), formatNumber(result.plain_epochs).c_str(),
        result.bill.core_hours, result.bill.kilowatt_hours, kWattsPerCore);
}

}  // namespace

void TrainedSearchOptions::addTo(CLI::App& command) {
    command
        .add_option("--accuracy", accuracy,
                    "Where accuracy comes from: score (none is trained), supernet, converge (a supernet that is led to "
                    "one network of the latency limit), training (successive halving), or combined (scores in bands of "
                    "latency, then a supernet, then few epochs, then all)")
        ->check(CLI::IsMember({"score", "supernet", "converge", "training", "combined"}));
    command.add_option("--data", data.source.path, "Folder or file of the data set to train on");
    command.add_option("--set", data.set, "Built-in set to train on: presence, porch or rooms");
    command.add_option("--count", data.count, "Pictures of a built-in set")->check(CLI::PositiveNumber);
    command.add_option("--size", data.side, "Pixels of a side of built-in pictures");
    command.add_option("--difficulty", data.source.difficulty, "Of built-in pictures, 0 to 1");
    command.add_option("--input", input, "Height and width that networks read while they are trained");
    command.add_option("--epochs", combined.full.epochs, "Of a whole training")->check(CLI::Range(1, 10'000));
    command.add_option("--supernet-epochs", combined.supernet.train.epochs, "Of the supernet")
        ->check(CLI::Range(1, 10'000));
    command.add_option("--drawn", combined.drawn, "Networks within the limits to draw")
        ->check(CLI::Range(int64_t{1}, int64_t{1'000'000}));
    command.add_option("--scored", combined.scored, "Networks that scores pass on")
        ->check(CLI::Range(int64_t{1}, int64_t{100'000}));
    command.add_option("--halved", combined.shared, "Networks that are trained for few epochs")
        ->check(CLI::Range(int64_t{1}, int64_t{10'000}));
    command.add_option("--finish", combined.finish, "Networks that are trained to the end")->check(CLI::Range(1, 1000));
    command.add_flag("--inherit", combined.inherit, "Begin trainings with the supernet's weights");
}

int searchByTraining(const TrainedSearchOptions& options, const PreparedSearch& prepared, const Document& document,
                     const std::string& save, int64_t pick, const std::string& out, bool json,
                     const std::stop_token& stop) {
    const auto source = options.data.chosen();
    if (!source) return reportError(source.error());
    if (options.data.none()) {
        return reportError({ErrorCode::InvalidArgument,
                            "there is nothing to learn from",
                            {},
                            "--accuracy",
                            "name a built-in set by --set, or --data FOLDER"});
    }
    const auto size = networkInput(options.input, *source);
    if (!size) return reportError(size.error());
    auto set = openDataSet(*source);
    if (!set) return reportError(set.error());
    CombinedOptions combined = options.combined;
    combined.supernet.width = size->first;
    combined.supernet.height = size->second;
    combined.supernet.train.seed = combined.full.seed = combined.seed;
    std::error_code error;
    const auto scratch =
        std::filesystem::temp_directory_path(error) / ("blockwright-search-" + std::to_string(getpid()));
    combined.folder = scratch.string();
    chooseStages(options.accuracy, combined);
    const auto watch = [](const CombinedProgress& progress) {
        if (isatty(STDERR_FILENO) == 0) return;
        std::fprintf(stderr, "\r%-24s %3.0f %%  ", progress.stage.c_str(), 100 * progress.share);
        std::fflush(stderr);
    };
    const auto search = options.accuracy == "converge" ? bw::searchByConverging : bw::searchByTraining;
    const auto cached = std::make_shared<const CachedDataSet>(*set, kCacheBytes);
    const auto result = search(*prepared.problem, cached, combined, stop, watch);
    if (isatty(STDERR_FILENO) != 0) std::fprintf(stderr, "\n");
    std::filesystem::remove_all(scratch, error);
    if (!result) return reportError(result.error());
    const std::string text = resultJson(*result, *prepared.problem).dump(1) + "\n";
    if (!out.empty()) {
        if (auto ok = writeFileAtomically(out, text); !ok) return reportError(ok.error());
    }
    if (!save.empty()) {
        if (pick < 1 || static_cast<size_t>(pick) > result->finalists.size()) {
            return reportError({ErrorCode::InvalidArgument,
                                std::to_string(result->finalists.size()) + " networks were trained to the end",
                                {},
                                "--pick",
                                {}});
        }
        Document changed = document;
        changed.baseline = document.network;
        changed.network = result->finalists[static_cast<size_t>(pick - 1)].network;
        if (auto ok = saveDocument(changed, save); !ok) return reportError(ok.error());
    }
    if (json) {
        std::cout << text;
    } else {
        printText(*result);
    }
    return kExitFits;
}

}  // namespace bw::cli
