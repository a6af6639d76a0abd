// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "search/landscape/sweep.h"

namespace bw {

/// The points of a sweep as RFC 4180 CSV: a header, the values of one or two decisions, multiply-accumulates,
/// milliseconds (both empty where there is no network) and whether the point is curated (1 or 0).
std::string landscapeCsv(const LandscapeSweep& sweep);

}  // namespace bw
