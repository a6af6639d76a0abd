// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "rewrite/channel_classes.h"
#include "space/space_options.h"
#include "target/target_profile.h"

namespace bw {

/// The networks that decisions about one network lead to: sizes of its input, how coarse its maps get, widths of its
/// channel classes (or of stages, or of the whole), and per block expansion, kernel, kind, squeeze-excite and depth.
/// Frozen blocks, what they read, what gives the network's outputs and what is tied to these stay. An immutable value;
/// everything here may be called from several threads.
class SearchSpace {
public:
    /// The default grid: widths in multiples of the target's parallelism factor (below it its half, quarter ... down
    /// to 8), whole expansions, odd kernels. Options that alone make no network with the interface and the maps of this
    /// one are left out. Fails without blocks, and with Cancelled where it was stopped; a space without decisions is no
    /// error here.
    static Result<SearchSpace> make(const Network& network, const LoweredNetwork& lowered, const TargetProfile& target,
                                    const SpaceOptions& options, std::stop_token stop = {});

    const Network& network() const { return bases_.front().network; }
    const std::vector<SpaceDecision>& decisions() const { return decisions_; }
    /// Index of the decision of that name, or an error that lists near names.
    Result<size_t> find(std::string_view name) const;
    int64_t multiple() const { return multiple_; }
    /// Decimal logarithm of the number of genomes.
    double log10Size() const;
    /// What stays although a decision would reach it, and why; one line each, at most a dozen.
    const std::vector<std::string>& kept() const { return kept_; }

    /// The network as it is; of decisions whose present option was taken out, the nearest one that is there.
    Genome origin() const;
    /// The genome with the same network that comes first: what a choice leaves without effect is as in origin().
    Genome canonical(const Genome& genome) const;
    /// True for a genome of this space, by its length and options.
    bool holds(const Genome& genome) const;
    /// The network of a genome, not lowered yet; refused where its blocks do not go together.
    Result<Network> build(const Genome& genome) const;
    /// Edit commands that lead from the network to build(genome), exactly, names and ids included.
    std::vector<std::string> commands(const Genome& genome) const;
    /// True where the genome's network gives outputs of the very shapes of the network's, which input sizes may change.
    bool keepsInterface(const Genome& genome, const LoweredNetwork& lowered) const;
    /// Mean over the channel classes that decisions reach of channels after / before, none counted above 1.
    double keptWidth(const Genome& genome) const;
    /// The same of a network made from this one by edits, blocks matched by id; those that are gone do not count.
    double keptWidth(const Network& edited) const;

    /// How much is at stake in each decision, for searches; positive numbers.
    SearchSpace withWeights(std::span<const double> weights) const;
    /// The space with only these options of one decision; at least one must remain.
    Result<SearchSpace> withOptions(size_t decision, std::span<const int32_t> kept) const;
    /// The same with values of one's own, in rising order: for sizes any that make a network, for kinds those there
    /// are.
    Result<SearchSpace> withValues(size_t decision, std::span<const double> values,
                                   const LoweredNetwork& lowered) const;
    /// The space with the option that leaves the network as it is among those of every decision: there origin() is the
    /// network itself, whatever was taken out.
    SearchSpace withPresent() const;

private:
    /// The network at one size of its input and one output stride.
    struct Base {
        Network network;
        std::shared_ptr<const ChannelClasses> classes;
        std::vector<std::string> commands;  ///< That lead to it; empty for the network as it is.
        double input = 0;                   ///< Height; 0 where the input is not decided.
        double stride = 0;                  ///< Output stride; 0 where it is not decided.
    };
    /// A block with decisions or counts inside.
    struct Inside {
        BlockId block = kNoBlock;
        int expansion = -1;  ///< Decisions; -1 without.
        int kernel = -1;
        int conversion = -1;
        int squeeze = -1;
        int depth = -1;
        std::string verb;  ///< Of the conversion to `kind`; the block's own kind is the other option.
        const BlockKind* kind = nullptr;
        Attributes attributes;  ///< After the conversion.
    };
    /// A channel class that a Scale decision multiplies.
    struct Scaled {
        int decision = -1;
        BlockId owner = kNoBlock;
        int64_t channels = 0;
        int64_t divisor = 1;
    };
    /// Channels around and inside a block, before and after.
    struct Around {
        int64_t old_in = 1;
        int64_t new_in = 1;
        int64_t new_out = 1;
    };
    class Maker;
    class Builder;

    SearchSpace() = default;
    const Base& baseOf(const Genome& genome) const;
    double value(const Genome& genome, int decision) const;
    /// True where the decision takes something else than what is there.
    bool changes(const Genome& genome, int decision) const;
    int64_t snap(double wanted) const;
    int64_t scaledChannels(const Scaled& scaled, double ratio) const;
    Result<ChannelClasses::Solution> channelsOf(const Base& base, const Genome& genome) const;
    /// Channels inside the block once its input has `new_in`; absent where the expansion stays untouched.
    std::optional<int64_t> innerChannels(const Block& block, double wanted, bool asked, const Around& around) const;
    int64_t copiesOf(const Genome& genome, const Inside& inside) const;

    int64_t multiple_ = 1;
    std::vector<SpaceDecision> decisions_;
    std::vector<Base> bases_;  ///< The first is the network as it is.
    std::vector<Inside> insides_;
    std::vector<Scaled> scaled_;
    std::vector<std::string> kept_;
    int input_ = -1;
    int stride_ = -1;
};

}  // namespace bw
