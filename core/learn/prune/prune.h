// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "assess/assessment.h"
#include "learn/inherit/inherit_numbers.h"

namespace bw {

/// How far a network is pruned.
struct PruneOptions {
    std::optional<double> latency_ms;  ///< At most; or, without it,
    double latency_share = 0.6;        ///< of the present latency.
    int64_t multiple = 0;              ///< Channels become multiples of it; 0: the target's parallelism factor.
    std::stop_token stop = {};
};

/// A pruned network with its numbers, to be trained on.
struct PruneResult {
    struct Cut {
        std::string name;  ///< "ibn_3.channels", "ibn_3 inside".
        int64_t before = 0, after = 0;
        double kept = 1;  ///< Share of the importance, 0 ... 1.
    };
    Network network;
    std::vector<std::string> commands;  ///< Lead there from the network as it was; none where it was fast enough.
    std::vector<std::string> changes;   ///< As applyEdit() lists them.
    std::vector<Cut> cuts;              ///< Every group of channels that became smaller.
    std::vector<std::string> stays;     ///< What was left alone and why; a few lines.
    Totals before, after;
    double limit_ms = 0;
    double kept = 1;  ///< Share of the importance over all kernels, as the geometric mean.
    Inherited inherited;
    int64_t networks = 0;  ///< Estimated for it.
};

/// Prunes channels of a trained network so that the target's estimate keeps a latency, in groups that hang together and
/// on counts that the target's lanes are filled by, and keeps the most important ones.
///
/// Each group's latency is measured by the estimator with that group alone changed (stairs: what is no faster than a
/// larger count is no option), and a multiple-choice knapsack takes a count for each. Savings do not add up (a kernel's
/// cost is the product of its two sides), so that a few rounds approach the limit, each measuring anew, and each takes
/// the first answer of the knapsack that the whole network, assessed again, keeps the round's limit with. The pruned
/// network is never slower than the one before.
///
/// Unavailable without latency; Unsupported where no choice keeps the limit, with the least latency there is;
/// InvalidArgument where the numbers are not the network's; Cancelled where it was stopped.
Result<PruneResult> pruneToLatency(const Assessment& current, const AssessmentContext& context,
                                   std::span<const NamedTensor> numbers, const PruneOptions& options);

}  // namespace bw
