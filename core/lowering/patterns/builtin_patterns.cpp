// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>

#include "lowering/patterns/patterns.h"

namespace bw {

std::span<const Pattern> patterns() {
    using namespace patterns_detail;
    static constexpr std::array<Pattern, 12> kPatterns = {matchBottleneck,
                                                          matchIbn,
                                                          matchResidual,
                                                          matchFusedIbn,
                                                          matchSegmentationHead,
                                                          matchDetectionHead,
                                                          matchDepthwiseSeparable,
                                                          matchSqueezeExcite,
                                                          matchAttention,
                                                          matchFeedForward,
                                                          matchDense,
                                                          matchActivatedConvolution};
    return kPatterns;
}

}  // namespace bw
