// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <iostream>
#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "target/target_parameters.h"

namespace bw::cli {
namespace {

int listTargets(bool as_json) {
    const auto registry = TargetRegistry::loadInstalled();
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

int listParameters(bool as_json) {
    nlohmann::json list = nlohmann::json::array();
    ParameterGroup group = ParameterGroup::Channels;
    for (const TargetParameter& parameter : targetParameters()) {
        list.push_back({{"id", parameter.id()},
                        {"group", parameterGroupLabel(parameter.group)},
                        {"label", parameter.label},
                        {"unit", parameter.unit},
                        {"meaning", parameter.meaning},
                        {"range", parameter.range()},
                        {"place", parameter.place()}});
        if (as_json) continue;
        if (list.size() == 1 || group != parameter.group) {
            group = parameter.group;
            std::cout << (list.size() == 1 ? "" : "\n") << parameterGroupLabel(group) << "\n";
        }
        std::cout << "  " << parameter.id() << ": " << parameter.meaning << "; " << parameter.range();
        if (*parameter.follows != '\0') std::cout << "; follows " << parameter.follows << " while not set";
        std::cout << "\n";
    }
    if (as_json) std::cout << list.dump(1) << "\n";
    return kExitFits;
}

}  // namespace

void addTargets(CLI::App& program, int& exit_code) {
    auto* command = program.add_subcommand("targets", "List the targets that can be estimated for");
    struct Options {
        bool json = false;
        bool parameters = false;
    };
    auto options = std::make_shared<Options>();
    command->add_flag("--json", options->json, "Print JSON instead of text");
    command->add_flag("--parameters", options->parameters, "List what describes an accelerator, with units and ranges");
    command->callback([options, &exit_code] {
        exit_code = options->parameters ? listParameters(options->json) : listTargets(options->json);
    });
}

}  // namespace bw::cli
