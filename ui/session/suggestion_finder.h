// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>
#include <stop_token>
#include <vector>

#include "session/hint_finder.h"
#include "session/search_library.h"
#include "session/suggestion.h"

namespace bw::ui {

/// Suggestions for the present network: rules, the newest search of this network or of one that it was edited from,
/// and the light search. An edit takes all away at once; they come back as they are found.
class SuggestionFinder : public QObject {
    Q_OBJECT

public:
    SuggestionFinder(DocumentSession& session, HintFinder& rules, SearchLibrary& library, QObject* parent = nullptr);
    ~SuggestionFinder() override;

    const std::vector<Suggestion>& suggestions() const { return merged_; }
    /// True from an edit until the rules and the search have spoken.
    bool isSearching() const { return rules_.isSearching() || advising_; }
    /// What the light search has found for a network; forgotten where that is no longer the present one.
    void setLight(const std::vector<SearchSuggestion>& found, const Network& network);

Q_SIGNALS:
    void suggestionsChanged();

private:
    /// True, and all forgotten, where what the suggestions are for is no longer what is there.
    bool forgetOld();
    void restart();
    void advise();
    void merge();
    std::shared_ptr<KeptSearch> source() const;

    DocumentSession& session_;
    HintFinder& rules_;
    SearchLibrary& library_;
    std::vector<Suggestion> from_search_;
    std::vector<Suggestion> from_light_;
    std::vector<Suggestion> merged_;
    /// What the suggestions are for.
    Network network_;
    std::string target_id_;
    Precision precision_ = Precision::Int8;
    QTimer rest_;
    std::stop_source stop_;
    uint64_t newest_ = 0;
    bool advising_ = false;
};

}  // namespace bw::ui
