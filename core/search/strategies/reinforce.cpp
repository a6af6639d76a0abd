// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>

#include "search/pareto/domination.h"
#include "search/strategies/builtin_strategies.h"
#include "search/strategies/genome_source.h"

namespace bw {
namespace {

constexpr size_t kBatch = 10;
/// Samples for a batch, at most; those that were rated before teach from memory.
constexpr int kMostSamples = 200;
constexpr double kLearningRate = 0.08;
constexpr double kBaselineMemory = 0.9;
/// Reward for breaking limits by 100 %, in deviations of the objective: TuNAS' absolute penalty (Bender et al., CVPR
/// 2020) with the violation for |T / T0 - 1|, so that what is within the limits is not drawn towards them.
constexpr double kPenalty = -10;
constexpr double kMostViolation = 100;

/// Adam (Kingma and Ba, ICLR 2015) on one vector.
class Adam {
public:
    explicit Adam(size_t size) : mean_(size, 0), square_(size, 0) {}

    void ascend(std::vector<double>& values, const std::vector<double>& gradient) {
        constexpr double kFirst = 0.9;
        constexpr double kSecond = 0.999;
        ++steps_;
        for (size_t i = 0; i < values.size(); ++i) {
            mean_[i] = kFirst * mean_[i] + (1 - kFirst) * gradient[i];
            square_[i] = kSecond * square_[i] + (1 - kSecond) * gradient[i] * gradient[i];
            const double mean = mean_[i] / (1 - std::pow(kFirst, steps_));
            const double square = square_[i] / (1 - std::pow(kSecond, steps_));
            values[i] += kLearningRate * mean / (std::sqrt(square) + 1e-8);
        }
    }

private:
    std::vector<double> mean_;
    std::vector<double> square_;
    int steps_ = 0;
};

/// A controller with an independent softmax for each decision, taught by REINFORCE.
class Reinforce final : public Strategy {
public:
    Reinforce(const SearchProblem& problem, const StrategyOptions& options)
        : source_(problem, options), adam_(countLogits()), logits_(countLogits()) {
        for (double& logit : logits_)
            logit = 1e-3 * source_.random().normal();
    }

    std::vector<Genome> ask() override {
        if (!begun_) {
            begun_ = true;
            return source_.beginnings(2 * kBatch);
        }
        remembered_.clear();
        std::vector<Genome> genomes;
        for (int i = 0; i < kMostSamples && genomes.size() + remembered_.size() < kBatch; ++i) {
            Genome genome = source_.problem().canonical(sample());
            if (const auto known = rewards_.find(genome); known != rewards_.end()) {
                remembered_.push_back(std::move(genome));
            } else if (source_.knownViolation(genome) == 0 && source_.claim(genome)) {
                genomes.push_back(std::move(genome));
            }
        }
        // A controller that is sure repeats itself; something new is asked for all the same.
        if (!remembered_.empty() && genomes.empty()) {
            const Genome& last = remembered_.back();
            if (auto genome = source_.near(last)) genomes.push_back(*std::move(genome));
        }
        if (genomes.empty()) {
            if (auto genome = source_.fresh()) genomes.push_back(*std::move(genome));
        }
        return genomes;
    }

    void tell(std::span<const Genome> genomes, std::span<const Rating> ratings) override {
        if (!scaled_) setScale(ratings);
        std::vector<double> gradient(logits_.size(), 0);
        const auto count = static_cast<double>(genomes.size() + remembered_.size());
        for (size_t i = 0; i < genomes.size(); ++i) {
            const double reward = rewardOf(ratings[i]);
            rewards_.emplace(genomes[i], reward);
            learn(genomes[i], reward, count, gradient);
        }
        for (const Genome& genome : remembered_)
            learn(genome, rewards_.at(genome), count, gradient);
        adam_.ascend(logits_, gradient);
    }

private:
    size_t countLogits() const {
        size_t count = 0;
        for (const size_t d : source_.variation().open())
            count += static_cast<size_t>(source_.variation().options(d));
        return count;
    }

