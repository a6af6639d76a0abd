// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "target/kernel_decomposition.h"
#include "target/target_profile.h"

namespace bw {

/// What of a kernel's number formats the target has not got, such as "fp16" or "int4 weights with int8"; empty where it
/// runs the kernel. Formats of weights count only where there are weights.
std::string missingFormat(const KernelSlot& slot, const TargetProfile& target);

/// "int8, int16; weights also int4".
std::string supportedFormatsText(const TargetProfile& target);

}  // namespace bw
