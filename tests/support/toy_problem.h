// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <chrono>
#include <cmath>
#include <limits>
#include <thread>

#include "search/problem.h"

namespace bw::support {

/// Networks that are only numbers: cost rises with every option, loss falls with them at its own rate for each
/// decision, with an interaction of neighbours. Options 0 of decisions 0 and 1 together make no network.
class ToyProblem final : public SearchProblem {
public:
    struct Options {
        int decisions = 6;
        int options = 3;
        int objectives = 2;
        double most_cost = std::numeric_limits<double>::infinity();
        bool limit_known = false;  ///< The limit is told beforehand.
        bool twins = false;        ///< The last two decisions may be exchanged.
        bool with_prior = false;
        double milliseconds = 0;  ///< That rating one takes.
    };

    explicit ToyProblem(const Options& options) : options_(options) {
        for (int d = 0; d < options.decisions; ++d) {
            Decision decision;
            decision.name = "d" + std::to_string(d);
            for (int o = 0; o < options.options; ++o)
                decision.options.push_back(std::to_string(o));
            decision.ordered = d % 3 != 2;
            decisions_.push_back(decision);
        }
        for (int m = 0; m < options.objectives; ++m)
            objectives_.push_back({"f" + std::to_string(m), "F", "", false});
    }

    std::span<const Decision> decisions() const override { return decisions_; }
    std::span<const ObjectiveInfo> objectives() const override { return objectives_; }
    Genome canonical(const Genome& genome) const override {
        Genome result = genome;
        const size_t n = result.size();
        if (options_.twins && result[n - 2] < result[n - 1]) std::swap(result[n - 2], result[n - 1]);
        return result;
    }

    double cost(const Genome& genome) const {
        double sum = 1;
        for (size_t d = 0; d < genome.size(); ++d)
            sum += (1 + 0.37 * static_cast<double>(d % 5)) * genome[d];
        return sum;
    }
    double loss(const Genome& genome) const {
        double sum = 100;
        for (size_t d = 0; d < genome.size(); ++d) {
            sum -= (1 + static_cast<double>(d * d % 7)) * std::sqrt(static_cast<double>(genome[d]));
            if (d > 0 && genome[d] == genome[d - 1]) sum += 0.5;
        }
        return sum;
    }
    Rating rateOne(const Genome& genome) const {
        constexpr double kInfinity = std::numeric_limits<double>::infinity();
        if (genome[0] == 0 && genome[1] == 0) return {std::vector<double>(objectives_.size(), kInfinity), kInfinity};
        const std::vector<double> all = {loss(genome), cost(genome), cost(genome) * (1 + genome[0]) + genome[1],
                                         static_cast<double>(genome.back())};
        Rating rating{{all.begin(), all.begin() + options_.objectives}, 0};
        rating.violation = std::max(0.0, cost(genome) / options_.most_cost - 1);
        return rating;
    }

    std::vector<Rating> rate(std::span<const Genome> genomes, std::stop_token stop) const override {
        std::vector<Rating> ratings;
        for (const Genome& genome : genomes) {
            if (options_.milliseconds > 0)
                std::this_thread::sleep_for(std::chrono::duration<double, std::milli>(options_.milliseconds));
            if (stop.stop_requested()) break;
            ++rated;
            ratings.push_back(rateOne(canonical(genome)));
        }
        return ratings;
    }
    std::optional<double> prior(const Genome& genome) const override {
        return options_.with_prior ? std::optional(-cost(genome)) : std::nullopt;
    }
    std::optional<double> knownViolation(const Genome& genome) const override {
        return options_.limit_known ? std::optional(std::max(0.0, cost(genome) / options_.most_cost - 1))
                                    : std::nullopt;
    }

    /// Every genome of a small space.
    std::vector<Genome> all() const {
        std::vector<Genome> genomes = {{}};
        for (const Decision& decision : decisions_) {
            std::vector<Genome> longer;
            for (const Genome& genome : genomes) {
                for (size_t o = 0; o < decision.options.size(); ++o) {
                    longer.push_back(genome);
                    longer.back().push_back(static_cast<int32_t>(o));
                }
            }
            genomes = std::move(longer);
        }
        return genomes;
    }

    mutable std::atomic<int64_t> rated{0};

private:
    Options options_;
    std::vector<Decision> decisions_;
    std::vector<ObjectiveInfo> objectives_;
};

}  // namespace bw::support
