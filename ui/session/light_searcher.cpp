// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/light_searcher.h"

#include <QCoreApplication>
#include <QPointer>

#include "base/thread_priority.h"
#include "session/background.h"

namespace bw::ui {
namespace {

/// Until an edit has settled; rules come first, after a fifth of a second.
constexpr int kRestMilliseconds = 600;

/// What the light search rests on, as a search of the list, so that its evidence can be looked at.
std::shared_ptr<KeptSearch> keptOf(const LightAdvice& advice, const Document& document, const NetworkFigures& now,
                                   const QString& name) {
    auto kept = std::make_shared<KeptSearch>();
    kept->id = SearchLibrary::kBackgroundId;
    kept->name = name;
    kept->begun = QDateTime::currentDateTime();
    kept->document = document;
    kept->document.baseline.reset();
    kept->state = KeptSearch::State::Done;
    kept->evaluations = advice.evaluations;
    kept->spec.objectives = advice.problem->goals().objectives;
    kept->spec.limits = advice.problem->goals().limits;
    auto prepared = std::make_shared<PreparedSearch>();
    prepared->problem = advice.problem;
    prepared->now = now;
    kept->prepared = std::move(prepared);
    auto snapshot = std::make_shared<SearchSnapshot>();
    snapshot->evaluations = advice.evaluations;
    snapshot->front = advice.best;
    kept->snapshot = std::move(snapshot);
    return kept;
}

/// Runs on the searching thread, where the problem remembers the figures.
void addPoints(const LightAdvice& advice, KeptSearch& kept) {
    std::vector<Genome> genomes;
    for (const Evaluation& evaluation : advice.best)
        genomes.push_back(evaluation.genome);
    const auto figures = advice.problem->figures(genomes);
    for (size_t i = 0; i < figures.size(); ++i) {
        if (figures[i]) kept.points.push_back({genomes[i], advice.best[i].rating, *figures[i], advice.best[i].number});
    }
}

}  // namespace

LightSearcher::LightSearcher(DocumentSession& session, SearchLibrary& library, SuggestionFinder& finder,
                             QObject* parent)
    : QObject(parent), session_(session), library_(library), finder_(finder) {
    pool_.setMaxThreadCount(1);
    pool_.setExpiryTimeout(-1);
    rest_.setSingleShot(true);
    rest_.setInterval(kRestMilliseconds);
    connect(&rest_, &QTimer::timeout, this, &LightSearcher::start);
    connect(&session_, &DocumentSession::assessmentChanged, this, &LightSearcher::restart);
    connect(&library_, &SearchLibrary::listChanged, this, [this] {
        if (library_.active() && running_) stop();
    });
    connect(&library_, &SearchLibrary::searchEnded, this, &LightSearcher::restart);
}

LightSearcher::~LightSearcher() {
    stop_.request_stop();
    pool_.waitForDone();
}

void LightSearcher::setEnabled(bool enabled) {
    if (enabled == enabled_) return;
    enabled_ = enabled;
    stop();
    context_.estimator = nullptr;
    if (enabled_) {
        restart();
    } else {
        finder_.setLight({}, session_.network());
        library_.setBackground(nullptr);
    }
}

void LightSearcher::setRunning(bool running) {
    running_ = running;
    Q_EMIT changed();
}

void LightSearcher::stop() {
    // What was not searched through may be begun again.
    if (running_) context_.estimator = nullptr;
    stop_.request_stop();
    ++newest_;
    rest_.stop();
    if (running_) setRunning(false);
}

bool LightSearcher::isForPresent() const {
    const AssessmentContext& now = session_.assessmentContext();
    return network_.sharesWith(session_.network()) && context_.estimator == now.estimator &&
           context_.target == now.target && context_.precision == now.precision && context_.budgets == now.budgets;
}

void LightSearcher::restart() {
    // A preview is no edit.
    if (session_.isPreviewing()) return;
    if (!enabled_ || library_.active() || !session_.assessment() || !session_.assessmentContext().estimator)
        return stop();
    // What is being searched or has been searched through is not searched again.
    if (isForPresent()) return;
    stop();
    rest_.start();
}

void LightSearcher::start() {
    const auto assessment = session_.assessment();
    if (!assessment || session_.isPreviewing() || library_.active()) return;
    if (!assessment->network.sharesWith(session_.network())) return;
    network_ = assessment->network;
    context_ = session_.assessmentContext();
    evaluations_ = 0;
    stop_ = std::stop_source();
    const uint64_t number = newest_;
    LightSearchOptions options;
    options.quiet_seconds = quiet_seconds_;
    const QPointer<LightSearcher> guard(this);
    const Document document = session_.document();
    const auto hear = [guard, number, document, name = tr("Background search")](const LightAdvice& advice) {
        if (advice.suggestions.empty()) return;
        auto kept = keptOf(advice, document, advice.suggestions.front().before, name);
        addPoints(advice, *kept);
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [guard, number, kept, suggestions = advice.suggestions] {
                if (!guard || guard->newest_ != number) return;
                guard->evaluations_ = kept->evaluations;
                guard->library_.setBackground(kept);
                guard->finder_.setLight(suggestions, kept->document.network);
                Q_EMIT guard->changed();
            },
            Qt::QueuedConnection);
    };
    runInBackground(
        pool_, this,
        [assessment, context = context_, options, hear, stop = stop_.get_token()] {
            lowerThreadPriority();
            return lightSearch(assessment->network, assessment->lowered, context, options, stop, hear);
        },
        [this, number](const Result<LightSearchEnd>&) {
            // Nothing to decide is no news: the rules have spoken.
            if (number == newest_) setRunning(false);
        });
    setRunning(true);
}

}  // namespace bw::ui
