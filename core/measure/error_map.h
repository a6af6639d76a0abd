// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <tuple>

#include "target/kernel.h"

namespace bw {

/// Where an estimator errs: kernels of one type, stride and about equal work share a cell, which remembers the latest
/// errors. Adaptive sampling measures more where the error exceeds 10 %, as nn-Meter does (algorithms.md, 5.1).
class ErrorMap {
public:
    static constexpr double kTolerated = 0.10;

    /// A kernel was predicted and then measured.
    void note(const Kernel& kernel, double predicted_cycles, double measured_cycles);

    /// How much there is to learn from measuring the kernel: its cell's error where that exceeds 10 %, much where
    /// nothing of its kind was measured, else 0.
    double need(const Kernel& kernel) const;

private:
    using Cell = std::tuple<OpType, int, int, int>;
    static Cell cellOf(const Kernel& kernel);

    std::map<Cell, double> errors_;
};

}  // namespace bw
