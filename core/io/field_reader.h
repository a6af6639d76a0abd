// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "graph/precision.h"
#include "io/review.h"
#include "io/strict_json.h"

namespace bw {

/// Reads members of an object into fields one after another; the first that is wrong ends the reading. Counts and
/// precisions must be there, texts and times may be missing.
class FieldReader {
public:
    explicit FieldReader(const JsonObject& object) : object_(object) {}

    FieldReader& text(const char* name, std::string& field) {
        if (!problem_ && object_.has(name)) take(object_.text(name, kMaxReviewText), field);
        return *this;
    }
    FieldReader& count(const char* name, int64_t& field) {
        if (!problem_) take(object_.integer(name, 0, int64_t{1} << 60), field);
        return *this;
    }
    FieldReader& milliseconds(const char* name, std::optional<double>& field) {
        if (!problem_ && object_.has(name)) take(object_.number(name, 0, 1e12), field);
        return *this;
    }
    FieldReader& precision(const char* name, Precision& field) {
        std::string id;
        if (!problem_) take(object_.text(name, 16), id);
        if (problem_) return *this;
        const auto parsed = parsePrecision(id);
        if (parsed)
            field = *parsed;
        else
            problem_ = Error{ErrorCode::InvalidFile, parsed.error().message, {}, object_.placeOf(name), {}};
        return *this;
    }
    Result<void> done() const {
        if (problem_) return tl::unexpected(*problem_);
        return {};
    }

private:
    template <class Value, class Field>
    void take(Result<Value> value, Field& field) {
        if (value)
            field = *std::move(value);
        else
            problem_ = value.error();
    }

    const JsonObject& object_;
    std::optional<Error> problem_;
};

}  // namespace bw
