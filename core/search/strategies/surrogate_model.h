// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>
#include <vector>

#include "search/problem.h"
#include "search/strategies/gaussian_process.h"

namespace bw {

/// What a surrogate has learnt of ratings: a Gaussian process for each objective that counts and, where limits show in
/// ratings only, one for whether they are kept. Objectives may be rescaled (logarithms, far tails drawn in), in the
/// same rising way for all, so that comparisons stay.
class SurrogateModel {
public:
    /// Learns the first `objectives` objectives. What it gives once it was stopped is of no use.
    SurrogateModel(size_t objectives, std::stop_token stop) : objectives_(objectives), stop_(std::move(stop)) {}

    void add(std::vector<double> features, const Rating& rating);
    size_t size() const { return rows_.size(); }
    /// Learns from what was added; false where there is too little yet.
    bool fit();

    /// How much a candidate promises; greater is better, infinitely little is -infinity. `draws` are standard normal
    /// numbers, as many for each objective, the same for all candidates.
    std::vector<double> promises(const std::vector<std::vector<double>>& candidates,
                                 const std::vector<std::vector<double>>& draws) const;

private:
    struct Scale {
        bool logarithmic = false;
        double knee = 0;   ///< Beyond it distances count as logarithms ...
        double width = 1;  ///< ... in this unit.
        double of(double value) const;
    };
    std::vector<size_t> trainingSet() const;
    void fitScales();
    void fitFront();
    /// By how many deviations its means must improve to be worth a look at all.
    double shortfall(const std::vector<double>& means) const;
    double promise(const std::vector<Expected>& expected, const std::vector<std::vector<double>>& draws) const;

    size_t objectives_;
    std::stop_token stop_;
    FeatureRows rows_;
    std::vector<Rating> ratings_;
    bool any_feasible_ = false;
    bool any_breaks_ = false;
    std::vector<Scale> scales_;
    /// One for each objective; while nothing keeps the limits none.
    std::vector<GaussianProcess> models_;
    GaussianProcess limit_model_;
    std::vector<double> spreads_;             ///< Typical deviations of the models.
    std::vector<std::vector<double>> front_;  ///< Rescaled, what keeps the limits and is not dominated.
    double least_label_ = 0;
    size_t adapted_at_ = 0;
};

}  // namespace bw
