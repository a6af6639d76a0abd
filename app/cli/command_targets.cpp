// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <iostream>
#include <nlohmann/json.hpp>

#include "base/install_paths.h"
#include "cli/command.h"
#include "cli/derive_target.h"
#include "estimate/estimator.h"
#include "estimate/target_card.h"
#include "estimate/target_package.h"
#include "target/target_parameters.h"

namespace bw::cli {
namespace {

struct TargetsOptions {
    std::string id;
    bool card = false;
    std::string export_folder;
    std::string install_folder;
    bool force = false;
    bool parameters = false;
    DeriveOptions derive;
    bool json = false;
};

int listTargets(const TargetRegistry& registry, bool as_json) {
    nlohmann::json list = nlohmann::json::array();
    for (const auto& [id, target] : registry.all()) {
        list.push_back({{"id", id},
                        {"name", target.name},
                        {"kind", target.kind},
                        {"description", target.description},
                        {"channel_multiple", target.channel_steps.output},
                        {"memory_brick", target.memoryBrick()}});
        if (!as_json) std::cout << id << std::string(id.size() < 20 ? 20 - id.size() : 1, ' ') << target.name << "\n";
    }
    if (as_json) std::cout << list.dump(1) << "\n";
    for (const Error& problem : registry.problems())
        std::cerr << "blockwright-cli: left out: " << problem.text() << "\n";
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

int showCard(const TargetProfile& target, bool as_json) {
    const auto estimator = Estimator::open(target, modelsDirectory(), userModelsDirectory());
    CardEstimator shown;
    if (estimator) {
        shown = {&(*estimator)->card(), (*estimator)->id(), (*estimator)->isParametric(), {}};
        if (const auto& passed_over = (*estimator)->passedOver()) {
            shown.problem = "Your own estimator of this target is not in use: " + passed_over->text();
        }
    } else {
        shown.problem = estimator.error().text();
    }
    if (!as_json) {
        std::cout << cardText(targetCard(target, shown));
        return kExitFits;
    }
    nlohmann::ordered_json card = {{"target", nlohmann::ordered_json::parse(writeTargetProfile(target))},
                                   {"estimator", nullptr}};
    if (shown.card != nullptr) {
        card["estimator"] = cardJson(*shown.card);
        card["estimator"]["sha256"] = shown.id;
        card["estimator"]["parametric"] = shown.parametric;
    }
    if (!shown.problem.empty()) card["estimator_problem"] = shown.problem;
    std::cout << card.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) << "\n";
    return kExitFits;
}

int exportTarget(const TargetProfile& target, const std::string& folder) {
    const TargetPackage package = packageOf(target, modelsDirectory(), userModelsDirectory());
    if (auto written = writeTargetPackage(folder, package); !written) return reportError(written.error());
    std::cout << target.id << (package.regressor ? " and its estimator" : ", which has no estimator,") << " written to "
              << folder << "\n";
    return kExitFits;
}

int install(const TargetRegistry& registry, const std::string& folder, bool force) {
    const auto package = readTargetPackage(folder);
    if (!package) return reportError(package.error());
    if (!force && registry.all().count(package->target.id) != 0) {
        return reportError({ErrorCode::InvalidArgument, "there is a target of this id already", folder,
                            package->target.id, "--force replaces it for you; a bundled one stays on disk"});
    }
    if (auto done = installTarget(userModelsDirectory(), *package); !done) return reportError(done.error());
    std::cout << package->target.id << " installed in " << userModelsDirectory() << "\n";
    return kExitFits;
}

int run(const TargetsOptions& options) {
    if (options.parameters) return listParameters(options.json);
    if (!options.derive.base.empty()) return deriveUserTarget(options.derive);
    const auto registry = TargetRegistry::loadInstalled();
    if (!registry) return reportError(registry.error());
    if (!options.install_folder.empty()) return install(*registry, options.install_folder, options.force);
    if (options.id.empty()) {
        if (options.card || !options.export_folder.empty()) {
            return reportError({ErrorCode::InvalidArgument, "--card and --export need a target's id", {}, {}, {}});
        }
        return listTargets(*registry, options.json);
    }
    const auto target = registry->find(options.id);
    if (!target) return reportError(target.error());
    if (!options.export_folder.empty()) return exportTarget(*target, options.export_folder);
    return showCard(*target, options.json);
}

}  // namespace

void addTargets(CLI::App& program, int& exit_code) {
    auto* command = program.add_subcommand("targets",
                                           "List the targets that can be estimated for; show, derive, "
                                           "pass on or install one");
    auto options = std::make_shared<TargetsOptions>();
    command->add_option("id", options->id, "A target: shows its card");
    command->add_flag("--card", options->card, "Show the target's card: hardware, training, errors, interval");
    command->add_option("--export", options->export_folder, "Folder to write the target and its estimator into");
    command->add_option("--install", options->install_folder, "Folder of an exported target to install for yourself");
    command->add_flag("--force", options->force, "Install although there is a target of the same id");
    command->add_flag("--parameters", options->parameters, "List what describes an accelerator, with units and ranges");
    DeriveOptions& derive = options->derive;
    auto* base = command->add_option("--derive", derive.base, "Write a target of your own: this one with --set");
    auto* id = command->add_option("--id", derive.id, "Id of the derived target")->needs(base);
    base->needs(id);
    command->add_option("--set", derive.sets, "PARAMETER=VALUE, such as output_lanes=64 or clock_hz=800MHz; repeatable")
        ->needs(base)
        ->allow_extra_args(false);
    command->add_option("--name", derive.name, "Name of the derived target for people")->needs(base);
    command->add_flag("--json", options->json, "Print JSON instead of text");
    command->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace bw::cli
