// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/imported_measurements.h"

#include <algorithm>
#include <filesystem>

#include "io/file_bytes.h"
#include "measure/measured_network_builder.h"

namespace bw {
namespace {

bool isBlank(const CsvLine& line) {
    return std::all_of(line.cells.begin(), line.cells.end(), [](const std::string& cell) { return cell.empty(); });
}

}  // namespace

ImportedMeasurements readMeasurements(std::string_view csv, const std::string& directory,
                                      const std::function<void(double)>& progress, const std::atomic<bool>* stop) {
    ImportedMeasurements result;
    const auto all = static_cast<double>(std::max<size_t>(1, std::count(csv.begin(), csv.end(), '\n')));
    CsvReader reader(csv);
    MeasurementHeader header;
    MeasuredNetworkBuilder builder(directory, result.problems);
    bool first = true;
    while (auto line = reader.next()) {
        if (stop != nullptr && stop->load()) break;
        if (!*line) {
            result.problems.add(reader.lineNumber(), {}, line->error().message);
            if (first) break;
            continue;
        }
        if (first) {
            first = false;
            header = readMeasurementHeader(**line, result.problems);
            // Without its columns no row can be told right or wrong.
            if (!result.problems.empty()) break;
            continue;
        }
        if (isBlank(**line)) continue;
        if (++result.rows > kMaxMeasurementRows) {
            result.problems.add(reader.lineNumber(), {}, "the file has more than 500,000 rows");
            break;
        }
        builder.add(readMeasurementRow(header, **line, result.problems));
        if (progress && result.rows % 64 == 0) progress(std::min(1.0, static_cast<double>(reader.lineNumber()) / all));
    }
    result.unit = header.unit;
    result.time_column = header.time_column;
    result.networks = builder.take();
    if (result.problems.empty() && result.networks.empty()) {
        result.problems.add(1, {}, "the file holds no measurement");
    }
    if (!result.problems.empty()) result.networks.clear();
    std::stable_sort(result.problems.shown.begin(), result.problems.shown.end(),
                     [](const RowProblem& a, const RowProblem& b) { return a.line < b.line; });
    return result;
}

Result<ImportedMeasurements> readMeasurementFile(const std::string& path, const std::function<void(double)>& progress,
                                                 const std::atomic<bool>* stop) {
    const auto bytes = readFileBytes(path, kMaxMeasurementFileBytes);
    if (!bytes) {
        return tl::unexpected(bytes.error());
    }
    const std::filesystem::path file(path);
    auto result = readMeasurements(*bytes, file.parent_path().string(), progress, stop);
    if (stop != nullptr && stop->load()) {
        return fail(ErrorCode::Cancelled, "the import was cancelled");
    }
    result.file = file.filename().string();
    return result;
}

}  // namespace bw
