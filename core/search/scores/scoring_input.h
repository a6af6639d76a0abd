// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "search/network/accuracy_score.h"

namespace bw {

/// Longest side at which pictures are scored, in elements; smaller ones stay as they are.
inline constexpr int64_t kScoringSide = 64;

/// The operators of a network as it is scored: with sides in multiples of 32 up to kScoringSide where it runs at such
/// a size, which depends on the shape of its input alone, else as it is.
OperatorGraph scoringGraph(const ScoredNetwork& scored);

}  // namespace bw
