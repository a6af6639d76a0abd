// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "space/search_space.h"

namespace bw {

/// Where a block of one network is in another that was edited since: by id where the name or at least the group of
/// kinds is still the same, else by name. Null where it is gone.
const Block* counterpart(const Network& base, const Network& edited, BlockId block);

/// What a network that was edited since has of what a space decides.
class PresentChoices {
public:
    /// All of them must outlive it.
    PresentChoices(const SearchSpace& space, const Network& edited, const LoweredNetwork& lowered);

    /// In the terms of SpaceDecision::values; absent where the decision no longer applies: its block is gone, frozen
    /// or of another kind, or widths that a multiplier would scale were changed one by one.
    std::optional<double> value(size_t decision) const { return values_[decision]; }

private:
    std::optional<double> read(const SpaceDecision& decision) const;
    std::optional<double> readOfBlock(const SpaceDecision& decision, const Block& block) const;
    std::optional<double> readScale(const SpaceDecision& decision) const;
    double readStride() const;

    const SearchSpace& space_;
    const Network& edited_;
    const LoweredNetwork& lowered_;
    std::vector<std::optional<double>> values_;
};

}  // namespace bw
