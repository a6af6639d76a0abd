// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "lowering/graph_view.h"

namespace bw {

/// Looks for one kind of block whose first operator is `first`; a pattern may propose what verification then refuses.
using Pattern = std::optional<Match> (*)(const GraphView& view, int first);

/// All patterns, larger ones first.
std::span<const Pattern> patterns();

namespace patterns_detail {

std::optional<Match> matchIbn(const GraphView& view, int first);
std::optional<Match> matchFusedIbn(const GraphView& view, int first);
std::optional<Match> matchDepthwiseSeparable(const GraphView& view, int first);
std::optional<Match> matchSqueezeExcite(const GraphView& view, int first);
std::optional<Match> matchBottleneck(const GraphView& view, int first);
std::optional<Match> matchResidual(const GraphView& view, int first);
std::optional<Match> matchDetectionHead(const GraphView& view, int first);
std::optional<Match> matchSegmentationHead(const GraphView& view, int first);
std::optional<Match> matchDense(const GraphView& view, int first);
std::optional<Match> matchAttention(const GraphView& view, int first);
std::optional<Match> matchFeedForward(const GraphView& view, int first);
std::optional<Match> matchActivatedConvolution(const GraphView& view, int first);

}  // namespace patterns_detail

/// The block of one operator that stands for `index`; always lowers back to it, if need be by stated shapes.
Match singleOperatorMatch(const GraphView& view, int index);
/// The same by stated shapes only.
Match statedOperatorMatch(const GraphView& view, int index);

}  // namespace bw
