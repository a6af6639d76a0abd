// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/query_unit.h"

#include <algorithm>
#include <array>

namespace bw {
namespace {

constexpr std::array kUnits = {
    QueryUnit{"ms", 1, Dimension::Milliseconds},    QueryUnit{"us", 1e-3, Dimension::Milliseconds},
    QueryUnit{"µs", 1e-3, Dimension::Milliseconds}, QueryUnit{"s", 1e3, Dimension::Milliseconds},
    QueryUnit{"uJ", 1, Dimension::Microjoules},     QueryUnit{"µJ", 1, Dimension::Microjoules},
    QueryUnit{"mJ", 1e3, Dimension::Microjoules},   QueryUnit{"B", 1, Dimension::Bytes},
    QueryUnit{"kB", 1e3, Dimension::Bytes},         QueryUnit{"MB", 1e6, Dimension::Bytes},
    QueryUnit{"KiB", 1024, Dimension::Bytes},       QueryUnit{"MiB", 1024.0 * 1024, Dimension::Bytes},
    QueryUnit{"k", 1e3, Dimension::Plain},          QueryUnit{"M", 1e6, Dimension::Plain},
    QueryUnit{"G", 1e9, Dimension::Plain},
};

}  // namespace

const QueryUnit* findQueryUnit(std::string_view name) {
    const auto* found =
        std::find_if(kUnits.begin(), kUnits.end(), [name](const QueryUnit& unit) { return unit.name == name; });
    return found == kUnits.end() ? nullptr : found;
}

std::string queryUnitsText() {
    std::string text;
    for (const QueryUnit& unit : kUnits)
        text += std::string(unit.name) + ", ";
    return text.substr(0, text.size() - 2) + " and %";
}

}  // namespace bw
