// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "search/advice/shared_changes.h"

namespace bw {

/// Edit commands by which `current`, edited since the search began, makes these choices of `space` (which holds the
/// present option of every decision, see SearchSpace::withPresent). What a choice entails, expansions behind new
/// widths say, is left out where `current` has its own. Empty where nothing remains; not yet tried.
std::vector<std::string> changeCommands(const SearchSpace& space, const Network& current,
                                        std::span<const SharedChoice> choices);

}  // namespace bw
