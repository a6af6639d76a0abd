// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cli/model_source.h"
#include "search/curation/curate.h"

namespace bw::cli {

/// Options that every command deciding about a network shares.
struct SpaceCommandOptions : ModelOptions {
    std::string decide;                ///< Kinds of decisions; empty: the default ones.
    std::string grain = "class";       ///< Of widths.
    std::vector<std::string> keep;     ///< Blocks that stay.
    std::vector<std::string> options;  ///< "ibn_3.channels=32,48".
    double least_width = 0.25;
    double most_width = 1.5;

    void addTo(CLI::App& command);
};

/// A network opened for deciding about it; the estimator is there.
struct OpenedForSpace {
    OpenedForTarget opened;
    LoweredNetwork lowered;
    CurationOptions curation;

    const Network& network() const { return opened.model.document.network; }
};

/// Opens the file and reads the options. A missing estimator is an error here.
Result<OpenedForSpace> openForSpace(const SpaceCommandOptions& options);

/// All its figures by name.
nlohmann::ordered_json roughnessJson(const Roughness& roughness);

}  // namespace bw::cli
