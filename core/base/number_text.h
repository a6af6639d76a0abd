// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace bw {

/// A number with so many decimals: "0.0820".
std::string fixedText(double value, int decimals);
/// The same with its sign: "+0.0820", "-0.0820".
std::string signedText(double value, int decimals);
/// "+1,505,280", "-96", "0".
std::string signedCount(int64_t count);

}  // namespace bw
