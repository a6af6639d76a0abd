// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "io/review.h"

namespace bw {

nlohmann::json reviewToJson(const Review& review);
/// InvalidFile names the field below `place`.
Result<Review> reviewFromJson(const nlohmann::json& value, const std::string& place);

}  // namespace bw
