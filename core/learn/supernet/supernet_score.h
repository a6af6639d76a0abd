// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <mutex>

#include "learn/supernet/supernet.h"
#include "search/network/accuracy_score.h"

namespace bw {

/// The first metric of networks in a trained supernet, 0 to 1, as a score of searches: single-shot search is any
/// strategy with this one. One network is judged at a time, whoever asks.
class SupernetScore final : public AccuracyScore {
public:
    explicit SupernetScore(std::shared_ptr<Supernet> supernet) : supernet_(std::move(supernet)) {}

    std::string_view id() const override { return "supernet"; }
    std::string_view label() const override { return "Supernet"; }
    std::vector<double> score(std::span<const ScoredNetwork> networks, std::stop_token stop = {}) const override;
    std::string obstacle(const ScoredNetwork& network) const override;

private:
    std::shared_ptr<Supernet> supernet_;
    mutable std::mutex mutex_;
};

}  // namespace bw
