// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "search/curation/curate.h"
#include "search/network/figure.h"
#include "search/run/search_run.h"

namespace bw {

/// Everything that a search of networks is asked; the file of `blockwright-cli search` and the form of the window.
struct SearchSpec {
    std::string network;    ///< A file, relative to the specification; empty where the network is at hand.
    std::string target;     ///< Empty: that of the document.
    std::string precision;  ///< "int8"; empty: that of the document.
    SpaceOptions space = {};
    std::vector<OwnOptions> own = {};
    bool curated = true;  ///< Options dominated on the target are taken out first.
    std::vector<Figure> objectives = {Figure::Latency, Figure::Score};
    std::vector<FigureLimit> limits = {};
    /// Limits relative to the network as it is: the figure may be at most (at least) its present value times this. Of
    /// a score, whose zero means nothing, only 1 makes sense.
    std::vector<FigureLimit> relative = {};
    std::string score = "capacity";
    /// Of these the specification holds strategy, seed, evaluations, seconds, threads and whether a prior is used.
    RunOptions run = {};
};

/// Reads a specification strictly; errors name the field. Sizes may carry units ("256KiB", "5ms").
Result<SearchSpec> parseSearchSpec(std::string_view json);
/// JSON that parseSearchSpec gives back; the same text for equal specifications.
std::string searchSpecText(const SearchSpec& spec);

}  // namespace bw
