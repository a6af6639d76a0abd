// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assess/count_network.h"

#include <utility>

namespace bw {

Result<Totals> countNetwork(const Network& network, const AssessmentContext& context) {
    const auto lowered = lower(network, context.precision);
    if (!lowered) return tl::unexpected(lowered.error());
    auto count = countTotals(lowered->graph, context, context.estimator != nullptr);
    if (!count) return tl::unexpected(count.error());
    return std::move(count->totals);
}

}  // namespace bw
