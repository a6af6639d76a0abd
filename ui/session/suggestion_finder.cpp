// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/suggestion_finder.h"

#include "session/background.h"
#include "text/wording.h"

namespace bw::ui {
namespace {

constexpr int kRestMilliseconds = 250;

}  // namespace

SuggestionFinder::SuggestionFinder(DocumentSession& session, HintFinder& rules, SearchLibrary& library, QObject* parent)
    : QObject(parent), session_(session), rules_(rules), library_(library) {
    rest_.setSingleShot(true);
    rest_.setInterval(kRestMilliseconds);
    connect(&rest_, &QTimer::timeout, this, &SuggestionFinder::advise);
    connect(&rules_, &HintFinder::hintsChanged, this, &SuggestionFinder::merge);
    connect(&session_, &DocumentSession::assessmentChanged, this, &SuggestionFinder::restart);
    connect(&session_, &DocumentSession::networkChanged, this, [this] {
        if (forgetOld()) merge();
    });
    connect(&library_, &SearchLibrary::searchEnded, this, &SuggestionFinder::restart);
    connect(&library_, &SearchLibrary::listChanged, this, [this] {
        if (!from_search_.empty() && !library_.find(from_search_.front().search_id)) restart();
    });
}

SuggestionFinder::~SuggestionFinder() {
    stop_.request_stop();
}

std::shared_ptr<KeptSearch> SuggestionFinder::source() const {
    const Document& now = session_.document();
    for (const auto& search : library_.searches()) {
        const Document& then = search->document;
        const bool akin = then.target_id == now.target_id && then.precision == now.precision &&
                          then.network.name() == now.network.name();
        if (akin && search->outcome && search->prepared && !search->outcome->result.last.front.empty()) return search;
    }
    return nullptr;
}

bool SuggestionFinder::forgetOld() {
    const Document& now = session_.document();
    // What is previewed is looked at, not advised upon.
    if (session_.isPreviewing()) return false;
    if (network_.sharesWith(now.network) && target_id_ == now.target_id && precision_ == now.precision) return false;
    network_ = now.network;
    target_id_ = now.target_id;
    precision_ = now.precision;
    from_light_.clear();
    from_search_.clear();
    return true;
}

void SuggestionFinder::restart() {
    stop_.request_stop();
    ++newest_;
    if (session_.isPreviewing()) return;
    forgetOld();
    advising_ = session_.assessment() != nullptr && source() != nullptr;
    if (!advising_) from_search_.clear();
    merge();
    rest_.start();
}

void SuggestionFinder::advise() {
    const auto search = source();
    const auto assessment = session_.assessment();
    if (!search || !assessment || session_.isPreviewing()) {
        advising_ = false;
        return merge();
    }
    stop_ = std::stop_source();
    runInBackground(
        session_.workbench().pool(), this,
        [prepared = search->prepared, outcome = search->outcome, network = assessment->network,
         stop = stop_.get_token()] {
            return suggestFrom(*prepared->problem, outcome->result.evaluations, network, {}, stop);
        },
        [this, number = newest_, id = search->id](const std::vector<SearchSuggestion>& found) {
            if (number != newest_) return;
            advising_ = false;
            from_search_.clear();
            for (const SearchSuggestion& one : found)
                from_search_.push_back(suggestionOf(one, id));
            merge();
        });
}

void SuggestionFinder::setLight(const std::vector<SearchSuggestion>& found, const Network& network) {
    from_light_.clear();
    if (network.sharesWith(session_.network())) {
        for (const SearchSuggestion& one : found)
            from_light_.push_back(suggestionOf(one, SearchLibrary::kBackgroundId));
    }
    merge();
}

void SuggestionFinder::merge() {
    std::vector<Suggestion> all;
    for (const Hint& hint : rules_.hints())
        all.push_back(suggestionOf(hint));
    all.insert(all.end(), from_search_.begin(), from_search_.end());
    // A search that was asked for knows better than the light one.
    if (from_search_.empty()) all.insert(all.end(), from_light_.begin(), from_light_.end());
    merged_ = mergedSuggestions(std::move(all));
    Q_EMIT suggestionsChanged();
}

}  // namespace bw::ui
