// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

/// Colours of a report's pictures on white paper; a page's style sheet replaces those that carry a class.
namespace bw::ink {

inline constexpr std::string_view kText = "#1b1f24";
inline constexpr std::string_view kSoft = "#5a6470";
inline constexpr std::string_view kGrid = "#c9d0d8";
inline constexpr std::string_view kFigure = "#2f6fb2";
inline constexpr std::string_view kSecond = "#d98b2b";
inline constexpr std::string_view kLimit = "#b3261e";

}  // namespace bw::ink
