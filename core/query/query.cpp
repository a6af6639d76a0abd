// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/query.h"

#include "query/query_node.h"

namespace bw {

Result<Query> Query::parse(std::string_view text) {
    auto parsed = parseQuery(text);
    if (!parsed) return tl::unexpected(parsed.error());
    Query query;
    query.root_ = std::move(parsed->root);
    query.needs_estimate_ = parsed->needs_estimate;
    return query;
}

QueryHits Query::run(const Assessment& assessment) const {
    QueryHits hits;
    for (size_t position = 0; position < assessment.network.size(); ++position) {
        const auto truth = truthOf(*root_, assessment, position);
        if (!truth)
            ++hits.undecided;
        else if (*truth)
            hits.positions.push_back(position);
    }
    return hits;
}

bool looksLikeQuery(std::string_view text) {
    return text.find_first_of("<>=~") != std::string_view::npos;
}

}  // namespace bw
