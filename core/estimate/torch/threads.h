// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <exception>

#include "base/result.h"

namespace bw {

/// Makes the calling thread compute with `threads` threads. LibTorch's setting belongs to the thread (OpenMP keeps it
/// there); that of OpenBLAS, which Debian's LibTorch multiplies matrices with, to the process.
void useThreads(int threads);

/// useThreads(1) unless somebody set another number for the process: what the estimator computes with.
void useOneThread();

/// First line of what LibTorch threw.
tl::unexpected<Error> torchFailure(const std::exception& error);

}  // namespace bw
