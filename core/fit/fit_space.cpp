// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fit/fit_space.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace bw {
namespace {

constexpr std::array<std::pair<Freedom, DecisionKind>, kFreedoms.size()> kKinds = {{
    {Freedom::Width, DecisionKind::Width},
    {Freedom::Expansion, DecisionKind::Expansion},
    {Freedom::Input, DecisionKind::Input},
    {Freedom::Conversion, DecisionKind::Conversion},
    {Freedom::Fusion, DecisionKind::Fusion},
    {Freedom::Kernel, DecisionKind::Kernel},
}};

SpaceOptions optionsOf(const Freedoms& freedoms, int64_t multiple) {
    SpaceOptions options = SpaceOptions::none();
    for (const auto& [freedom, kind] : kKinds)
        options[kind] = freedoms[freedom];
    options.multiple = multiple;
    // Nothing beyond what is there.
    options.least_width = 0;
    options.most_width = 1;
    options.most_expansion = 0;
    options.most_kernel = 0;
    return options;
}

Freedom freedomOf(DecisionKind kind) {
    const auto* const it =
        std::find_if(kKinds.begin(), kKinds.end(), [&](const auto& pair) { return pair.second == kind; });
    return it->first;
}

bool isConversion(Freedom freedom) {
    return freedom == Freedom::Conversion || freedom == Freedom::Fusion;
}

}  // namespace

Result<FitSpace> FitSpace::make(const Network& network, const LoweredNetwork& lowered, const TargetProfile& target,
                                const Freedoms& freedoms, int64_t multiple, std::stop_token stop) {
    if (network.empty()) return fail(ErrorCode::InvalidArgument, "there is no network to fit");
    if (!freedoms.any()) {
        return fail(ErrorCode::InvalidArgument, "nothing may change", "--allow", "allow at least one freedom: width");
    }
    auto made = SearchSpace::make(network, lowered, target, optionsOf(freedoms, multiple), std::move(stop));
    if (!made) return tl::unexpected(made.error());
    FitSpace space(*std::move(made));
    for (size_t d = 0; d < space.space_.decisions().size(); ++d) {
        const SpaceDecision& decision = space.space_.decisions()[d];
        // The network takes nothing but what is there.
        if (decision.values.size() < 2) continue;
        FitGene gene{freedomOf(decision.kind), decision.block, {}};
        std::vector<int32_t> order;
        for (auto option = static_cast<int32_t>(decision.values.size()); option-- > 0;)
            order.push_back(option);
        // As it is first, then ever smaller.
        std::stable_partition(order.begin(), order.end(), [&](int32_t option) { return option == decision.present(); });
        for (const int32_t option : order) {
            const double value = decision.values[static_cast<size_t>(option)];
            gene.options.push_back(isConversion(gene.freedom) ? static_cast<double>(gene.options.size()) : value);
        }
        if (gene.freedom == Freedom::Input) space.input_gene_ = static_cast<int>(space.genes_.size());
        space.genes_.push_back(std::move(gene));
        space.choices_.push_back({d, std::move(order)});
    }
    return space;
}

Genome FitSpace::genomeOf(const FitDesign& design) const {
    Genome genome = space_.origin();
    for (size_t g = 0; g < design.size(); ++g)
        genome[choices_[g].decision] = choices_[g].options[static_cast<size_t>(design[g])];
    return genome;
}

FitDesign FitSpace::nearest(const Network& scaled) const {
    FitDesign design = origin();
    for (size_t g = 0; g < genes_.size(); ++g) {
        const Block* block = scaled.find(genes_[g].block);
        if (block == nullptr || genes_[g].freedom != Freedom::Width) continue;
        const std::vector<double>& options = genes_[g].options;
        const auto wanted = static_cast<double>(block->channels());
        // Options fall: the first that is not wider.
        const auto it = std::find_if(options.begin(), options.end(), [&](double value) { return value <= wanted; });
        design[g] = static_cast<int32_t>(it == options.end() ? options.size() - 1 : it - options.begin());
    }
    return design;
}

}  // namespace bw
