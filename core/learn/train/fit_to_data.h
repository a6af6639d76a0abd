// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "learn/data/data_set.h"
#include "lowering/lower.h"

namespace bw {

/// Id of the built-in set that suits what a network ends in: "presence" behind detection heads, "rooms" behind a
/// segmentation head, else "porch".
const char* suitableSet(const Network& network);

/// A network whose ends fit a data set.
struct FittedNetwork {
    Network network;
    LoweredNetwork lowered;
    std::vector<std::string> changes;  ///< What was edited for it, as applyEdit() lists changes.
};

/// Sets the input's size (where `width` and `height` are above zero), and the number of classes of the last layer:
/// Dense, convolution, segmentation head, or detection heads for scores, which get one more for "nothing". Detection
/// heads put channels last before flattening, so that a row is an anchor. Unsupported, with the block, where the end of
/// the network is something else or the input is no picture of three channels.
Result<FittedNetwork> fitToData(const Network& network, const DataInfo& data, int width, int height);

}  // namespace bw
