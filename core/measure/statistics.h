// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace bw {

/// Spearman's rank correlation; equal values share the mean of their ranks. 0 where either list is constant.
double spearman(const std::vector<double>& a, const std::vector<double>& b);

/// The value that at least a share `level` of fresh draws stays below, from a finite sample (split conformal).
/// `values` must not be empty.
double conformalQuantile(std::vector<double> values, double level);

}  // namespace bw
