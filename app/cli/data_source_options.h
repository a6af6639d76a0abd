// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "learn/data/data_source.h"

namespace bw::cli {

/// Options that every command reading a data set shares; each names the path itself.
struct DataSourceOptions {
    DataSource source;
    std::string set;
    std::string format;
    int void_class = -1;
    int side = 0;
    int64_t count = 0;

    void addTo(CLI::App& command);
    /// True where no set was named.
    bool none() const { return source.path.empty() && set.empty() && format.empty(); }
    /// What was asked for. InvalidArgument where options contradict each other.
    Result<DataSource> chosen() const;
};

}  // namespace bw::cli
