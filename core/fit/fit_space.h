// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "fit/freedoms.h"
#include "rewrite/channel_classes.h"
#include "target/target_profile.h"

namespace bw {

/// One decision: a list of options from "as it is" (0) to the smallest.
struct FitGene {
    Freedom freedom = Freedom::Width;
    BlockId block = kNoBlock;  ///< Whose channels, expansion, kernel or kind it is; the input for sizes.
    /// Channels, expansions, heights, kernels; 0 and 1 for a change of kind.
    std::vector<double> options;
};

/// An option for each gene.
using FitDesign = std::vector<int32_t>;

/// The curated grid of networks that a fit chooses from: widths per channel class in multiples of the target's
/// parallelism factor (below it its half, quarter ... down to 8), whole expansions, odd kernels from 3, inputs in steps
/// of 8, 16 or 32 places, standard for depthwise and fused for unfused and back. Frozen blocks, what they read, what
/// gives the network's outputs and what is tied to these stay.
class FitSpace {
public:
    /// `multiple` 0: the target's parallelism factor. Fails with Cancelled where it was stopped.
    static Result<FitSpace> make(const Network& network, const LoweredNetwork& lowered, const TargetProfile& target,
                                 const Freedoms& freedoms, int64_t multiple = 0, std::stop_token stop = {});

    const std::vector<FitGene>& genes() const { return genes_; }
    int64_t multiple() const { return multiple_; }
    /// Decimal logarithm of the number of designs.
    double log10Size() const;
    /// What stays although a freedom would reach it, and why; one line each, at most a dozen.
    const std::vector<std::string>& kept() const { return kept_; }

    /// Everything as it is.
    FitDesign origin() const { return FitDesign(genes_.size(), 0); }
    /// The network of a design, not lowered yet; refused where its blocks do not go together.
    Result<Network> build(const FitDesign& design) const;
    /// Edit commands that lead from the network to build(design).
    std::vector<std::string> commands(const FitDesign& design) const;
    /// The design next to a network that differs from this one in channels only, as a depth multiplier makes it.
    FitDesign nearest(const Network& scaled) const;
    /// Position of the gene of the input's size; -1 where it stays.
    int inputGene() const { return input_gene_; }

private:
    /// The network at one size of its input.
    struct Base {
        Network network;
        std::shared_ptr<const ChannelClasses> classes;
        std::string command;  ///< That leads to it; empty for the network as it is.
    };
    /// A block with decisions or counts inside.
    struct Inside {
        BlockId block = kNoBlock;
        int expansion = -1;  ///< Genes; -1 without.
        int kernel = -1;
        int conversion = -1;
        std::string verb;  ///< Of the conversion.
        const BlockKind* kind = nullptr;
        Attributes attributes;  ///< After the conversion.
    };
    FitSpace() = default;
    void addInputGene(const LoweredNetwork& lowered);
    void addWidthGenes();
    void addInsides(const LoweredNetwork& lowered, const Freedoms& freedoms);
    void addConversion(Inside& inside, const Block& block, const LoweredNetwork& lowered, const Freedoms& freedoms);
    /// Drops the options that alone make no network that keeps the interface and, but for channels, its maps.
    void dropRefused(const LoweredNetwork& lowered, const std::stop_token& stop);
    bool keepsInterface(const FitDesign& design, const LoweredNetwork& lowered) const;
    void keep(const std::string& line);
    int64_t snap(double wanted) const;
    const Base& baseOf(const FitDesign& design) const;
    Result<ChannelClasses::Solution> channelsOf(const Base& base, const FitDesign& design) const;
    /// Lets what counts channels inside a block follow its input.
    void followInside(Block& block, const FitDesign& design, const Inside& inside, int64_t old_in,
                      int64_t new_in) const;
    double option(const FitDesign& design, int gene) const;

    int64_t multiple_ = 1;
    std::vector<FitGene> genes_;
    std::vector<Base> bases_;  ///< By option of the input's gene; one without such a gene.
    std::vector<Inside> insides_;
    std::vector<std::string> kept_;
    int input_gene_ = -1;
};

}  // namespace bw
