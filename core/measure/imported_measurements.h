// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "graph/operator.h"
#include "measure/measurement_columns.h"

namespace bw {

/// One measured time and the operators that ran in it.
struct MeasuredSpan {
    int32_t first_operator = 0;
    int32_t operator_count = 0;
    std::optional<double> time;  ///< In the file's unit; absent where the row states none.
    int64_t line = 0;
};

/// Operators measured together: a network, or one operator or block by itself.
struct ImportedNetwork {
    std::string id;
    OperatorGraph graph;
    std::vector<MeasuredSpan> spans;  ///< In execution order; together they cover every operator.
    int64_t line = 0;                 ///< Of its first row.
};

/// A user's file of measurements, not yet fitted to a target. Use nothing of it while `problems` holds any.
struct ImportedMeasurements {
    std::string file;  ///< Name without folder.
    TimeUnit unit = TimeUnit::Milliseconds;
    std::string time_column;
    int64_t rows = 0;
    std::vector<ImportedNetwork> networks;
    RowProblems problems;
};

/// Limits of a measurement file.
inline constexpr int64_t kMaxMeasurementFileBytes = int64_t{64} << 20;
inline constexpr int64_t kMaxMeasurementRows = 500'000;
inline constexpr size_t kMaxRowsOfNetwork = 10'000;

/// Reads measurements of operators, blocks and whole networks (models/measurements/README.md has the format): CSV whose
/// first line names the columns, one measured operator, block or network a row. Rows with the same `network` are that
/// network's blocks in execution order; a row without one stands alone; a row with `model` is a whole network in that
/// file, which must lie in `directory` or below. What is wrong with a row becomes one of `problems`; nothing is
/// guessed. Raising `stop` ends early with problems of no meaning.
ImportedMeasurements readMeasurements(std::string_view csv, const std::string& directory,
                                      const std::function<void(double)>& progress = {},
                                      const std::atomic<bool>* stop = nullptr);

/// The same from a file. IoFailure or LimitExceeded where it cannot be read at all, Cancelled where `stop` was raised.
Result<ImportedMeasurements> readMeasurementFile(const std::string& path,
                                                 const std::function<void(double)>& progress = {},
                                                 const std::atomic<bool>* stop = nullptr);

}  // namespace bw
