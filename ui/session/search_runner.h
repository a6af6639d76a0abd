// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

#include "assess/assessment.h"
#include "search/run/importance.h"
#include "search/explore/prepare_search.h"
#include "search/run/search_run.h"

namespace bw::ui {

/// A rated network of a search.
struct SearchPoint {
    Genome genome;
    Rating rating;
    NetworkFigures figures;
    int64_t number = -1;  ///< Evaluation::number; -1 while the search runs.
};

/// What is new of a running search.
struct SearchUpdate {
    std::shared_ptr<const SearchSnapshot> snapshot;
    std::vector<SearchPoint> fresh;  ///< Rated since the update before; at most kMostFresh.
};

/// What a search gave.
struct SearchOutcome {
    SearchResult result;
    std::vector<SearchPoint> points;  ///< Of the evaluations, by number; about kMostPoints at most, and the front.
    std::vector<DecisionImportance> importance;  ///< For the first objective.
};

/// What to search.
struct SearchRequest {
    Network network;
    std::shared_ptr<const Assessment> assessment;  ///< Of the network; null where it is still to be made.
    AssessmentContext context;
    SearchSpec spec;
};

/// Runs one search at a time on a thread of its own at low priority. Signals come in the thread of this object, at most
/// ten a second. Destroying it ends the search; its checkpoint stays.
class SearchRunner : public QObject {
    Q_OBJECT

public:
    enum class State : uint8_t { Idle, Preparing, Running, Paused };
    static constexpr size_t kMostFresh = 2000;
    static constexpr size_t kMostPoints = 20000;

    explicit SearchRunner(QObject* parent = nullptr);
    ~SearchRunner() override;

    /// False while a search is on.
    bool start(SearchRequest request);
    void pause();
    void resume();
    /// The search ends within 100 ms; finished() follows with what it has found.
    void cancel();

    State state() const { return state_; }
    bool isActive() const { return state_ != State::Idle; }
    /// True from cancel() to finished().
    bool isEnding() const { return ending_; }

Q_SIGNALS:
    void stateChanged();
    /// Curation of the space, from 0 to 1.
    void preparing(double share);
    void prepared(const std::shared_ptr<const bw::PreparedSearch>& prepared);
    void updated(const bw::ui::SearchUpdate& update);
    /// The error is Cancelled where it was cancelled before it had begun.
    void finished(const std::shared_ptr<const bw::Result<bw::ui::SearchOutcome>>& outcome);

private:
    class Watched;
    struct Job;
    static Result<SearchOutcome> work(const std::shared_ptr<Job>& job);
    static std::vector<SearchPoint> pointsOf(const NetworkProblem& problem, const Watched& watched,
                                             const SearchResult& result, const std::stop_token& stop);
    template <class Deed>
    static void tell(const std::shared_ptr<Job>& job, Deed deed);
    void setState(State state);

    std::shared_ptr<Job> job_;
    std::jthread thread_;
    State state_ = State::Idle;
    bool ending_ = false;
};

}  // namespace bw::ui
