// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <string>
#include <vector>

#include "space/decision.h"

namespace bw {

/// At which grain channels are decided.
enum class WidthGrain : uint8_t { Model, Stage, Class };

/// What a search may decide.
struct SpaceOptions {
    /// Kinds of decisions that are open; Scale follows from the grain and is not asked here.
    std::array<bool, kDecisionKinds.size()> open = {false, false, true, true, true, true, true, true, true, true};
    WidthGrain grain = WidthGrain::Class;
    int64_t multiple = 0;  ///< Of channels; 0: the target's parallelism factor.
    double least_width = 0.25;
    double most_width = 1.5;
    double most_expansion = 6;
    int64_t most_kernel = 5;
    double most_input = 1;            ///< Of the present height.
    int most_copies = 1;              ///< How often a block may be repeated beyond itself.
    bool may_skip = true;             ///< Blocks with an identity shortcut may be left out.
    std::vector<std::string> closed;  ///< Names of blocks that stay, beside the frozen ones.

    bool operator==(const SpaceOptions&) const = default;
    bool operator[](DecisionKind kind) const { return open[static_cast<size_t>(kind)]; }
    bool& operator[](DecisionKind kind) { return open[static_cast<size_t>(kind)]; }
    /// With no kind open.
    static SpaceOptions none() {
        SpaceOptions options;
        options.open.fill(false);
        return options;
    }
};

}  // namespace bw
