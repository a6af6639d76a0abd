// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "base/result.h"
#include "graph/operator.h"

namespace bw::support {

/// The network of one FBNet code (Wu et al., arXiv 1812.03443) in its form for CIFAR-100: 22 digits, one a layer,
/// 0 to 3 inverted bottlenecks of kernel 3 (expansion 1; 1 in two groups; 3; 6), 4 to 7 the same of kernel 5, 8 skip.
/// InvalidArgument for any other code.
Result<OperatorGraph> fbnet(std::string_view code);

/// The network of one NAS-Bench-201 cell (Dong and Yang, arXiv 2001.00326) such as
/// "|nor_conv_3x3~0|+|none~0|skip_connect~1|+|avg_pool_3x3~0|none~1|nor_conv_1x1~2|": three stages of five cells at 16,
/// 32 and 64 channels for 32 x 32 pictures, with a residual block between stages. "none" multiplies by zero, as the
/// original does. InvalidArgument for anything else.
Result<OperatorGraph> nasBench201(std::string_view cell);

}  // namespace bw::support
