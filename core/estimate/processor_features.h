// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <utility>
#include <vector>

#include "target/kernel.h"

namespace bw {

/// Features that matter where LibTorch runs a kernel on a processor, beside those of every target: copies for uneven
/// padding, the caches that float32 maps and weights fit into, the tiles of matrix products over pixels, and the size
/// below which LibTorch leaves small convolutions to a matrix product (20,480 inputs).
std::vector<std::pair<const char*, double>> processorFeatures(const Kernel& kernel);

}  // namespace bw
