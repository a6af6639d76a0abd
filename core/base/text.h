// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bw {

/// Shortens text to at most `max_length` bytes by an ellipsis in the middle, without splitting a UTF-8 sequence;
/// control characters become spaces, so that names from files are safe to print.
std::string elide(std::string_view text, size_t max_length);

/// A name from a file as text that is safe to show and to store as JSON: bytes that are not UTF-8 become '?', control
/// characters spaces, and what exceeds `max_length` bytes is shortened as by elide().
std::string cleanName(std::string_view bytes, size_t max_length);

/// Splits at `separator`; empty parts are kept.
std::vector<std::string> split(std::string_view text, char separator);

/// Without leading and trailing white space.
std::string_view trim(std::string_view text);

/// Parses the whole of `text` as an integer or a finite number; nothing on any leftover or overflow.
std::optional<int64_t> parseInteger(std::string_view text);
std::optional<double> parseNumber(std::string_view text);

/// Parses "256KiB", "1.5MiB", "2kB" or "4096" as bytes, and "5ms", "0.2s", "300us" as milliseconds.
std::optional<int64_t> parseBytes(std::string_view text);
std::optional<double> parseMilliseconds(std::string_view text);

/// The shortest text that reads back as the same number.
std::string formatNumber(double value);

/// "1,505,280": digits in groups of three.
std::string groupDigits(int64_t value);

/// "1.44 MiB", "118 KiB", "96 B": three significant digits and the unit.
std::string formatBytes(int64_t bytes);

/// "3.41 ms", "0.082 ms": three significant digits.
std::string formatMilliseconds(double milliseconds);

}  // namespace bw
