// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text.h"

#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace bw {
namespace {

bool isContinuationByte(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

/// Length of the well-formed UTF-8 sequence (Unicode 15, table 3-7) that `text` starts with; 0 if there is none.
size_t sequenceLength(std::string_view text) {
    const auto byte = [&text](size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = byte(0);
    if (first < 0x80U) return 1;
    const size_t length = first >= 0xF0U ? 4 : (first >= 0xE0U ? 3 : 2);
    if (first < 0xC2U || first > 0xF4U || text.size() < length) return 0;
    for (size_t i = 1; i < length; ++i) {
        if (!isContinuationByte(text[i])) return 0;
    }
    const bool overlong = (first == 0xE0U && byte(1) < 0xA0U) || (first == 0xF0U && byte(1) < 0x90U);
    const bool surrogate = first == 0xEDU && byte(1) > 0x9FU;
    const bool beyond = first == 0xF4U && byte(1) > 0x8FU;
    return overlong || surrogate || beyond ? 0 : length;
}

std::optional<double> numberWithUnit(std::string_view text, std::string_view& unit) {
    text = trim(text);
    size_t end = 0;
    while (end < text.size() && (std::string_view("0123456789.+-eE").find(text[end]) != std::string_view::npos))
        ++end;
    unit = trim(text.substr(end));
    return parseNumber(text.substr(0, end));
}

std::string threeDigits(double value) {
    const double magnitude = std::fabs(value);
    int decimals = 0;
    if (magnitude < 0.995) {
        decimals = 3;
    } else if (magnitude < 9.995) {
        decimals = 2;
    } else if (magnitude < 99.95) {
        decimals = 1;
    }
    char buffer[64];
    std::snprintf(buffer, sizeof buffer, "%.*f", decimals, value);
    return buffer;
}

}  // namespace

std::string elide(std::string_view text, size_t max_length) {
    std::string clean;
    if (text.size() > max_length && max_length <= 3) {
        size_t head = max_length;
        while (head > 0 && isContinuationByte(text[head]))
            --head;
        clean = std::string(text.substr(0, head));
    } else if (text.size() > max_length) {
        size_t head = (max_length - 3) * 2 / 3;
        size_t tail = max_length - 3 - head;
        while (head > 0 && isContinuationByte(text[head]))
            --head;
        size_t tail_start = text.size() - tail;
        while (tail_start < text.size() && isContinuationByte(text[tail_start]))
            ++tail_start;
        clean = std::string(text.substr(0, head)) + "..." + std::string(text.substr(tail_start));
    } else {
        clean = std::string(text);
    }
    for (char& c : clean) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20U || byte == 0x7FU) c = ' ';
    }
    return clean;
}

std::string cleanName(std::string_view bytes, size_t max_length) {
    // Text far beyond the limit is cut first, so that the cost does not depend on what a file claims.
    std::string_view rest = bytes.substr(0, 2 * max_length);
    std::string text;
    while (!rest.empty()) {
        const size_t length = sequenceLength(rest);
        if (length == 0) {
            text += '?';
        } else {
            text += rest.substr(0, length);
        }
        rest.remove_prefix(length == 0 ? 1 : length);
    }
    return elide(text, max_length);
}

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    size_t start = 0;
    for (size_t i = 0; i <= text.size(); ++i) {
        if (i == text.size() || text[i] == separator) {
            parts.emplace_back(text.substr(start, i - start));
            start = i + 1;
        }
    }
    return parts;
}

std::string_view trim(std::string_view text) {
    constexpr std::string_view kSpace = " \t\r\n";
    const size_t first = text.find_first_not_of(kSpace);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

std::optional<int64_t> parseInteger(std::string_view text) {
    int64_t value = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (code != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::optional<double> parseNumber(std::string_view text) {
    double value = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (code != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
    return value;
}

std::optional<int64_t> parseBytes(std::string_view text) {
    std::string_view unit;
    const auto number = numberWithUnit(text, unit);
    if (!number || *number < 0) return std::nullopt;
    double scale = 0;
    if (unit.empty() || unit == "B") scale = 1;
    if (unit == "KiB" || unit == "K" || unit == "k") scale = 1024;
    if (unit == "MiB" || unit == "M") scale = 1024.0 * 1024;
    if (unit == "GiB" || unit == "G") scale = 1024.0 * 1024 * 1024;
    if (unit == "kB" || unit == "KB") scale = 1e3;
    if (unit == "MB") scale = 1e6;
    if (unit == "GB") scale = 1e9;
    const double bytes = *number * scale;
    if (scale == 0 || bytes > 9e15) return std::nullopt;
    return static_cast<int64_t>(std::llround(bytes));
}

std::optional<double> parseMilliseconds(std::string_view text) {
    std::string_view unit;
    const auto number = numberWithUnit(text, unit);
    if (!number || *number < 0) return std::nullopt;
    if (unit.empty() || unit == "ms") return *number;
    if (unit == "us") return *number * 1e-3;
    if (unit == "s") return *number * 1e3;
    return std::nullopt;
}

std::string formatNumber(double value) {
    char buffer[64];
    const auto [end, code] = std::to_chars(buffer, buffer + sizeof buffer, value);
    return code == std::errc() ? std::string(buffer, end) : std::string();
}

std::string groupDigits(int64_t value) {
    std::string digits = std::to_string(value);
    const size_t first = value < 0 ? 1 : 0;
    for (size_t i = digits.size(); i > first + 3; i -= 3)
        digits.insert(i - 3, ",");
    return digits;
}

std::string formatBytes(int64_t bytes) {
    // The next unit starts where this one would round to 1024.
    constexpr double kFull = 1023.5;
    auto value = static_cast<double>(bytes);
    if (std::fabs(value) < 1024) return std::to_string(bytes) + " B";
    value /= 1024;
    if (std::fabs(value) < kFull) return threeDigits(value) + " KiB";
    value /= 1024;
    if (std::fabs(value) < kFull) return threeDigits(value) + " MiB";
    return threeDigits(value / 1024) + " GiB";
}

std::string formatMilliseconds(double milliseconds) {
    return threeDigits(milliseconds) + " ms";
}

}  // namespace bw
