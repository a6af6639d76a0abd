// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <iostream>
#include <nlohmann/json.hpp>

#include "base/install_paths.h"
#include "cli/command.h"
#include "target/target_profile.h"

namespace bw::cli {
namespace {

int listTargets(bool as_json) {
    const auto registry = TargetRegistry::load(modelsDirectory() + "/targets");
    if (!registry) return reportError(registry.error());
    nlohmann::json list = nlohmann::json::array();
    for (const auto& [id, target] : registry->all()) {
        list.push_back({{"id", id},
                        {"name", target.name},
                        {"kind", target.kind},
                        {"description", target.description},
                        {"channel_multiple", target.channel_steps.output},
                        {"memory_brick", target.memoryBrick()}});
        if (!as_json) std::cout << id << std::string(id.size() < 20 ? 20 - id.size() : 1, ' ') << target.name << "\n";
    }
    if (as_json) std::cout << list.dump(1) << "\n";
    return kExitFits;
}

}  // namespace

void addTargets(CLI::App& program, int& exit_code) {
    auto* command = program.add_subcommand("targets", "List the targets that can be estimated for");
    auto as_json = std::make_shared<bool>(false);
    command->add_flag("--json", *as_json, "Print JSON instead of text");
    command->callback([as_json, &exit_code] { exit_code = listTargets(*as_json); });
}

}  // namespace bw::cli
