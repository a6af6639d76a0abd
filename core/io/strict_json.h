// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>
#include <string_view>

#include "base/result.h"

namespace bw {

/// Parses a whole JSON text strictly: no duplicate keys, nesting at most 64 deep, nothing behind the value, no NUL, at
/// most `max_bytes`. Errors name the byte or the key.
Result<nlohmann::json> parseStrictJson(std::string_view bytes, int64_t max_bytes);

/// Reads members of one JSON object by name and type. Collects the path for errors ("network.blocks[3]").
class JsonObject {
public:
    JsonObject(const nlohmann::json& value, std::string place) : value_(value), place_(std::move(place)) {}

    /// The value itself must be an object with no members but these.
    Result<void> allowOnly(std::initializer_list<std::string_view> names) const;
    bool has(std::string_view name) const { return value_.is_object() && value_.contains(name); }

    Result<const nlohmann::json*> member(std::string_view name) const;
    Result<int64_t> integer(std::string_view name, int64_t min, int64_t max) const;
    Result<double> number(std::string_view name, double min, double max) const;
    Result<std::string> text(std::string_view name, size_t max_bytes) const;
    Result<bool> flag(std::string_view name) const;

    std::string placeOf(std::string_view name) const;

private:
    const nlohmann::json& value_;
    std::string place_;
};

/// An exact integer in range; numbers with fractions, strings and booleans are refused.
Result<int64_t> exactInteger(const nlohmann::json& value, int64_t min, int64_t max, const std::string& place);

}  // namespace bw
