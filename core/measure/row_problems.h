// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace bw {

/// Why a row of a user's file is refused.
struct RowProblem {
    int64_t line = 0;    ///< From 1, as editors count.
    std::string column;  ///< Empty where the whole row is meant.
    std::string reason;  ///< One sentence without a final period.
    /// "line 7, latency_ms: ...".
    std::string text() const;
    bool operator==(const RowProblem&) const = default;
};

/// No list of problems is longer; the rest is counted.
inline constexpr size_t kMaxShownProblems = 500;

/// Everything that is wrong with a file.
struct RowProblems {
    std::vector<RowProblem> shown;  ///< The first kMaxShownProblems, in the order they were found.
    int64_t count = 0;              ///< All of them.

    void add(int64_t line, std::string column, std::string reason);
    bool empty() const { return count == 0; }
};

}  // namespace bw
