// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "search/landscape/sweep.h"

namespace bw {

/// A block whose latency changes from one point of a landscape to another.
struct StepCause {
    std::string block;
    double latency_ms = 0;  ///< More, or less where it is negative.
};

/// The blocks that make most of the step from one genome of `space` to another, the greatest change first, at most
/// `most`; blocks that only one of the networks has count with all that they cost. Empty where one of both is no
/// network, and without latencies.
std::vector<StepCause> stepCauses(const SearchSpace& space, const Genome& from, const Genome& to,
                                  const AssessmentContext& context, size_t most = 3);

}  // namespace bw
