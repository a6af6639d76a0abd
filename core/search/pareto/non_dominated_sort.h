// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "search/problem.h"

namespace bw {

/// Indices of the ratings in fronts, best first, each front in rising order: none of a front dominates another of it,
/// and each of a later front is dominated by one of the front before (Deb's rules).
std::vector<std::vector<size_t>> nonDominatedSort(std::span<const Rating> ratings);

/// Crowding distances of a front's members, in the order of `front`: infinite at the ends of each objective, else the
/// sum over the objectives of the distance between the two neighbours, relative to the front's range.
std::vector<double> crowdingDistances(std::span<const Rating> ratings, std::span<const size_t> front);

}  // namespace bw
