// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <iostream>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/command.h"
#include "cli/model_source.h"
#include "search/scores/score_table.h"

namespace bw::cli {
namespace {

using Json = nlohmann::ordered_json;

struct ScoreOptions {
    std::vector<std::string> files;
    std::vector<std::string> scores;
    std::vector<std::string> input_shapes;
    ScoreSettings settings{1, 3, 2};
    bool json = false;
};

struct ScoredFile {
    std::string file;
    Network network;
    LoweredNetwork lowered;
};

/// One score of every file.
struct ScoreRow {
    const ScoreInfo* info = nullptr;
    std::vector<double> values;  ///< Not-a-number where there is none.
    std::vector<std::string> obstacles;
    double seconds = 0;
};

Result<std::vector<ScoredFile>> openAll(const ScoreOptions& options) {
    std::vector<ScoredFile> files;
    for (const std::string& file : options.files) {
        ModelOptions model;
        model.file = file;
        model.input_shapes = options.input_shapes;
        auto opened = openFile(model);
        if (!opened) return tl::unexpected(opened.error());
        auto lowered = lower(opened->document.network, opened->document.precision);
        if (!lowered) {
            Error error = lowered.error();
            error.file = file;
            return tl::unexpected(std::move(error));
        }
        files.push_back({file, std::move(opened->document.network), std::move(*lowered)});
    }
    return files;
}

Result<ScoreRow> rowOf(const ScoreInfo& info, const std::vector<ScoredFile>& files, const ScoreSettings& settings) {
    const auto score = makeScore(info.id, files.front().network, files.front().lowered, settings);
    if (!score) return tl::unexpected(score.error());
    std::vector<ScoredNetwork> networks;
    for (const ScoredFile& file : files)
        networks.push_back({&file.network, &file.lowered});
    ScoreRow row{&info, {}, std::vector<std::string>(files.size()), 0};
    const auto begin = std::chrono::steady_clock::now();
    row.values = (*score)->score(networks);
    row.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    for (size_t i = 0; i < files.size(); ++i) {
        if (!std::isfinite(row.values[i])) row.obstacles[i] = (*score)->obstacle(networks[i]);
    }
    return row;
}

/// 1 for the best; 0 where there is no value.
int rankOf(const ScoreRow& row, size_t index) {
    if (!std::isfinite(row.values[index])) return 0;
    return 1 + static_cast<int>(std::count_if(row.values.begin(), row.values.end(),
                                              [&](double value) { return value > row.values[index]; }));
}

Json json(const std::vector<ScoredFile>& files, const std::vector<ScoreRow>& rows, const ScoreSettings& settings) {
    Json result = {{"seed", settings.seed}, {"seeds", settings.seeds}, {"networks", Json::array()}};
    for (const ScoredFile& file : files) {
        result["networks"].push_back({{"file", file.file},
                                      {"macs", file.lowered.graph.totalMacs()},
                                      {"parameters", file.lowered.graph.totalParameters()}});
    }
    result["scores"] = Json::array();
    for (const ScoreRow& row : rows) {
        Json values = Json::array();
        for (size_t i = 0; i < files.size(); ++i) {
            const bool known = std::isfinite(row.values[i]);
            values.push_back({{"value", known ? Json(row.values[i]) : Json(nullptr)},
                              {"rank", known ? Json(rankOf(row, i)) : Json(nullptr)}});
            if (!known) values.back()["reason"] = row.obstacles[i];
        }
        result["scores"].push_back({{"id", row.info->id},
                                    {"label", row.info->label},
                                    {"doc", row.info->doc},
                                    {"seeds", row.info->needs_torch ? settings.seeds : 0},
                                    {"seconds", row.seconds},
                                    {"values", std::move(values)}});
    }
    return result;
}

std::string shortNumber(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.5g", value);
    return text;
}

void printText(const std::vector<ScoredFile>& files, const std::vector<ScoreRow>& rows, const ScoreSettings& settings) {
    for (size_t i = 0; i < files.size(); ++i)
        std::printf("%zu: %s\n", i + 1, files[i].file.c_str());
    std::printf("\n%-24s", "score, more is better");
    for (size_t i = 0; i < files.size(); ++i)
        std::printf("%18zu", i + 1);
    std::printf("%10s\n", "seconds");
    for (const ScoreRow& row : rows) {
        std::printf("%-24s", std::string(row.info->label).c_str());
        for (size_t i = 0; i < files.size(); ++i) {
            const std::string value = std::isfinite(row.values[i]) ? shortNumber(row.values[i]) : "unknown";
            const std::string rank =
                files.size() > 1 && rankOf(row, i) > 0 ? " #" + std::to_string(rankOf(row, i)) : "";
            std::printf("%18s", (value + rank).c_str());
        }
        std::printf("%10.3f\n", row.seconds);
    }
    std::printf("\nMeans over %d initialisations from seed %llu; the first scores run nothing.\n", settings.seeds,
                static_cast<unsigned long long>(settings.seed));
    for (const ScoreRow& row : rows) {
        for (size_t i = 0; i < files.size(); ++i) {
            if (!row.obstacles[i].empty())
                std::printf("%s of %zu: %s\n", std::string(row.info->label).c_str(), i + 1, row.obstacles[i].c_str());
        }
    }
}

/// The scores asked for, all where none is, and the baselines beside them.
Result<std::vector<const ScoreInfo*>> chosen(const ScoreOptions& options) {
    std::vector<const ScoreInfo*> infos;
    for (const std::string& id : options.scores) {
        if (findScore(id) != nullptr) continue;
        std::string known;
        for (const ScoreInfo& info : scoreInfos())
            known += (known.empty() ? "" : ", ") + std::string(info.id);
        return fail(ErrorCode::NotFound, "there is no score '" + elide(id, 40) + "'", {}, "take some of " + known);
    }
    for (const ScoreInfo& info : scoreInfos()) {
        const bool asked = std::find(options.scores.begin(), options.scores.end(), info.id) != options.scores.end();
        if (asked || options.scores.empty() || !info.needs_torch) infos.push_back(&info);
    }
    return infos;
}

int run(const ScoreOptions& options) {
    const auto infos = chosen(options);
    if (!infos) return reportError(infos.error());
    const auto files = openAll(options);
    if (!files) return reportError(files.error());
    std::vector<ScoreRow> rows;
    for (const ScoreInfo* info : *infos) {
        auto row = rowOf(*info, *files, options.settings);
        if (!row) return reportError(row.error());
        rows.push_back(std::move(*row));
    }
    if (options.json) {
        std::cout << json(*files, rows, options.settings).dump(1, ' ', false, Json::error_handler_t::replace) << "\n";
    } else {
        printText(*files, rows, options.settings);
        std::fflush(stdout);
    }
    return kExitFits;
}

}  // namespace

void addScore(CLI::App& program, int& exit_code) {
    auto* command = program.add_subcommand(
        "score",
        "What untrained networks promise: trainability scores beside capacity, depth, multiply-accumulates and "
        "parameters; several files are ranked");
    auto options = std::make_shared<ScoreOptions>();
    command->add_option("FILE", options->files, "Files of networks, best of about the same latency")->required();
    command->add_option("--score", options->scores, "Scores beside the baselines, by id; all where none is named")
        ->delimiter(',');
    command->add_option("--seed", options->settings.seed, "Of the first initialisation");
    command->add_option("--seeds", options->settings.seeds, "Initialisations, of which the mean is taken")
        ->check(CLI::Range(1, 100));
    command->add_option("--threads", options->settings.threads, "Change nothing but the time")
        ->check(CLI::Range(1, 64));
    command->add_option("--input-shape", options->input_shapes, "Sizes of an input, such as 1x3x320x320");
    command->add_flag("--json", options->json, "Print JSON instead of text");
    command->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace bw::cli
