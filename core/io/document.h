// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "graph/network.h"
#include "graph/precision.h"
#include "io/review.h"
#include "target/budgets.h"

namespace bw {

/// What a .blockwright file holds.
struct Document {
    Network network;
    std::optional<Network> baseline;  ///< Pinned for comparison.
    std::string target_id = "neural-engine";
    Precision precision = Precision::Int8;
    Budgets budgets;
    std::string memory_profile;  ///< Runtime that plans activations (memory/memory_profile.h); empty: the target's.
    std::string notes;           ///< The author's words; plain text.
    Review review;               ///< Candidates and the stops of a walk-through.

    bool operator==(const Document&) const = default;
};

/// Reads a document strictly: every number in range, no unknown field, no duplicate; then lowers the network, so that a
/// document that opens can also be counted. Errors name the field.
Result<Document> readDocument(std::string_view bytes, const std::string& file_name);
/// Canonical text: equal documents give equal bytes, and readDocument gives the document back.
std::string writeDocument(const Document& document);
/// Writes the document, replacing the file whole or not at all, and keeps one .bak. LimitExceeded where it could not be
/// opened again.
Result<void> saveDocument(const Document& document, const std::string& path);

}  // namespace bw
