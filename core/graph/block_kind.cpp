// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/block_kind.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/text.h"

namespace bw {
namespace {

std::string rangeText(const ParamSpec& spec) {
    const auto number = [](double x) { return valueText(Value(x)); };
    return number(spec.min) + " to " + number(spec.max);
}

tl::unexpected<Error> wrongValue(const ParamSpec& spec, const std::string& expected, const std::string& got) {
    return fail(ErrorCode::InvalidArgument, spec.name + " must be " + expected + ", not '" + elide(got, 40) + "'",
                spec.name);
}

std::string choiceText(const ParamSpec& spec) {
    std::string text = "one of";
    for (const std::string& choice : spec.choices)
        text += " " + choice;
    return text;
}

bool inRange(const ParamSpec& spec, double x) {
    return std::isfinite(x) && x >= spec.min && x <= spec.max;
}

}  // namespace

std::string_view kindGroupLabel(KindGroup group) {
    constexpr std::array<std::string_view, 11> kLabels = {
        "Input",   "Convolution", "Mobile blocks", "Residual blocks", "Heads", "Dense",
        "Pooling", "Combine",     "Attention",     "Shape",           "Other"};
    return kLabels[static_cast<size_t>(group)];
}

const ParamSpec* BlockKind::param(std::string_view name) const {
    const auto it = std::find_if(params.begin(), params.end(), [&](const ParamSpec& p) { return p.name == name; });
    return it == params.end() ? nullptr : &*it;
}

Result<Value> checkedValue(const ParamSpec& spec, const Value& value) {
    const std::string got = valueText(value);
    switch (spec.type) {
        case ParamType::Flag:
            if (!std::holds_alternative<bool>(value)) return wrongValue(spec, "true or false", got);
            return value;
        case ParamType::Integer: {
            const auto* integer = std::get_if<int64_t>(&value);
            if (integer == nullptr || !inRange(spec, static_cast<double>(*integer))) {
                return wrongValue(spec, "a whole number from " + rangeText(spec), got);
            }
            return value;
        }
        case ParamType::Number: {
            double number = NAN;
            if (const auto* integer = std::get_if<int64_t>(&value)) number = static_cast<double>(*integer);
            if (const auto* real = std::get_if<double>(&value)) number = *real;
            if (!inRange(spec, number)) return wrongValue(spec, "a number from " + rangeText(spec), got);
            return Value(number);
        }
        case ParamType::Choice: {
            const auto* text = std::get_if<std::string>(&value);
            if (text == nullptr || std::find(spec.choices.begin(), spec.choices.end(), *text) == spec.choices.end()) {
                return wrongValue(spec, choiceText(spec), got);
            }
            return value;
        }
        case ParamType::Text: {
            const auto* text = std::get_if<std::string>(&value);
            if (text == nullptr || text->size() > kMaxNameBytes) return wrongValue(spec, "a short text", got);
            return value;
        }
        case ParamType::IntegerList: {
            const auto* list = std::get_if<std::vector<int64_t>>(&value);
            const bool legal = list != nullptr && list->size() <= kMaxListItems &&
                               std::all_of(list->begin(), list->end(),
                                           [&](int64_t item) { return inRange(spec, static_cast<double>(item)); });
            if (!legal) return wrongValue(spec, "a list of whole numbers from " + rangeText(spec), got);
            return value;
        }
    }
    return value;
}

Result<Value> parseValue(const ParamSpec& spec, std::string_view text) {
    text = trim(text);
    const std::string typed(text);
    switch (spec.type) {
        case ParamType::Flag:
            if (typed == "true" || typed == "on" || typed == "yes" || typed == "1") return Value(true);
            if (typed == "false" || typed == "off" || typed == "no" || typed == "0") return Value(false);
            return wrongValue(spec, "true or false", typed);
        case ParamType::Integer: {
            const auto integer = parseInteger(text);
            if (!integer) return wrongValue(spec, "a whole number from " + rangeText(spec), typed);
            return checkedValue(spec, Value(*integer));
        }
        case ParamType::Number: {
            const auto number = parseNumber(text);
            if (!number) return wrongValue(spec, "a number from " + rangeText(spec), typed);
            return checkedValue(spec, Value(*number));
        }
        case ParamType::Choice:
        case ParamType::Text:
            return checkedValue(spec, Value(typed));
        case ParamType::IntegerList: {
            std::vector<int64_t> items;
            for (const std::string& part : split(text, text.find('x') != std::string_view::npos ? 'x' : ',')) {
                const auto item = parseInteger(trim(part));
                if (!item) return wrongValue(spec, "a list of whole numbers such as 1,3,224,224", typed);
                items.push_back(*item);
            }
            return checkedValue(spec, Value(std::move(items)));
        }
    }
    return wrongValue(spec, "a value", typed);
}

Result<Attributes> completeAttributes(const BlockKind& kind, const Attributes& attributes) {
    Attributes complete;
    for (const ParamSpec& spec : kind.params)
        complete.set(spec.name, spec.default_value);
    for (const auto& [name, value] : attributes.entries()) {
        const ParamSpec* spec = kind.param(name);
        if (spec == nullptr) {
            return fail(ErrorCode::InvalidArgument,
                        "a block of kind '" + kind.id + "' has no parameter '" + elide(name, 40) + "'", name);
        }
        auto checked = checkedValue(*spec, value);
        if (!checked) return tl::unexpected(checked.error());
        complete.set(name, std::move(*checked));
    }
    return complete;
}

}  // namespace bw
