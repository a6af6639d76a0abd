// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace bw {

using Value = std::variant<bool, int64_t, double, std::string, std::vector<int64_t>>;

/// "true", "32", "0.75", "relu6", "1,3,224,224".
std::string valueText(const Value& value);

/// Named values of a block, sorted by name so that equal sets are equal and print alike.
class Attributes {
public:
    Attributes() = default;
    Attributes(std::initializer_list<std::pair<std::string, Value>> entries);

    const Value* find(std::string_view name) const;
    void set(std::string_view name, Value value);
    void erase(std::string_view name);

    /// Typed reads; the fallback where the name is absent or holds another type.
    bool flag(std::string_view name, bool fallback = false) const;
    int64_t integer(std::string_view name, int64_t fallback = 0) const;
    double number(std::string_view name, double fallback = 0) const;
    const std::string& text(std::string_view name) const;
    const std::vector<int64_t>& list(std::string_view name) const;

    const std::vector<std::pair<std::string, Value>>& entries() const { return entries_; }
    bool operator==(const Attributes&) const = default;

private:
    std::vector<std::pair<std::string, Value>> entries_;
};

}  // namespace bw
