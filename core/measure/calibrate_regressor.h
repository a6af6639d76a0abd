// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "estimate/regressor.h"
#include "measure/labelled_networks.h"

namespace bw {

/// Networks split by a seed: 65 % to train, 10 % that no member learns, 25 % to test. Of the training networks, half
/// are each left out of one member: their errors under that member calibrate the interval too.
struct NetworkSplit {
    std::vector<size_t> train, validation, test;
};
NetworkSplit splitNetworks(size_t count, uint64_t seed);
/// The member that does not learn training network `index`; -1 where all do.
inline int32_t memberWithout(size_t index, int32_t members) {
    const auto fold = static_cast<int32_t>(index % (2 * static_cast<size_t>(members)));
    return members > 1 && fold < members ? fold : -1;
}

/// Fills in the regressor's interval (spreads by type, the members' usual disagreement, and the scales for 90 % of new
/// kernels and networks) from the errors on networks that are new to who predicts them.
Result<void> calibrateRegressor(const TargetProfile& target, const LabelledNetworks& data, const NetworkSplit& split,
                                Regressor& regressor);

}  // namespace bw
