// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/strict_json.h"

#include <cmath>
#include <new>
#include <unordered_set>

#include "base/limits.h"
#include "base/text.h"

namespace bw {
namespace {

/// Reads without building: finds what nlohmann's builder would let pass. (Its own parser callback would do, but makes
/// the builder quadratic in the length of an array.)
class Guard final : public nlohmann::json_sax<nlohmann::json> {
public:
    std::string problem;
    std::string place;

    bool null() override { return true; }
    bool boolean(bool) override { return true; }
    bool number_integer(number_integer_t) override { return true; }
    bool number_unsigned(number_unsigned_t) override { return true; }
    bool number_float(number_float_t, const string_t&) override { return true; }
    bool string(string_t&) override { return true; }
    bool binary(binary_t&) override { return true; }
    bool start_array(std::size_t) override { return true; }
    bool end_array() override { return true; }
    bool start_object(std::size_t) override {
        keys_.emplace_back();
        return true;
    }
    bool end_object() override {
        keys_.pop_back();
        return true;
    }
    bool key(string_t& key) override {
        if (keys_.back().insert(key).second) return true;
        problem = "the key '" + elide(key, 40) + "' occurs twice";
        return false;
    }
    bool parse_error(std::size_t byte, const std::string&, const nlohmann::json::exception& error) override {
        const bool syntax = dynamic_cast<const nlohmann::json::parse_error*>(&error) != nullptr;
        problem = syntax ? "is not valid JSON" : "holds a number or text outside what JSON allows";
        if (syntax) place = "byte " + std::to_string(byte);
        return false;
    }

private:
    std::vector<std::unordered_set<std::string>> keys_;
};

/// A cheap look ahead that keeps hostile nesting away from the recursive destructor of the parsed value.
bool nestsTooDeep(std::string_view bytes) {
    int depth = 0;
    bool in_string = false;
    for (size_t i = 0; i < bytes.size(); ++i) {
        const char c = bytes[i];
        if (in_string) {
            if (c == '\\') ++i;
            if (c == '"') in_string = false;
            continue;
        }
        if (c == '"') in_string = true;
        if (c == '[' || c == '{') ++depth;
        if (c == ']' || c == '}') --depth;
        if (depth > kMaxNestingDepth) return true;
    }
    return false;
}

tl::unexpected<Error> expected(const std::string& place, const std::string& what) {
    return fail(ErrorCode::InvalidFile, "must be " + what, place);
}

}  // namespace

Result<nlohmann::json> parseStrictJson(std::string_view bytes, int64_t max_bytes) {
    if (static_cast<int64_t>(bytes.size()) > max_bytes) {
        return fail(ErrorCode::LimitExceeded, "has " + formatBytes(static_cast<int64_t>(bytes.size())) +
                                                  ", the limit is " + formatBytes(max_bytes));
    }
    if (trim(bytes).empty()) return fail(ErrorCode::InvalidFile, "is empty");
    const size_t nul = bytes.find('\0');
    if (nul != std::string_view::npos) {
        return fail(ErrorCode::InvalidFile, "holds a NUL byte", "byte " + std::to_string(nul));
    }
    if (nestsTooDeep(bytes)) {
        return fail(ErrorCode::LimitExceeded, "nested deeper than " + std::to_string(kMaxNestingDepth) + " levels");
    }
    try {
        Guard guard;
        if (!nlohmann::json::sax_parse(bytes.begin(), bytes.end(), &guard)) {
            return fail(ErrorCode::InvalidFile, guard.problem, guard.place);
        }
        return nlohmann::json::parse(bytes.begin(), bytes.end());
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::LimitExceeded, "needs more memory than there is");
    }
}

std::string JsonObject::placeOf(std::string_view name) const {
    return place_.empty() ? std::string(name) : place_ + "." + std::string(name);
}

Result<void> JsonObject::allowOnly(std::initializer_list<std::string_view> names) const {
    if (!value_.is_object()) return expected(place_, "an object");
    for (const auto& item : value_.items()) {
        if (std::find(names.begin(), names.end(), item.key()) == names.end()) {
            return fail(ErrorCode::InvalidFile, "unknown field", placeOf(elide(item.key(), 40)));
        }
    }
    return {};
}

Result<const nlohmann::json*> JsonObject::member(std::string_view name) const {
    if (!value_.is_object()) return expected(place_, "an object");
    const auto it = value_.find(name);
    if (it == value_.end()) return fail(ErrorCode::InvalidFile, "is missing", placeOf(name));
    return &*it;
}

Result<int64_t> exactInteger(const nlohmann::json& value, int64_t min, int64_t max, const std::string& place) {
    const std::string what = "a whole number from " + std::to_string(min) + " to " + std::to_string(max);
    if (value.is_number_unsigned()) {
        const auto number = value.get<uint64_t>();
        if (number > static_cast<uint64_t>(std::max<int64_t>(0, max))) return expected(place, what);
        const auto integer = static_cast<int64_t>(number);
        if (integer < min || integer > max) return expected(place, what);
        return integer;
    }
    if (!value.is_number_integer()) return expected(place, what);
    const auto integer = value.get<int64_t>();
    if (integer < min || integer > max) return expected(place, what);
    return integer;
}

Result<int64_t> JsonObject::integer(std::string_view name, int64_t min, int64_t max) const {
    const auto value = member(name);
    if (!value) return tl::unexpected(value.error());
    return exactInteger(**value, min, max, placeOf(name));
}

Result<double> JsonObject::number(std::string_view name, double min, double max) const {
    const auto value = member(name);
    if (!value) return tl::unexpected(value.error());
    const double number = (*value)->is_number() ? (*value)->get<double>() : NAN;
    if (!(number >= min && number <= max)) {
        return expected(placeOf(name), "a number from " + formatNumber(min) + " to " + formatNumber(max));
    }
    return number;
}

Result<std::string> JsonObject::text(std::string_view name, size_t max_bytes) const {
    const auto value = member(name);
    if (!value) return tl::unexpected(value.error());
    if (!(*value)->is_string()) return expected(placeOf(name), "a text");
    auto text = (*value)->get<std::string>();
    if (text.size() > max_bytes) {
        return fail(ErrorCode::LimitExceeded, "is longer than " + std::to_string(max_bytes) + " bytes", placeOf(name));
    }
    return text;
}

Result<bool> JsonObject::flag(std::string_view name) const {
    const auto value = member(name);
    if (!value) return tl::unexpected(value.error());
    if (!(*value)->is_boolean()) return expected(placeOf(name), "true or false");
    return (*value)->get<bool>();
}

}  // namespace bw
