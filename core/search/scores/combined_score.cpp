// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/scores/combined_score.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <mutex>
#include <numeric>
#include <optional>

#include "base/random.h"
#include "space/search_space.h"

namespace bw {
namespace {

constexpr size_t kReferenceNetworks = 24;
constexpr size_t kDepth = 2;  ///< Its place in kCombinedScores; those before it are LibTorch scores.

bool isKnown(const CombinedParts& parts) {
    return std::all_of(parts.begin(), parts.end(), [](double part) { return std::isfinite(part); });
}

std::vector<size_t> torchParts() {
    std::vector<size_t> indices;
    for (size_t part = 0; part < kDepth; ++part) {
        const auto* const it = std::find_if(kTorchScores.begin(), kTorchScores.end(), [part](const TorchScore& score) {
            return score.id == kCombinedScores[part];
        });
        indices.push_back(static_cast<size_t>(it - kTorchScores.begin()));
    }
    return indices;
}

/// A network with its lowered form.
struct Lowered {
    Network network;
    LoweredNetwork lowered;
};

/// Networks at random from the space about `base`, fewer where few decisions are open. Channels in multiples of 8: the
/// reference must not depend on a target.
std::vector<Lowered> neighbourhood(const Lowered& base, uint64_t seed, const std::stop_token& stop) {
    SpaceOptions options;
    options[DecisionKind::Conversion] = false;
    options[DecisionKind::Fusion] = false;
    options[DecisionKind::Squeeze] = false;
    options.multiple = 8;
    std::vector<Lowered> drawn;
    const auto space = SearchSpace::make(base.network, base.lowered, {}, options, stop);
    if (!space || space->decisions().empty()) return drawn;
    Random random(seed);
    for (size_t attempt = 0; attempt < 4 * kReferenceNetworks && drawn.size() < kReferenceNetworks; ++attempt) {
        Genome genome;
        for (const SpaceDecision& decision : space->decisions())
            genome.push_back(static_cast<int32_t>(random.below(decision.values.size())));
        if (stop.stop_requested()) break;
        auto network = space->build(genome);
        if (!network) continue;
        auto lowered = lower(*network, base.lowered.precision);
        if (lowered) drawn.push_back({std::move(*network), std::move(*lowered)});
    }
    return drawn;
}

class CombinedScore final : public AccuracyScore {
public:
    CombinedScore(const ScoreBackend& backend, const Network& network, const LoweredNetwork& lowered,
                  const ScoreSettings& settings)
        : base_{network, lowered},
          settings_(settings),
          measure_(backend, torchParts(), settings),
          depth_(makeCheapScore(kCombinedScores[kDepth], network, lowered)) {}

    std::string_view id() const override { return kCombinedId; }
    std::string_view label() const override { return kCombinedLabel; }

    std::vector<double> score(std::span<const ScoredNetwork> networks, std::stop_token stop) const override {
        const auto reference = referenceOf(stop);
        if (!reference) return {};
        std::vector<double> scores;
        for (const CombinedParts& parts : partsOf(networks, stop))
            scores.push_back(reference->score(parts));
        return scores;
    }

    std::string obstacle(const ScoredNetwork& scored) const override { return measure_.obstacle(scored); }

private:
    std::vector<CombinedParts> partsOf(std::span<const ScoredNetwork> networks, const std::stop_token& stop) const {
        const auto measured = measure_.of(networks, stop);
        const std::vector<double> depths = depth_->score(networks);
        std::vector<CombinedParts> all;
        for (size_t i = 0; i < measured.size(); ++i) {
            CombinedParts parts = {};
            std::copy(measured[i].begin(), measured[i].end(), parts.begin());
            parts[kDepth] = depths[i];
            all.push_back(parts);
        }
        return all;
    }

    /// Absent where it was stopped on the way.
    std::optional<CombinedReference> referenceOf(const std::stop_token& stop) const {
        const std::lock_guard lock(mutex_);
        if (reference_) return reference_;
        std::vector<Lowered> drawn = neighbourhood(base_, settings_.seed, stop);
        drawn.push_back(base_);
        std::vector<ScoredNetwork> networks;
        for (const Lowered& each : drawn)
            networks.push_back({&each.network, &each.lowered});
        std::vector<CombinedParts> parts = partsOf(networks, stop);
        if (stop.stop_requested() || parts.size() < networks.size()) return std::nullopt;
        std::erase_if(parts, [](const CombinedParts& each) { return !isKnown(each); });
        // Of networks that cannot be scored no value is ever read.
        reference_ = parts.empty() ? CombinedReference{} : CombinedReference::of(parts);
        return reference_;
    }

    Lowered base_;
    ScoreSettings settings_;
    TorchMeasure measure_;
    std::shared_ptr<const AccuracyScore> depth_;
    mutable std::mutex mutex_;
    mutable std::optional<CombinedReference> reference_;
};

}  // namespace

std::vector<double> logRank(std::span<const CombinedParts> networks) {
    std::vector<size_t> order;
    std::vector<double> scores(networks.size(), std::numeric_limits<double>::quiet_NaN());
    for (size_t i = 0; i < networks.size(); ++i) {
        if (!isKnown(networks[i])) continue;
        order.push_back(i);
        scores[i] = 0;
    }
    for (size_t part = 0; part < kCombinedScores.size(); ++part) {
        std::sort(order.begin(), order.end(),
                  [&](size_t a, size_t b) { return networks[a][part] < networks[b][part]; });
        for (size_t i = 0, end = 0; i < order.size(); i = end) {
            while (end < order.size() && networks[order[end]][part] == networks[order[i]][part])
                ++end;
            const double rank = static_cast<double>(i + 1 + end) / 2;
            for (size_t j = i; j < end; ++j)
                scores[order[j]] += std::log(rank / static_cast<double>(order.size()));
        }
    }
    return scores;
}

CombinedReference CombinedReference::of(std::span<const CombinedParts> networks) {
    CombinedReference reference;
    const auto count = static_cast<double>(networks.size());
    for (size_t part = 0; part < kCombinedScores.size(); ++part) {
        double sum = 0;
        for (const CombinedParts& parts : networks)
            sum += parts[part];
        const double mean = sum / count;
        double squares = 0;
        for (const CombinedParts& parts : networks)
            squares += (parts[part] - mean) * (parts[part] - mean);
        const double least = std::max(0.01 * std::abs(mean), 1e-6);
        reference.mean[part] = mean;
        reference.deviation[part] = std::max(std::sqrt(squares / count), least);
    }
    return reference;
}

double CombinedReference::score(const CombinedParts& parts) const {
    double sum = 0;
    for (size_t part = 0; part < parts.size(); ++part) {
        // Deviation of the standard logistic law: pi / sqrt(3).
        constexpr double kSteepness = 1.8137993642342178;
        sum -= std::log1p(std::exp(-kSteepness * (parts[part] - mean[part]) / deviation[part]));
    }
    return sum;
}

std::shared_ptr<const AccuracyScore> makeCombinedScore(const ScoreBackend& backend, const Network& network,
                                                       const LoweredNetwork& lowered, const ScoreSettings& settings) {
    return std::make_shared<CombinedScore>(backend, network, lowered, settings);
}

}  // namespace bw