    /// Of the first ratings: where the objective is and how far it spreads.
    void setScale(std::span<const Rating> ratings) {
        std::vector<double> values;
        for (const Rating& rating : ratings) {
            if (std::isfinite(rating.objectives[0])) values.push_back(rating.objectives[0]);
        }
        if (values.size() < 2) return;
        std::sort(values.begin(), values.end());
        centre_ = values[values.size() / 2];
        // Half of the values lie between the quartiles, 1.35 deviations of a normal distribution apart.
        const double quartiles = values[values.size() * 3 / 4] - values[values.size() / 4];
        const double range = values.back() - values.front();
        spread_ = quartiles > 0 ? quartiles / 1.35 : (range > 0 ? range : 1);
        scaled_ = true;
    }

    double rewardOf(const Rating& rating) {
        if (!std::isfinite(rating.objectives[0])) return worst_;
        const double reward =
            (centre_ - rating.objectives[0]) / spread_ + kPenalty * std::min(rating.violation, kMostViolation);
        worst_ = std::min(worst_, reward);
        return reward;
    }

    /// Adds the gradient of log p(genome) times the reward beyond the baseline.
    void learn(const Genome& genome, double reward, double count, std::vector<double>& gradient) {
        if (!has_baseline_) baseline_ = reward;
        has_baseline_ = true;
        const double advantage = (reward - baseline_) / count;
        baseline_ = kBaselineMemory * baseline_ + (1 - kBaselineMemory) * reward;
        size_t first = 0;
        for (const size_t d : source_.variation().open()) {
            const std::vector<double> chances = chancesOf(d, first);
            for (size_t option = 0; option < chances.size(); ++option) {
                const double chosen = genome[d] == static_cast<int32_t>(option) ? 1 : 0;
                gradient[first + option] += advantage * (chosen - chances[option]);
            }
            first += chances.size();
        }
    }

    std::vector<double> chancesOf(size_t decision, size_t first) const {
        const auto options = static_cast<size_t>(source_.variation().options(decision));
        std::vector<double> chances(options);
        const auto begin = logits_.begin() + static_cast<int64_t>(first);
        const double most = *std::max_element(begin, begin + static_cast<int64_t>(options));
        double sum = 0;
        for (size_t option = 0; option < options; ++option)
            sum += chances[option] = std::exp(logits_[first + option] - most);
        for (double& chance : chances)
            chance /= sum;
        return chances;
    }

    Genome sample() {
        Genome genome(source_.variation().decisions(), 0);
        size_t first = 0;
        for (const size_t d : source_.variation().open()) {
            const std::vector<double> chances = chancesOf(d, first);
            double left = source_.random().uniform();
            size_t option = 0;
            while (option + 1 < chances.size() && left >= chances[option])
                left -= chances[option++];
            genome[d] = static_cast<int32_t>(option);
            first += chances.size();
        }
        return genome;
    }

    GenomeSource source_;
    Adam adam_;
    std::vector<double> logits_;  ///< Of all options of the open decisions, in order.
    std::unordered_map<Genome, double, GenomeHash> rewards_;
    std::vector<Genome> remembered_;  ///< Of the present batch, rated before.
    bool begun_ = false;
    bool scaled_ = false;
    double centre_ = 0;
    double spread_ = 1;
    double worst_ = -10;
    bool has_baseline_ = false;
    double baseline_ = 0;
};

}  // namespace

StrategyInfo reinforceStrategy() {
    return {"reinforce", "REINFORCE",
            "One objective and thousands of cheap ratings: a controller learns the chance of every option.", false,
            [](const SearchProblem& problem, const StrategyOptions& options) -> std::unique_ptr<Strategy> {
                return std::make_unique<Reinforce>(problem, options);
            }};
}

}  // namespace bw
