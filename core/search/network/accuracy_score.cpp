// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/network/accuracy_score.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

#include "search/network/capacity.h"

namespace bw {
namespace {

/// A score by one function of a network.
class FunctionScore final : public AccuracyScore {
public:
    using Function = std::function<double(const Network&, const LoweredNetwork&)>;
    FunctionScore(std::string_view id, std::string_view label, Function function)
        : id_(id), label_(label), function_(std::move(function)) {}

    std::string_view id() const override { return id_; }
    std::string_view label() const override { return label_; }
    std::vector<double> score(std::span<const ScoredNetwork> networks, std::stop_token stop) const override {
        std::vector<double> scores;
        scores.reserve(networks.size());
        for (const ScoredNetwork& scored : networks) {
            if (stop.stop_requested()) break;
            scores.push_back(function_(*scored.network, *scored.lowered));
        }
        return scores;
    }

private:
    std::string_view id_;
    std::string_view label_;
    Function function_;
};

std::shared_ptr<const AccuracyScore> makeCapacity(const Network& network, const LoweredNetwork& lowered) {
    return std::make_shared<FunctionScore>(
        "capacity", "Capacity",
        [capacity = Capacity(network, lowered)](const Network& other, const LoweredNetwork& shapes) {
            return capacity.of(other, shapes);
        });
}

std::shared_ptr<const AccuracyScore> makeDepth(const Network&, const LoweredNetwork&) {
    return std::make_shared<FunctionScore>("depth", "Depth", [](const Network& network, const LoweredNetwork& lowered) {
        int64_t count = 0;
        for (size_t i = 0; i < network.size(); ++i) {
            const BlockSpan& span = lowered.blocks[i];
            const auto first = lowered.graph.operators.begin() + span.first_operator;
            const auto last = first + span.operator_count;
            const bool weights = std::any_of(first, last, [](const Operator& op) { return op.weight_elements > 0; });
            count += weights &&
                     std::any_of(first, last, [](const Operator& op) { return op.activation != Activation::None; });
        }
        return static_cast<double>(count);
    });
}

std::shared_ptr<const AccuracyScore> makeMacs(const Network&, const LoweredNetwork&) {
    return std::make_shared<FunctionScore>(
        "macs", "Logarithm of MACs", [](const Network&, const LoweredNetwork& lowered) {
            return std::log10(std::max(1.0, static_cast<double>(lowered.graph.totalMacs())));
        });
}

std::shared_ptr<const AccuracyScore> makeParameters(const Network&, const LoweredNetwork&) {
    return std::make_shared<FunctionScore>(
        "parameters", "Logarithm of parameters", [](const Network&, const LoweredNetwork& lowered) {
            return std::log10(std::max(1.0, static_cast<double>(lowered.graph.totalParameters())));
        });
}

constexpr std::array kScores = {
    CheapScore{"capacity", "Capacity",
               "Expected change of accuracy by structure alone: times 8 about points of ImageNet; fusion is no gain.",
               makeCapacity},
    CheapScore{"depth", "Depth", "Number of blocks with weights and a non-linearity.", makeDepth},
    CheapScore{"macs", "Logarithm of MACs", "Decimal logarithm of multiply-accumulates; cheers for fusion.", makeMacs},
    CheapScore{"parameters", "Logarithm of parameters", "Decimal logarithm of parameters; cheers for fusion.",
               makeParameters},
};

}  // namespace

std::span<const CheapScore> cheapScores() {
    return kScores;
}

std::shared_ptr<const AccuracyScore> makeCheapScore(std::string_view id, const Network& network,
                                                    const LoweredNetwork& lowered) {
    const auto* const it =
        std::find_if(kScores.begin(), kScores.end(), [&](const CheapScore& score) { return score.id == id; });
    return it == kScores.end() ? nullptr : it->make(network, lowered);
}

}  // namespace bw
