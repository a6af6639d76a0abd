// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/random.h"
#include "graph/operator.h"

namespace bw {

/// Draws a network for measuring a parametric accelerator: a stem, three to six stages of blocks as real networks have
/// them (inverted bottlenecks, fused ones, depthwise-separable and residual blocks, squeeze-and-excitation, attention,
/// grouped and dilated convolutions) with channels around those of real networks, aligned and not, and a head
/// (classifier, detector, segmentation with resizing and concatenation). Every network is valid.
OperatorGraph sampleNetwork(Random& random);

}  // namespace bw
