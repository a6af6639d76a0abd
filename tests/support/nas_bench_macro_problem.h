// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "io/file_bytes.h"
#include "search/problem.h"

namespace bw::support {

/// NAS-Bench-Macro (Su et al., arXiv 2103.11922) as a search: 3,969 distinct networks whose accuracies are known. A
/// rating stands for one training. Multiply-accumulates and parameters are counted, not trained, so that limits on
/// multiply-accumulates are known beforehand.
class NasBenchMacroProblem final : public SearchProblem {
public:
    /// `max_flops` 0: without a limit. With `pareto` multiply-accumulates are the second objective.
    NasBenchMacroProblem(const std::string& path, double max_flops, bool pareto) : max_flops_(max_flops) {
        for (int i = 0; i < 8; ++i)
            decisions_.push_back({"layer_" + std::to_string(i + 1), {"identity", "mb3_k3", "mb6_k5"}, true});
        objectives_.push_back({"accuracy", "Accuracy", "%", true});
        if (pareto) objectives_.push_back({"macs", "Multiply-accumulates", "", false});
        const auto bytes = readFileBytes(path, int64_t{1} << 24);
        if (!bytes) return;
        const nlohmann::json table = nlohmann::json::parse(*bytes, nullptr, false);
        for (const auto& [code, row] : table.items()) {
            Genome genome;
            for (const char digit : code)
                genome.push_back(digit - '0');
            rows_[canonical(genome)] = {row["mean_acc"], row["flops"], row["params"]};
        }
    }
    /// False where the table was not found.
    bool isThere() const { return rows_.size() == 3969; }

    struct Row {
        double accuracy = 0;
        double macs = 0;
        double parameters = 0;
    };
    const std::map<Genome, Row>& rows() const { return rows_; }

    std::span<const Decision> decisions() const override { return decisions_; }
    std::span<const ObjectiveInfo> objectives() const override { return objectives_; }
    /// The second and third layer of the stages of three keep the channels: an identity among them may stand last.
    Genome canonical(const Genome& genome) const override {
        Genome result = genome;
        for (const size_t second : {3, 6}) {
            if (result[second] == 0) std::swap(result[second], result[second + 1]);
        }
        return result;
    }
    std::vector<Rating> rate(std::span<const Genome> genomes, std::stop_token) const override {
        std::vector<Rating> ratings;
        for (const Genome& genome : genomes) {
            const Row& row = rows_.at(canonical(genome));
            Rating rating{{-row.accuracy}, violationOf(row)};
            if (objectives_.size() == 2) rating.objectives.push_back(row.macs);
            ratings.push_back(rating);
        }
        return ratings;
    }
    /// As for all networks (NetworkProblem): the options, then the logarithms of what is counted.
    std::vector<double> features(const Genome& genome) const override {
        const Genome own = canonical(genome);
        std::vector<double> features = SearchProblem::features(own);
        const Row& row = rows_.at(own);
        features.push_back(std::log10(row.macs));
        features.push_back(std::log10(row.parameters));
        return features;
    }
    /// A formula stated before (algorithms.md 1.3): log multiply-accumulates + depth / 10 - 3/10 log parameters.
    std::optional<double> prior(const Genome& genome) const override {
        const Genome own = canonical(genome);
        const Row& row = rows_.at(own);
        const auto depth = static_cast<double>(std::count_if(own.begin(), own.end(), [](int32_t o) { return o != 0; }));
        return -(std::log(row.macs) + 0.1 * depth - 0.3 * std::log(row.parameters));
    }
    std::optional<double> knownViolation(const Genome& genome) const override {
        return violationOf(rows_.at(canonical(genome)));
    }

private:
    double violationOf(const Row& row) const { return max_flops_ > 0 ? std::max(0.0, row.macs / max_flops_ - 1) : 0.0; }

    double max_flops_;
    std::vector<Decision> decisions_;
    std::vector<ObjectiveInfo> objectives_;
    std::map<Genome, Row> rows_;
};

}  // namespace bw::support
