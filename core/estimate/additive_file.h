// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "base/result.h"
#include "estimate/additive_model.h"
#include "io/safetensors.h"

namespace bw {

/// Limits of an additive estimator's file.
inline constexpr size_t kMaxAdditiveKernels = 200'000;
inline constexpr size_t kMaxAdditiveTerms = 2'000'000;
inline constexpr int32_t kMaxAdditiveDraws = 64;

/// Everything but the weights: one line of text for each kernel shape and term.
nlohmann::ordered_json additiveJson(const AdditiveModel& model);

/// The weights as one tensor "weights" of (1 + draws) x terms.
std::vector<NamedTensor> additiveTensors(const AdditiveModel& model);

/// Reads both back. InvalidFile names the first kernel, term or number that is malformed, repeated or out of range.
Result<AdditiveModel> readAdditive(const nlohmann::ordered_json& json, const std::vector<NamedTensor>& tensors);

}  // namespace bw
