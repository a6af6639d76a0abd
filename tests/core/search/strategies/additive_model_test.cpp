// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/strategies/additive_model.h"

#include <QtTest>
#include <cmath>

#include "base/random.h"

using namespace bw;

namespace {

/// Decisions of 2 to 5 options, every third without an order.
std::vector<Decision> decisions(int count) {
    std::vector<Decision> result;
    for (int d = 0; d < count; ++d) {
        Decision decision{"d" + std::to_string(d), {}, d % 3 != 2};
        for (int o = 0; o < 2 + d % 4; ++o)
            decision.options.push_back(std::to_string(o));
        result.push_back(decision);
    }
    return result;
}

double truth(size_t decision, int32_t option) {
    return std::sin(static_cast<double>(decision) * 3.7 + 1.9 * option);
}

}  // namespace

class AdditiveModelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void learnsWhatOptionsAdd() {
        const std::vector<Decision> many = decisions(80);
        const Variation variation(many);
        AdditiveModel model(variation, 2);
        Random random(3);
        for (int i = 0; i < 1200; ++i) {
            const Genome genome = variation.uniform(random);
            double sum = 0;
            for (size_t d = 0; d < genome.size(); ++d)
                sum += truth(d, genome[d]);
            model.add(genome, {100 + sum, 7.0});
        }
        // It goes on from the last answer.
        for (int i = 0; i < 5; ++i)
            model.fit();
        int right = 0;
        int all = 0;
        for (size_t d = 0; d < many.size(); ++d) {
            for (int32_t option = 1; option < variation.options(d); ++option) {
                const double difference = truth(d, option) - truth(d, 0);
                if (std::abs(difference) < 0.1) continue;
                ++all;
                right += (model.effect(0, d, option) - model.effect(0, d, 0)) * difference > 0 ? 1 : 0;
                QCOMPARE(model.effect(1, d, option), 0.0);
            }
        }
        QVERIFY2(right == all, qPrintable(QStringLiteral("%1 of %2").arg(right).arg(all)));
    }

    void withoutGenomesNothingAddsAnything() {
        const std::vector<Decision> few = decisions(4);
        const Variation variation(few);
        AdditiveModel model(variation, 1);
        model.fit();
        QCOMPARE(model.effect(0, 1, 2), 0.0);
    }
};

QTEST_GUILESS_MAIN(AdditiveModelTest)
#include "additive_model_test.moc"
