// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <iostream>
#include <nlohmann/json.hpp>

#include "assess/sharing.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/model_source.h"

namespace bw::cli {
namespace {

struct ShareOptions : ModelOptions {
    std::vector<std::string> models;
};

/// "FILE@RATE" or "FILE@RATE:DEADLINE", the last '@' counting.
struct Wish {
    std::string file;
    double rate_hz = 0;
    std::optional<double> deadline_ms;
};

Result<Wish> parseWish(const std::string& text) {
    const auto refuse = [&] {
        return fail(ErrorCode::InvalidArgument, "'" + elide(text, 60) + "' is no model with a rate", "MODEL@RATE",
                    "write, for example, detector.tflite@30 or detector.tflite@30:20ms for answers within 20 ms");
    };
    const size_t at = text.rfind('@');
    if (at == std::string::npos || at == 0) return refuse();
    Wish wish;
    wish.file = text.substr(0, at);
    std::string_view rest = std::string_view(text).substr(at + 1);
    if (const size_t colon = rest.find(':'); colon != std::string_view::npos) {
        wish.deadline_ms = parseMilliseconds(rest.substr(colon + 1));
        if (!wish.deadline_ms) return refuse();
        rest = rest.substr(0, colon);
    }
    const auto rate = parseNumber(rest);
    if (!rate) return refuse();
    wish.rate_hz = *rate;
    return wish;
}

std::string number(double value, const char* unit) {
    char text[48];
    std::snprintf(text, sizeof text, "%.3g%s", value, unit);
    return text;
}

std::string percentText(double low, double middle, double high) {
    return number(middle * 100, " %") + " (" + number(low * 100, "") + " to " + number(high * 100, " %") + ")";
}

void printReport(const std::vector<SharedModel>& models, const SharingReport& report, const TargetProfile& target) {
    std::cout << models.size() << (models.size() == 1 ? " model" : " models") << " on " << target.name << "\n\n";
    const std::string at_least = report.lower_bound ? "at least " : "";
    for (size_t i = 0; i < models.size(); ++i) {
        const SharedModel& model = models[i];
        const ModelShare& share = report.models[i];
        std::cout << elide(model.name, 60) << " at " << number(model.rate_hz, " a second") << "\n";
        if (report.known) {
            std::cout << "  load          " << at_least << percentText(share.load_low, share.load, share.load_high)
                      << "\n  response      " << (share.meets_deadline ? "" : "LATE: ") << "at worst " << at_least
                      << formatMilliseconds(share.response_ms) << " of " << formatMilliseconds(model.deadline())
                      << " (blocked by another for up to " << formatMilliseconds(share.blocking_ms)
                      << ")\n  highest rate  " << number(share.highest_rate_hz, " a second")
                      << ", the others staying\n";
        }
        std::cout << "  memory        " << formatBytes(model.arena_bytes) << " activations, "
                  << formatBytes(model.parameter_bytes) << " parameters\n";
    }
    std::cout << "\n";
    if (report.known) {
        std::cout << "load          " << at_least << percentText(report.load_low, report.load, report.load_high) << ", "
                  << number(report.remaining_load * 100, " %") << " left\n";
    }
    std::cout << "activations   " << formatBytes(report.arena_bytes) << " in one arena ("
              << formatBytes(report.separate_arena_bytes) << " in arenas of their own)\nparameters    "
              << formatBytes(report.parameter_bytes) << " together\n";
    if (report.sram_bytes) {
        std::cout << "SRAM          " << formatBytes(report.sram_need_bytes) << " of "
                  << formatBytes(*report.sram_bytes);
        if (report.sram_need_bytes <= *report.sram_bytes)
            std::cout << ", " << formatBytes(*report.sram_bytes - report.sram_need_bytes) << " left";
        std::cout << "\n";
    }
    for (const std::string& problem : report.problems)
        std::cout << "PROBLEM  " << problem << "\n";
    std::cout << sharingMethodText() << "\n";
}

nlohmann::json reportJson(const std::vector<SharedModel>& models, const SharingReport& report,
                          const TargetProfile& target) {
    nlohmann::json list = nlohmann::json::array();
    for (size_t i = 0; i < models.size(); ++i) {
        const SharedModel& model = models[i];
        const ModelShare& share = report.models[i];
        nlohmann::json entry = {{"name", model.name},
                                {"rate_hz", model.rate_hz},
                                {"deadline_ms", model.deadline()},
                                {"latency_ms", model.latency_ms ? nlohmann::json(*model.latency_ms) : nullptr},
                                {"arena_bytes", model.arena_bytes},
                                {"parameter_bytes", model.parameter_bytes}};
        if (report.known) {
            entry.update({{"load", {share.load_low, share.load, share.load_high}},
                          {"blocking_ms", share.blocking_ms},
                          {"response_ms", share.response_ms},
                          {"meets_deadline", share.meets_deadline},
                          {"highest_rate_hz", share.highest_rate_hz}});
        }
        list.push_back(std::move(entry));
    }
    nlohmann::json value = {{"target", target.id},
                            {"models", std::move(list)},
                            {"load", nullptr},
                            {"remaining_load", nullptr},
                            {"lower_bound", report.lower_bound},
                            {"arena_bytes", report.arena_bytes},
                            {"separate_arena_bytes", report.separate_arena_bytes},
                            {"parameter_bytes", report.parameter_bytes},
                            {"sram_need_bytes", report.sram_need_bytes},
                            {"sram_bytes", report.sram_bytes ? nlohmann::json(*report.sram_bytes) : nullptr},
                            {"problems", report.problems},
                            {"method", sharingMethodText()}};
    if (report.known) {
        value["load"] = {report.load_low, report.load, report.load_high};
        value["remaining_load"] = report.remaining_load;
    }
    return value;
}

int share(const ShareOptions& options) {
    std::vector<SharedModel> models;
    TargetProfile target;
    for (const std::string& text : options.models) {
        const auto wish = parseWish(text);
        if (!wish) return reportError(wish.error());
        ModelOptions one = options;
        one.file = wish->file;
        // Without --target all share that of the first.
        if (one.target.empty()) one.target = target.id;
        auto opened = openForTarget(one);
        if (!opened) return reportError(opened.error());
        const auto assessment = assess(opened->model.document.network, opened->context);
        if (!assessment) return reportError(assessment.error());
        target = opened->context.target;
        models.push_back(sharedModelOf(*assessment, wish->rate_hz));
        models.back().deadline_ms = wish->deadline_ms;
    }
    const auto report = shareAccelerator(models, target);
    if (!report) return reportError(report.error());
    if (options.json) {
        std::cout << reportJson(models, *report, target).dump(1, ' ', false, nlohmann::json::error_handler_t::replace)
                  << "\n";
    } else {
        printReport(models, *report, target);
    }
    return report->problems.empty() ? kExitFits : kExitExceeds;
}

}  // namespace

void addShare(CLI::App& program, int& exit_code) {
    auto* command = program.add_subcommand(
        "share", "Several models on one accelerator: load, response times, memory; exit 1 where they do not fit");
    auto options = std::make_shared<ShareOptions>();
    command
        ->add_option("MODEL@RATE", options->models,
                     "A file with its inferences per second, such as detector.tflite@30, or with a deadline: "
                     "detector.tflite@30:20ms")
        ->required();
    command->add_option("--target", options->target, "Target id (see 'targets'); the first document's if not given");
    command->add_option("--precision", options->precision, "int8, int16, fp16 or fp32");
    command->add_flag("--json", options->json, "Print JSON instead of text");
    command->callback([options, &exit_code] { exit_code = share(*options); });
}

}  // namespace bw::cli
