// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "cli/model_source.h"
#include "io/atomic_write.h"
#include "review/report/report.h"

namespace bw::cli {
namespace {

struct ReportOptions : ModelOptions {
    std::string html;
    std::string csv_folder;
};

Result<std::vector<std::string>> writeTables(const Report& report, const std::filesystem::path& folder) {
    std::vector<std::string> written_paths;
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) return fail(ErrorCode::IoFailure, "cannot make the folder: " + error.message(), folder.string());
    for (const ReportSection& section : report.sections) {
        for (const auto& part : section.parts) {
            const auto* table = std::get_if<ReportTable>(&part);
            if (table == nullptr) continue;
            const std::string path = (folder / (table->name + ".csv")).string();
            if (auto written = writeFileAtomically(path, tableCsv(*table)); !written)
                return tl::unexpected(written.error());
            written_paths.push_back(path);
        }
    }
    return written_paths;
}

/// {"title", "sections": [{"title", "tables": [{"name", "columns", "rows"}]}]}.
nlohmann::json tablesJson(const Report& report) {
    nlohmann::json sections = nlohmann::json::array();
    for (const ReportSection& section : report.sections) {
        nlohmann::json tables = nlohmann::json::array();
        for (const auto& part : section.parts) {
            const auto* table = std::get_if<ReportTable>(&part);
            if (table == nullptr) continue;
            std::vector<std::string> columns;
            for (const ReportTable::Column& column : table->columns)
                columns.push_back(column.title);
            tables.push_back({{"name", table->name}, {"columns", std::move(columns)}, {"rows", table->rows}});
        }
        sections.push_back({{"title", section.title}, {"tables", std::move(tables)}});
    }
    return {{"title", report.title}, {"sections", std::move(sections)}};
}

int report(const ReportOptions& options) {
    if (options.html.empty() && options.csv_folder.empty() && !options.json) {
        return reportError(
            Error{ErrorCode::InvalidArgument, "nothing to write", {}, {}, "name --html, --csv or --json"});
    }
    const auto opened = openForTarget(options);
    if (!opened) return reportError(opened.error());
    const ReportSubject subject{opened->model.document, opened->context,
                                std::filesystem::path(options.file).filename().string(), BW_VERSION,
                                opened->estimator_problem};
    const auto composed = composeReport(subject);
    if (!composed) return reportError(composed.error());
    if (!options.html.empty()) {
        if (auto written = writeFileAtomically(options.html, reportHtml(*composed)); !written)
            return reportError(written.error());
        if (!options.json) std::cout << options.html << "\n";
    }
    if (!options.csv_folder.empty()) {
        const auto written = writeTables(*composed, options.csv_folder);
        if (!written) return reportError(written.error());
        for (const std::string& path : *written) {
            if (!options.json) std::cout << path << "\n";
        }
    }
    if (options.json)
        std::cout << tablesJson(*composed).dump(1, ' ', false, nlohmann::json::error_handler_t::replace) << "\n";
    return kExitFits;
}

}  // namespace

void addReport(CLI::App& program, int& exit_code) {
    auto* command = program.add_subcommand(
        "report", "One page about a design: figures, graph, memory, differences from its baseline, provenance");
    auto options = std::make_shared<ReportOptions>();
    options->addTo(*command);
    command->add_option("--html", options->html, "Write the page, which needs no other file and no network");
    command->add_option("--csv", options->csv_folder, "Write each table as a CSV file into this folder");
    command->callback([options, &exit_code] { exit_code = report(*options); });
}

}  // namespace bw::cli
