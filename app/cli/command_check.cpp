// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <iostream>

#include "base/text.h"
#include "cli/command.h"
#include "cli/estimate_output.h"

namespace bw::cli {
namespace {

struct CheckOptions : ModelOptions {
    std::string budget;
};

Result<Budgets> parseBudgets(const std::string& text, Budgets budgets) {
    for (const std::string& part : split(text, ',')) {
        const size_t equals = part.find('=');
        const std::string name(trim(part.substr(0, equals)));
        const std::string value = equals == std::string::npos ? "" : part.substr(equals + 1);
        const auto bytes = parseBytes(value);
        const auto latency = parseMilliseconds(value);
        if (name == "params" && bytes && *bytes > 0) {
            budgets.parameter_bytes = *bytes;
        } else if (name == "peak" && bytes && *bytes > 0) {
            budgets.peak_activation_bytes = *bytes;
        } else if (name == "latency" && latency && *latency > 0) {
            budgets.latency_ms = *latency;
        } else {
            return fail(ErrorCode::InvalidArgument, "'" + elide(part, 40) + "' is no budget", "--budget",
                        "write params=256KiB,peak=128KiB,latency=5ms");
        }
    }
    return budgets;
}

/// One line per budget.
void printBudget(const char* name, const std::string& value, const std::string& limit, bool kept,
                 const std::string& over) {
    std::cout << (kept ? "fits     " : "EXCEEDS  ") << name << " " << value << " of " << limit;
    if (!kept && !over.empty()) std::cout << ", over by " << over;
    std::cout << "\n";
}

/// A latency that leaves operators out is a lower bound: it can exceed a budget, but not keep it.
void printLatency(const Totals& totals, double budget_ms) {
    const bool exceeds = totals.latency_ms && *totals.latency_ms > budget_ms;
    const bool whole = totals.latency_ms && totals.coverage >= 1;
    if (exceeds || whole) {
        printBudget("latency", (whole ? "" : "at least ") + formatMilliseconds(*totals.latency_ms),
                    formatMilliseconds(budget_ms), !exceeds, formatMilliseconds(*totals.latency_ms - budget_ms));
        return;
    }
    const std::string known =
        totals.latency_ms ? "at least " + formatMilliseconds(*totals.latency_ms) : std::string("unknown");
    std::cout << "UNKNOWN  latency " << known << " of " << formatMilliseconds(budget_ms)
              << ": not every operator can be estimated\n";
}

void printVerdict(const Totals& totals, const Budgets& budgets) {
    if (budgets.latency_ms) printLatency(totals, *budgets.latency_ms);
    const auto bytes = [](const char* name, int64_t value, const std::optional<int64_t>& limit) {
        if (limit)
            printBudget(name, formatBytes(value), formatBytes(*limit), value <= *limit,
                        groupDigits(value - *limit) + " B");
    };
    bytes("parameters", totals.parameter_bytes, budgets.parameter_bytes);
    bytes("peak activations", totals.peak_activation_bytes, budgets.peak_activation_bytes);
}

int check(const CheckOptions& options) {
    const auto given = options.budget.empty() ? Result<Budgets>(Budgets{}) : parseBudgets(options.budget, {});
    if (!given) return reportError(given.error());
    auto opened = openForTarget(options);
    if (!opened) return reportError(opened.error());
    if (!options.budget.empty()) {
        opened->context.budgets = *parseBudgets(options.budget, opened->context.budgets);
    }
    const Budgets& budgets = opened->context.budgets;
    if (budgets == Budgets{}) {
        return reportError(fail(ErrorCode::InvalidArgument, "there is no budget to check", "--budget",
                                "write params=256KiB,peak=128KiB,latency=5ms")
                               .value());
    }
    const auto assessment = assess(opened->model.document.network, opened->context);
    if (!assessment) return reportError(assessment.error());
    const bool fits = keepsBudgets(assessment->totals, budgets);
    if (options.json) {
        const auto orNull = [](const auto& value) { return value ? nlohmann::json(*value) : nlohmann::json(nullptr); };
        const nlohmann::json value = {{"file", options.file},
                                      {"target", opened->context.target.id},
                                      {"fits", fits},
                                      {"budgets",
                                       {{"latency_ms", orNull(budgets.latency_ms)},
                                        {"parameter_bytes", orNull(budgets.parameter_bytes)},
                                        {"peak_activation_bytes", orNull(budgets.peak_activation_bytes)}}},
                                      {"totals", totalsJson(assessment->totals)}};
        std::cout << value.dump(1) << "\n";
    } else {
        printVerdict(assessment->totals, budgets);
    }
    return fits ? kExitFits : kExitExceeds;
}

}  // namespace

void addCheck(CLI::App& program, int& exit_code) {
    auto* command =
        program.add_subcommand("check", "Compare with budgets: exit 0 if all are kept, 1 if not, 2 on errors");
    auto options = std::make_shared<CheckOptions>();
    options->addTo(*command);
    command->add_option("--budget", options->budget,
                        "Such as params=256KiB,peak=128KiB,latency=5ms; the document's budgets if not given");
    command->callback([options, &exit_code] { exit_code = check(*options); });
}

}  // namespace bw::cli
