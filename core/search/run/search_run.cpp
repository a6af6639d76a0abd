// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/run/search_run.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "search/pareto/domination.h"
#include "search/run/pareto_archive.h"
#include "search/run/rate_generation.h"
#include "search/run/search_log.h"

namespace bw {
namespace {

using Clock = std::chrono::steady_clock;

/// Networks after which the hypervolume's reference is fixed.
constexpr int64_t kReferenceAfter = 32;
constexpr size_t kMostPoints = 400;
constexpr double kSecondsBetweenSnapshots = 0.1;

class SearchRunner {
public:
    SearchRunner(const SearchProblem& problem, const RunOptions& options, RunControl& control,
                 const std::function<void(std::shared_ptr<const SearchSnapshot>)>& watch)
        : problem_(problem),
          options_(options),
          control_(control),
          watch_(watch),
          rater_(problem, options.threads, control),
          paused_before_(control.pausedSeconds()),
          worst_(problem.objectives().size(), -std::numeric_limits<double>::infinity()),
          least_(problem.objectives().size(), std::numeric_limits<double>::infinity()),
          best_(problem.objectives().size(), std::numeric_limits<double>::quiet_NaN()) {}

    Result<SearchResult> run() {
        if (auto ok = open(); !ok) return tl::unexpected(ok.error());
        for (bool more = true; more;) {
            const auto went = generation();
            if (!went) return tl::unexpected(went.error());
            more = *went;
            tellWatcher(!more);
        }
        if (finite_ == 0 && result_.end != RunEnd::Cancelled) {
            return fail(ErrorCode::Unavailable,
                        "none of the " + std::to_string(result_.evaluations.size()) +
                            " candidates could be rated: none makes a network with all the figures asked for",
                        {}, "open other decisions, or ask for other objectives");
        }
        return std::move(result_);
    }

private:
    Result<void> open() {
        const auto info = findStrategy(options_.strategy);
        if (!info) return tl::unexpected(info.error());
        StrategyOptions strategy{options_.seed, options_.with_prior, options_.evaluations, control_.token()};
        strategy_ = (*info)->make(problem_, strategy);
        if (options_.checkpoint.empty()) return {};
        return log_.open(options_.checkpoint, {options_.identity, options_.strategy, options_.seed, options_.with_prior,
                                               options_.evaluations, static_cast<int64_t>(problem_.decisions().size()),
                                               static_cast<int64_t>(problem_.objectives().size())});
    }

    double seconds() const {
        const std::chrono::duration<double> since = Clock::now() - started_;
        return logged_seconds_ + since.count() - (control_.pausedSeconds() - paused_before_);
    }
    bool hasTime() const { return options_.seconds <= 0 || seconds() < options_.seconds; }

    /// Asks, rates and tells once; false where the search is over.
    Result<bool> generation() {
        const int64_t left = options_.evaluations - static_cast<int64_t>(result_.evaluations.size());
        if (left == 0) return ended(RunEnd::Evaluations);
        if (!control_.wait()) return ended(RunEnd::Cancelled);
        if (replayed_ == log_.entries().size() && !hasTime()) return ended(RunEnd::Seconds);
        std::vector<Genome> genomes = strategy_->ask();
        if (control_.token().stop_requested()) return ended(RunEnd::Cancelled);
        if (genomes.empty()) return ended(RunEnd::Exhausted);
        if (static_cast<int64_t>(genomes.size()) > left) genomes.resize(static_cast<size_t>(left));
        auto ratings = ratingsOf(genomes);
        if (!ratings) return tl::unexpected(ratings.error());
        if (rater_.failed()) {
            return fail(ErrorCode::Unavailable, "the search's problem gave fewer ratings than networks", {},
                        "report this as a defect");
        }
        for (size_t i = 0; i < ratings->size(); ++i)
            take({static_cast<int64_t>(result_.evaluations.size()), genomes[i], (*ratings)[i]});
        log_.write();
        if (!ratings->empty()) addPoint();
        if (ratings->size() == genomes.size()) {
            strategy_->tell(genomes, *ratings);
            return true;
        }
        return ended(control_.token().stop_requested() ? RunEnd::Cancelled : RunEnd::Seconds);
    }

    /// From the checkpoint as far as it reaches, then rated.
    Result<std::vector<Rating>> ratingsOf(const std::vector<Genome>& genomes) {
        std::vector<Rating> ratings;
        for (; ratings.size() < genomes.size() && replayed_ < log_.entries().size(); ++replayed_) {
            const SearchLog::Entry& entry = log_.entries()[replayed_];
            if (entry.genome != SearchLog::hashOf(genomes[ratings.size()])) {
                Error error;
                error.code = ErrorCode::InvalidFile;
                error.message =
                    "the search asks for another network than its checkpoint holds: problem or program "
                    "have changed since";
                error.file = options_.checkpoint;
                error.place = "line " + std::to_string(replayed_ + 2);
                error.remedy = "remove the file to begin anew";
                return tl::unexpected(std::move(error));
            }
            ratings.push_back(entry.rating);
            logged_seconds_ = entry.seconds;
            started_ = Clock::now();
            paused_before_ = control_.pausedSeconds();
        }
        if (ratings.size() == genomes.size()) return ratings;
        for (Rating& rating : rater_.rate(std::span(genomes).subspan(ratings.size()), [this] { return hasTime(); }))
            ratings.push_back(std::move(rating));
        return ratings;
    }

