// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "fit/cut_here.h"
#include "fit/fit_space.h"

namespace bw {

/// A cut before it is tried. Ideas of one decision compete; only the best of them is shown.
struct CutIdea {
    int decision = 0;
    Cut cut;  ///< Reach, title, commands, profile and blocks.
};

/// Every idea for the network, most promising first within what `most` allows.
std::vector<CutIdea> cutIdeas(const Assessment& current, const AssessmentContext& context, const FitSpace& space,
                              size_t most);

}  // namespace bw
