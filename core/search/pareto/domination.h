// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "search/problem.h"

namespace bw {

/// True where `a` is at least as good in every objective and better in one; all are minimised.
bool dominates(std::span<const double> a, std::span<const double> b);

/// Deb's rules (Deb et al., IEEE Trans. Evol. Comp. 6 (2), 2002): what keeps the limits beats what does not, of two
/// that do not the one with the lesser violation, else dominance.
bool dominates(const Rating& a, const Rating& b);

/// The same rules with the first objective alone: a strict weak order.
bool better(const Rating& a, const Rating& b);

/// Within all limits and with finite objectives.
bool isFeasible(const Rating& rating);

}  // namespace bw
