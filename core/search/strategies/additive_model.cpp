// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/strategies/additive_model.h"

#include <cmath>

namespace bw {
namespace {

/// The genomes rated last: they lie where the search is now.
constexpr size_t kMostRows = 1500;
/// Strength of the ridge, in rows.
constexpr double kRidge = 2;
constexpr int kIterations = 6;

double dot(const std::vector<double>& a, const std::vector<double>& b) {
    double sum = 0;
    for (size_t i = 0; i < a.size(); ++i)
        sum += a[i] * b[i];
    return sum;
}

}  // namespace

AdditiveModel::AdditiveModel(const Variation& variation, size_t values) : variation_(variation) {
    for (size_t d = 0; d < variation.decisions(); ++d) {
        first_.push_back(coefficients_);
        coefficients_ += static_cast<size_t>(variation.options(d)) + 1;
    }
    fitted_.assign(values, std::vector<double>(coefficients_, 0));
}

void AdditiveModel::add(const Genome& genome, std::vector<double> values) {
    rows_.push_back({genome, std::move(values)});
    if (rows_.size() > kMostRows) rows_.pop_front();
}

double AdditiveModel::place(size_t decision, int32_t option) const {
    const int32_t options = variation_.options(decision);
    if (options < 2 || !variation_.ordered(decision)) return 0;
    return 2.0 * option / (options - 1) - 1;
}

double AdditiveModel::sumOf(const std::vector<double>& coefficients, const Genome& genome) const {
    double sum = 0;
    for (const size_t d : variation_.open()) {
        const size_t linear = first_[d] + static_cast<size_t>(variation_.options(d));
        sum += coefficients[first_[d] + static_cast<size_t>(genome[d])] + place(d, genome[d]) * coefficients[linear];
    }
    return sum;
}

void AdditiveModel::addTo(std::vector<double>& coefficients, const Genome& genome, double amount) const {
    for (const size_t d : variation_.open()) {
        const size_t linear = first_[d] + static_cast<size_t>(variation_.options(d));
        coefficients[first_[d] + static_cast<size_t>(genome[d])] += amount;
        coefficients[linear] += place(d, genome[d]) * amount;
    }
}

void AdditiveModel::solve(std::vector<double>& coefficients, const std::vector<double>& targets) const {
    const auto normal = [&](const std::vector<double>& x) {
        std::vector<double> result(coefficients_);
        for (size_t i = 0; i < coefficients_; ++i)
            result[i] = kRidge * x[i];
        for (const Row& row : rows_)
            addTo(result, row.genome, sumOf(x, row.genome));
        return result;
    };
    std::vector<double> residual(coefficients_, 0);
    for (size_t i = 0; i < rows_.size(); ++i)
        addTo(residual, rows_[i].genome, targets[i]);
    const std::vector<double> begun = normal(coefficients);
    for (size_t i = 0; i < coefficients_; ++i)
        residual[i] -= begun[i];
    std::vector<double> direction = residual;
    double square = dot(residual, residual);
    for (int step = 0; step < kIterations && square > 1e-12; ++step) {
        const std::vector<double> image = normal(direction);
        const double length = square / dot(direction, image);
        for (size_t i = 0; i < coefficients_; ++i) {
            coefficients[i] += length * direction[i];
            residual[i] -= length * image[i];
        }
        const double next = dot(residual, residual);
        for (size_t i = 0; i < coefficients_; ++i)
            direction[i] = residual[i] + next / square * direction[i];
        square = next;
    }
}

void AdditiveModel::fit() {
    const auto n = static_cast<double>(rows_.size());
    for (size_t v = 0; v < fitted_.size(); ++v) {
        double mean = 0;
        for (const Row& row : rows_)
            mean += row.values[v] / n;
        double variance = 0;
        for (const Row& row : rows_)
            variance += (row.values[v] - mean) * (row.values[v] - mean) / n;
        // What does not vary, rounding apart, has no effects to learn.
        const double deviation = variance > 1e-20 * (1 + mean * mean) ? std::sqrt(variance) : 0;
        std::vector<double> targets;
        for (const Row& row : rows_)
            targets.push_back(deviation > 0 ? (row.values[v] - mean) / deviation : 0);
        solve(fitted_[v], targets);
    }
}

double AdditiveModel::effect(size_t value, size_t decision, int32_t option) const {
    const std::vector<double>& coefficients = fitted_[value];
    const size_t first = first_[decision];
    return coefficients[first + static_cast<size_t>(option)] +
           place(decision, option) * coefficients[first + static_cast<size_t>(variation_.options(decision))];
}

}  // namespace bw
