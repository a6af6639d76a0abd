// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "search/run/search_run.h"

namespace bw {

/// The best `count` evaluations within all limits, best first: by the one objective; for several the front that
/// nothing dominates, then the next, each by crowding distance (Deb et al. 2002), the ends first. Where nothing is
/// within the limits, those that violate them least. Equal genomes count once; ties go to the lower number.
std::vector<const Evaluation*> bestEvaluations(std::span<const Evaluation> evaluations, size_t count);

}  // namespace bw
