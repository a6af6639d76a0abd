// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "rewrite/rules/each_block.h"
#include "rewrite/rules/rules.h"

namespace bw::rules {

// 1x1 expand -> k x k depthwise -> 1x1 project   becomes   k x k convolution -> 1x1 project
Rewrite makeFuse() {
    return makeKindExchange(
        "fuse", "Fuse IBN",
        "Joins the expansion and the depthwise convolution of an IBN into one standard convolution. "
        "Expansion, kernel, stride, activation, squeeze-excite, residual and padding stay.",
        "ibn", "fused_ibn");
}

}  // namespace bw::rules
