// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "memory/exact_planner.h"
#include "memory/memory_plan.h"

namespace bw {

/// TensorFlow Lite Micro's offline plan (see offlinePlanBytes) of a .tflite file, made from the file's own operators
/// and not from recognised blocks, so that its tensor numbers hold. Only for TensorFlow Lite Micro's profile: others
/// are refused. `exact`: look for the smallest arena within these limits; absent: the greedy plan, as the interpreter
/// makes it.
/// Fails as reading, planning and writing the plan do.
Result<std::string> tfliteOfflinePlan(const std::string& path, const MemoryProfile& profile, Precision precision,
                                      const std::optional<ExactOptions>& exact);

}  // namespace bw
