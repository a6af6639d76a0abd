// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <iostream>

#include "cli/command.h"
#include "cli/estimate_output.h"
#include "cli/why_output.h"

namespace bw::cli {
namespace {

struct EstimateOptions : ModelOptions {
    bool energy = false;
    bool why = false;
};

int estimate(const EstimateOptions& options) {
    const auto opened = openForTarget(options);
    if (!opened) return reportError(opened.error());
    const auto assessment = assess(opened->model.document.network, opened->context);
    if (!assessment) return reportError(assessment.error());
    if (options.json) {
        nlohmann::json value = estimateJson(*opened, *assessment, options.file);
        for (size_t i = 0; options.why && i < assessment->blocks.size(); ++i)
            value["blocks"][i]["why"] = whyJson(*assessment, i, opened->context);
        std::cout << value.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) << "\n";
    } else {
        std::cout << estimateText(*opened, *assessment, options.energy);
        if (options.why) std::cout << whyText(*assessment, opened->context);
    }
    return kExitFits;
}

}  // namespace

void addEstimate(CLI::App& program, int& exit_code) {
    auto* command = program.add_subcommand("estimate", "Latency, parameters and memory of a network, block by block");
    auto options = std::make_shared<EstimateOptions>();
    options->addTo(*command);
    command->add_flag("--energy", options->energy, "Energy of an inference as well, block by block");
    command->add_flag("--why", options->why, "Say what limits each block, what is fused and where its data lie");
    command->callback([options, &exit_code] { exit_code = estimate(*options); });
}

}  // namespace bw::cli
