// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/search_runner.h"

#include <QCoreApplication>
#include <QPointer>
#include <algorithm>
#include <mutex>
#include <set>
#include <span>
#include <utility>

#include "base/thread_priority.h"

namespace bw::ui {

/// One run, shared by the window's thread and the searching one.
struct SearchRunner::Job {
    SearchRequest request;
    QPointer<SearchRunner> owner;  ///< Read in the window's thread only.
    RunControl control;
};

/// Tells what it is asked to rate.
class SearchRunner::Watched final : public SearchProblem {
public:
    explicit Watched(const NetworkProblem& problem) : problem_(problem) {}

    std::span<const Decision> decisions() const override { return problem_.decisions(); }
    std::span<const ObjectiveInfo> objectives() const override { return problem_.objectives(); }
    Genome canonical(const Genome& genome) const override { return problem_.canonical(genome); }
    std::vector<double> features(const Genome& genome) const override { return problem_.features(genome); }
    std::optional<double> prior(const Genome& genome) const override { return problem_.prior(genome); }
    Genome start() const override { return problem_.start(); }
    std::vector<Rating> rate(std::span<const Genome> genomes, std::stop_token stop) const override {
        const auto figures = problem_.figures(genomes, stop);
        std::vector<Rating> ratings;
        ratings.reserve(figures.size());
        for (const auto& one : figures)
            ratings.push_back(problem_.ratingOf(one));
        const std::scoped_lock lock(mutex_);
        for (size_t i = 0; i < figures.size(); ++i) {
            rated_.insert(genomes[i]);
            if (figures[i] && fresh_.size() < kMostFresh) fresh_.push_back({genomes[i], ratings[i], *figures[i], -1});
        }
        return ratings;
    }
    bool hasRated(const Genome& genome) const {
        const std::scoped_lock lock(mutex_);
        return rated_.count(genome) > 0;
    }
    std::vector<SearchPoint> takeFresh() const {
        const std::scoped_lock lock(mutex_);
        return std::exchange(fresh_, {});
    }

private:
    const NetworkProblem& problem_;
    mutable std::mutex mutex_;
    mutable std::vector<SearchPoint> fresh_;
    mutable std::set<Genome> rated_;
};

namespace {

/// Of what was rated every so many, and the front whole; by number.
std::vector<const Evaluation*> keptOf(const SearchResult& result, size_t most) {
    const size_t every = result.evaluations.size() / most + 1;
    std::vector<const Evaluation*> kept;
    for (size_t i = 0; i < result.evaluations.size(); i += every)
        kept.push_back(&result.evaluations[i]);
    for (const Evaluation& best : result.last.front) {
        if (best.number % static_cast<int64_t>(every) != 0) kept.push_back(&best);
    }
    return kept;
}

/// Appends the figures of some evaluations.
void addPoints(const NetworkProblem& problem, std::span<const Evaluation* const> evaluations,
               std::vector<SearchPoint>& points, const std::stop_token& stop) {
    std::vector<Genome> genomes;
    for (const Evaluation* evaluation : evaluations)
        genomes.push_back(evaluation->genome);
    const auto figures = problem.figures(genomes, stop);
    for (size_t i = 0; i < figures.size(); ++i) {
        const Evaluation& evaluation = *evaluations[i];
        if (figures[i]) points.push_back({evaluation.genome, evaluation.rating, *figures[i], evaluation.number});
    }
}

}  // namespace

std::vector<SearchPoint> SearchRunner::pointsOf(const NetworkProblem& problem, const Watched& watched,
                                                const SearchResult& result, const std::stop_token& stop) {
    std::vector<const Evaluation*> kept = keptOf(result, kMostPoints);
    const auto unknown = std::stable_partition(
        kept.begin(), kept.end(), [&](const Evaluation* evaluation) { return watched.hasRated(evaluation->genome); });
    std::vector<SearchPoint> points;
    // The problem remembers what it has rated; only figures of a resumed search's beginning take their time.
    addPoints(problem, {kept.begin(), unknown}, points, {});
    constexpr std::ptrdiff_t kBatch = 32;
    for (auto from = unknown; from != kept.end() && !stop.stop_requested();) {
        const auto to = from + std::min(kBatch, kept.end() - from);
        addPoints(problem, {from, to}, points, stop);
        from = to;
    }
    std::sort(points.begin(), points.end(),
              [](const SearchPoint& a, const SearchPoint& b) { return a.number < b.number; });
    return points;
}

SearchRunner::SearchRunner(QObject* parent) : QObject(parent) {}

SearchRunner::~SearchRunner() {
    if (job_) job_->control.cancel();
}

template <class Deed>
void SearchRunner::tell(const std::shared_ptr<Job>& job, Deed deed) {
    QMetaObject::invokeMethod(
        QCoreApplication::instance(),
        [job, deed = std::move(deed)]() mutable {
            // A newer run or the end of the owner makes news old.
            if (job->owner && job->owner->job_ == job) deed(*job->owner);
        },
        Qt::QueuedConnection);
}

Result<SearchOutcome> SearchRunner::work(const std::shared_ptr<Job>& job) {
    const SearchRequest& request = job->request;
    const std::stop_token stop = job->control.token();
    double told = -1;
    std::shared_ptr<const Assessment> assessment = request.assessment;
    if (!assessment) {
        auto assessed = assess(request.network, request.context);
        if (!assessed) return tl::unexpected(assessed.error());
        assessment = std::make_shared<const Assessment>(std::move(*assessed));
    }
    auto made =
        prepareSearch(request.network, assessment->lowered, request.context, request.spec, stop, [&](double share) {
            if (share < told + 0.02) return;
            told = share;
            tell(job, [share](SearchRunner& runner) { Q_EMIT runner.preparing(share); });
        });
    if (!made) return tl::unexpected(made.error());
    const auto ready = std::make_shared<const PreparedSearch>(std::move(*made));
    tell(job, [ready](SearchRunner& runner) {
        if (runner.state_ == State::Preparing) runner.setState(State::Running);
        Q_EMIT runner.prepared(ready);
    });
    RunOptions options = request.spec.run;
    options.identity = ready->identity;
    const Watched watched(*ready->problem);
    auto result = runSearch(watched, options, job->control, [&](std::shared_ptr<const SearchSnapshot> snapshot) {
        tell(job, [update = SearchUpdate{std::move(snapshot), watched.takeFresh()}](SearchRunner& runner) {
            Q_EMIT runner.updated(update);
        });
    });
    if (!result) return tl::unexpected(result.error());
    SearchOutcome outcome;
    outcome.points = pointsOf(*ready->problem, watched, *result, stop);
    outcome.importance = decisionImportance(watched, result->evaluations);
    outcome.result = std::move(*result);
    return outcome;
}

bool SearchRunner::start(SearchRequest request) {
    if (isActive()) return false;
    job_ = std::make_shared<Job>();
    job_->request = std::move(request);
    job_->owner = this;
    ending_ = false;
    thread_ = std::jthread([job = job_] {
        lowerThreadPriority();
        auto outcome = std::make_shared<const Result<SearchOutcome>>(work(job));
        tell(job, [outcome](SearchRunner& runner) {
            runner.thread_.join();
            runner.job_.reset();
            runner.ending_ = false;
            runner.setState(State::Idle);
            Q_EMIT runner.finished(outcome);
        });
    });
    setState(State::Preparing);
    return true;
}

void SearchRunner::pause() {
    if (state_ != State::Running || ending_) return;
    job_->control.pause();
    setState(State::Paused);
}

void SearchRunner::resume() {
    if (state_ != State::Paused) return;
    job_->control.resume();
    setState(State::Running);
}

void SearchRunner::cancel() {
    if (!isActive() || ending_) return;
    ending_ = true;
    job_->control.cancel();
    Q_EMIT stateChanged();
}

void SearchRunner::setState(State state) {
    if (state == state_) return;
    state_ = state;
    Q_EMIT stateChanged();
}

}  // namespace bw::ui
