// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/csv.h"

#include <algorithm>

#include "base/text.h"

namespace bw {
namespace {

/// Takes one cell off the front of `line`; nothing where a quote does not close or text follows it. `line` starts
/// behind the cell's comma afterwards, and `last` tells that there was none.
std::optional<std::string> takeCell(std::string_view& line, bool& last) {
    const size_t start = line.find_first_not_of(" \t");
    if (start == std::string_view::npos || line[start] != '"') {
        const size_t comma = line.find(',');
        std::string cell(trim(line.substr(0, comma)));
        last = comma == std::string_view::npos;
        line = last ? std::string_view{} : line.substr(comma + 1);
        if (cell.find('"') != std::string::npos) {
            return std::nullopt;
        }
        return cell;
    }
    std::string cell;
    size_t at = start + 1;
    while (at < line.size() && (line[at] != '"' || line.substr(at, 2) == "\"\"")) {
        cell += line[at];
        at += line[at] == '"' ? 2 : 1;
    }
    if (at >= line.size()) {
        return std::nullopt;
    }
    const size_t end = line.find_first_not_of(" \t", at + 1);
    last = end == std::string_view::npos;
    if (!last && line[end] != ',') {
        return std::nullopt;
    }
    line = last ? std::string_view{} : line.substr(end + 1);
    return cell;
}

Result<CsvLine> parseLine(std::string_view line, int64_t number) {
    const auto bad = [number](std::string message) {
        return fail(ErrorCode::InvalidFile, std::move(message), "line " + std::to_string(number));
    };
    if (line.size() > kMaxCsvLineBytes) {
        return bad("the line is longer than 64 KiB");
    }
    const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\t'; };
    if (std::any_of(line.begin(), line.end(), is_control)) {
        return bad("the line holds a control character: this is no text file");
    }
    CsvLine result;
    result.number = number;
    for (bool last = false; !last;) {
        if (result.cells.size() >= kMaxCsvCells) {
            return bad("the line has more than 256 cells");
        }
        auto cell = takeCell(line, last);
        if (!cell) {
            return bad("a quote does not open and close its cell");
        }
        result.cells.push_back(*std::move(cell));
    }
    return result;
}

}  // namespace

std::string csvCell(std::string_view text) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + "\"";
}

CsvReader::CsvReader(std::string_view text) : rest_(text) {
    if (rest_.starts_with("\xEF\xBB\xBF")) {
        rest_.remove_prefix(3);
    }
}

std::optional<Result<CsvLine>> CsvReader::next() {
    while (!rest_.empty()) {
        ++number_;
        const size_t end = rest_.find('\n');
        std::string_view line = rest_.substr(0, end);
        rest_ = end == std::string_view::npos ? std::string_view{} : rest_.substr(end + 1);
        if (line.ends_with('\r')) {
            line.remove_suffix(1);
        }
        if (!trim(line).empty()) {
            return parseLine(line, number_);
        }
    }
    return std::nullopt;
}

}  // namespace bw
