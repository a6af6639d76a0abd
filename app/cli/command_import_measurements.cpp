// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <iostream>
#include <nlohmann/json.hpp>

#include "base/install_paths.h"
#include "cli/command.h"
#include "io/atomic_write.h"
#include "measure/import_report.h"
#include "measure/measurement_columns.h"
#include "measure/train_import.h"

namespace bw::cli {
namespace {

struct ImportOptions {
    std::string file;
    std::string target;
    std::string new_id;
    std::string new_name;
    std::string out;
    std::string report;
    bool columns = false;
    bool check = false;
    bool force = false;
    bool json = false;
    bool quiet = false;
    TrainRegressorOptions training;
};

int listColumns() {
    for (const ColumnDoc& column : measurementColumnDocs())
        std::cout << column.name << "\n    " << column.doc << "\n";
    return kExitFits;
}

/// Lists every bad row and tells that nothing was taken.
int refuseRows(const ImportOptions& options, const RowProblems& problems) {
    if (options.json) {
        std::cout << nlohmann::ordered_json{{"file", options.file}, {"problems", problemsJson(problems)}}.dump(
                         1, ' ', false, nlohmann::json::error_handler_t::replace)
                  << "\n";
    }
    for (const RowProblem& problem : problems.shown)
        std::cerr << options.file << ": " << problem.text() << "\n";
    const auto more = problems.count - static_cast<int64_t>(problems.shown.size());
    if (more > 0) std::cerr << options.file << ": and " << more << " more\n";
    return reportError(
        {ErrorCode::InvalidFile,
         "nothing was imported: " + std::to_string(problems.count) +
             (problems.count == 1 ? " problem in its rows, listed above" : " problems in its rows, listed above"),
         options.file,
         {},
         problems.count == 1 ? "mend or remove it" : "mend or remove them"});
}

Result<void> writeReport(const ImportOptions& options, const ImportReport& report) {
    if (options.report.empty()) return {};
    return writeFileAtomically(
        options.report,
        options.report.ends_with(".html")
            ? importReportHtml(report)
            : importReportJson(report).dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
}

/// Puts the new estimator where it was asked for.
int accept(const ImportOptions& options, const ImportReport& report) {
    const bool to_folder = !options.out.empty();
    const std::string place = to_folder ? options.out : userModelsDirectory();
    auto done = to_folder ? writeTargetPackage(place, report.package) : installTarget(place, report.package);
    if (!done) return reportError(done.error());
    if (!options.json) {
        std::cout << (to_folder ? "written to " : "installed in ") << place << " as target " << report.package.target.id
                  << "\n";
    }
    return kExitFits;
}

int trainAndJudge(const ImportOptions& options, const ImportedMeasurements& measurements,
                  const LabelledImport& labelled, const ImportRequest& request) {
    const auto report = trainFromImport(measurements, labelled, request, [&](double fraction) {
        if (!options.quiet) std::fprintf(stderr, "\rtraining %3.0f %%", fraction * 100);
    });
    if (!options.quiet) std::fprintf(stderr, "\n");
    if (!report) return reportError(report.error());
    if (auto written = writeReport(options, *report); !written) return reportError(written.error());
    const bool refused = report->isWorse() && !options.force;
    if (options.json) {
        nlohmann::ordered_json json = importReportJson(*report);
        json["accepted"] = !refused;
        std::cout << json.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) << "\n";
    } else {
        std::cout << importReportText(*report);
    }
    if (refused) {
        std::cerr << "blockwright-cli: not accepted, the present estimator stays in use; --force takes it anyway\n";
        return kExitExceeds;
    }
    return accept(options, *report);
}

int import(const ImportOptions& options) {
    if (options.columns) return listColumns();
    if (options.file.empty() || options.target.empty()) {
        return reportError({ErrorCode::InvalidArgument, "takes a file and --target, or --columns", {}, {}, {}});
    }
    const auto registry = TargetRegistry::loadInstalled();
    if (!registry) return reportError(registry.error());
    const auto base = registry->find(options.target);
    if (!base) return reportError(base.error());
    if (!options.new_id.empty() && options.new_id != options.target && !options.force &&
        registry->all().count(options.new_id) != 0) {
        return reportError({ErrorCode::InvalidArgument,
                            "there is a target of this id already",
                            {},
                            options.new_id,
                            "choose another id, or --force replaces it"});
    }
    const auto measurements = readMeasurementFile(options.file);
    if (!measurements) return reportError(measurements.error());
    if (!measurements->problems.empty()) return refuseRows(options, measurements->problems);
    const LabelledImport labelled = labelImport(*measurements, *base);
    if (!labelled.problems.empty()) return refuseRows(options, labelled.problems);
    if (!options.json || options.check) {
        std::cout << options.file << ": " << measurements->rows << " rows, " << measurements->networks.size()
                  << " networks, " << (labelled.sums_only ? "timed as sums over kernels" : "timed kernel by kernel")
                  << "\n";
    }
    if (options.check) return kExitFits;
    ImportRequest request{*base, nullptr, options.new_id, options.new_name, options.training, true};
    if (auto present = Estimator::open(*base, modelsDirectory(), userModelsDirectory())) {
        request.present = std::move(*present);
    }
    return trainAndJudge(options, *measurements, labelled, request);
}

}  // namespace

void addImportMeasurements(CLI::App& program, int& exit_code) {
    auto* command = program.add_subcommand(
        "import-measurements",
        "Train a target's estimator from your own measurements of operators, blocks or networks");
    auto options = std::make_shared<ImportOptions>();
    command->add_option("file", options->file, "CSV file; --columns has the format");
    command->add_option("--target", options->target, "Target whose hardware and runtime were measured");
    command->add_flag("--columns", options->columns, "List the columns of such a file");
    command->add_option("--as", options->new_id, "Make a new target of this id instead of replacing the estimator");
    command->add_option("--name", options->new_name, "The target's name for people");
    command->add_option("--out", options->out, "Write a target package into this folder instead of installing it");
    command->add_option("--report", options->report, "Write the report: .html with the scatter plot, else JSON");
    command->add_flag("--check", options->check, "Read and judge the rows only");
    command->add_flag("--force", options->force, "Accept a worse estimator; replace a target of the same id");
    command->add_option("--seed", options->training.seed, "Seed of split and training")->capture_default_str();
    command->add_flag("--json", options->json, "Print JSON instead of text");
    command->add_flag("--quiet", options->quiet, "No progress");
    command->callback([options, &exit_code] { exit_code = import(*options); });
}

}  // namespace bw::cli
