// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/strategies/builtin_strategies.h"
#include "search/strategies/genome_source.h"

namespace bw {
namespace {

constexpr size_t kGeneration = 50;

class RandomSearch final : public Strategy {
public:
    RandomSearch(const SearchProblem& problem, const StrategyOptions& options) : source_(problem, options) {}

    std::vector<Genome> ask() override {
        std::vector<Genome> genomes;
        while (genomes.size() < kGeneration) {
            auto genome = source_.freshUniform();
            if (!genome) break;
            genomes.push_back(*std::move(genome));
        }
        return genomes;
    }
    void tell(std::span<const Genome>, std::span<const Rating>) override {}

private:
    GenomeSource source_;
};

}  // namespace

StrategyInfo randomStrategy() {
    return {"random", "Random", "Draws networks blindly: the baseline that others must beat.", true,
            [](const SearchProblem& problem, const StrategyOptions& options) -> std::unique_ptr<Strategy> {
                return std::make_unique<RandomSearch>(problem, options);
            }};
}

}  // namespace bw
