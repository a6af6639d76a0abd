// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <map>

#include "base/text.h"
#include "io/csv.h"
#include "verify/peer_result.h"

namespace bw {
namespace {

constexpr double kMaxCycles = 1e15;
constexpr double kMaxClockHz = 1e12;

/// A table whose first line names its columns.
class Table {
public:
    static Result<Table> read(std::string_view text, const char* name, std::initializer_list<const char*> needed) {
        Table table;
        table.name_ = name;
        CsvReader reader(text);
        while (auto line = reader.next()) {
            if (!*line) return tl::unexpected(line->error());
            if (table.columns_.empty()) {
                for (size_t i = 0; i < (*line)->cells.size(); ++i)
                    table.columns_.emplace(std::string(trim((*line)->cells[i])), i);
            } else {
                table.rows_.push_back(**std::move(line));
            }
        }
        for (const char* column : needed) {
            if (table.columns_.count(column) == 0)
                return fail(ErrorCode::InvalidFile, std::string("Vela's table has no column '") + column + "'", name);
        }
        if (table.rows_.empty()) return fail(ErrorCode::InvalidFile, "Vela's table has no row", name);
        return table;
    }

    size_t rows() const { return rows_.size(); }
    std::string text(size_t row, const char* column) const {
        const auto& cells = rows_[row].cells;
        const size_t index = columns_.at(column);
        return index < cells.size() ? cleanName(trim(cells[index]), 200) : std::string();
    }
    Result<double> number(size_t row, const char* column, double max) const {
        const auto value = parseNumber(text(row, column));
        if (!value || *value < 0.0 || *value > max) {
            return fail(ErrorCode::InvalidFile, std::string("'") + column + "' of Vela's table is no number from 0",
                        name_ + " line " + std::to_string(rows_[row].number));
        }
        return *value;
    }

private:
    std::string name_;
    std::map<std::string, size_t> columns_;
    std::vector<CsvLine> rows_;
};

}  // namespace

Result<PeerResult> readVelaTables(std::string_view layers, std::string_view summary) {
    const auto whole =
        Table::read(summary, "summary", {"core_clock", "inference_time", "cycles_total", "sram_memory_used"});
    if (!whole) return tl::unexpected(whole.error());
    const auto parts = Table::read(layers, "layers", {"NNG Operator", "Target", "Staging Usage", "Op Cycles", "Name"});
    if (!parts) return tl::unexpected(parts.error());
    const auto clock = whole->number(0, "core_clock", kMaxClockHz);
    const auto seconds = whole->number(0, "inference_time", kMaxCycles);
    const auto total = whole->number(0, "cycles_total", kMaxCycles);
    const auto kibibytes = whole->number(0, "sram_memory_used", kMaxCycles);
    for (const auto* each : {&clock, &seconds, &total, &kibibytes}) {
        if (!*each) return tl::unexpected(each->error());
    }
    if (*clock <= 0.0) return fail(ErrorCode::InvalidFile, "Vela states no clock", "summary");
    PeerResult result;
    result.tool = "Arm Vela";
    result.latency_ms = *seconds * 1e3;
    result.cycles = static_cast<int64_t>(*total);
    result.quantized = true;
    result.sram_bytes = static_cast<int64_t>(*kibibytes * 1024.0);
    for (size_t row = 0; row < parts->rows(); ++row) {
        const auto cycles = parts->number(row, "Op Cycles", kMaxCycles);
        const auto bytes = parts->number(row, "Staging Usage", kMaxCycles);
        if (!cycles) return tl::unexpected(cycles.error());
        if (!bytes) return tl::unexpected(bytes.error());
        PeerOperator op;
        op.name = parts->text(row, "Name");
        // The first part of an operator that Vela splits.
        constexpr std::string_view kFirstPart = "_intermediate";
        if (op.name.ends_with(kFirstPart)) op.name.resize(op.name.size() - kFirstPart.size());
        op.type = parts->text(row, "NNG Operator");
        op.cycles = static_cast<int64_t>(*cycles);
        op.sram_bytes = static_cast<int64_t>(*bytes);
        op.latency_ms = *cycles / *clock * 1e3;
        op.on_accelerator = parts->text(row, "Target") == "NPU";
        result.operators.push_back(std::move(op));
    }
    return result;
}

}  // namespace bw
