// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <iostream>

#include "base/text.h"
#include "cli/command.h"
#include "cli/estimate_output.h"
#include "fit/fit_solver.h"
#include "rewrite/rewrite.h"

namespace bw::cli {
namespace {

struct FitCommandOptions : ModelOptions {
    std::string flash;
    std::string sram;
    std::string allow;
    std::string profile;
    std::string prefer = "balanced";
    std::optional<std::string> out;
    uint64_t seed = 1;
    int64_t multiple = 0;
    int64_t steps = 0;
};

Result<std::optional<int64_t>> sizeOf(const std::string& text, const char* option, std::optional<int64_t> otherwise) {
    if (text.empty()) return otherwise;
    const auto bytes = parseBytes(text);
    if (bytes && *bytes > 0) return std::optional<int64_t>(*bytes);
    if (bytes) {
        return fail(ErrorCode::InvalidArgument,
                    "the budget is " + std::to_string(*bytes) + " B: nothing fits into that", option);
    }
    return fail(ErrorCode::InvalidArgument, "'" + elide(text, 40) + "' is no size", option,
                "write a size such as 256KiB or 1.5MiB");
}

Result<void> readBudgets(const FitCommandOptions& options, Budgets& budgets) {
    const auto flash = sizeOf(options.flash, "--flash", budgets.parameter_bytes);
    if (!flash) return tl::unexpected(flash.error());
    const auto sram = sizeOf(options.sram, "--sram", budgets.peak_activation_bytes);
    if (!sram) return tl::unexpected(sram.error());
    budgets.parameter_bytes = *flash;
    budgets.peak_activation_bytes = *sram;
    return {};
}

/// As a shell takes it.
std::string shellQuoted(const std::string& text) {
    std::string quoted = "'";
    for (const char c : text)
        quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return quoted + "'";
}

const char* verdictId(FitVerdict verdict) {
    switch (verdict) {
        case FitVerdict::AlreadyFits:
            return "already_fits";
        case FitVerdict::Fits:
            return "fits";
        case FitVerdict::Impossible:
            return "impossible";
        case FitVerdict::Unfinished:
            break;
    }
    return "unfinished";
}

nlohmann::json answerJson(const std::optional<FitAnswer>& answer) {
    if (!answer) return nullptr;
    return {{"title", answer->title},
            {"commands", answer->commands},
            {"changes", answer->changes},
            {"harm", answer->harm},
            {"totals", totalsJson(answer->totals)}};
}

nlohmann::json resultJson(const FitResult& result, const OpenedForTarget& opened, const FitCommandOptions& options) {
    const auto orNull = [](const auto& value) { return value ? nlohmann::json(*value) : nlohmann::json(nullptr); };
    const Budgets& budgets = opened.context.budgets;
    return {{"file", options.file},
            {"target", opened.context.target.id},
            {"precision", precisionId(opened.context.precision)},
            {"memory_profile", opened.context.memory_profile.empty() ? opened.context.target.memoryProfile()
                                                                     : opened.context.memory_profile},
            {"verdict", verdictId(result.verdict)},
            {"sentence", result.sentence},
            {"remedy", result.remedy},
            {"budgets",
             {{"parameter_bytes", orNull(budgets.parameter_bytes)},
              {"peak_activation_bytes", orNull(budgets.peak_activation_bytes)}}},
            {"bounds",
             {{"parameter_bytes", result.fewest_parameter_bytes}, {"peak_activation_bytes", result.lowest_peak_bytes}}},
            {"now", totalsJson(result.now)},
            {"balanced", answerJson(result.balanced)},
            {"least_harm", answerJson(result.least_harm)},
            {"fastest", answerJson(result.fastest)},
            {"uniform", answerJson(result.uniform)},
            {"channel_multiple", result.multiple},
            {"log10_designs", result.log10_designs},
            {"designs_evaluated", result.evaluations},
            {"kept", result.kept},
            {"out", options.out.value_or("")}};
}

void printRow(const char* name, const Totals& totals, const double* harm) {
    const std::string latency = totals.latency_ms
                                    ? (totals.coverage < 1 ? ">= " : "") + formatMilliseconds(*totals.latency_ms)
                                    : std::string("unknown");
    char text[160];
    std::snprintf(text, sizeof text, "%-17s%15s%18s%14s", name, (groupDigits(totals.parameter_bytes) + " B").c_str(),
                  (groupDigits(totals.peak_activation_bytes) + " B").c_str(), latency.c_str());
    std::cout << text;
    if (harm != nullptr) {
        std::snprintf(text, sizeof text, "%8.3f", *harm);
        std::cout << text;
    }
    std::cout << "\n";
}

void printTable(const FitResult& result) {
    const double none = 0;
    std::cout << "\n                      parameters  peak activations       latency    harm\n";
    printRow("now", result.now, &none);
    if (result.uniform) {
        printRow("uniform scaling", result.uniform->totals, &result.uniform->harm);
    } else {
        std::cout << "uniform scaling  no depth multiplier keeps the budgets\n";
    }
    if (result.balanced) printRow("balanced", result.balanced->totals, &result.balanced->harm);
    if (result.least_harm) printRow("least harm", result.least_harm->totals, &result.least_harm->harm);
    if (result.fastest) printRow("fastest", result.fastest->totals, &result.fastest->harm);
    if (result.uniform && !result.uniform->commands.empty())
        std::cout << "uniform scaling is '" << result.uniform->commands.front() << "'\n";
    std::cout << "Harm is expected loss told by structure alone: 1 is every block at a quarter of its\n"
                 "multiply-accumulates, about 8 points of ImageNet accuracy for MobileNets.\n";
}

void printAnswer(const FitAnswer& answer, const std::string& choice) {
    std::cout << "\nEdits (" << choice << "):\n";
    for (const std::string& command : answer.commands)
        std::cout << "  --do " << shellQuoted(command) << "\n";
}

const std::optional<FitAnswer>& preferred(const FitResult& result, const std::string& choice) {
    if (choice == "latency" && result.fastest) return result.fastest;
    return choice == "harm" ? result.least_harm : result.balanced;
}

int fit(const FitCommandOptions& options) {
    if (options.out) {
        if (auto ok = requireDocumentName(*options.out); !ok) return reportError(ok.error());
    }
    FitOptions fit_options;
    fit_options.seed = options.seed;
    fit_options.multiple = options.multiple;
    fit_options.steps = options.steps;
    if (!options.allow.empty()) {
        const auto allow = parseFreedoms(options.allow);
        if (!allow) return reportError(allow.error());
        fit_options.allow = *allow;
    }
    auto opened = openForTarget(options);
    if (!opened) return reportError(opened.error());
    if (auto ok = readBudgets(options, opened->context.budgets); !ok) return reportError(ok.error());
    if (!options.profile.empty()) opened->context.memory_profile = options.profile;
    Document& document = opened->model.document;
    const auto now = assess(document.network, opened->context);
    if (!now) return reportError(now.error());
    const auto result = fitToBudgets(*now, opened->context, fit_options);
    if (!result) return reportError(result.error());
    const std::optional<FitAnswer>& answer = preferred(*result, options.prefer);
    if (options.out && answer) {
        document.baseline = document.network;
        for (const std::string& command : answer->commands) {
            auto outcome = applyEdit(document.network, command, {result->multiple});
            if (!outcome) return reportError(outcome.error());
            document.network = std::move(outcome->network);
        }
    }
    if (options.out && (answer || result->verdict == FitVerdict::AlreadyFits)) {
        document.budgets.parameter_bytes = opened->context.budgets.parameter_bytes;
        document.budgets.peak_activation_bytes = opened->context.budgets.peak_activation_bytes;
        document.memory_profile = opened->context.memory_profile;
        if (auto saved = saveDocument(document, *options.out); !saved) return reportError(saved.error());
    }
    if (options.json) {
        std::cout << resultJson(*result, *opened, options).dump(1, ' ', false, nlohmann::json::error_handler_t::replace)
                  << "\n";
    } else {
        std::cout << result->sentence << "\n";
        if (!result->remedy.empty()) std::cout << "Remedy: " << result->remedy << ".\n";
        if (answer) printTable(*result);
        if (answer) printAnswer(*answer, options.prefer);
        if (!opened->estimator_problem.empty()) std::cout << "note: " << opened->estimator_problem << "\n";
        for (const std::string& line : result->kept)
            std::cout << "kept: " << line << "\n";
    }
    const bool fits = result->verdict == FitVerdict::Fits || result->verdict == FitVerdict::AlreadyFits;
    return fits ? kExitFits : kExitExceeds;
}

}  // namespace

void addFit(CLI::App& program, int& exit_code) {
    auto* command = program.add_subcommand(
        "fit",
        "Make a network keep flash and SRAM budgets with the least harm: exit 0 if it fits, 1 if it cannot (with "
        "the proof), 2 on errors");
    auto options = std::make_shared<FitCommandOptions>();
    options->addTo(*command);
    command->add_option("--flash", options->flash,
                        "Budget of parameters, such as 256KiB; the document's or the target's if not given");
    command->add_option("--sram", options->sram, "Budget of peak activations, such as 128KiB; likewise");
    command->add_option("--profile", options->profile,
                        "Runtime that plans activations: tflm, tinyengine, ethos-u, ethos-u-cascaded or "
                        "neural-engine; the target's own if not given");
    command->add_option("--allow", options->allow,
                        "What may change, of width,expansion,input,conversion,fusion,kernel; all if not given");
    command
        ->add_option(
            "--prefer", options->prefer,
            "Which answer to print and save: 'balanced' (least harm, no slower than uniform scaling), 'harm' or "
            "'latency'")
        ->check(CLI::IsMember({"balanced", "harm", "latency"}));
    command
        ->add_option("--multiple", options->multiple,
                     "Channels become multiples of it; the target's parallelism factor if not given")
        ->check(CLI::Range(int64_t{1}, int64_t{65536}));
    command->add_option("--seed", options->seed, "Equal seeds give equal answers");
    command->add_option("--steps", options->steps, "Designs tried per stage; by the size of the network if not given")
        ->check(CLI::Range(int64_t{1}, int64_t{10'000'000}));
    command->add_option("--out", options->out, "Save the fitted network, the old one as its baseline, as .blockwright");
    command->callback([options, &exit_code] { exit_code = fit(*options); });
}

}  // namespace bw::cli
