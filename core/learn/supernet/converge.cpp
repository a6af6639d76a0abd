// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/supernet/converge.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "learn/train/judge_session.h"

namespace bw {
namespace {

constexpr double kBaselineDecay = 0.95;

/// A softmax over the options of each decision.
class Policy {
public:
    explicit Policy(const SearchSpace& space) {
        for (const SpaceDecision& decision : space.decisions())
            logits_.emplace_back(decision.options.size(), 0.0);
    }

    std::vector<double> probabilities(size_t decision, double temperature) const {
        const std::vector<double>& logits = logits_[decision];
        const double greatest = *std::max_element(logits.begin(), logits.end());
        std::vector<double> result;
        double sum = 0;
        for (const double logit : logits)
            sum += result.emplace_back(std::exp((logit - greatest) / temperature));
        for (double& value : result)
            value /= sum;
        return result;
    }

    Genome draw(double temperature, Random& random) const {
        Genome genome;
        for (size_t d = 0; d < logits_.size(); ++d) {
            const auto shares = probabilities(d, temperature);
            double left = random.uniform();
            size_t option = 0;
            while (option + 1 < shares.size() && left >= shares[option])
                left -= shares[option++];
            genome.push_back(static_cast<int32_t>(option));
        }
        return genome;
    }

    /// REINFORCE (Williams, 1992): the gradient of log p of what was drawn, times the advantage.
    void move(const Genome& genome, double advantage, double temperature, double rate) {
        for (size_t d = 0; d < logits_.size(); ++d) {
            const auto shares = probabilities(d, temperature);
            for (size_t option = 0; option < shares.size(); ++option) {
                const double taken = static_cast<int32_t>(option) == genome[d] ? 1 : 0;
                logits_[d][option] += rate * advantage * (taken - shares[option]);
            }
        }
    }

    Genome likeliest() const {
        Genome genome;
        for (const auto& logits : logits_)
            genome.push_back(static_cast<int32_t>(std::max_element(logits.begin(), logits.end()) - logits.begin()));
        return genome;
    }

    double certainty(double temperature) const {
        double sum = 0;
        for (size_t d = 0; d < logits_.size(); ++d) {
            const auto shares = probabilities(d, temperature);
            sum += *std::max_element(shares.begin(), shares.end());
        }
        return logits_.empty() ? 1 : sum / static_cast<double>(logits_.size());
    }

private:
    std::vector<std::vector<double>> logits_;
};

/// Mean and spread of what was seen, forgetting slowly.
struct Moving {
    double mean = 0, square = 0, weight = 0;

    void add(double value) {
        mean = kBaselineDecay * mean + (1 - kBaselineDecay) * value;
        square = kBaselineDecay * square + (1 - kBaselineDecay) * value * value;
        weight = kBaselineDecay * weight + (1 - kBaselineDecay);
    }
    double centre() const { return weight > 0 ? mean / weight : 0; }
    double spread() const {
        const double middle = centre();
        return weight > 0 ? std::sqrt(std::max(0.0, square / weight - middle * middle)) : 0;
    }
};

}  // namespace

Result<Converged> converge(Supernet& supernet, const ConvergeOptions& options,
                           const std::function<double(const Genome&)>& latency_of, const TrainControl& control) {
    if (!(options.latency_ms > 0)) {
        return fail(ErrorCode::InvalidArgument, "a latency above zero is needed to converge to");
    }
    const TrainOptions& train = supernet.options().train;
    Policy policy(supernet.space());
    Random random(augmentSeed(train.seed, 0, 2));
    Moving costs;
    Converged result;
    double temperature = options.hottest;
    for (int epoch = 1; epoch <= train.epochs; ++epoch) {
        BatchOptions batches = supernet.batchOptions(DataSplit::Train);
        batches.epoch = epoch;
        BatchLoader loader(supernet.set(), supernet.task(), batches);
        double sum = 0, latencies = 0;
        int64_t told = 0;
        for (int64_t at = 0; at < loader.batches(); ++at) {
            if (auto going = mayGoOn(control); !going) return tl::unexpected(going.error());
            const auto batch = loader.next();
            if (!batch) return tl::unexpected(batch.error());
            const double share =
                (epoch - 1 + static_cast<double>(at) / static_cast<double>(loader.batches())) / train.epochs;
            temperature = options.hottest * std::pow(3.0, -share);
            Genome genome = policy.draw(temperature, random);
            if (!supernet.space().build(genome)) genome = supernet.drawn(random);
            const std::array<Genome, 1> one = {genome};
            const double rate = learningRate(train, (epoch - 1) * loader.batches() + at, loader.batches());
            const auto loss = supernet.step(one, (*batch)->batch, rate);
            if (!loss) return tl::unexpected(loss.error());
            if (!std::isfinite(*loss)) return tl::unexpected(lossIsNoNumber("the supernet's loss", epoch, at + 1));
            const double latency = latency_of(genome);
            if (!std::isfinite(latency)) continue;
            sum += *loss;
            latencies += latency;
            ++told;
            const double cost = *loss + options.latency_weight * std::abs(latency / options.latency_ms - 1);
            if (share >= options.begins_at && costs.spread() > 0) {
                const double advantage = std::clamp((costs.centre() - cost) / costs.spread(), -3.0, 3.0);
                policy.move(genome, advantage, temperature, options.policy_rate);
            }
            costs.add(cost);
            if (control.progress)
                control.progress({epoch,
                                  train.epochs,
                                  at + 1,
                                  loader.batches(),
                                  sum / static_cast<double>(told),
                                  0,
                                  nullptr,
                                  nullptr,
                                  nullptr,
                                  {}});
        }
        result.latencies.push_back(told > 0 ? latencies / static_cast<double>(told) : 0);
    }
    result.genome = policy.likeliest();
    result.expected_latency_ms = result.latencies.empty() ? 0 : result.latencies.back();
    result.certainty = policy.certainty(temperature);
    return result;
}

}  // namespace bw
