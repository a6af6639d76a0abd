// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "query/query_field.h"

namespace bw {

/// A unit that may follow a number: the number times `factor` is in the unit of the fields of `dimension`.
struct QueryUnit {
    std::string_view name;
    double factor = 1;
    Dimension dimension = Dimension::Plain;
};

/// Null where there is no such unit. Letters count as they are written: "M" is a million, "m" is nothing.
const QueryUnit* findQueryUnit(std::string_view name);
/// "ms, us, s, ... and %".
std::string queryUnitsText();

}  // namespace bw
