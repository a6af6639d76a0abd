// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "fit/freedoms.h"
#include "space/search_space.h"

namespace bw {

/// One decision: a list of two or more options, from "as it is" (0) to the smallest.
struct FitGene {
    Freedom freedom = Freedom::Width;
    BlockId block = kNoBlock;  ///< Whose channels, expansion, kernel or kind it is; the input for sizes.
    /// Channels, expansions, heights, kernels; 0 and 1 for a change of kind.
    std::vector<double> options;
};

/// An option for each gene.
using FitDesign = std::vector<int32_t>;

/// What a fit chooses from: the part of the network's SearchSpace that does not grow, each decision from what is there
/// down, inputs included; conversions both ways.
class FitSpace {
public:
    /// `multiple` 0: the target's parallelism factor. Fails with Cancelled where it was stopped.
    static Result<FitSpace> make(const Network& network, const LoweredNetwork& lowered, const TargetProfile& target,
                                 const Freedoms& freedoms, int64_t multiple = 0, std::stop_token stop = {});

    const std::vector<FitGene>& genes() const { return genes_; }
    int64_t multiple() const { return space_.multiple(); }
    /// Decimal logarithm of the number of designs.
    double log10Size() const { return space_.log10Size(); }
    /// What stays although a freedom would reach it, and why; one line each, at most a dozen.
    const std::vector<std::string>& kept() const { return space_.kept(); }

    /// Everything as it is.
    FitDesign origin() const { return FitDesign(genes_.size(), 0); }
    /// The network of a design, not lowered yet; refused where its blocks do not go together.
    Result<Network> build(const FitDesign& design) const { return space_.build(genomeOf(design)); }
    /// Edit commands that lead from the network to build(design).
    std::vector<std::string> commands(const FitDesign& design) const { return space_.commands(genomeOf(design)); }
    /// The design next to a network that differs from this one in channels only, as a depth multiplier makes it.
    FitDesign nearest(const Network& scaled) const;
    /// Position of the gene of the input's size; -1 where it stays.
    int inputGene() const { return input_gene_; }

private:
    explicit FitSpace(SearchSpace space) : space_(std::move(space)) {}
    Genome genomeOf(const FitDesign& design) const;

    /// Where a gene's options come from.
    struct Choice {
        size_t decision = 0;           ///< Of the space.
        std::vector<int32_t> options;  ///< By option of the gene: the decision's.
    };

    SearchSpace space_;
    std::vector<FitGene> genes_;
    std::vector<Choice> choices_;  ///< By gene.
    int input_gene_ = -1;
};

}  // namespace bw
