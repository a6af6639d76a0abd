// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/cholesky.h"

#include <QtTest>
#include <cmath>

#include "base/random.h"

using namespace bw;

namespace {

/// B B^T + I for a random B: symmetric and positive definite.
std::vector<double> positiveDefinite(size_t n, uint64_t seed) {
    Random random(seed);
    std::vector<double> b(n * n), a(n * n);
    for (double& value : b)
        value = random.normal();
    for (size_t i = 0; i < n; ++i) {
        for (size_t j = 0; j < n; ++j) {
            for (size_t k = 0; k < n; ++k)
                a[i * n + j] += b[i * n + k] * b[j * n + k];
            a[i * n + j] += i == j ? 1.0 : 0.0;
        }
    }
    return a;
}

}  // namespace

class CholeskyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void solvesWhatItFactored() {
        for (size_t n = 1; n < 40; n += 3) {
            const std::vector<double> a = positiveDefinite(n, n);
            Cholesky cholesky;
            QVERIFY(cholesky.factor(a, n));
            Random random(99);
            std::vector<double> x(n), b(n);
            for (double& value : x)
                value = random.normal();
            for (size_t i = 0; i < n; ++i) {
                for (size_t j = 0; j < n; ++j)
                    b[i] += a[i * n + j] * x[j];
            }
            cholesky.solve(b);
            for (size_t i = 0; i < n; ++i)
                QVERIFY(std::abs(b[i] - x[i]) < 1e-8);
        }
    }

    void knowsTheDeterminant() {
        Cholesky cholesky;
        QVERIFY(cholesky.factor({4.0, 0.0, 2.0, 10.0}, 2));
        QVERIFY(std::abs(2.0 * cholesky.halfLogDeterminant() - std::log(36.0)) < 1e-12);
    }

    void refusesWhatIsNotPositiveDefinite() {
        Cholesky cholesky;
        QVERIFY(!cholesky.factor({1.0, 0.0, 2.0, 1.0}, 2));
        QVERIFY(!cholesky.factor({std::nan("")}, 1));
        QVERIFY(!cholesky.factor({0.0}, 1));
        const std::atomic<bool> stop = true;
        QVERIFY(!cholesky.factor(positiveDefinite(8, 1), 8, &stop));
    }
};

QTEST_GUILESS_MAIN(CholeskyTest)
#include "cholesky_test.moc"
