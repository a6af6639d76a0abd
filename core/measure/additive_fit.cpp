// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/additive_fit.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <optional>

#include "base/cholesky.h"
#include "base/random.h"
#include "measure/statistics.h"

namespace bw {
namespace {

/// Kinds that share a prior scale: the quantities, then each kind by itself.
constexpr size_t kGroups = static_cast<size_t>(kTermKindCount) - static_cast<size_t>(TermKind::Weights);
constexpr size_t kMaxScaleRows = 400;
constexpr size_t kFolds = 5;
/// Degrees of freedom of the noise: with two, a measurement ten sigmas off pulls a thirtieth of what it would.
constexpr double kStudent = 2.0;
constexpr int kRobustRounds = 4;
constexpr double kMinLogScale = -9.0;
constexpr double kMaxLogScale = 3.0;
constexpr double kMinLogNoise = -8.0;  ///< Three hundredths of a percent.
constexpr double kMaxLogNoise = 0.0;

size_t groupOf(TermKind kind) {
    return kind <= TermKind::Weights ? 0 : static_cast<size_t>(kind) - static_cast<size_t>(TermKind::Weights);
}

/// Logarithms of the prior scales (standard deviation of a group's part of a network, in proportion to it) and of the
/// noise.
struct Scales {
    std::array<double, kGroups> group{};
    double noise = std::log(0.02);
};

class AdditiveFitter {
public:
    AdditiveFitter(std::span<const TotalsRow> rows, std::span<const TermKind> kinds, const AdditiveFitOptions& options,
                   const std::function<void(double)>& progress, const std::atomic<bool>* stop)
        : rows_(rows), kinds_(kinds), options_(options), progress_(progress), stop_(stop), random_(options.seed) {}

    Result<AdditiveFit> run() {
        drawOrder();
        findUnits();
        if (!findScales() || !fitAll() || !crossValidate()) {
            if (stopped()) return fail(ErrorCode::Cancelled, "training was cancelled");
            return fail(ErrorCode::InvalidArgument, "no estimator explains these totals", {},
                        "check that they are latencies of these networks");
        }
        AdditiveFit fit = drawPosterior();
        report(1.0);
        return fit;
    }

private:
    using Matrix = std::vector<double>;

    bool stopped() const { return stop_ != nullptr && stop_->load(); }
    void report(double fraction) const {
        if (progress_) progress_(fraction);
    }

    void drawOrder() {
        order_.resize(rows_.size());
        std::iota(order_.begin(), order_.end(), size_t{0});
        for (size_t i = order_.size(); i > 1; --i)
            std::swap(order_[i - 1], order_[random_.below(i)]);
    }

    /// Prior variances that make each group explain about one squared network's latency where its scale is one.
    void findUnits() {
        unit_.assign(kinds_.size(), 1.0);
        std::vector<double> mean(kinds_.size());
        for (const TotalsRow& row : rows_) {
            for (const auto& [term, value] : row.terms)
                mean[static_cast<size_t>(term)] += std::abs(value) / static_cast<double>(rows_.size());
        }
        for (size_t t = 0; t < kinds_.size(); ++t) {
            if (groupOf(kinds_[t]) == 0 && mean[t] > 0.0) unit_[t] = 1.0 / (mean[t] * mean[t]);
        }
        std::array<double, kGroups> trace{};
        for (const TotalsRow& row : rows_) {
            for (const auto& [term, value] : row.terms) {
                const auto t = static_cast<size_t>(term);
                const double part = value / row.total_ms;
                trace[groupOf(kinds_[t])] += unit_[t] * part * part / static_cast<double>(rows_.size());
            }
        }
        for (size_t t = 0; t < kinds_.size(); ++t) {
            if (trace[groupOf(kinds_[t])] > 0.0) unit_[t] /= trace[groupOf(kinds_[t])];
        }
        for (size_t g = 0; g < kGroups; ++g)
            used_[g] = trace[g] > 0.0;
    }

    /// Covariance of the networks `which`, lower triangle, under the prior variances of the terms.
    Matrix covariance(std::span<const size_t> which, const std::vector<double>& variance) const {
        const size_t n = which.size();
        Matrix result(n * n);
        std::vector<double> dense(kinds_.size());
        for (size_t i = 0; i < n && !stopped(); ++i) {
            const TotalsRow& row = rows_[which[i]];
            for (const auto& [term, value] : row.terms)
                dense[static_cast<size_t>(term)] = value / row.total_ms * variance[static_cast<size_t>(term)];
            for (size_t j = 0; j <= i; ++j) {
                const TotalsRow& other = rows_[which[j]];
                double sum = 0.0;
                for (const auto& [term, value] : other.terms)
                    sum += dense[static_cast<size_t>(term)] * value;
                result[i * n + j] = sum / other.total_ms;
            }
            for (const auto& [term, value] : row.terms)
                dense[static_cast<size_t>(term)] = 0.0;
        }
        return result;
    }

