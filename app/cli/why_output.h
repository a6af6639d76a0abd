// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "assess/explain.h"

namespace bw::cli {

/// The "why" object of a block in 'estimate --why --json': bound, parts_ms, fused, placement, unknown, out_of_range.
nlohmann::json whyJson(const Assessment& assessment, size_t position, const AssessmentContext& context);

/// 'estimate --why': for each block what limits it, what each part of the accelerator would need, what is fused and
/// where its data lie.
std::string whyText(const Assessment& assessment, const AssessmentContext& context);

}  // namespace bw::cli
