// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include "learn/supernet/supernet.h"

namespace bw {

/// How a supernet is led to one network.
struct ConvergeOptions {
    double latency_ms = 0;  ///< What the network is to take.
    /// How much it costs, beside the loss, to miss that by all of it (TuNAS, Bender et al., 2008.06120).
    double latency_weight = 1.0;
    double policy_rate = 0.15;  ///< By which the policy's logits move.
    double begins_at = 0.25;    ///< Share of the training before the policy moves: weights first.
    double hottest = 3.0;       ///< Temperature of the policy at first; 1 / 3 of it is left at the end.
};

/// What it was led to.
struct Converged {
    Genome genome;
    double expected_latency_ms = 0;  ///< Under the policy at the end.
    double certainty = 0;            ///< Mean probability of the options taken.
    std::vector<double> latencies;   ///< Expected latency by epoch.
};

/// Trains a supernet and a policy, one softmax over each decision's options, at once: each step trains one network that
/// the policy draws, and moves the policy towards options that came with less loss + weight x |latency / wanted - 1|
/// than the mean so far, while its temperature falls. Latency goes through `latency_of`, milliseconds of a genome or
/// not-a-number.
Result<Converged> converge(Supernet& supernet, const ConvergeOptions& options,
                           const std::function<double(const Genome&)>& latency_of, const TrainControl& control = {});

}  // namespace bw
