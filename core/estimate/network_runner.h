// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "graph/operator.h"

namespace bw {

/// Version of everything in this header; the LibTorch module and the program must agree on it.
inline constexpr uint32_t kHostBackendVersion = 1;

/// Networks that need more bytes of weights and live activations than this are refused.
inline constexpr int64_t kMaxRunnerBytes = int64_t{4} << 30;

struct NetworkRunnerOptions {
    uint64_t seed = 1;  ///< Draws weights and inputs.
    int threads = 1;    ///< That LibTorch computes with.
};

/// A network made ready to run on this machine's processor with LibTorch: float32, NCHW, weights and inputs at random,
/// batch normalisation folded, nothing fused but the clips that our lowering holds inside an operator. To be used by
/// the thread that made it.
class NetworkRunner {
public:
    virtual ~NetworkRunner() = default;

    /// By operator: why it cannot be run here, empty where it can. Readers of what it would give read random numbers
    /// of the right shape, so that the others still run in their context.
    virtual const std::vector<std::string>& obstacles() const = 0;

    /// Runs the network once. `operator_seconds` is empty, or receives for each operator the wall time from the end
    /// of the one before to its own end, NaN where it cannot run. Cancelled, between operators, where `stop` is raised.
    virtual Result<void> run(std::span<double> operator_seconds, const std::atomic<bool>* stop) = 0;
};

/// What the LibTorch module does for measuring this machine. One object per process; safe to call from any thread.
class HostBackend {
public:
    virtual ~HostBackend() = default;
    /// "LibTorch 1.13.1".
    virtual std::string version() const = 0;
    /// Draws the weights and runs the network once, which checks every operator's output against the graph's shape.
    /// LimitExceeded above kMaxRunnerBytes.
    virtual Result<std::unique_ptr<NetworkRunner>> prepare(const OperatorGraph& graph,
                                                           const NetworkRunnerOptions& options) const = 0;
};

/// Name and type of the function that the module exports; gives null where the versions differ.
inline constexpr const char* kHostBackendSymbol = "bwHostBackend";
using HostBackendFactory = const HostBackend* (*)(uint32_t version);

}  // namespace bw
