// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <vector>

#include "estimate/network_runner.h"
#include "measure/machine_pace.h"

namespace bw {

/// Middle and quartiles of repeated times, in seconds; NaN where nothing was measured.
struct Spread {
    double median = 0.0;
    double q1 = 0.0;
    double q3 = 0.0;
    /// Inter-quartile range in parts of the median.
    double relative() const { return (q3 - q1) / median; }
};
Spread spreadOf(std::vector<double> seconds);

struct TimingOptions {
    int warm_up = 4;       ///< Runs before the first that counts: they fill caches and build LibTorch's primitives.
    int repetitions = 30;  ///< Undisturbed runs that count.
    /// A network that takes longer than this is run fewer times, as many as take 30 times this, but at least 5.
    double long_run_seconds = 0.4;
    /// Runs tried, in parts of the repetitions, before a busy machine is given up on.
    double patience = 4.0;
    bool drop_disturbed = true;  ///< False: every run counts, where times need not be right.
    double most_spread = 0.15;   ///< Networks whose quartiles lie further apart, in parts of the median, are left out.
};

/// One network on this machine.
struct NetworkTiming {
    Spread whole;                   ///< Of the network, operator timers included where they ran.
    std::vector<Spread> operators;  ///< Each in its context; NaN where it cannot run. Empty where only the whole ran.
    int repetitions = 0;            ///< Undisturbed runs that count.
    int disturbed = 0;              ///< Runs dropped because another program took the core meanwhile.
};

/// Runs the network until `options.repetitions` undisturbed runs are there, on the calling thread, which should be
/// pinned. Wall time counts; a run during which the thread was preempted does not. Unavailable, with what to do, where
/// the machine is too busy; Cancelled where `stop` is raised. With a `pace`, times are what they would be at its first
/// pace: every few milliseconds the machine's pace of the moment is taken and divided by.
Result<NetworkTiming> timeNetwork(NetworkRunner& runner, size_t operators, const TimingOptions& options,
                                  const std::atomic<bool>* stop, MachinePace* pace = nullptr);
/// The same without operator timers.
Result<NetworkTiming> timeWholeNetwork(NetworkRunner& runner, const TimingOptions& options,
                                       const std::atomic<bool>* stop, MachinePace* pace = nullptr);

/// Undisturbed runs wanted of a network whose single run takes this long.
int repetitionsFor(double seconds, const TimingOptions& options);

}  // namespace bw
