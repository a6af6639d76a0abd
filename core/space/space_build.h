// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "space/search_space.h"

namespace bw {

/// Makes the network of one genome.
class SearchSpace::Builder {
public:
    /// All of them must outlive it.
    Builder(const SearchSpace& space, const Base& base, const ChannelClasses::Solution& solution, const Genome& genome)
        : space_(space), base_(base), solution_(solution), genome_(genome) {}

    Result<Network> build() const;

private:
    /// Makes the block one of the other kind.
    void convert(Block& block, const Inside& inside) const;
    /// What the decisions say of the block's inside.
    void shape(Block& block, const Inside& inside, const Around& around) const;
    /// Lets what counts channels inside a block follow its input and its expansion.
    void follow(Block& block, const Inside& inside, const Around& around) const;
    /// Puts a copy behind the block, as the edits "duplicate" and "set ..._copy.residual=true" do it.
    void repeat(NetworkDraft& draft, const Inside& inside) const;

    const SearchSpace& space_;
    const Base& base_;
    const ChannelClasses::Solution& solution_;
    const Genome& genome_;
};

}  // namespace bw
