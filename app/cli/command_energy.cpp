// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <iostream>

#include "assess/energy.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/estimate_output.h"

namespace bw::cli {
namespace {

struct EnergyOptions : ModelOptions {
    std::vector<std::string> targets;
    Fleet fleet;
};

/// A network on one of the targets.
struct Row {
    OpenedForTarget opened;
    Assessment assessment;
};

Result<std::vector<Row>> openAll(const EnergyOptions& options) {
    std::vector<std::string> ids = options.targets;
    if (ids.empty()) ids.emplace_back();
    std::vector<Row> rows;
    for (const std::string& id : ids) {
        ModelOptions one = options;
        one.target = id;
        auto opened = openForTarget(one);
        if (!opened) return tl::unexpected(opened.error());
        auto assessment = assess(opened->model.document.network, opened->context);
        if (!assessment) return tl::unexpected(assessment.error());
        rows.push_back({std::move(*opened), std::move(*assessment)});
    }
    return rows;
}

nlohmann::json rowJson(const Row& row, const Fleet& fleet) {
    nlohmann::json value = {{"target", row.opened.context.target.id},
                            {"latency_ms", nullptr},
                            {"energy", energyJson(row.assessment.energy)},
                            {"fleet_kwh_per_year", nullptr}};
    if (row.assessment.totals.latency_ms) value["latency_ms"] = *row.assessment.totals.latency_ms;
    if (row.assessment.energy)
        value["fleet_kwh_per_year"] = fleetKilowattHoursPerYear(row.assessment.energy->total(), fleet);
    return value;
}

void printRow(const Row& row, const Fleet& fleet) {
    std::cout << row.opened.context.target.name << "\n" << energyText(row.assessment.energy);
    if (row.assessment.energy) {
        std::cout << "  fleet       " << (row.assessment.energy->isLowerBound() ? "at least " : "")
                  << fleetMethodText(row.assessment.energy->total(), fleet) << "\n"
                  << "  figures     " << row.assessment.energy->source << "\n";
    }
    std::cout << "\n";
}

int energy(const EnergyOptions& options) {
    const bool bad_fleet = !(options.fleet.users >= 0) || !(options.fleet.inferences_per_day >= 0) ||
                           !std::isfinite(options.fleet.users * options.fleet.inferences_per_day);
    if (bad_fleet) {
        return reportError(
            fail(ErrorCode::InvalidArgument, "users and inferences a day must be numbers from 0 on", "--users")
                .value());
    }
    const auto rows = openAll(options);
    if (!rows) return reportError(rows.error());
    if (options.json) {
        nlohmann::json list = nlohmann::json::array();
        for (const Row& row : *rows)
            list.push_back(rowJson(row, options.fleet));
        const nlohmann::json value = {
            {"file", options.file},
            {"method", energyMethodText()},
            {"fleet", {{"users", options.fleet.users}, {"inferences_per_day", options.fleet.inferences_per_day}}},
            {"targets", std::move(list)}};
        std::cout << value.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) << "\n";
        return kExitFits;
    }
    std::cout << "One inference of " << rows->front().assessment.network.name() << "\n\n";
    for (const Row& row : *rows)
        printRow(row, options.fleet);
    std::cout << energyMethodText() << "\n";
    return kExitFits;
}

}  // namespace

void addEnergy(CLI::App& program, int& exit_code) {
    auto* command = program.add_subcommand(
        "energy", "Energy of one inference on one or more targets side by side, and of a fleet of users in a year");
    auto options = std::make_shared<EnergyOptions>();
    command->add_option("FILE", options->file, "A .blockwright, .onnx or .tflite file")->required();
    command->add_option("--target", options->targets, "Target id (see 'targets'); repeat to compare");
    command->add_option("--precision", options->precision, "int8, int16, fp16 or fp32");
    command->add_option("--users", options->fleet.users, "People who run the network")->capture_default_str();
    command->add_option("--per-day", options->fleet.inferences_per_day, "Inferences of each a day")
        ->capture_default_str();
    command->add_flag("--json", options->json, "Print JSON instead of text");
    command->callback([options, &exit_code] { exit_code = energy(*options); });
}

}  // namespace bw::cli
