// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "assess/assessment.h"

namespace bw {

/// Lowers a network and counts its totals by the rules of assess(), latency where the context has an estimator; arena
/// and staged weights stay 0. For those who weigh many networks.
Result<Totals> countNetwork(const Network& network, const AssessmentContext& context);

}  // namespace bw
