// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <cmath>

#include "base/text.h"
#include "target/target_parameters.h"

namespace bw {
namespace {

struct Scale {
    const char* unit;
    double factor;
};
constexpr std::array<Scale, 4> kByteScales = {{{"GiB", 1LL << 30}, {"MiB", 1LL << 20}, {"KiB", 1LL << 10}, {"B", 1}}};
constexpr std::array<Scale, 4> kHertzScales = {{{"GHz", 1e9}, {"MHz", 1e6}, {"kHz", 1e3}, {"Hz", 1}}};

bool isBytes(const TargetParameter& parameter) {
    return std::string_view(parameter.unit) == "B";
}

bool isHertz(const TargetParameter& parameter) {
    return std::string_view(parameter.unit) == "Hz";
}

/// "pixel" of "pixels"; units such as "elements/cycle" have no singular of their own.
std::string_view singular(std::string_view unit) {
    return unit.ends_with('s') ? unit.substr(0, unit.size() - 1) : unit;
}

/// "0.8 GHz", "800MHz", "8e8".
std::optional<double> parseHertz(std::string_view text) {
    for (const Scale& scale : kHertzScales) {
        if (!text.ends_with(scale.unit)) continue;
        const auto number = parseNumber(trim(text.substr(0, text.size() - std::string_view(scale.unit).size())));
        if (!number) return std::nullopt;
        return *number * scale.factor;
    }
    return parseNumber(text);
}

std::optional<double> parseQuantity(const TargetParameter& parameter, std::string_view text) {
    if (isHertz(parameter)) return parseHertz(text);
    const auto number = parseNumber(text);
    if (number) return number;
    if (isBytes(parameter)) {
        if (const auto bytes = parseBytes(text)) return static_cast<double>(*bytes);
        return std::nullopt;
    }
    // The unit as it is shown may be typed too.
    for (const std::string_view unit : {std::string_view(parameter.unit), singular(parameter.unit)}) {
        if (!unit.empty() && text.ends_with(unit)) return parseNumber(trim(text.substr(0, text.size() - unit.size())));
    }
    return std::nullopt;
}

/// The largest unit in which the number has few digits.
std::string scaled(double value, const std::array<Scale, 4>& scales) {
    for (const Scale& scale : scales) {
        const double number = value / scale.factor;
        const bool even = std::nearbyint(number * 8) == number * 8 || std::nearbyint(number * 100) == number * 100;
        if (number >= 1 && even && number * scale.factor == value) return formatNumber(number) + " " + scale.unit;
    }
    return formatNumber(value) + " " + scales.back().unit;
}

}  // namespace

Result<ParameterValue> parseParameter(const TargetParameter& parameter, std::string_view text) {
    const std::string_view typed = trim(text);
    const auto refused = [&] {
        return fail(ErrorCode::InvalidArgument, "'" + elide(typed, 40) + "' is not " + parameter.range(),
                    parameter.place());
    };
    ParameterValue value;
    if (parameter.isFlag()) {
        if (typed != "true" && typed != "false") return refused();
        value = typed == "true";
    } else if (parameter.isNumber()) {
        const auto number = parseQuantity(parameter, typed);
        if (!number || !(*number >= parameter.least && *number <= parameter.most)) return refused();
        if (parameter.isWhole()) {
            if (*number != std::nearbyint(*number)) return refused();
            value = static_cast<int64_t>(*number);
        } else {
            value = *number;
        }
    } else {
        value = std::string(typed);
    }
    TargetProfile probe;
    if (auto set = setParameter(probe, parameter, value); !set) return tl::unexpected(set.error());
    return parameterValue(probe, parameter);
}

std::string parameterText(const TargetParameter& parameter, const ParameterValue& value) {
    if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    const auto* whole = std::get_if<int64_t>(&value);
    const double number = whole != nullptr ? static_cast<double>(*whole) : std::get<double>(value);
    if (isBytes(parameter)) return scaled(number, kByteScales);
    if (isHertz(parameter)) return scaled(number, kHertzScales);
    const std::string digits = whole != nullptr ? std::to_string(*whole) : formatNumber(number);
    if (*parameter.unit == '\0') return digits;
    return digits + " " + std::string(number == 1.0 ? singular(parameter.unit) : parameter.unit);
}

}  // namespace bw
