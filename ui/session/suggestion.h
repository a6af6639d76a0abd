// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <optional>
#include <string>
#include <vector>

#include "assess/hints.h"
#include "search/advice/search_advice.h"

namespace bw::ui {

/// A suggested change of the present network, from a rule or from a search.
struct Suggestion {
    QString title;
    std::vector<std::string> commands;
    std::vector<BlockId> blocks;
    QString why;  ///< Of a rule; of a search its ablation.

    // Figures after it; changes are relative, the score's a difference.
    std::optional<double> latency_ms;
    int64_t parameter_bytes = 0;
    int64_t peak_bytes = 0;
    std::optional<double> latency_change;
    std::optional<double> change_low;  ///< Band of the latency change.
    std::optional<double> change_high;
    double parameter_change = 0;
    double peak_change = 0;
    std::optional<double> score_change;

    // Evidence of a search; `best` is 0 for rules.
    QString search_id;
    int64_t having = 0;
    int64_t best = 0;
    std::vector<int64_t> numbers;

    /// The same for equal edits.
    QString key() const;
    /// What it does, for muting: "fuse", "set .channels".
    QString kind() const;
};

Suggestion suggestionOf(const Hint& hint);
Suggestion suggestionOf(const SearchSuggestion& found, const QString& search_id);

/// Rules and searches in one list: the most latency saved first; of two with equal edits the one with evidence.
std::vector<Suggestion> mergedSuggestions(std::vector<Suggestion> suggestions);

}  // namespace bw::ui
