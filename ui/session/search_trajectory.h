// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "session/space_session.h"

namespace bw::ui {

struct KeptSearch;

/// How a finished search went: the network as it was, then each network that was better by the first objective than
/// all before it, within the limits, in the order in which they were rated. Empty where the search is not loaded.
std::vector<TrajectoryPoint> trajectoryOf(const KeptSearch& search);

}  // namespace bw::ui