    void take(Evaluation evaluation) {
        if (evaluation.number >= static_cast<int64_t>(log_.entries().size())) log_.append(evaluation, seconds());
        SearchSnapshot& last = result_.last;
        const bool finite = std::isfinite(evaluation.rating.objectives.front());
        if (finite) ++finite_;
        for (size_t m = 0; m < worst_.size() && finite; ++m) {
            const double value = evaluation.rating.objectives[m];
            worst_[m] = std::max(worst_[m], value);
            least_[m] = std::min(least_[m], value);
            if (isFeasible(evaluation.rating) && !(best_[m] <= value)) best_[m] = value;
        }
        if (isFeasible(evaluation.rating)) {
            ++last.feasible;
            last.closest.reset();
        } else if (finite && last.feasible == 0 && (!last.closest || better(evaluation.rating, last.closest->rating))) {
            last.closest = evaluation;
        }
        archive_.add(evaluation);
        result_.evaluations.push_back(std::move(evaluation));
    }

    void fixReference() {
        for (size_t m = 0; m < worst_.size(); ++m) {
            const double range = worst_[m] - least_[m];
            worst_[m] += 0.1 * (range > 0 ? range : std::max(1e-9, std::abs(worst_[m])));
        }
        archive_.setReference(worst_);
        result_.reference = worst_;
    }

    void addPoint() {
        if (result_.reference.empty() && finite_ >= kReferenceAfter) fixReference();
        std::vector<ProgressPoint>& points = result_.last.points;
        points.push_back({static_cast<int64_t>(result_.evaluations.size()), seconds(), best_, archive_.hypervolume()});
        if (points.size() <= kMostPoints) return;
        // Every second one goes; the first and the last stay.
        size_t kept = 0;
        for (size_t i = 0; i < points.size(); ++i) {
            if (i % 2 == 0 || i + 1 == points.size()) points[kept++] = std::move(points[i]);
        }
        points.resize(kept);
    }

    bool ended(RunEnd why) {
        result_.end = why;
        log_.write(true);
        if (result_.reference.empty() && finite_ > 0) {
            fixReference();
            result_.last.points.back().hypervolume = archive_.hypervolume();
        }
        return false;
    }

    void tellWatcher(bool last) {
        if (!last && (!watch_ || Clock::now() < next_snapshot_)) return;
        next_snapshot_ = Clock::now() + std::chrono::duration_cast<Clock::duration>(
                                            std::chrono::duration<double>(kSecondsBetweenSnapshots));
        result_.last.evaluations = static_cast<int64_t>(result_.evaluations.size());
        result_.last.seconds = seconds();
        result_.last.front = archive_.front();
        result_.last.warning = log_.warning();
        if (watch_) watch_(std::make_shared<const SearchSnapshot>(result_.last));
    }

    const SearchProblem& problem_;
    const RunOptions& options_;
    RunControl& control_;
    const std::function<void(std::shared_ptr<const SearchSnapshot>)>& watch_;
    GenerationRater rater_;
    std::unique_ptr<Strategy> strategy_;
    SearchLog log_;
    size_t replayed_ = 0;
    Clock::time_point started_ = Clock::now();
    double paused_before_ = 0;
    double logged_seconds_ = 0;  ///< Until the checkpoint was left.
    Clock::time_point next_snapshot_;
    ParetoArchive archive_;
    std::vector<double> worst_;
    std::vector<double> least_;
    std::vector<double> best_;
    int64_t finite_ = 0;
    SearchResult result_;
};

Result<void> checkOptions(const SearchProblem& problem, const RunOptions& options) {
    const auto wrong = [](std::string message, std::string remedy) {
        return fail(ErrorCode::InvalidArgument, std::move(message), {}, std::move(remedy));
    };
    if (problem.objectives().empty()) return wrong("the search has no objective", "name one");
    if (problem.decisions().empty()) return wrong("the search has nothing to decide", "open decisions");
    for (const Decision& decision : problem.decisions()) {
        if (decision.options.empty()) return wrong("a decision has no options: " + decision.name, "leave it out");
    }
    if (options.evaluations < 1) return wrong("a search needs at least one evaluation", "allow more");
    if (!(options.seconds >= 0))
        return wrong("a search's time must not be negative", "give seconds, or 0 for no limit");
    if (options.threads < 1 || options.threads > 1024) return wrong("a search runs on 1 to 1024 threads", "give 1");
    return {};
}

}  // namespace

Result<SearchResult> runSearch(const SearchProblem& problem, const RunOptions& options, RunControl& control,
                               const std::function<void(std::shared_ptr<const SearchSnapshot>)>& watch) {
    if (auto ok = checkOptions(problem, options); !ok) return tl::unexpected(ok.error());
    return SearchRunner(problem, options, control, watch).run();
}

}  // namespace bw
