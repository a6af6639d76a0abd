// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace bw::ui {

/// Round values from 0 to at least `largest`, about `count` of them: steps of 1, 2 or 5 times a power of ten, or of
/// powers of two where `binary` is set (bytes).
std::vector<double> axisTicks(double largest, int count, bool binary = false);

/// Round values between two, about `count` of them.
std::vector<double> rangeTicks(double low, double high, int count);

}  // namespace bw::ui
