// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"

namespace bw {

/// Reads the fields of one JSON object, each number within a stated range and exactly representable. The first failure
/// is kept and later reads give defaults; finish() reports it, or a field that nobody asked for.
class JsonFields {
public:
    /// `place` names the object in messages, "hardware" say; empty for the document itself.
    JsonFields(const nlohmann::json& object, std::string place, const std::string& file);

    /// True where the field is there; it counts as asked for.
    bool has(const char* name);
    int64_t integer(const char* name, int64_t least, int64_t most);
    int64_t integer(const char* name, int64_t least, int64_t most, int64_t otherwise);
    double number(const char* name, double least, double most);
    double number(const char* name, double least, double most, double otherwise);
    bool flag(const char* name, bool otherwise);
    std::string text(const char* name, size_t max_bytes);
    std::string text(const char* name, size_t max_bytes, std::string otherwise);
    std::vector<std::string> texts(const char* name, size_t max_count);
    /// The value as it stands, for callers that check it themselves; null where it is absent or reading has failed.
    const nlohmann::json* value(const char* name, bool required) { return find(name, required); }
    /// The named object to read further from, or nothing where it is absent.
    std::optional<JsonFields> object(const char* name, bool required);
    /// Keeps a failure found by the caller in field `name`.
    void refuse(const char* name, const std::string& why);
    /// Takes over the failure of a finished nested object.
    void finishNested(JsonFields& nested);

    std::optional<Error> finish();

private:
    const nlohmann::json* find(const char* name, bool required);
    std::string placeOf(const std::string& name) const { return place_.empty() ? name : place_ + "." + name; }

    const nlohmann::json& object_;
    std::string place_;
    std::string file_;
    std::set<std::string> asked_;
    std::optional<Error> error_;
};

}  // namespace bw
