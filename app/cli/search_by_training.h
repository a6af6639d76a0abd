// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "cli/data_source_options.h"
#include "io/document.h"
#include "learn/combined/combined_search.h"
#include "search/explore/prepare_search.h"

namespace bw::cli {

/// Where a search takes its accuracy from when it trains.
struct TrainedSearchOptions {
    DataSourceOptions data;
    std::string accuracy = "score";  ///< "score" trains nothing; "supernet", "converge", "training", "combined".
    std::string input;
    CombinedOptions combined;

    void addTo(CLI::App& command);
    bool trains() const { return accuracy != "score"; }
};

/// Searches the prepared space by training and prints what came out: the exit code. `save` is a document to write the
/// best network to, `pick` its place, `out` a JSON file; empty: none.
int searchByTraining(const TrainedSearchOptions& options, const PreparedSearch& prepared, const Document& document,
                     const std::string& save, int64_t pick, const std::string& out, bool json,
                     const std::stop_token& stop);

}  // namespace bw::cli
