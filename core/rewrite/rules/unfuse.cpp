// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "rewrite/rules/each_block.h"
#include "rewrite/rules/rules.h"

namespace bw::rules {

// k x k convolution -> 1x1 project   becomes   1x1 expand -> k x k depthwise -> 1x1 project
Rewrite makeUnfuse() {
    return makeKindExchange("unfuse", "Unfuse IBN",
                            "Splits the convolution of a fused IBN into a 1 x 1 expansion and a depthwise convolution.",
                            "fused_ibn", "ibn");
}

}  // namespace bw::rules
