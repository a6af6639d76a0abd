// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace bw {

/// No line of a CSV file is longer and none has more cells.
inline constexpr size_t kMaxCsvLineBytes = size_t{1} << 16;
inline constexpr size_t kMaxCsvCells = 256;

/// A text as a cell: in quotes where it must be, quotes within doubled.
std::string csvCell(std::string_view text);

/// One line of a CSV file.
struct CsvLine {
    int64_t number = 0;  ///< Of the line it starts on, from 1.
    std::vector<std::string> cells;
};

/// Reads comma-separated values as RFC 4180 has them, line by line: quoted cells with doubled quotes, LF or CR LF, a
/// UTF-8 byte order mark. Cells are trimmed outside quotes; a cell must end on the line it began on. Blank lines are
/// skipped.
class CsvReader {
public:
    /// `text` must outlive the reader.
    explicit CsvReader(std::string_view text);

    /// The next line that is not blank; nothing at the end. InvalidFile, with "line N" as place, where a line is too
    /// long, has too many cells, holds a control character or a quote that does not close; reading can go on behind it.
    std::optional<Result<CsvLine>> next();
    /// Number of the line that next() gave last.
    int64_t lineNumber() const { return number_; }

private:
    std::string_view rest_;
    int64_t number_ = 0;
};

}  // namespace bw
