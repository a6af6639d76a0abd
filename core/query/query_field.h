// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "assess/assessment.h"

namespace bw {

/// What a number of a query measures; only equal ones compare.
enum class Dimension : uint8_t { Plain, Milliseconds, Microjoules, Bytes, Share };
/// "a time", "an energy", ... for messages.
std::string_view dimensionText(Dimension dimension);

/// What a query may ask of a block: one row a field.
struct QueryField {
    enum class Type : uint8_t { Number, Text, Flag };

    std::string name;     ///< As it is written: "latency".
    std::string doc;      ///< One phrase: "time of the block, ms".
    std::string example;  ///< A comparison that uses it: "latency > 5%".
    Type type = Type::Number;
    Dimension dimension = Dimension::Plain;
    bool of_parameter = false;  ///< A parameter that kinds of blocks have, not a figure.
    bool is_estimated = false;  ///< Needs an estimator; unknown without one.

    /// The number (1 and 0 of a flag) of the block at a position; absent where the block has none or it is unknown.
    std::function<std::optional<double>(const Assessment&, size_t)> number;
    /// What 100 % is; null where a percentage means nothing.
    std::function<std::optional<double>(const Assessment&)> total;
    /// The text of the block, and other texts that mean the same (a kind's identifier and its label).
    std::function<std::vector<std::string>(const Assessment&, size_t)> texts;
    /// All texts that a field of a closed set can have; empty where any text may stand.
    std::vector<std::string> choices;
};

/// Figures first, then the parameters of the block kinds by name.
std::span<const QueryField> queryFields();
/// Null where there is no such field. "peak_bytes" and the like are no synonyms: one name a field.
const QueryField* findQueryField(std::string_view name);
/// The name of a field that is written much like `word`; empty without one.
std::string nearQueryField(std::string_view word);

}  // namespace bw
