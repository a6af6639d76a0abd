// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/attributes.h"

#include <algorithm>

#include "base/text.h"

namespace bw {
namespace {

auto lowerBound(auto& entries, std::string_view name) {
    return std::lower_bound(entries.begin(), entries.end(), name,
                            [](const auto& entry, std::string_view key) { return entry.first < key; });
}

template <class T>
const T* typed(const Attributes& attributes, std::string_view name) {
    const Value* value = attributes.find(name);
    return value == nullptr ? nullptr : std::get_if<T>(value);
}

}  // namespace

std::string valueText(const Value& value) {
    if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
    if (const auto* integer = std::get_if<int64_t>(&value)) return std::to_string(*integer);
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    if (const auto* number = std::get_if<double>(&value)) return formatNumber(*number);
    std::string text;
    for (const int64_t item : std::get<std::vector<int64_t>>(value)) {
        text += (text.empty() ? "" : ",") + std::to_string(item);
    }
    return text;
}

Attributes::Attributes(std::initializer_list<std::pair<std::string, Value>> entries) {
    for (const auto& [name, value] : entries)
        set(name, value);
}

const Value* Attributes::find(std::string_view name) const {
    const auto it = lowerBound(entries_, name);
    return it != entries_.end() && it->first == name ? &it->second : nullptr;
}

void Attributes::set(std::string_view name, Value value) {
    const auto it = lowerBound(entries_, name);
    if (it != entries_.end() && it->first == name) {
        it->second = std::move(value);
    } else {
        entries_.emplace(it, std::string(name), std::move(value));
    }
}

void Attributes::erase(std::string_view name) {
    const auto it = lowerBound(entries_, name);
    if (it != entries_.end() && it->first == name) entries_.erase(it);
}

bool Attributes::flag(std::string_view name, bool fallback) const {
    const bool* value = typed<bool>(*this, name);
    return value != nullptr ? *value : fallback;
}

int64_t Attributes::integer(std::string_view name, int64_t fallback) const {
    const int64_t* value = typed<int64_t>(*this, name);
    return value != nullptr ? *value : fallback;
}

double Attributes::number(std::string_view name, double fallback) const {
    const double* value = typed<double>(*this, name);
    return value != nullptr ? *value : fallback;
}

const std::string& Attributes::text(std::string_view name) const {
    static const std::string kEmpty;
    const std::string* value = typed<std::string>(*this, name);
    return value != nullptr ? *value : kEmpty;
}

const std::vector<int64_t>& Attributes::list(std::string_view name) const {
    static const std::vector<int64_t> kEmpty;
    const std::vector<int64_t>* value = typed<std::vector<int64_t>>(*this, name);
    return value != nullptr ? *value : kEmpty;
}

}  // namespace bw
