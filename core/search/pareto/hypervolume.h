// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

namespace bw {

/// The volume that points dominate within the box that ends at a reference point; all objectives are minimised. Exact
/// for any number of objectives: a staircase for two, slices of it for three, exclusive volumes beyond (as in While,
/// Bradstreet and Barone, IEEE Trans. Evol. Comp. 16 (1), 2012). Points that do not beat the reference in every
/// objective add nothing.
double hypervolume(std::span<const std::vector<double>> points, std::span<const double> reference);

/// What one more point, which need not be within the box, adds to the hypervolume of others; `others` may hold more
/// objectives than `point`, the first ones count.
double exclusiveHypervolume(std::span<const double> point, std::span<const std::vector<double>> others,
                            std::span<const double> reference);

}  // namespace bw
