// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/study_statistics.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace bw {
namespace {

/// 97.5 % quantile of Student's t for 1, 2, ... degrees of freedom; beyond them that of the normal is near.
constexpr std::array kStudent = {12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228};
constexpr double kNormal = 1.96;

}  // namespace

MeanInterval meanInterval(std::span<const double> values) {
    MeanInterval result;
    result.count = static_cast<int>(values.size());
    if (values.empty()) return result;
    for (const double value : values)
        result.mean += value / static_cast<double>(values.size());
    if (values.size() < 2) return result;
    double squares = 0;
    for (const double value : values)
        squares += (value - result.mean) * (value - result.mean);
    const size_t freedom = values.size() - 1;
    const double quantile = freedom <= kStudent.size() ? kStudent[freedom - 1] : kNormal;
    result.half_width =
        quantile * std::sqrt(squares / static_cast<double>(freedom) / static_cast<double>(values.size()));
    return result;
}

MeanInterval pairedDifference(std::span<const double> a, std::span<const double> b) {
    std::vector<double> differences;
    for (size_t i = 0; i < std::min(a.size(), b.size()); ++i)
        differences.push_back(a[i] - b[i]);
    return meanInterval(differences);
}

}  // namespace bw
