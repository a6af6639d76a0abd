// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "graph/block_kind.h"
#include "io/csv.h"
#include "measure/row_problems.h"

namespace bw {

/// The unit of a file's times; its name is the end of the column's: latency_ms. Cycles are of the target's clock.
enum class TimeUnit : uint8_t { Seconds, Milliseconds, Microseconds, Nanoseconds, Cycles };

/// What a column of a measurement file holds.
struct MeasurementColumn {
    enum class Role : uint8_t {
        Network,
        Model,
        Op,
        From,
        InC,
        InH,
        InW,
        InShape,
        OutC,
        OutH,
        OutW,
        Time,
        Note,
        Parameter
    };
    Role role = Role::Note;
    std::string name;
};

/// The first line of a measurement file, understood.
struct MeasurementHeader {
    std::vector<MeasurementColumn> columns;
    TimeUnit unit = TimeUnit::Milliseconds;
    std::string time_column;
};

/// One row before it is fitted into its network. Sizes are those the row states; absent where its cell is empty.
struct MeasurementRow {
    int64_t line = 0;
    std::string network;
    std::string model;                ///< Path of a model file; empty for operators and blocks.
    const BlockKind* kind = nullptr;  ///< Null for whole networks.
    Attributes attributes;            ///< Complete.
    std::optional<Shape> input;
    std::array<std::optional<int64_t>, 3> output;  ///< Channels, height, width.
    std::vector<int32_t> from;                     ///< Rows of the network, from 0; kNetworkInput for its input.
    std::optional<double> time;                    ///< In the header's unit, positive or zero.
    bool legible = true;                           ///< False where a problem was listed.
};
inline constexpr int32_t kNetworkInput = -1;

/// What a column of a measurement file is called and holds, for help.
struct ColumnDoc {
    std::string_view name;
    std::string_view doc;
};
/// In the order in which a newcomer should read them.
std::span<const ColumnDoc> measurementColumnDocs();

/// Understands the first line; adds to `problems` unknown and repeated columns, unknown or mixed units and missing
/// columns.
MeasurementHeader readMeasurementHeader(const CsvLine& line, RowProblems& problems);

/// Reads one row; every cell that is wrong becomes a problem of its own.
MeasurementRow readMeasurementRow(const MeasurementHeader& header, const CsvLine& line, RowProblems& problems);

}  // namespace bw
