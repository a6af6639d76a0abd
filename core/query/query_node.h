// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "query/query_field.h"

namespace bw {

/// One operation of a parsed query; the parser sees to it that operands have the types that the operation takes.
struct QueryNode {
    enum class Op : uint8_t {
        // Numbers.
        Number,     ///< `number`.
        PercentOf,  ///< `number` hundredths of what `field` is in the whole network.
        Field,      ///< `field`; a flag as 0 or 1, which is also a truth.
        Negate,
        Add,
        Subtract,
        Multiply,
        Divide,
        Remainder,
        // Truths of numbers.
        Less,
        LessEqual,
        Greater,
        GreaterEqual,
        Equal,
        NotEqual,
        // Truths of texts: `field` against `text`.
        Is,
        IsNot,
        Holds,
        HoldsNot,
        Mentions,  ///< Name or kind holds `text`.
        // Truths of truths.
        And,
        Or,
        Not,
    };

    Op op = Op::Number;
    double number = 0;
    const QueryField* field = nullptr;
    std::string text;  ///< In lower case.
    std::vector<std::unique_ptr<QueryNode>> operands;
};

using QueryNodePtr = std::unique_ptr<QueryNode>;

/// What a query is read to.
struct ParsedQuery {
    QueryNodePtr root;
    bool needs_estimate = false;
};
Result<ParsedQuery> parseQuery(std::string_view text);

/// True or false of the block at a position, or unknown where a figure that decides is absent.
std::optional<bool> truthOf(const QueryNode& node, const Assessment& assessment, size_t position);

/// ASCII letters in lower case, as texts compare.
std::string lowered(std::string_view text);

}  // namespace bw
