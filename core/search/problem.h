// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace bw {

/// An option for each decision.
using Genome = std::vector<int32_t>;

/// One decision of a search.
struct Decision {
    std::string name;
    std::vector<std::string> options;
    bool ordered = true;  ///< Neighbouring options are alike; false for kinds.
    double weight = 1;    ///< How much is at stake, beside the other decisions: the more, the more often it is changed.
};

/// One objective. All are minimised; where more is better, the objective is its negative.
struct ObjectiveInfo {
    std::string id;          ///< "latency_ms".
    std::string label;       ///< "Latency".
    std::string unit;        ///< "ms"; may be empty.
    bool maximised = false;  ///< The objective is the negative of what people read.
};

/// What a genome is worth.
struct Rating {
    std::vector<double> objectives;  ///< All minimised, in the problem's order.
    /// Sum over the limits of max(0, g / limit - 1): 0 is feasible, infinity is no network.
    double violation = 0;
};

/// What a strategy searches: decisions with a few options each, and ratings of genomes. Everything is deterministic,
/// thread-safe and independent of the order and the company in which genomes are rated.
class SearchProblem {
public:
    virtual ~SearchProblem() = default;

    virtual std::span<const Decision> decisions() const = 0;
    virtual std::span<const ObjectiveInfo> objectives() const = 0;
    /// Equal candidates have equal canonical genomes, of which this is the genome's.
    virtual Genome canonical(const Genome& genome) const { return genome; }
    /// One rating for each genome; fewer only where it was stopped.
    virtual std::vector<Rating> rate(std::span<const Genome> genomes, std::stop_token stop = {}) const = 0;
    /// Numbers that a surrogate learns from. By default one for each ordered decision, 0 ... 1, and one for each option
    /// of the others.
    virtual std::vector<double> features(const Genome& genome) const;
    /// A cheap guess of the first objective, smaller for better, to begin with; absent where there is none.
    virtual std::optional<double> prior(const Genome&) const { return std::nullopt; }
    /// The violation that rate() will find, where limits are cheap to check beforehand and rating is not; absent where
    /// only rating tells.
    virtual std::optional<double> knownViolation(const Genome&) const { return std::nullopt; }
    /// Where a search begins.
    virtual Genome start() const { return Genome(decisions().size(), 0); }
};

}  // namespace bw
