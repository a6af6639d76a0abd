// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "assess/assessment.h"
#include "base/result.h"

namespace bw {

struct QueryNode;

/// The blocks that a query is true of.
struct QueryHits {
    std::vector<size_t> positions;  ///< In the network, ascending.
    /// Blocks of which nobody can tell, because a figure that the query asks for is not known (yet).
    size_t undecided = 0;
};

/// A question to the blocks of a network: `latency > 5% and cout % 16 != 0`.
///
///     query      = all { "or" all }          all  = one { "and" one }
///     one        = "not" one | comparison | word          a word alone: name or kind holds it
///     comparison = sum ( "<" "<=" ">" ">=" "=" "!=" "~" "!~" ) sum
///     sum        = term { ("+" "-") term }   term = factor { ("*" "/" "%") factor }
///     factor     = number [unit] | field | word | "text" | "(" query ")" | "-" factor
///
/// Units: ms us s · uJ mJ · B kB MB KiB MiB · k M G · % of the network's total (of a share: hundredths). `~` is "holds
/// the text"; texts compare without case. A figure that a block lacks makes every comparison with it, and its opposite,
/// untrue. queryFields() lists the fields.
class Query {
public:
    /// The error's place is "character N", counted from 1.
    static Result<Query> parse(std::string_view text);

    QueryHits run(const Assessment& assessment) const;
    /// True where it asks for figures that an estimator gives.
    bool needsEstimate() const { return needs_estimate_; }

private:
    Query() = default;

    std::shared_ptr<const QueryNode> root_;
    bool needs_estimate_ = false;
};

/// True for text that compares something, so that it is meant as a query and not as part of a name.
bool looksLikeQuery(std::string_view text);

}  // namespace bw
