// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/cholesky.h"

#include <array>
#include <cmath>

namespace bw {
namespace {

/// Rows factored together, so that each earlier row is read once for all of them.
constexpr size_t kRows = 4;
/// Independent sums of one dot product, in a fixed order, which the compiler can keep in vector registers.
constexpr size_t kLanes = 4;

double dot(const double* a, const double* b, size_t count) {
    std::array<double, kLanes> sums{};
    size_t k = 0;
    for (; k + kLanes <= count; k += kLanes) {
        for (size_t lane = 0; lane < kLanes; ++lane)
            sums[lane] += a[k + lane] * b[k + lane];
    }
    double sum = (sums[0] + sums[1]) + (sums[2] + sums[3]);
    for (; k < count; ++k)
        sum += a[k] * b[k];
    return sum;
}

/// The dot products of kRows rows, `stride` apart, with one other row.
std::array<double, kRows> dots(const double* rows, size_t stride, const double* other, size_t count) {
    std::array<std::array<double, 2>, kRows> sums{};
    size_t k = 0;
    for (; k + 2 <= count; k += 2) {
        for (size_t r = 0; r < kRows; ++r) {
            for (size_t lane = 0; lane < 2; ++lane)
                sums[r][lane] += rows[r * stride + k + lane] * other[k + lane];
        }
    }
    std::array<double, kRows> result{};
    for (size_t r = 0; r < kRows; ++r) {
        result[r] = sums[r][0] + sums[r][1];
        if (k < count) result[r] += rows[r * stride + k] * other[k];
    }
    return result;
}

}  // namespace

bool Cholesky::factor(std::vector<double> matrix, size_t n, const std::atomic<bool>* stop) {
    n_ = n;
    lower_ = std::move(matrix);
    for (size_t begin = 0; begin < n; begin += kRows) {
        if (stop != nullptr && stop->load()) return false;
        const size_t end = std::min(n, begin + kRows);
        double* rows = lower_.data() + begin * n;
        for (size_t j = 0; j < begin; ++j) {
            const double* other = row(j);
            if (end - begin == kRows) {
                const std::array<double, kRows> products = dots(rows, n, other, j);
                for (size_t r = 0; r < kRows; ++r)
                    rows[r * n + j] = (rows[r * n + j] - products[r]) / other[j];
            } else {
                for (size_t r = 0; r < end - begin; ++r)
                    rows[r * n + j] = (rows[r * n + j] - dot(rows + r * n, other, j)) / other[j];
            }
        }
        for (size_t i = begin; i < end; ++i) {
            double* mine = lower_.data() + i * n;
            for (size_t j = begin; j < i; ++j)
                mine[j] = (mine[j] - dot(mine, row(j), j)) / row(j)[j];
            const double square = mine[i] - dot(mine, mine, i);
            if (!(square > 0.0) || !std::isfinite(square)) return false;
            mine[i] = std::sqrt(square);
        }
    }
    return true;
}

void Cholesky::forward(std::span<double> b) const {
    for (size_t i = 0; i < n_; ++i)
        b[i] = (b[i] - dot(row(i), b.data(), i)) / row(i)[i];
}

void Cholesky::solve(std::span<double> b) const {
    forward(b);
    for (size_t i = n_; i-- > 0;) {
        b[i] /= row(i)[i];
        for (size_t j = 0; j < i; ++j)
            b[j] -= row(i)[j] * b[i];
    }
}

double Cholesky::halfLogDeterminant() const {
    double sum = 0.0;
    for (size_t i = 0; i < n_; ++i)
        sum += std::log(row(i)[i]);
    return sum;
}

}  // namespace bw
