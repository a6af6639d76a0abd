// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>

#include "search/network/network_problem.h"

namespace bw {

/// Looks for one network within the problem's limits: the network as it is, then down from it and from the least of
/// the space one decision at a time, then a short search. InvalidArgument where it finds none: the message tells the
/// closest one and which limits bind. Limits of a score are looked at only where `cheap_score`. Deterministic.
Result<void> checkReachable(const NetworkProblem& problem, const LoweredNetwork& lowered, bool cheap_score,
                            std::stop_token stop = {});

}  // namespace bw
