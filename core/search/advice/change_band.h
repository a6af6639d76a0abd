// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <utility>

#include "search/network/network_problem.h"

namespace bw {

/// 90 % band of after / before - 1 in latency. Blocks that cost the same in both err alike, and cancel. What is left
/// errs as independent kernels would: a part of a network's latency by the network's error times the root of
/// whole x part. Absent where a latency is unknown.
std::optional<std::pair<double, double>> changeBand(const ScoredNetwork& before, const ScoredNetwork& after,
                                                    const AssessmentContext& context);

}  // namespace bw
