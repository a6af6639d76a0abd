// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "measure/imported_measurements.h"
#include "measure/labelled_networks.h"
#include "target/target_profile.h"

namespace bw {

/// A user's measurements as kernels of one target.
struct LabelledImport {
    LabelledNetworks data;
    /// True where a time covers several kernels: `cycles` then split it in the proportion of the parametric model's,
    /// and only sums over a network are measurements.
    bool sums_only = false;
    RowProblems problems;
};

/// Decomposes each network as `target` runs it and gives the kernels their times, in cycles of its clock. A problem is
/// a row that measures nothing the target runs, one without a time for what it runs, an operator whose cost no
/// estimator can know, and times that no unit error short of a thousand can explain: faster than the multipliers allow,
/// or all of them hundreds of times off the parametric model (which says nothing of processors).
LabelledImport labelImport(const ImportedMeasurements& measurements, const TargetProfile& target);

/// `time` in cycles of the target's clock.
double cyclesOf(double time, TimeUnit unit, const TargetProfile& target);

}  // namespace bw
