// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <vector>

#include "graph/network.h"
#include "lowering/lower.h"

namespace bw {

/// Which blocks' channels must change together.
///
/// The outputs of blocks fall into classes that always have equal channel counts: identity shortcuts and additions tie
/// their operands, depthwise convolutions, pooling, squeeze-excite and the like follow their input. Between classes
/// stand linear relations: a concatenation sums its inputs, a depthwise convolution with several outputs per channel
/// multiplies, a slice takes its share. A change of some classes is solved along them. A padding of channels stands
/// between classes too, but takes up the difference itself while it is not negative.
class ChannelClasses {
public:
    /// `shapes` is the lowered form of the network, or of one that differs from it in attributes only.
    ChannelClasses(const Network& network, const LoweredNetwork& shapes);

    int32_t count() const { return static_cast<int32_t>(classes_.size()); }
    int32_t classOf(Port port) const;
    /// The present channel count.
    int64_t channels(int32_t cls) const { return at(cls).channels; }
    /// Blocks whose attribute "channels" sets the count, in execution order.
    std::span<const BlockId> owners(int32_t cls) const { return at(cls).owners; }
    /// Why the count cannot change, naming the block; empty where it can.
    const std::string& pin(int32_t cls) const { return at(cls).pin; }
    /// The count must be a multiple of this: groups and heads divide it.
    int64_t divisor(int32_t cls) const { return at(cls).divisor; }
    /// True where the count follows from other classes; a padding of channels leaves it free.
    bool derived(int32_t cls) const;
    /// By class: as pin() or the caller's own reason in `reasons`, and the same where a class that follows from it may
    /// not change; a single channel that is broadcast over many has a reason too. Empty where a multiplier may change
    /// it.
    std::vector<std::string> reasonsAgainst(std::vector<std::string> reasons) const;

    struct Request {
        Port port;
        int64_t channels = 0;
    };
    /// One attribute to change.
    struct Change {
        BlockId block = kNoBlock;
        std::string parameter;
        Value value;
        BlockId cause = kNoBlock;  ///< The requested block it follows; kNoBlock for the request itself.
    };
    struct Solution {
        std::vector<Change> changes;
        std::vector<int64_t> channels;  ///< By class: the count once the changes are made.
    };
    /// The attributes to change so that every request holds, or what stands against it.
    Result<Solution> solve(std::span<const Request> requests) const;

private:
    /// out = (sum of coefficient * class + constant) / denominator, made by the block at `position`.
    struct Relation {
        int32_t position = 0;
        int32_t out = 0;
        std::vector<std::pair<int32_t, int64_t>> terms;
        int64_t constant = 0;
        int64_t denominator = 1;
        int32_t slack = -1;  ///< Place in the attribute "amounts" that may take up a difference; -1 for none.
    };
    struct Class {
        int64_t channels = 0;
        int64_t divisor = 1;
        std::vector<BlockId> owners;
        std::vector<int32_t> gives;  ///< Relations that determine it.
        std::vector<int32_t> feeds;  ///< Relations it is a term of.
        std::string pin;
        std::string broadcast;   ///< Why its one channel should stay one, which only a person can decide to change.
        std::string divided_by;  ///< The block that needs the divisor.
    };
    class Builder;
    class Solver;

    const Class& at(int32_t cls) const { return classes_[static_cast<size_t>(cls)]; }

    Network network_;
    std::vector<int32_t> first_port_;  ///< By position: where its outputs begin in class_of_port_.
    std::vector<int32_t> class_of_port_;
    std::vector<Class> classes_;
    std::vector<Relation> relations_;
};

}  // namespace bw
