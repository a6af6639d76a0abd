// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <iostream>

#include "base/install_paths.h"
#include "base/number_text.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/interrupt.h"
#include "io/atomic_write.h"
#include "study/study_report.h"
#include "study/study_statistics.h"

namespace bw::cli {
namespace {

namespace fs = std::filesystem;

struct StudyCommand {
    std::string name;
    std::string target;
    std::string out;
    int jobs = 2;
    int seeds = 0;
    int epochs = 0;
    int64_t count = 0;
    int64_t evaluations = 0;
    bool quick = false;
    bool json = false;
};

void printKnown() {
    for (const Study& study : studies())
        std::printf("%-10s%s\n          %s; costs on %s\n", study.id, study.title, study.description, study.target);
}

Result<StudyContext> contextFor(const StudyCommand& options, const Study& study) {
    StudyContext context;
    context.models_dir = modelsDirectory();
    if (context.models_dir.empty()) {
        return fail(ErrorCode::NotFound, "the folder with targets and estimators is missing", {},
                    "set BW_MODELS_DIR to Blockwright's models folder");
    }
    const auto registry = TargetRegistry::loadInstalled();
    if (!registry) return tl::unexpected(registry.error());
    auto target = registry->find(options.target.empty() ? study.target : options.target);
    if (!target) return tl::unexpected(target.error());
    context.assessment.target = std::move(*target);
    context.assessment.precision = context.assessment.target.npu.measuredPrecision();
    auto estimator = Estimator::open(context.assessment.target, context.models_dir);
    if (!estimator) return tl::unexpected(estimator.error());
    context.assessment.estimator = std::move(*estimator);
    context.quick = options.quick;
    if (options.evaluations > 0) context.evaluations = options.evaluations;
    return context;
}

/// What would do all this again.
std::string commandText(const StudyCommand& options) {
    std::string text = "blockwright-cli study " + options.name;
    if (options.quick) text += " --quick";
    if (!options.target.empty()) text += " --target " + options.target;
    if (options.seeds > 0) text += " --seeds " + std::to_string(options.seeds);
    if (options.epochs > 0) text += " --epochs " + std::to_string(options.epochs);
    if (options.count > 0) text += " --count " + std::to_string(options.count);
    if (options.evaluations > 0) text += " --evaluations " + std::to_string(options.evaluations);
    return text;
}

/// A line that rewrites itself on a terminal; elsewhere one line for each training that is done.
class Watcher {
public:
    void operator()(const StudyProgress& progress) {
        if (isatty(STDERR_FILENO) != 0) {
            std::fprintf(stderr, "\r%zu of %zu trainings done; %-50s about %.0f min to go ", progress.done,
                         progress.runs, elide(progress.what, 50).c_str(), progress.remaining_s / 60);
        } else if (progress.done != told_ || (!said_ && progress.remaining_s > 0)) {
            std::fprintf(stderr, "%zu of %zu trainings done, about %.0f min to go\n", progress.done, progress.runs,
                         progress.remaining_s / 60);
            told_ = progress.done;
            said_ = true;
        }
        std::fflush(stderr);
    }

private:
    size_t told_ = 0;
    bool said_ = false;
};

void printText(const StudyResult& result) {
    const std::string metric = result.runs.empty() ? "accuracy" : result.runs.front().metrics.values.front().name;
    std::printf("%-26s%12s%10s%11s%14s%18s  %s\n", "", "latency", "less by", "published", "parameters",
                "peak activations", metric.c_str());
    const auto first = result.points(0);
    for (size_t i = 0; i < result.plan.networks.size(); ++i) {
        const StudyNetwork& network = result.plan.networks[i];
        const Totals& totals = result.costs[i].totals;
        const auto reduction = latencyReduction(result, i);
        const auto points = result.points(i);
        std::string accuracy = "not trained";
        if (!points.empty()) {
            const MeanInterval mean = meanInterval(points);
            accuracy = fixedText(mean.mean, 2) + (mean.half_width ? " ± " + fixedText(*mean.half_width, 2) : "");
            if (i > 0) accuracy += " (" + signedText(pairedDifference(points, first).mean, 2) + ")";
        }
        std::printf("%-26s%12s%8s %%%11s%14s%18s  %s\n", elide(network.title, 26).c_str(),
                    totals.latency_ms ? formatMilliseconds(*totals.latency_ms).c_str() : "unknown",
                    reduction ? fixedText(*reduction, 1).c_str() : "-",
                    network.published_reduction ? (fixedText(*network.published_reduction, 0) + " %").c_str() : "-",
                    formatBytes(totals.parameter_bytes).c_str(), formatBytes(totals.peak_activation_bytes).c_str(),
                    accuracy.c_str());
    }
    for (const std::string& warning : result.warnings)
        std::printf("note: %s\n", warning.c_str());
}

Result<void> writeReport(const std::string& folder, const StudyResult& result, const std::string& command) {
    const Report report = studyReport(result, command);
    if (auto ok = writeFileAtomically(folder + "/report.html", reportHtml(report)); !ok) return ok;
    for (const ReportSection& section : report.sections) {
        for (const auto& part : section.parts) {
            const auto* table = std::get_if<ReportTable>(&part);
            if (table == nullptr) continue;
            if (auto ok = writeFileAtomically(folder + "/" + table->name + ".csv", tableCsv(*table)); !ok) return ok;
        }
    }
    if (auto ok = writeFileAtomically(folder + "/study.json", studyJson(result, command)); !ok) return ok;
    for (const StudyNetwork& network : result.plan.networks) {
        Document document;
        document.network = network.network;
        document.target_id = result.target.id;
        document.notes = network.title + ": " + network.origin;
        if (auto ok = saveDocument(document, folder + "/" + network.id + ".blockwright"); !ok) return ok;
    }
    return {};
}

int run(StudyCommand& options) {
    if (options.name.empty()) {
        printKnown();
        return kExitFits;
    }
    const auto study = findStudy(options.name);
    if (!study) return reportError(study.error());
    const auto context = contextFor(options, **study);
    if (!context) return reportError(context.error());
    auto plan = (*study)->plan(*context);
    if (!plan) return reportError(plan.error());
    if (options.seeds > 0) plan->seeds = options.seeds;
    if (options.epochs > 0) plan->train.epochs = options.epochs;
    if (options.count > 0) plan->data.count = options.count;
    std::stop_source stop;
    const InterruptWatch interrupts([&stop] { stop.request_stop(); });
    if (options.out.empty()) options.out = options.name + (options.quick ? "-quick" : "") + "-study";
    StudyOptions run_options;
    run_options.jobs = options.jobs;
    run_options.folder = options.out + "/runs";
    run_options.stop = stop.get_token();
    Watcher watcher;
    run_options.progress = [&watcher](const StudyProgress& progress) { watcher(progress); };
    const auto result = runStudy(*plan, *context, run_options);
    if (isatty(STDERR_FILENO) != 0) std::fprintf(stderr, "\n");
    if (!result) {
        if (result.error().code == ErrorCode::Cancelled)
            std::fprintf(stderr, "The same command goes on where this stopped.\n");
        return reportError(result.error());
    }
    const std::string command = commandText(options);
    if (auto written = writeReport(options.out, *result, command); !written) return reportError(written.error());
    if (options.json) {
        std::cout << studyJson(*result, command);
    } else {
        printText(*result);
        std::cout << "\nReport, tables, networks and weights: " << options.out << "/\n";
    }
    return kExitFits;
}

}  // namespace

void addStudy(CLI::App& program, int& exit_code) {
    auto* command = program.add_subcommand(
        "study",
        "Run a case study: search networks, train them all, and write a report with what was measured beside what was "
        "published. Begun before in the same folder, it goes on. Without a name it lists the studies");
    auto options = std::make_shared<StudyCommand>();
    command->add_option("NAME", options->name, "presence, porch or rooms");
    command->add_flag("--quick", options->quick, "Fewer networks, pictures and epochs, one seed: minutes, not hours");
    command->add_option("--out", options->out, "Folder of report, networks and runs; NAME-study unless given");
    command->add_option("--target", options->target, "Target id that costs are told for; the study's own unless given");
    command->add_option("--jobs", options->jobs, "Trainings at a time, each on one thread")->check(CLI::Range(1, 64));
    command->add_option("--seeds", options->seeds, "Trainings of each network")->check(CLI::Range(1, 100));
    command->add_option("--epochs", options->epochs, "Of each training")->check(CLI::Range(1, 10'000));
    command->add_option("--count", options->count, "Pictures")->check(CLI::Range(int64_t{64}, int64_t{1'000'000}));
    command->add_option("--evaluations", options->evaluations, "Networks that each search rates")
        ->check(CLI::Range(int64_t{50}, int64_t{1'000'000}));
    command->add_flag("--json", options->json, "Print JSON instead of text");
    command->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace bw::cli
