// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "search/explore/search_spec.h"

namespace bw {

/// Adds one limit as people write it: "parameter_bytes=256KiB", "latency_ms=5ms", "score=present",
/// "latency_ms=0.9x" (times the present value). One on the same figure is replaced.
Result<void> addLimit(SearchSpec& spec, std::string_view text);

/// An amount of a figure, with or without its unit; nothing where it is none.
std::optional<double> parseAmount(Figure figure, std::string_view text);
/// "3.41 ms", "262,144 B", "0.92".
std::string formatAmount(Figure figure, double value);

}  // namespace bw
