// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "assess/assessment.h"
#include "fit/freedoms.h"

namespace bw {

struct FitOptions {
    Freedoms allow;
    uint64_t seed = 1;
    int64_t multiple = 0;  ///< Channels become multiples of this; 0: the target's parallelism factor.
    int64_t steps = 0;     ///< Designs tried per stage of the search; 0: by the size of the network.
};

/// A way to keep the budgets: edit commands on the network as it is, and what they give, each figure computed by making
/// the edits.
struct FitAnswer {
    std::string title;                  ///< For the history.
    std::vector<std::string> commands;  ///< Applied in order.
    std::vector<std::string> changes;   ///< "ibn_4.channels 24 -> 16": everything, propagation included.
    std::vector<BlockId> blocks;        ///< What it changes.
    Totals totals;
    double harm = 0;  ///< See HarmScale.
};

enum class FitVerdict : uint8_t {
    AlreadyFits,  ///< Nothing has to change.
    Fits,
    Impossible,  ///< Proved: the smallest network of the freedom exceeds a budget.
    Unfinished,  ///< Stopped, or the search found nothing, before it could tell.
};

struct FitResult {
    FitVerdict verdict = FitVerdict::Unfinished;
    std::string sentence;  ///< The verdict with its numbers, for people.
    std::string remedy;    ///< Where it is impossible: what would help.
    Totals now;
    /// The answer to take: no slower than uniform scaling, and of those the least harm; ties of harm go to latency.
    std::optional<FitAnswer> balanced;
    /// The least harm within the budgets, however slow.
    std::optional<FitAnswer> least_harm;
    /// The least latency that does no more harm than uniform scaling, or hardly more than the least where there is no
    /// uniform scaling. Absent where latency is unknown.
    std::optional<FitAnswer> fastest;
    /// The best single depth multiplier for the whole network: the baseline to beat. Absent where none fits.
    std::optional<FitAnswer> uniform;
    /// Lower bounds of the freedom, each by itself.
    int64_t fewest_parameter_bytes = 0;
    int64_t lowest_peak_bytes = 0;
    double log10_designs = 0;
    int64_t multiple = 1;           ///< Of channels.
    std::vector<std::string> kept;  ///< What stays although a freedom would reach it, and why.
    int64_t evaluations = 0;        ///< Designs evaluated.
    bool stopped = false;           ///< The best answers up to then.
};

/// How far a fit is.
struct FitProgress {
    double share = 0;  ///< 0 ... 1.
    int64_t evaluations = 0;
    std::optional<double> harm;  ///< Of the best design so far.
};

/// Calls back from the thread that fits; empty functions are not called.
struct FitWatcher {
    std::function<void(const FitProgress&)> progressed;
    std::function<void(const FitAnswer&)> answered;  ///< Uniform scaling, then ours stage by stage.
};

/// Makes a network keep its parameter and peak activation budgets (one may be absent; a latency budget is kept too
/// where that can be) with the least expected harm, or proves that the freedom cannot. Equal networks, options and
/// estimators give equal answers unless stopped. Fails without a memory budget, with one that is not positive, and
/// where nothing may change.
Result<FitResult> fitToBudgets(const Assessment& now, const AssessmentContext& context, const FitOptions& options,
                               const FitWatcher& watcher = {}, std::stop_token stop = {});

}  // namespace bw
