// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/pareto/domination.h"

#include <algorithm>
#include <cmath>

namespace bw {

bool dominates(std::span<const double> a, std::span<const double> b) {
    bool one_better = false;
    for (size_t m = 0; m < a.size(); ++m) {
        if (a[m] > b[m]) return false;
        one_better = one_better || a[m] < b[m];
    }
    return one_better;
}

bool dominates(const Rating& a, const Rating& b) {
    if (a.violation != b.violation) return a.violation < b.violation;
    return dominates(a.objectives, b.objectives);
}

bool better(const Rating& a, const Rating& b) {
    if (a.violation != b.violation) return a.violation < b.violation;
    return a.objectives.front() < b.objectives.front();
}

bool isFeasible(const Rating& rating) {
    return rating.violation == 0 && std::all_of(rating.objectives.begin(), rating.objectives.end(),
                                                [](double value) { return std::isfinite(value); });
}

}  // namespace bw