    /// Minus the logarithm of the evidence, up to a constant; the networks' totals are all 1 in proportion.
    std::optional<double> evidence(const Scales& scales, std::span<const double> weight) {
        const size_t n = weight.size();
        Matrix matrix(n * n);
        for (size_t g = 0; g < kGroups; ++g) {
            if (!used_[g]) continue;
            const double factor = std::exp(2.0 * scales.group[g]);
            for (size_t i = 0; i < n; ++i) {
                for (size_t j = 0; j <= i; ++j)
                    matrix[i * n + j] += factor * parts_[g][i * n + j];
            }
        }
        for (size_t i = 0; i < n; ++i)
            matrix[i * n + i] += std::exp(2.0 * scales.noise) / weight[i];
        Cholesky cholesky;
        if (!cholesky.factor(std::move(matrix), n, stop_)) return std::nullopt;
        std::vector<double> ones(n, 1.0);
        cholesky.forward(ones);
        double square = 0.0;
        for (const double value : ones)
            square += value * value;
        return 0.5 * square + cholesky.halfLogDeterminant();
    }

    /// Moves one scale after the other as long as the evidence grows, in ever smaller steps.
    bool climb(Scales& scales, std::span<const double> weight, double step, int sweeps) {
        std::optional<double> best = evidence(scales, weight);
        if (!best) return false;
        for (int sweep = 0; sweep < sweeps; ++sweep, step *= 0.6) {
            for (size_t which = 0; which <= kGroups; ++which) {
                if (which < kGroups && !used_[which]) continue;
                for (const double direction : {step, -step}) {
                    while (!stopped()) {
                        Scales next = scales;
                        double& value = which < kGroups ? next.group[which] : next.noise;
                        value += direction;
                        const bool legal = which < kGroups ? value >= kMinLogScale && value <= kMaxLogScale
                                                           : value >= kMinLogNoise && value <= kMaxLogNoise;
                        const std::optional<double> found = legal ? evidence(next, weight) : std::nullopt;
                        if (!found || *found >= *best - 1e-3) break;
                        best = found;
                        scales = next;
                    }
                }
            }
        }
        return !stopped();
    }

    bool findScales() {
        const std::span<const size_t> which = std::span(order_).first(std::min<size_t>(order_.size(), kMaxScaleRows));
        for (size_t g = 0; g < kGroups; ++g) {
            std::vector<double> variance(kinds_.size());
            for (size_t t = 0; t < kinds_.size(); ++t)
                variance[t] = groupOf(kinds_[t]) == g ? unit_[t] : 0.0;
            if (used_[g]) parts_[g] = covariance(which, variance);
            scales_.group[g] = g == 0 ? 0.0 : -3.0;
        }
        std::vector<double> weight(which.size(), 1.0);
        for (int round = 0; round < 3; ++round) {
            if (!climb(scales_, weight, round == 0 ? 1.0 : 0.5, round == 0 ? 5 : 3)) return false;
            report(0.15 * (round + 1));
            const Matrix prior = covariance(which, variances());
            if (!reweigh(prior, weight)) return false;
        }
        parts_ = {};
        return true;
    }

    std::vector<double> variances() const {
        std::vector<double> variance(kinds_.size());
        for (size_t t = 0; t < kinds_.size(); ++t)
            variance[t] = unit_[t] * std::exp(2.0 * scales_.group[groupOf(kinds_[t])]);
        return variance;
    }

    bool factorWithNoise(Matrix matrix, std::span<const double> weight, Cholesky& cholesky) const {
        const size_t n = weight.size();
        for (size_t i = 0; i < n; ++i)
            matrix[i * n + i] += std::exp(2.0 * scales_.noise) / weight[i];
        return cholesky.factor(std::move(matrix), n, stop_);
    }

    /// One round of Student's t: each network's weight by how far the fit lies from its measurement.
    bool reweigh(const Matrix& prior, std::span<double> weight) const {
        const size_t n = weight.size();
        Cholesky cholesky;
        if (!factorWithNoise(prior, weight, cholesky)) return false;
        std::vector<double> alpha(n, 1.0);
        cholesky.solve(alpha);
        for (size_t i = 0; i < n; ++i) {
            // What the fit leaves of a total is its noise's variance times alpha.
            const double noise = std::exp(scales_.noise);
            const double sigmas = noise / weight[i] * alpha[i];
            weight[i] = (kStudent + 1.0) / (kStudent + sigmas * sigmas);
        }
        return true;
    }

    bool fitAll() {
        prior_ = covariance(order_, variances());
        weight_.assign(order_.size(), 1.0);
        for (int round = 0; round < kRobustRounds; ++round) {
            if (!reweigh(prior_, weight_)) return false;
            report(0.45 + 0.3 * (round + 1) / kRobustRounds);
        }
        return true;
    }

