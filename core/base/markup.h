// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace bw {

/// Text as HTML and SVG take it: markup is shown, and characters that turn the direction of text are named instead, so
/// that no name changes how what stands beside it reads.
std::string markupText(std::string_view text);

}  // namespace bw
