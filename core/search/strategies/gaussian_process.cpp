// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/strategies/gaussian_process.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace bw {
namespace {

/// Up to so many features have a weight of their own.
constexpr size_t kMostOwnWeights = 40;
/// Rows on which hyperparameters are fitted, at most; more rows say little more about them.
constexpr size_t kMostAdapted = 140;
/// The pattern search: steps of the logarithms, and how often all are tried.
constexpr double kFirstStep = 1.0;
constexpr double kLastStep = 0.2;
constexpr int kRounds = 4;
/// Priors of the logarithms: where they are and how far they spread.
const double kNoise = std::log(0.05);
constexpr double kSpread = 1.5;
constexpr double kOwnSpread = 1.2;
/// Strength of the prior that the amplitude is about 1, in observations.
constexpr double kAmplitudeRows = 4;

double square(double x) {
    return x * x;
}

double amplitudeOf(std::span<const double> y, std::span<const double> alpha) {
    double sum = kAmplitudeRows;
    for (size_t i = 0; i < y.size(); ++i)
        sum += y[i] * alpha[i];
    return sum / (static_cast<double>(y.size()) + kAmplitudeRows);
}

}  // namespace

void GaussianProcess::standardise(const FeatureRows& rows, std::span<const double> values) {
    rows_ = rows.size();
    if (features_ != rows[0].size() || logs_.empty()) {
        features_ = rows[0].size();
        logs_.assign(3 + (features_ <= kMostOwnWeights ? features_ : 0), 0.0);
        logs_[1] = kNoise;
        logs_[2] = std::log(0.5 / static_cast<double>(features_));
    }
    const auto n = static_cast<double>(rows_);
    centre_.assign(features_, 0);
    scale_.assign(features_, 0);
    for (const auto& row : rows) {
        for (size_t d = 0; d < features_; ++d)
            centre_[d] += row[d] / n;
    }
    for (const auto& row : rows) {
        for (size_t d = 0; d < features_; ++d)
            scale_[d] += square(row[d] - centre_[d]) / n;
    }
    for (double& scale : scale_)
        scale = scale > 1e-18 ? std::sqrt(scale) : 1;
    x_.clear();
    for (const auto& row : rows) {
        const std::vector<double> own = standardised(row);
        x_.insert(x_.end(), own.begin(), own.end());
    }
    value_centre_ = 0;
    for (const double value : values)
        value_centre_ += value / n;
    double variance = 0;
    for (const double value : values)
        variance += square(value - value_centre_) / n;
    value_scale_ = variance > 1e-24 ? std::sqrt(variance) : 1;
    y_.clear();
    for (const double value : values)
        y_.push_back((value - value_centre_) / value_scale_);
}

std::vector<double> GaussianProcess::standardised(std::span<const double> row) const {
    std::vector<double> result(features_);
    for (size_t d = 0; d < features_; ++d)
        result[d] = (row[d] - centre_[d]) / scale_[d];
    return result;
}

GaussianProcess::Kernel GaussianProcess::kernelOf(const Logs& logs) const {
    Kernel kernel{std::exp(logs[0]), std::exp(logs[1]), std::vector<double>(features_, std::exp(logs[2]))};
    for (size_t d = 0; d + 3 < logs.size(); ++d)
        kernel.weights[d] *= std::exp(logs[3 + d]);
    return kernel;
}

double GaussianProcess::covariance(const Kernel& kernel, const double* a, const double* b) const {
    double dot = 0;
    double distance = 0;
    for (size_t d = 0; d < features_; ++d) {
        dot += a[d] * b[d];
        distance += kernel.weights[d] * square(a[d] - b[d]);
    }
    return kernel.linear * dot / static_cast<double>(features_) + std::exp(-0.5 * distance);
}

double GaussianProcess::factor(const Logs& logs, size_t stride, Cholesky& cholesky, std::vector<double>& alpha) const {
    const Kernel kernel = kernelOf(logs);
    const size_t n = (rows_ + stride - 1) / stride;
    std::vector<double> matrix(n * n);
    std::vector<double> y(n);
    for (size_t i = 0; i < n; ++i) {
        const double* row = &x_[i * stride * features_];
        for (size_t j = 0; j <= i; ++j)
            matrix[i * n + j] = covariance(kernel, row, &x_[j * stride * features_]);
        matrix[i * n + i] += kernel.noise + 1e-8;
        y[i] = y_[i * stride];
    }
    if (!cholesky.factor(std::move(matrix), n)) return -std::numeric_limits<double>::infinity();
    alpha = y;
    cholesky.solve(alpha);
    double posterior = -0.5 * (static_cast<double>(n) + kAmplitudeRows) * std::log(amplitudeOf(y, alpha)) -
                       cholesky.halfLogDeterminant();
    posterior -= 0.5 * square(logs[0] / (kSpread + 0.5));
    posterior -= 0.5 * square((logs[1] - kNoise) / kSpread);
    posterior -= 0.5 * square((logs[2] - std::log(0.5 / static_cast<double>(features_))) / kSpread);
    for (size_t d = 3; d < logs.size(); ++d)
        posterior -= 0.5 * square(logs[d] / kOwnSpread);
    return posterior;
}

void GaussianProcess::adapt(const std::stop_token& stop) {
    const size_t stride = (rows_ + kMostAdapted - 1) / kMostAdapted;
    Cholesky cholesky;
    std::vector<double> alpha;
    double best = factor(logs_, stride, cholesky, alpha);
    double step = kFirstStep;
    for (int round = 0; round < kRounds && step >= kLastStep; ++round) {
        bool improved = false;
        for (double& value : logs_) {
            for (const double change : {step, -step}) {
                if (stop.stop_requested()) return;
                const double before = value;
                value += change;
                const double tried = factor(logs_, stride, cholesky, alpha);
                if (tried > best + 1e-9) {
                    best = tried;
                    improved = true;
                    break;
                }
                value = before;
            }
        }
        if (!improved) step /= 2;
    }
}

void GaussianProcess::fit(const FeatureRows& rows, std::span<const double> values, bool adapts,
                          const std::stop_token& stop) {
    standardise(rows, values);
    if (adapts) adapt(stop);
    // Noise keeps the matrix positive; where rounding still beats it, more does.
    while (!std::isfinite(factor(logs_, 1, cholesky_, alpha_)) && logs_[1] < 0)
        logs_[1] += 1;
    kernel_ = kernelOf(logs_);
    amplitude_ = amplitudeOf(y_, alpha_);
}

double GaussianProcess::mean(std::span<const double> row) const {
    const std::vector<double> x = standardised(row);
    double sum = 0;
    for (size_t i = 0; i < rows_; ++i)
        sum += covariance(kernel_, x.data(), &x_[i * features_]) * alpha_[i];
    return value_centre_ + value_scale_ * sum;
}

Expected GaussianProcess::predict(std::span<const double> row) const {
    const std::vector<double> x = standardised(row);
    std::vector<double> k(rows_);
    double sum = 0;
    for (size_t i = 0; i < rows_; ++i) {
        k[i] = covariance(kernel_, x.data(), &x_[i * features_]);
        sum += k[i] * alpha_[i];
    }
    double variance = covariance(kernel_, x.data(), x.data()) + kernel_.noise;
    cholesky_.forward(k);
    for (const double value : k)
        variance -= value * value;
    return {value_centre_ + value_scale_ * sum, value_scale_ * std::sqrt(amplitude_ * std::max(1e-12, variance))};
}

}  // namespace bw
