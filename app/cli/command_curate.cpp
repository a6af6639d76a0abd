// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <iostream>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/command.h"
#include "cli/space_source.h"

namespace bw::cli {
namespace {

using Json = nlohmann::ordered_json;

Json curationJson(const Curation& curation, const std::string& target) {
    Json axes = Json::array();
    for (const CuratedAxis& axis : curation.axes) {
        Json removed = Json::array();
        for (const Removal& removal : axis.removed)
            removed.push_back({{"option", removal.option}, {"reason", removal.reason}});
        axes.push_back({{"decision", axis.decision},
                        {"step", axis.step},
                        {"options_before", axis.options_before},
                        {"options", axis.options},
                        {"removed", removed}});
    }
    return {{"target", target},
            {"steps",
             {{"output", curation.lanes.output},
              {"input", curation.lanes.input},
              {"depthwise", curation.lanes.depthwise},
              {"inside", curation.space.multiple()}}},
            {"log10_before", curation.log10_before},
            {"log10_after", curation.log10_after},
            {"roughness", roughnessJson(curation.roughness)},
            {"roughness_every_count", roughnessJson(curation.every_count)},
            {"evaluations", curation.evaluations},
            {"kept", curation.space.kept()},
            {"axes", axes}};
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words)
        text += (text.empty() ? "" : " ") + word;
    return text;
}

void print(const Curation& curation, const std::string& target) {
    std::cout << "Steps of latency on " << target << ": output channels " << curation.lanes.output
              << ", input channels " << curation.lanes.input << ", depthwise " << curation.lanes.depthwise
              << "; inside blocks " << curation.space.multiple() << "\n";
    std::printf("Networks: 10^%.1f with every channel count, 10^%.1f curated\n", curation.log10_before,
                curation.log10_after);
    const auto rough = [](const char* where, const Roughness& r) {
        std::printf(
            "%s: %.2f %% violations, %.2f %% plateaus, %.2f %% false minima, total variation %.2f, "
            "autocorrelation %.2f\n",
            where, 100 * r.violations, 100 * r.plateaus, 100 * r.false_minima, r.total_variation, r.autocorrelation);
    };
    rough("Latency at every channel count", curation.every_count);
    rough("Latency over the curated space", curation.roughness);
    std::printf("\n");
    std::fflush(stdout);
    for (const CuratedAxis& axis : curation.axes) {
        std::string name = elide(axis.decision, 30);
        name.resize(std::max<size_t>(name.size(), 30), ' ');
        std::cout << name << joined(axis.options);
        if (axis.step > 1) std::cout << "  (step " << axis.step << ")";
        std::cout << "\n";
        for (const Removal& removal : axis.removed)
            std::cout << "    not " << removal.option << ": " << removal.reason << "\n";
    }
    for (const std::string& line : curation.space.kept())
        std::cout << "kept: " << line << "\n";
}

int run(const SpaceCommandOptions& options) {
    const auto opened = openForSpace(options);
    if (!opened) return reportError(opened.error());
    const auto curation = curate(opened->network(), opened->lowered, opened->opened.context, opened->curation);
    if (!curation) return reportError(curation.error());
    const std::string& target = opened->opened.context.target.id;
    if (options.json) {
        std::cout << curationJson(*curation, target).dump(1, ' ', false, Json::error_handler_t::replace) << "\n";
    } else {
        print(*curation, target);
    }
    return kExitFits;
}

}  // namespace

void addCurate(CLI::App& program, int& exit_code) {
    auto* command = program.add_subcommand(
        "curate",
        "Curate the search space of a network to a target, from the target's estimates alone: the options that are "
        "left, what was removed and why, and how many networks there are");
    auto options = std::make_shared<SpaceCommandOptions>();
    options->addTo(*command);
    command->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace bw::cli
