// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "lowering/patterns/chain.h"

namespace bw {

/// Takes the Add that joins `input`, or a 1 x 1 convolution of it with the strides in `attributes`, to the chain's
/// result, and the activation behind it; sets shortcut, projection_first and activation. False where there is no such
/// Add.
bool takeShortcut(Chain& chain, TensorId input, Attributes& attributes);

}  // namespace bw