    /// Predicts each fold from the others; finds level and interval.
    bool crossValidate() {
        const size_t n = order_.size();
        std::vector<double> predicted(n), sigma(n);
        for (size_t fold = 0; fold < kFolds; ++fold) {
            std::vector<size_t> train, test;
            for (size_t i = 0; i < n; ++i)
                (i % kFolds == fold ? test : train).push_back(i);
            Matrix prior(train.size() * train.size());
            std::vector<double> weight(train.size());
            for (size_t i = 0; i < train.size(); ++i) {
                weight[i] = weight_[train[i]];
                for (size_t j = 0; j <= i; ++j)
                    prior[i * train.size() + j] = prior_[train[i] * n + train[j]];
            }
            Cholesky cholesky;
            if (!factorWithNoise(std::move(prior), weight, cholesky)) return false;
            std::vector<double> alpha(train.size(), 1.0);
            cholesky.solve(alpha);
            for (const size_t i : test) {
                std::vector<double> with(train.size());
                for (size_t j = 0; j < train.size(); ++j)
                    with[j] = prior_[std::max(i, train[j]) * n + std::min(i, train[j])];
                predicted[i] = std::inner_product(with.begin(), with.end(), alpha.begin(), 0.0);
                cholesky.forward(with);
                const double explained = std::inner_product(with.begin(), with.end(), with.begin(), 0.0);
                sigma[i] = std::sqrt(std::max(0.0, prior_[i * n + i] - explained));
            }
            if (stopped()) return false;
            report(0.75 + 0.2 * static_cast<double>(fold + 1) / kFolds);
        }
        return calibrate(predicted, sigma);
    }

    bool calibrate(const std::vector<double>& predicted, const std::vector<double>& sigma) {
        double sum = 0.0, square = 0.0;
        for (const double value : predicted) {
            sum += value;
            square += value * value;
        }
        if (!(sum > 0.0)) return false;
        level_ = sum / square;
        std::vector<double> scores;
        for (size_t i = 0; i < predicted.size(); ++i) {
            const double estimate = std::max(1e-3, level_ * predicted[i]);
            scores.push_back(std::abs(std::log(estimate)) /
                             std::hypot(std::exp(scales_.noise), level_ * sigma[i] / estimate));
        }
        network_scale_ = conformalQuantile(std::move(scores), 0.9);
        return std::isfinite(network_scale_);
    }

    /// The posterior's mean, and draws from it: a draw from the prior, corrected by what it gets wrong of the
    /// measurements with a draw of their noise added (Matheron's rule).
    AdditiveFit drawPosterior() {
        AdditiveFit fit;
        fit.noise = std::exp(scales_.noise);
        fit.network_scale = network_scale_;
        const std::vector<double> variance = variances();
        for (size_t t = 0; t < kinds_.size(); ++t) {
            if (kinds_[t] == TermKind::Kernel) fit.unseen_kernel_ms = level_ * std::sqrt(variance[t]);
        }
        Cholesky cholesky;
        if (!factorWithNoise(std::move(prior_), weight_, cholesky)) return fit;
        for (int32_t draw = 0; draw <= options_.draws; ++draw) {
            std::vector<double> weights(kinds_.size());
            std::vector<double> wrong(order_.size(), 1.0);
            for (size_t t = 0; t < kinds_.size() && draw > 0; ++t)
                weights[t] = random_.normal() * std::sqrt(variance[t]);
            for (size_t i = 0; i < order_.size() && draw > 0; ++i) {
                wrong[i] -= random_.normal() * fit.noise / std::sqrt(weight_[i]);
                for (const auto& [term, value] : rows_[order_[i]].terms)
                    wrong[i] -= weights[static_cast<size_t>(term)] * value / rows_[order_[i]].total_ms;
            }
            cholesky.solve(wrong);
            for (size_t i = 0; i < order_.size(); ++i) {
                const TotalsRow& row = rows_[order_[i]];
                for (const auto& [term, value] : row.terms) {
                    const auto t = static_cast<size_t>(term);
                    weights[t] += variance[t] * value / row.total_ms * wrong[i];
                }
            }
            for (const double weight : weights)
                fit.weights.push_back(level_ * weight);
        }
        return fit;
    }

    std::span<const TotalsRow> rows_;
    std::span<const TermKind> kinds_;
    AdditiveFitOptions options_;
    const std::function<void(double)>& progress_;
    const std::atomic<bool>* stop_;
    Random random_;

    std::vector<size_t> order_;  ///< Of the rows, drawn; matrices and weights are in this order.
    std::vector<double> unit_;
    std::array<bool, kGroups> used_{};
    std::array<Matrix, kGroups> parts_;  ///< Covariance by group at scale one, of the rows that scales are learnt from.
    Scales scales_;
    Matrix prior_;
    std::vector<double> weight_;
    double level_ = 1.0;
    double network_scale_ = 0.0;
};

}  // namespace

Result<AdditiveFit> fitAdditive(std::span<const TotalsRow> rows, std::span<const TermKind> kinds,
                                const AdditiveFitOptions& options, const std::function<void(double)>& progress,
                                const std::atomic<bool>* stop) {
    const bool usable = std::all_of(rows.begin(), rows.end(), [](const TotalsRow& row) {
        return std::isfinite(row.total_ms) && row.total_ms > 0.0;
    });
    if (rows.size() < 10 || !usable) {
        return fail(ErrorCode::InvalidArgument, "fitting needs at least 10 networks with positive totals");
    }
    return AdditiveFitter(rows, kinds, options, progress, stop).run();
}

}  // namespace bw
