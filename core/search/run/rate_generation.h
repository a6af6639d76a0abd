// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "search/problem.h"
#include "search/run/search_run.h"

namespace bw {

/// Rates genomes on several threads, some at a time, so that a pause, a cancellation or the end of the time is heard
/// soon. Ratings are independent of company and order, so that neither the number of threads nor of genomes at a time
/// shows.
class GenerationRater {
public:
    GenerationRater(const SearchProblem& problem, int threads, RunControl& control);

    /// Ratings of the leading genomes; all of them unless the control or `go_on` ended it. What makes no network, and
    /// figures that are no numbers, become infinite in all that compares.
    std::vector<Rating> rate(std::span<const Genome> genomes, const std::function<bool()>& go_on);
    /// The problem gave less than it was asked for without having been stopped.
    bool failed() const { return failed_; }

private:
    size_t genomesAtOnce(size_t count) const;

    const SearchProblem& problem_;
    int threads_;
    RunControl& control_;
    double seconds_each_ = 0;  ///< That a genome took lately; 0 before any was rated.
    bool failed_ = false;
};

}  // namespace bw
