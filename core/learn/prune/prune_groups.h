// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "assess/assessment.h"
#include "learn/inherit/trained_network.h"
#include "rewrite/channel_classes.h"

namespace bw {

/// Channels that are pruned together, and how many of them may stay.
struct PruneGroup {
    std::string name;  ///< "ibn_3.channels"; "ibn_3 inside" for those that an expansion makes.
    BlockId block = kNoBlock;
    std::string parameter;         ///< "channels", "expansion" or "mid_channels".
    int64_t readers = 0;           ///< Kernels that read them.
    std::vector<int64_t> options;  ///< Counts in falling order; the present one first.
    std::vector<double> kept;      ///< By option: share of the importance that stays, 0 ... 1.
};

/// By group: the option taken.
using PruneChoice = std::vector<int>;

/// The groups of a trained network and the networks that their options make.
class PruneGroups {
public:
    /// Options are multiples of `multiple` (0: the target's parallelism factor) from a quarter of the present channels
    /// on; each keeps the most important channels (TrainedNetwork::importances). Frozen blocks, inputs, outputs and
    /// what is tied to them stay. InvalidArgument where a kernel of the network has no numbers.
    static Result<PruneGroups> make(const Network& network, const LoweredNetwork& lowered, const TargetProfile& target,
                                    std::span<const NamedTensor> numbers, int64_t multiple, std::stop_token stop);

    const std::vector<PruneGroup>& groups() const { return groups_; }
    /// Why channels stay; a few lines.
    const std::vector<std::string>& stays() const { return stays_; }
    PruneChoice origin() const { return PruneChoice(groups_.size(), 0); }
    /// One "set" that leads from the network to a choice; empty for origin(). Inner channels that are not chosen
    /// otherwise stay although their block's input changes.
    Result<std::string> command(const PruneChoice& choice) const;
    /// What a choice loses: by group -readers * log(share kept). Layers follow one another, so that shares multiply and
    /// what one layer loses no other one gives back.
    static double lost(const PruneGroup& group, int option);

private:
    PruneGroups(const Network& network, const LoweredNetwork& lowered)
        : network_(network), classes_(network, lowered) {}

    void addGroup(PruneGroup group, const TrainedNetwork& trained, const std::vector<std::vector<double>>& importances,
                  TensorId tensor);

    Network network_;
    ChannelClasses classes_;
    std::vector<PruneGroup> groups_;
    std::vector<std::string> stays_;
    std::vector<int64_t> readers_;  ///< By segment of the trained network: kernels that read it.
};

}  // namespace bw
