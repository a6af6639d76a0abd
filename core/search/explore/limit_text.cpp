// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/explore/limit_text.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "base/text.h"

namespace bw {
namespace {

bool countsBytes(Figure figure) {
    return figure == Figure::ParameterBytes || figure == Figure::PeakBytes;
}

/// "present", "0.9x".
std::optional<double> parseTimes(std::string_view text) {
    if (text == "present") return 1.0;
    if (!text.ends_with('x')) return std::nullopt;
    const auto times = parseNumber(text.substr(0, text.size() - 1));
    return times && *times > 0 ? times : std::nullopt;
}

}  // namespace

std::optional<double> parseAmount(Figure figure, std::string_view text) {
    if (const auto number = parseNumber(text)) return number;
    if (figure == Figure::Latency) return parseMilliseconds(text);
    if (!countsBytes(figure)) return std::nullopt;
    const auto bytes = parseBytes(text);
    return bytes ? std::optional(static_cast<double>(*bytes)) : std::nullopt;
}

std::string formatAmount(Figure figure, double value) {
    if (figure == Figure::Latency) return formatMilliseconds(value);
    if (countsBytes(figure)) return groupDigits(std::llround(value)) + " B";
    if (figure == Figure::Macs) return groupDigits(std::llround(value));
    char text[32];
    std::snprintf(text, sizeof text, "%.3f", value);
    return text;
}

Result<void> addLimit(SearchSpec& spec, std::string_view text) {
    const size_t at = text.find('=');
    const auto figure = parseFigure(trim(text.substr(0, at)));
    if (!figure) return tl::unexpected(figure.error());
    const std::string_view amount = at == std::string_view::npos ? "" : trim(text.substr(at + 1));
    const auto times = parseTimes(amount);
    const auto number = parseAmount(*figure, amount);
    if (!times && !number) {
        return fail(ErrorCode::InvalidArgument, "'" + elide(text, 60) + "' is no limit", {},
                    "write parameter_bytes=256KiB, latency_ms=0.9x (times the present) or score=present");
    }
    if (times && *figure == Figure::Score && *times != 1) {
        return fail(ErrorCode::InvalidArgument, "a score cannot be limited by a share of the present one", "score",
                    "write score=present or a number");
    }
    const auto same = [&](const FigureLimit& limit) { return limit.figure == *figure; };
    std::erase_if(spec.limits, same);
    std::erase_if(spec.relative, same);
    (times ? spec.relative : spec.limits).push_back({*figure, times ? *times : *number});
    return {};
}

}  // namespace bw
