// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "search/run/search_run.h"

namespace bw {

/// The checkpoint of a search: a file of JSON lines that only grows, each closed by a checksum. The first tells the
/// search, the others its ratings in the order of asking. Strategies are deterministic, so that these are all it takes
/// to go on. A last line without an end, torn by a kill, is dropped; other damage is refused.
class SearchLog {
public:
    /// What a search must have in common with its checkpoint.
    struct Search {
        std::string identity;
        std::string strategy;
        uint64_t seed = 1;
        bool with_prior = true;
        int64_t evaluations = 0;
        int64_t decisions = 0;
        int64_t objectives = 0;
    };
    struct Entry {
        std::string genome;  ///< hashOf() it.
        Rating rating;
        double seconds = 0;  ///< Of searching until it was written.
    };

    SearchLog() = default;
    ~SearchLog();
    SearchLog(const SearchLog&) = delete;
    SearchLog& operator=(const SearchLog&) = delete;

    /// Opens or makes the file and keeps it from other searches. Refused with the line where it is damaged, and where
    /// it is of another search. A full disk is no error but a warning().
    Result<void> open(const std::string& path, const Search& search);
    /// What was there when it was opened.
    const std::vector<Entry>& entries() const { return entries_; }

    /// Adds a rating, in memory at first.
    void append(const Evaluation& evaluation, double seconds);
    /// Writes what was added. What cannot be written is kept and tried again with a later call, from a second on.
    void write(bool now = false);
    /// Empty where everything is on the disk.
    const std::string& warning() const { return warning_; }

    static std::string hashOf(const Genome& genome);

private:
    Result<void> read(const std::string& bytes, const Search& search);
    Result<void> readEntry(std::string_view line, int64_t objectives);

    std::string path_;
    int fd_ = -1;
    int64_t kept_bytes_ = 0;  ///< Of the file that are whole lines.
    bool torn_ = false;       ///< There may be more in the file, which goes first.
    std::vector<Entry> entries_;
    int64_t next_number_ = 0;
    std::string pending_;
    std::string warning_;
    std::chrono::steady_clock::time_point last_try_;
    std::chrono::steady_clock::time_point last_sync_;
};

}  // namespace bw
