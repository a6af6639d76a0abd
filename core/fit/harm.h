// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "graph/network.h"
#include "lowering/lower.h"

namespace bw {

/// What edits are expected to cost in accuracy, told without training: a proxy from structure alone, so that width,
/// expansion, kernel, input size and conversions compete on equal terms.
///
///     x = 1/2 log2(multiply-accumulates before / after), per block with weights, never below 0
///     harm = mean over those blocks of (2x + x^2) / 3
///
/// 0: nothing lost. 1: every block keeps a quarter of its multiply-accumulates, as at half the width or half the input
/// size. The curve times 8 points gives the ImageNet accuracy that 27 published MobileNetV1 and V2 networks lose
/// (widths 0.25 ... 1, inputs 96 ... 224) within 1.7 points, 0.6 on average: there width and input size cost the same
/// at equal multiply-accumulates. A mean over blocks keeps depth in sight: what one block loses another cannot make up.
///
/// A k x k convolution counts as its depthwise-separable form and a fused IBN as an IBN: a conversion to standard
/// convolutions neither loses capacity nor is cheered for its size. The other way costs 0.13 where it concerns all
/// blocks (MobileNetV1 with standard convolutions 71.7 %, depthwise-separable 70.6 %).
class HarmScale {
public:
    /// The network that edits are compared with.
    HarmScale(const Network& network, const LoweredNetwork& lowered);

    /// Of an edited form; blocks are matched by id, and one that is gone counts as one that kept 1/256.
    double harm(const Network& network, const LoweredNetwork& lowered) const;

private:
    struct Capacity {
        BlockId block = kNoBlock;
        double macs = 0;  ///< In depthwise-separable form.
        bool standard = false;
    };
    std::vector<Capacity> before_;
};

/// (2x + x^2) / 3 where the multiply-accumulates fall to `share`; 0 where they do not.
double harmOfShare(double share);

/// Multiply-accumulates of a block in depthwise-separable form; 0 without weights.
double separableMacs(const Block& block, const LoweredNetwork& lowered, size_t position);

}  // namespace bw
