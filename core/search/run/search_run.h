// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "search/strategies/strategy.h"

namespace bw {

/// One rated genome of a search.
struct Evaluation {
    int64_t number = 0;  ///< From 0, in the order in which they were asked for.
    Genome genome;       ///< Canonical.
    Rating rating;
};

/// How far a search was after a generation.
struct ProgressPoint {
    int64_t evaluations = 0;
    double seconds = 0;        ///< Of searching, pauses left out.
    std::vector<double> best;  ///< By objective, minimised, of what keeps the limits; not-a-number before there is one.
    double hypervolume = 0;    ///< Of the front, relative to SearchResult::reference; 0 before that is fixed.
};

/// What a search has found so far: an immutable value for whoever watches.
struct SearchSnapshot {
    int64_t evaluations = 0;
    int64_t feasible = 0;
    double seconds = 0;
    std::vector<Evaluation> front;      ///< Not dominated, within all limits, by the first objective.
    std::vector<ProgressPoint> points;  ///< One a generation, thinned where there are many.
    std::optional<Evaluation> closest;  ///< With the least violation, while nothing is within the limits.
    std::string warning;                ///< A checkpoint could not be written, say; empty where all is well.
};

struct RunOptions {
    std::string strategy = "nsga2";
    uint64_t seed = 1;
    bool with_prior = true;
    int64_t evaluations = 2000;  ///< Distinct genomes to rate, at least 1.
    double seconds = 0;          ///< Of searching; 0: no limit.
    int threads = 1;             ///< That rate a generation; the answer is the same for every number.
    std::string checkpoint;      ///< A file to write after every generation, and to resume from where it is there.
    std::string identity;        ///< Of the problem; a checkpoint of another one is refused.
};

/// Pauses and ends a search from another thread.
class RunControl {
public:
    void pause();
    void resume();
    void cancel();
    bool isPaused() const;
    /// In total so far, a pause that lasts included.
    double pausedSeconds() const;
    std::stop_token token() const { return stop_.get_token(); }
    /// Blocks while paused; false where the search is to end.
    bool wait();

private:
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    bool paused_ = false;
    std::chrono::steady_clock::time_point paused_since_;
    double paused_seconds_ = 0;  ///< Of pauses that are over.
    std::stop_source stop_;
};

/// Why a search ended.
enum class RunEnd : uint8_t { Evaluations, Seconds, Exhausted, Cancelled };

struct SearchResult {
    SearchSnapshot last;
    std::vector<Evaluation> evaluations;  ///< All, by number.
    /// That the hypervolume was measured against: by objective the worst of all that were rated by the end of the
    /// generation that completed 32 networks, within limits or not, and a tenth of their range. Fixed from then on.
    std::vector<double> reference;
    RunEnd end = RunEnd::Evaluations;
};

/// Searches until a budget is spent, on the calling thread. `watch` hears a snapshot after a generation, at most ten a
/// second, and the last one. What was found before a cancellation is kept. Fails on unknown strategies, on a checkpoint
/// that is damaged or of another search, and where the problem cannot be rated at all.
Result<SearchResult> runSearch(const SearchProblem& problem, const RunOptions& options, RunControl& control,
                               const std::function<void(std::shared_ptr<const SearchSnapshot>)>& watch = {});

}  // namespace bw
