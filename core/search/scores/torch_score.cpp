// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/scores/torch_score.h"

namespace bw {
namespace {

class TorchAccuracyScore final : public AccuracyScore {
public:
    TorchAccuracyScore(const ScoreBackend& backend, size_t index, const ScoreSettings& settings)
        : info_(kTorchScores[index]), measure_(backend, {index}, settings) {}

    std::string_view id() const override { return info_.id; }
    std::string_view label() const override { return info_.label; }

    std::vector<double> score(std::span<const ScoredNetwork> networks, std::stop_token stop) const override {
        std::vector<double> scores;
        for (const std::vector<double>& values : measure_.of(networks, stop))
            scores.push_back(values.front());
        return scores;
    }

    std::string obstacle(const ScoredNetwork& scored) const override { return measure_.obstacle(scored); }

private:
    const TorchScore& info_;
    TorchMeasure measure_;
};

}  // namespace

std::shared_ptr<const AccuracyScore> makeTorchScore(const ScoreBackend& backend, size_t index,
                                                    const ScoreSettings& settings) {
    return std::make_shared<TorchAccuracyScore>(backend, index, settings);
}

}  // namespace bw
