// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <stop_token>
#include <vector>

#include "base/cholesky.h"

namespace bw {

/// Rows of features, all of one length.
using FeatureRows = std::vector<std::vector<double>>;

/// What a model expects of a value.
struct Expected {
    double mean = 0;
    double deviation = 0;  ///< Of what would be observed, noise included.
};

/// Regression by a Gaussian process (Rasmussen and Williams, Gaussian Processes for Machine Learning, 2006, ch. 2 and
/// 5) over features and values brought to mean 0 and deviation 1, with the kernel
///
///     k(x, y) = s^2 (a x.y / p + exp(-1/2 sum_d w_d (x_d - y_d)^2) + noise where x is y).
///
/// Hyperparameters maximise the marginal likelihood with weak priors; up to 40 features have a weight each, of more all
/// have the same. Deterministic.
class GaussianProcess {
public:
    /// Learns values of rows; at least two. `adapts` also fits the hyperparameters, from where they are, until stopped.
    void fit(const FeatureRows& rows, std::span<const double> values, bool adapts, const std::stop_token& stop = {});
    Expected predict(std::span<const double> row) const;
    /// The mean alone, which costs far less.
    double mean(std::span<const double> row) const;

private:
    /// What the search moves, as logarithms: linear share, noise share, common weight, then factors of single weights.
    using Logs = std::vector<double>;
    struct Kernel {
        double linear = 1;
        double noise = 0.05;
        std::vector<double> weights;
    };

    void standardise(const FeatureRows& rows, std::span<const double> values);
    std::vector<double> standardised(std::span<const double> row) const;
    Kernel kernelOf(const Logs& logs) const;
    double covariance(const Kernel& kernel, const double* a, const double* b) const;
    /// Factors the kernel over every `stride`-th row; the log posterior of the hyperparameters up to a constant.
    double factor(const Logs& logs, size_t stride, Cholesky& cholesky, std::vector<double>& alpha) const;
    void adapt(const std::stop_token& stop);

    size_t features_ = 0;
    size_t rows_ = 0;
    std::vector<double> centre_;
    std::vector<double> scale_;
    double value_centre_ = 0;
    double value_scale_ = 1;
    std::vector<double> x_;  ///< Standardised, row-major.
    std::vector<double> y_;
    Logs logs_;
    Kernel kernel_;
    Cholesky cholesky_;
    std::vector<double> alpha_;
    double amplitude_ = 1;  ///< s^2.
};

}  // namespace bw
