// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "target/target_profile.h"

namespace bw {

/// SHA-256 over exactly what an estimate at int8 depends on: the accelerator's parameters, where weights and feature
/// maps lie, the runtime's rules, and whether the features hold the parametric model's cycles. Names, descriptions,
/// budgets, channel steps, precisions and energy do not change it. A regressor serves exactly the target it was
/// trained for.
std::string targetFingerprint(const TargetProfile& target);

}  // namespace bw
