// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "learn/combined/combined_search.h"

namespace bw {

/// A supernet led to one network of about the latency limit (converge()), which is then trained to the end. The
/// problem needs a limit of latency: InvalidArgument without. The finalist may miss the limit by a little, as expected
/// latencies do; its figures tell.
Result<CombinedResult> searchByConverging(const NetworkProblem& problem, const std::shared_ptr<const DataSet>& set,
                                          const CombinedOptions& options, const std::stop_token& stop = {},
                                          const std::function<void(const CombinedProgress&)>& progress = {});

}  // namespace bw
