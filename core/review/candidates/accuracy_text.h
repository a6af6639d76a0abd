// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "io/review.h"

namespace bw {

/// "71.3 ± 0.4 % top-1, 5 seeds": mean and half-width of the 95 % interval in percent.
std::string accuracyText(const MeasuredAccuracy& accuracy);
/// Reads that back; everything but the mean may be missing ("71.3", "71.3 +- 0.4 top-1").
Result<MeasuredAccuracy> parseAccuracy(std::string_view text);

}  // namespace bw
