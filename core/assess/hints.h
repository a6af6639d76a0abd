// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>

#include "assess/assessment.h"

namespace bw {

/// A suggested change of the current network with what it would do, each figure computed by making the edit.
struct Hint {
    std::string title;                  ///< "Fuse ibn_2 and ibn_3".
    std::vector<std::string> commands;  ///< Edit commands, applied in order.
    std::string why;
    std::vector<BlockId> blocks;  ///< What it changes, for showing it on the canvas.
    Totals after;
    std::optional<double> latency_change;  ///< after / before - 1; absent where latency is unknown.
    double parameter_change = 0;           ///< after / before - 1 in bytes.
    double peak_change = 0;
};

/// Rule-based hints: fuse where the fusion margin is positive and unfuse where it is negative, align channels, and,
/// with a budget exceeded, smaller depth multipliers. Each is tried on the network and kept where it helps; best
/// latency first. In a network of more than 200 blocks that could be fused (or unfused) only the slowest 200 are tried.
/// Frozen blocks are left alone. Equal inputs give equal hints.
std::vector<Hint> ruleHints(const Assessment& current, const AssessmentContext& context, std::stop_token stop = {});

}  // namespace bw
