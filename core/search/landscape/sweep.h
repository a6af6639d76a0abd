// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "assess/assessment.h"
#include "search/landscape/roughness.h"
#include "space/search_space.h"

namespace bw {

/// One decision of a sweep with every value: each channel count, or the options there are.
struct SweepAxis {
    std::string decision;
    std::vector<double> values;       ///< Rising.
    std::vector<std::string> labels;  ///< As people read them.
    std::vector<bool> curated;        ///< By value: an option of the curated space.
    double now = 0;                   ///< The network as it is.
};

/// The cost of a network over one or two of its decisions, everything else as it is: the same points seen as
/// multiply-accumulates, as latency with every step, and as latency on the curated grid.
struct LandscapeSweep {
    SweepAxis x;
    std::optional<SweepAxis> y;
    /// The network's space with every value of the swept decisions, and which ones these are in it.
    std::shared_ptr<const SearchSpace> space;
    std::vector<size_t> decisions;
    /// By y, then x (`y` * x.values.size() + `x`); not-a-number where the point makes no network.
    std::vector<double> macs;
    std::vector<double> latency_ms;
    Roughness of_macs;     ///< Over every value.
    Roughness of_latency;  ///< Over every value.
    Roughness of_curated;  ///< Latency over the curated values alone.

    /// True for a point of the curated grid.
    bool isCurated(size_t x_index, size_t y_index) const { return x.curated[x_index] && (!y || y->curated[y_index]); }
    /// In `space`: everything else as it is.
    Genome genome(size_t x_index, size_t y_index) const;
};

/// Sweeps one or two decisions, named as in `curated`, a space of this network. Long axes of channels show a stretch
/// around what is there: 512 counts of one decision, 72 each of two. Unavailable without an estimator; NotFound for a
/// decision that there is not; Cancelled where it was stopped. `progressed` hears a share of the work, 0 ... 1.
Result<LandscapeSweep> sweepLandscape(const Network& network, const LoweredNetwork& lowered,
                                      const AssessmentContext& context, const SpaceOptions& options,
                                      const SearchSpace& curated, std::span<const std::string> decisions,
                                      std::stop_token stop = {}, const std::function<void(double)>& progressed = {});

}  // namespace bw
