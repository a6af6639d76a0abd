// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <span>
#include <vector>

#include "search/strategies/variation.h"

namespace bw {

/// What each option of each decision adds to some values: ridge regression on the options, with a linear part for
/// ordered decisions, over the genomes rated last. Hundreds of decisions and thousands of genomes take milliseconds,
/// by conjugate gradients that go on from the last answer. Effects are in deviations of the values.
class AdditiveModel {
public:
    AdditiveModel(const Variation& variation, size_t values);

    /// Values must be finite.
    void add(const Genome& genome, std::vector<double> values);
    size_t size() const { return rows_.size(); }
    void fit();
    double effect(size_t value, size_t decision, int32_t option) const;

private:
    struct Row {
        Genome genome;
        std::vector<double> values;
    };
    double place(size_t decision, int32_t option) const;
    /// Sum of a genome's coefficients.
    double sumOf(const std::vector<double>& coefficients, const Genome& genome) const;
    void addTo(std::vector<double>& coefficients, const Genome& genome, double amount) const;
    void solve(std::vector<double>& coefficients, const std::vector<double>& targets) const;

    const Variation& variation_;
    std::vector<size_t> first_;  ///< Coefficients of each decision's options; the linear one is behind them.
    size_t coefficients_ = 0;
    std::vector<std::vector<double>> fitted_;  ///< By value.
    std::deque<Row> rows_;
};

}  // namespace bw
