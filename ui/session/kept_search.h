// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QString>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "io/document.h"
#include "session/search_runner.h"

namespace bw::ui {

/// One search of the list: what was asked, and what is known of its answer.
struct KeptSearch {
    enum class State : uint8_t {
        Active,       ///< Curates, searches or pauses.
        Interrupted,  ///< Ended before its budget was spent; may go on from its checkpoint.
        Done,
        Failed
    };

    QString id;  ///< Names its files.
    QString name;
    QDateTime begun;
    SearchSpec spec;
    Document document;  ///< The network as it was, its target and number format.
    State state = State::Active;
    int64_t evaluations = 0;
    /// Best of each objective, as people read them; not-a-number before there is one.
    std::vector<double> best = {};
    std::optional<Error> error = {};

    // What follows is known of searches of this run of the program, and of others once they were opened.
    std::shared_ptr<const PreparedSearch> prepared = nullptr;
    std::shared_ptr<const SearchSnapshot> snapshot = nullptr;
    std::vector<SearchPoint> points = {};
    std::shared_ptr<const SearchOutcome> outcome = nullptr;

    bool isLoaded() const { return snapshot != nullptr || state == State::Failed; }
};

/// Tells at once which genomes are on the front of a search. The search must outlive it, unchanged.
class FrontLookup {
public:
    explicit FrontLookup(const KeptSearch& search);
    bool holds(const Genome& genome) const;

private:
    struct Less {
        bool operator()(const Genome* a, const Genome* b) const { return *a < *b; }
    };
    std::set<const Genome*, Less> front_;
};

/// The text of a search's file: what was asked and how far it got, without its networks.
QByteArray keptSearchText(const KeptSearch& search);
/// Nothing where the text is none or damaged.
std::optional<KeptSearch> keptSearchFromText(const QByteArray& text);

}  // namespace bw::ui
