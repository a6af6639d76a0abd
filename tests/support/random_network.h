// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "graph/network.h"

namespace bw::test {

struct RandomNetworkOptions {
    int blocks = 30;             ///< About as many, ends included.
    double frozen_share = 0.05;  ///< Of the blocks.
    bool odd_names = true;       ///< Spaces, dots, quotes and '=' in some names.
};

/// A valid network that lowers, of the shapes that networks have: a trunk of convolutions and mobile blocks with
/// shortcuts, branches that add or join, gates, splits, enlarged maps, and one to three ends. Equal seeds and options
/// give equal networks.
Network randomNetwork(uint64_t seed, const RandomNetworkOptions& options = {});

}  // namespace bw::test
