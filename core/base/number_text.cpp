// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/number_text.h"

#include <cstdio>

#include "base/text.h"

namespace bw {
namespace {

std::string written(const char* format, int decimals, double value) {
    char text[64];
    std::snprintf(text, sizeof text, format, decimals, value);
    return text;
}

}  // namespace

std::string fixedText(double value, int decimals) {
    return written("%.*f", decimals, value);
}

std::string signedText(double value, int decimals) {
    return written("%+.*f", decimals, value);
}

std::string signedCount(int64_t count) {
    return (count > 0 ? "+" : count < 0 ? "-" : "") + groupDigits(count < 0 ? -count : count);
}

}  // namespace bw
