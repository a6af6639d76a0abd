// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "target/json_fields.h"

#include <algorithm>
#include <cmath>
#include <sstream>

#include "base/text.h"

namespace bw {
namespace {

Error fileError(std::string message, std::string place, const std::string& file) {
    return {ErrorCode::InvalidFile, std::move(message), file, std::move(place), {}};
}

std::string show(double value) {
    std::ostringstream out;
    out << value;
    return out.str();
}

/// The value as a whole number, or nothing: the library's own conversion wraps and truncates.
std::optional<int64_t> exactInteger(const nlohmann::json& value) {
    if (value.is_number_unsigned()) {
        const auto number = value.get<uint64_t>();
        if (number > static_cast<uint64_t>(INT64_MAX)) return std::nullopt;
        return static_cast<int64_t>(number);
    }
    if (value.is_number_integer()) return value.get<int64_t>();
    return std::nullopt;
}

}  // namespace

JsonFields::JsonFields(const nlohmann::json& object, std::string place, const std::string& file)
    : object_(object), place_(std::move(place)), file_(file) {
    if (!object_.is_object()) error_ = fileError("must be an object", place_, file_);
}

const nlohmann::json* JsonFields::find(const char* name, bool required) {
    asked_.insert(name);
    if (error_) return nullptr;
    const auto found = object_.find(name);
    if (found != object_.end()) return &*found;
    if (required) refuse(name, "the field is missing");
    return nullptr;
}

void JsonFields::refuse(const char* name, const std::string& why) {
    if (!error_) error_ = fileError(why, placeOf(name), file_);
}

bool JsonFields::has(const char* name) {
    return find(name, false) != nullptr;
}

int64_t JsonFields::integer(const char* name, int64_t least, int64_t most) {
    const nlohmann::json* value = find(name, true);
    if (value == nullptr) return least;
    const std::optional<int64_t> number = exactInteger(*value);
    if (number && *number >= least && *number <= most) return *number;
    refuse(name, "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most));
    return least;
}

int64_t JsonFields::integer(const char* name, int64_t least, int64_t most, int64_t otherwise) {
    return find(name, false) == nullptr ? otherwise : integer(name, least, most);
}

double JsonFields::number(const char* name, double least, double most) {
    const nlohmann::json* value = find(name, true);
    if (value == nullptr) return least;
    if (value->is_number()) {
        const double number = value->get<double>();
        if (std::isfinite(number) && number >= least && number <= most) return number;
    }
    refuse(name, "must be a number from " + show(least) + " to " + show(most));
    return least;
}

double JsonFields::number(const char* name, double least, double most, double otherwise) {
    return find(name, false) == nullptr ? otherwise : number(name, least, most);
}

bool JsonFields::flag(const char* name, bool otherwise) {
    const nlohmann::json* value = find(name, false);
    if (value == nullptr) return otherwise;
    if (value->is_boolean()) return value->get<bool>();
    refuse(name, "must be true or false");
    return otherwise;
}

std::string JsonFields::text(const char* name, size_t max_bytes) {
    const nlohmann::json* value = find(name, true);
    if (value == nullptr) return {};
    if (value->is_string() && value->get_ref<const std::string&>().size() <= max_bytes)
        return value->get<std::string>();
    refuse(name, "must be a text of at most " + std::to_string(max_bytes) + " bytes");
    return {};
}

std::string JsonFields::text(const char* name, size_t max_bytes, std::string otherwise) {
    return find(name, false) == nullptr ? otherwise : text(name, max_bytes);
}

std::vector<std::string> JsonFields::texts(const char* name, size_t max_count) {
    std::vector<std::string> result;
    const nlohmann::json* value = find(name, false);
    if (value == nullptr) return result;
    const bool legal = value->is_array() && value->size() <= max_count &&
                       std::all_of(value->begin(), value->end(), [](const auto& item) { return item.is_string(); });
    if (!legal) {
        refuse(name, "must be a list of at most " + std::to_string(max_count) + " texts");
        return result;
    }
    for (const auto& item : *value)
        result.push_back(item.get<std::string>());
    return result;
}

std::optional<JsonFields> JsonFields::object(const char* name, bool required) {
    const nlohmann::json* value = find(name, required);
    if (value == nullptr) return std::nullopt;
    return JsonFields(*value, placeOf(name), file_);
}

void JsonFields::finishNested(JsonFields& nested) {
    if (std::optional<Error> problem = nested.finish(); problem && !error_) error_ = std::move(problem);
}

std::optional<Error> JsonFields::finish() {
    if (error_) return error_;
    for (const auto& [name, value] : object_.items()) {
        if (asked_.count(name) == 0) {
            error_ = fileError("unknown field", placeOf(elide(name, 64)), file_);
            error_->remedy = "remove it, or update Blockwright";
            break;
        }
    }
    return error_;
}

}  // namespace bw
