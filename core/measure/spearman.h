// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace bw {

/// Spearman's rank correlation of two lists of the same length, -1 ... 1; equal values share their mean rank. 0 where a
/// list holds one value only.
double spearman(const std::vector<double>& a, const std::vector<double>& b);

}  // namespace bw
