// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "base/random.h"
#include "search/scores/score_table.h"
#include "support/must.h"
#include "support/nas_bench_macro.h"

using namespace bw;
using bw::support::must;
using bw::support::nasBenchMacro;

// Scores of networks so small that each is a formula: plain loops over the numbers that the seed draws.
namespace {

constexpr uint64_t kSeed = 11;
constexpr int64_t kSide = 16;
constexpr int64_t kPixels = kSide * kSide;

struct Layer {
    int64_t channels = 1;
    bool relu = false;
};

/// Pointwise convolutions over a map of kSide x kSide, then a mean and two outputs.
Network convolutions(int64_t input_channels, std::initializer_list<Layer> layers) {
    NetworkDraft draft;
    Port x{draft.add(*findBlockKind("input"), "input",
                     {{"shape", std::vector<int64_t>{1, input_channels, kSide, kSide}}}, {}),
           0};
    for (const Layer& layer : layers) {
        x = {draft.add(*findBlockKind("conv"), "",
                       {{"channels", layer.channels},
                        {"kernel", int64_t{1}},
                        {"bias", false},
                        {"activation", std::string(layer.relu ? "relu" : "none")}},
                       {x}),
             0};
    }
    x = {draft.add(*findBlockKind("global_pool"), "", {{"form", std::string("mean_flat")}}, {x}), 0};
    x = {draft.add(*findBlockKind("dense"), "", {{"channels", int64_t{2}}, {"bias", false}}, {x}), 0};
    draft.setOutputs({x});
    return must(draft.commit());
}

/// Two numbers in, two out, by one matrix.
Network matrix() {
    NetworkDraft draft;
    Port x{draft.add(*findBlockKind("input"), "input", {{"shape", std::vector<int64_t>{1, 2}}}, {}), 0};
    x = {draft.add(*findBlockKind("dense"), "", {{"channels", int64_t{2}}, {"bias", false}}, {x}), 0};
    draft.setOutputs({x});
    return must(draft.commit());
}

std::vector<double> scores(std::string_view id, const std::vector<Network>& networks,
                           const ScoreSettings& settings = {kSeed, 1, 1}) {
    std::vector<LoweredNetwork> lowered;
    for (const Network& network : networks)
        lowered.push_back(must(lower(network)));
    std::vector<ScoredNetwork> scored;
    for (size_t i = 0; i < networks.size(); ++i)
        scored.push_back({&networks[i], &lowered[i]});
    return must(makeScore(id, networks.front(), lowered.front(), settings))->score(scored);
}

double score(std::string_view id, const Network& network) {
    return scores(id, {network}).front();
}

/// What the module draws for a network with one number a weight tensor, as convolutions(1, {{1}}) but for its Dense.
std::vector<float> noiseBehind(int draws, int64_t count) {
    Random random(kSeed);
    for (int i = 0; i < draws; ++i)
        random.next();
    std::vector<float> noise;
    for (int64_t i = 0; i < count; ++i)
        noise.push_back(static_cast<float>(random.normal()));
    return noise;
}

/// A uniform number in [-bound, bound) as weights are drawn, two from 64 bits.
std::array<double, 2> uniformPair(Random& random, double bound) {
    const uint64_t bits = random.next();
    const auto number = [bound](uint64_t part) {
        return static_cast<double>(static_cast<float>((static_cast<double>(part & 0xFFFFFF) / (1 << 23) - 1) * bound));
    };
    return {number(bits >> 40), number(bits >> 8)};
}

/// By input and pixel: on which side of the batch's mean it lies, as the sign of batch normalisation tells.
std::vector<bool> sides(const std::vector<float>& noise) {
    double mean = 0;
    for (const float x : noise)
        mean += static_cast<double>(x) / static_cast<double>(noise.size());
    std::vector<bool> above;
    for (const float x : noise)
        above.push_back(static_cast<double>(x) > mean);
    return above;
}

double logDeterminant(std::vector<std::vector<double>> m) {
    double sum = 0;
    for (size_t k = 0; k < m.size(); ++k) {
        sum += std::log(std::abs(m[k][k]));
        for (size_t i = k + 1; i < m.size(); ++i) {
            const double factor = m[i][k] / m[k][k];
            for (size_t j = k; j < m.size(); ++j)
                m[i][j] -= factor * m[k][j];
        }
    }
    return sum;
}

/// Gradients in the four weights of matrix(), batch by batch: mean of (softmax - label) x.
std::vector<std::array<double, 4>> matrixGradients(int batches) {
    Random random(kSeed);
    const double bound = std::sqrt(3.0 / 2);
    const std::array<double, 2> first = uniformPair(random, bound);
    const std::array<double, 2> second = uniformPair(random, bound);
    std::vector<std::array<double, 4>> gradients;
    for (int b = 0; b < batches; ++b) {
        std::array<double, 32> x = {};
        for (double& number : x)
            number = random.normal();
        std::array<double, 4> gradient = {};
        for (size_t n = 0; n < 16; ++n) {
            const double* row = &x[2 * n];
            const double a = first[0] * row[0] + first[1] * row[1];
            const double c = second[0] * row[0] + second[1] * row[1];
            const double p = 1 / (1 + std::exp(c - a));
            const double error = p - (random.below(2) == 0 ? 1 : 0);
            for (size_t k = 0; k < 2; ++k) {
                gradient[k] += error * row[k] / 16;
                gradient[2 + k] -= error * row[k] / 16;
            }
        }
        gradients.push_back(gradient);
    }
    return gradients;
}

void compareNearly(double actual, double expected, double tolerance) {
    QVERIFY2(std::abs(actual - expected) <= tolerance * std::max(1.0, std::abs(expected)),
             qPrintable(QStringLiteral("%1 instead of %2").arg(actual, 0, 'g', 12).arg(expected, 0, 'g', 12)));
}

}  // namespace

class TorchScoresTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void naswotIsTheDeterminantOfAgreements() {
        const std::vector<bool> above = sides(noiseBehind(2, 16 * kPixels));
        std::vector<std::vector<double>> k(16, std::vector<double>(16, 0));
        for (size_t i = 0; i < 16; ++i) {
            for (size_t j = 0; j < 16; ++j) {
                for (size_t p = 0; p < kPixels; ++p)
                    k[i][j] += above[i * kPixels + p] == above[j * kPixels + p];
            }
        }
        compareNearly(score("naswot", convolutions(1, {{1, true}})), logDeterminant(k), 1e-9);
    }

    void swapCountsPatterns() {
        const std::vector<bool> above = sides(noiseBehind(2, 32 * kPixels));
        std::set<uint32_t> patterns;
        for (size_t p = 0; p < kPixels; ++p) {
            uint32_t pattern = 0;
            for (size_t i = 0; i < 32; ++i)
                pattern |= static_cast<uint32_t>(above[i * kPixels + p]) << i;
            patterns.insert(pattern);
        }
        QCOMPARE(score("swap", convolutions(1, {{1, true}})), static_cast<double>(patterns.size()));
    }

    // The spectrum of a map that one number spans is a point; of one that three independent ones span it is at most
    // even among three.
    void expressivityIsTheEntropyOfTheSpectrum() {
        compareNearly(score("expressivity", convolutions(1, {{1, false}})), 0, 1e-6);
        compareNearly(score("expressivity", convolutions(1, {{8, false}})), 0, 1e-4);
        const double three = score("expressivity", convolutions(3, {{16, false}}));
        QVERIFY(three > 0.8 * std::log(3.0) && three <= std::log(3.0));
    }

    void progressivityIsTheLeastGrowth() {
        const Network network = convolutions(3, {{16, false}, {1, false}});
        // Entropies E and 0: their mean is E / 2, the growth -E.
        compareNearly(score("progressivity", network), -2 * score("expressivity", network), 1e-5);
    }

    // Normalised noise through one weight passes gradients on as they are.
    void propagationIsBestWhereGradientsKeepTheirSize() {
        const double through_one = score("propagation", convolutions(1, {{1, false}, {1, false}}));
        compareNearly(through_one, 0, 1e-4);
        QVERIFY(score("propagation", convolutions(3, {{16, true}, {1, true}, {16, true}})) < -0.1);
    }

    // One weight of size 1 and unit noise: the scale's logarithm is 0, the features move by 0.01 |noise|.
    void zenIsTheLogarithmOfTheMove() {
        const double expected = std::log(0.01 * kPixels * std::sqrt(2 / 3.14159265358979));
        compareNearly(score("zen", convolutions(1, {{1, false}})), expected, 0.03);
    }

    // Everything is linear: each of the three layers carries the whole sum of outputs.
    void synflowIsTheSumOverLayers() {
        Random random(kSeed);
        const double bound = std::sqrt(3.0);
        const double one = uniformPair(random, bound)[0];
        const double two = uniformPair(random, bound)[0];
        const std::array<double, 2> last = uniformPair(random, bound);
        const double sum = std::abs(one * two) * (std::abs(last[0]) + std::abs(last[1]));
        compareNearly(score("synflow", convolutions(1, {{1, true}, {1, true}})), std::log(3 * sum), 1e-6);
    }

    void gradNormIsTheNormOfTheGradient() {
        const auto batches = matrixGradients(1);
        double squares = 0;
        for (const double g : batches.front())
            squares += g * g;
        compareNearly(score("grad_norm", matrix()), std::sqrt(squares), 1e-5);
    }

    void zicoIsMeanOverDeviation() {
        const auto batches = matrixGradients(4);
        double sum = 0;
        for (size_t w = 0; w < 4; ++w) {
            double size = 0, mean = 0, squares = 0;
            for (const auto& g : batches) {
                size += std::abs(g[w]) / 4;
                mean += g[w] / 4;
            }
            for (const auto& g : batches)
                squares += (g[w] - mean) * (g[w] - mean) / 4;
            sum += size / std::sqrt(squares);
        }
        compareNearly(score("zico", matrix()), std::log(sum), 1e-4);
    }

    // A linear network has one gradient for all inputs: eigenvalues 16 and fifteen times 0.
    void jacobianOfALinearNetworkIsDegenerate() {
        constexpr double kTiny = 1e-5;
        const double expected = -(std::log(16 + kTiny) + 1 / (16 + kTiny)) - 15 * (std::log(kTiny) + 1 / kTiny);
        compareNearly(score("jacob_cov", matrix()), expected, 1e-6);
    }

    void bitsDependOnNeitherThreadsNorCompany() {
        const std::vector<Network> networks = {nasBenchMacro("10000010"), convolutions(3, {{8, true}, {8, true}})};
        for (const ScoreInfo& info : scoreInfos()) {
            const std::vector<double> together = scores(info.id, networks, {3, 1, 2});
            QCOMPARE(together.size(), networks.size());
            QVERIFY(std::isfinite(together[0]) && std::isfinite(together[1]));
            QCOMPARE(scores(info.id, {networks[0]}, {3, 1, 1}).front(), together[0]);
        }
        QVERIFY(scores("naswot", networks, {3, 1, 1}) != scores("naswot", networks, {4, 1, 1}));
    }

    void networksThatCannotRunHaveNoScoreButAReason() {
        NetworkDraft draft(convolutions(1, {{1, true}}));
        const Port input{0, 0};
        const Port strange{draft.add(*findBlockKind("opaque"), "strange",
                                     {{"function", std::string("Mystery")},
                                      {"input_shapes", std::vector<int64_t>{4, 1, 1, kSide, kSide}},
                                      {"output_shapes", std::vector<int64_t>{4, 1, 1, kSide, kSide}}},
                                     {input}),
                           0};
        draft.redirect(input, strange, strange.block);
        const Network network = must(draft.commit());
        const LoweredNetwork lowered = must(lower(network));
        const ScoredNetwork scored{&network, &lowered};
        for (const char* id : {"naswot", "zico", "trainability"}) {
            const auto made = must(makeScore(id, network, lowered, {kSeed, 1, 1}));
            QVERIFY(std::isnan(made->score({&scored, 1}).front()));
            QVERIFY(made->obstacle(scored).find("Mystery") != std::string::npos);
        }
    }

    void stoppedScoresGiveFewer() {
        const Network network = nasBenchMacro("22222222");
        const LoweredNetwork lowered = must(lower(network));
        const ScoredNetwork scored{&network, &lowered};
        std::stop_source source;
        source.request_stop();
        for (const char* id : {"naswot", "grad_norm", "trainability"}) {
            const auto made = must(makeScore(id, network, lowered, {kSeed, 1, 1}));
            QVERIFY(made->score({&scored, 1}, source.get_token()).empty());
        }
    }
};

QTEST_GUILESS_MAIN(TorchScoresTest)
#include "torch_scores_test.moc"
