// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <memory>

#include "estimate/network_runner.h"

namespace bw {

/// How fast the processor is at the moment beside how fast it was at first, told by one small network that is run again
/// and again. Clocks of laptops and of rented machines change by half within minutes; times taken at one pace say
/// little of times at another.
class MachinePace {
public:
    /// A small convolution network of this machine's LibTorch, run until it takes the time it usually takes.
    static Result<MachinePace> make(const HostBackend& backend, const NetworkRunnerOptions& options,
                                    const std::atomic<bool>* stop);
    /// The same with a reference of one's own.
    static Result<MachinePace> make(std::unique_ptr<NetworkRunner> reference, const std::atomic<bool>* stop);

    /// Time that the reference takes now in parts of its first time: 2 where the processor has half its first pace.
    Result<double> slowness(const std::atomic<bool>* stop);

private:
    explicit MachinePace(std::unique_ptr<NetworkRunner> reference) : reference_(std::move(reference)) {}
    Result<double> middleOf(int runs, const std::atomic<bool>* stop);

    std::unique_ptr<NetworkRunner> reference_;
    double usual_seconds_ = 0;
};

}  // namespace bw
