// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "search/scores/torch_measure.h"

namespace bw {

/// The score kTorchScores[index] as searches use it.
std::shared_ptr<const AccuracyScore> makeTorchScore(const ScoreBackend& backend, size_t index,
                                                    const ScoreSettings& settings);

}  // namespace bw
