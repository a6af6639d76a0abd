// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rewrite/edit_support.h"

namespace bw {

/// How a whole network or a part of it gets new widths.
struct Widening {
    double ratio = 1;
    int64_t multiple = 1;
    std::vector<bool> in_scope;  ///< By position.
};

/// Multiplies the channels of every block in scope, and of those that must follow, by the ratio; each count becomes the
/// nearest multiple, at least one. Channels inside blocks (expansion, bottleneck, squeeze-excite) become multiples too.
/// What gives the network's outputs, frozen blocks and what is tied to them or to the input stay, and are listed.
Result<void> widen(EditPlan& plan, const Network& network, const EditContext& context, const Widening& widening);

/// By position: true where a block's channels reach the network's outputs with no weights between that could adapt:
/// classifiers and the maps that heads or outputs are made of.
std::vector<bool> givesOutput(const Network& network);

}  // namespace bw
