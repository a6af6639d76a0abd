// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstddef>
#include <span>
#include <vector>

namespace bw {

/// Lower triangle L of a symmetric positive definite matrix A = L L^T.
class Cholesky {
public:
    /// Factors A, n x n row-major, of which only the lower triangle is read. False where A is not positive definite
    /// beyond rounding, or where `stop` was raised.
    bool factor(std::vector<double> matrix, size_t n, const std::atomic<bool>* stop = nullptr);

    /// Solves L x = b in place.
    void forward(std::span<double> b) const;
    /// Solves A x = b in place.
    void solve(std::span<double> b) const;
    /// Half the logarithm of A's determinant.
    double halfLogDeterminant() const;

private:
    const double* row(size_t i) const { return lower_.data() + i * n_; }

    size_t n_ = 0;
    std::vector<double> lower_;
};

}  // namespace bw
