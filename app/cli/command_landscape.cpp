// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <cstdio>
#include <iostream>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/command.h"
#include "cli/space_source.h"
#include "search/landscape/landscape_csv.h"

namespace bw::cli {
namespace {

using Json = nlohmann::ordered_json;

struct LandscapeOptions : SpaceCommandOptions {
    std::vector<std::string> decisions;
    bool csv = false;
};

Json axisJson(const SweepAxis& axis) {
    return {{"decision", axis.decision},
            {"values", axis.values},
            {"labels", axis.labels},
            {"curated", axis.curated},
            {"now", axis.now}};
}

/// Not-a-number becomes null.
Json numbers(const std::vector<double>& values) {
    Json list = Json::array();
    for (const double value : values)
        list.push_back(std::isfinite(value) ? Json(value) : Json(nullptr));
    return list;
}

Json sweepJson(const LandscapeSweep& sweep, const std::string& target) {
    return {{"target", target},
            {"x", axisJson(sweep.x)},
            {"y", sweep.y ? axisJson(*sweep.y) : Json(nullptr)},
            {"macs", numbers(sweep.macs)},
            {"latency_ms", numbers(sweep.latency_ms)},
            {"roughness",
             {{"macs", roughnessJson(sweep.of_macs)},
              {"every_step", roughnessJson(sweep.of_latency)},
              {"curated", roughnessJson(sweep.of_curated)}}}};
}

void printText(const LandscapeSweep& sweep, const std::string& target) {
    std::cout << "Landscape of " << sweep.x.decision << (sweep.y ? " and " + sweep.y->decision : std::string())
              << " on " << target << ": " << sweep.macs.size() << " networks\n\n";
    std::printf("%-28s%12s%12s%14s%10s%8s\n", "", "violations", "plateaus", "false minima", "TV", "r(1)");
    const auto row = [](const char* name, const Roughness& r) {
        std::printf("%-28s%10.1f %%%10.1f %%%12.1f %%%10.2f%8.2f\n", name, 100 * r.violations, 100 * r.plateaus,
                    100 * r.false_minima, r.total_variation, r.autocorrelation);
    };
    row("multiply-accumulates", sweep.of_macs);
    row("latency, every step", sweep.of_latency);
    row("latency, curated", sweep.of_curated);
    std::fflush(stdout);
    std::cout << "\n--csv or --json prints the points.\n";
}

int run(const LandscapeOptions& options) {
    const auto opened = openForSpace(options);
    if (!opened) return reportError(opened.error());
    const AssessmentContext& context = opened->opened.context;
    const auto curation = curate(opened->network(), opened->lowered, context, opened->curation);
    if (!curation) return reportError(curation.error());
    const auto sweep = sweepLandscape(opened->network(), opened->lowered, context, opened->curation.space,
                                      curation->space, options.decisions);
    if (!sweep) return reportError(sweep.error());
    if (options.json) {
        std::cout << sweepJson(*sweep, context.target.id).dump(1, ' ', false, Json::error_handler_t::replace) << "\n";
    } else if (options.csv) {
        std::cout << landscapeCsv(*sweep);
    } else {
        printText(*sweep, context.target.id);
    }
    return kExitFits;
}

}  // namespace

void addLandscape(CLI::App& program, int& exit_code) {
    auto* command = program.add_subcommand(
        "landscape",
        "Sweep one or two decisions of a network: multiply-accumulates, latency with every step and latency on the "
        "curated grid, with how rough each is");
    auto options = std::make_shared<LandscapeOptions>();
    options->addTo(*command);
    command->add_option("--decision", options->decisions, "What to sweep, once or twice: ibn_3.channels")
        ->required()
        ->expected(1, 2);
    command->add_flag("--csv", options->csv, "Print the points as CSV");
    command->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace bw::cli
