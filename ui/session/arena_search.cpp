// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/arena_search.h"

#include <algorithm>

#include "session/background.h"

namespace bw::ui {
namespace {

bool sameBuffers(const std::vector<ArenaBuffer>& a, const std::vector<ArenaBuffer>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const ArenaBuffer& x, const ArenaBuffer& y) {
        return x.first_step == y.first_step && x.last_step == y.last_step && x.bytes == y.bytes;
    });
}

}  // namespace

ArenaSearch::ArenaSearch(DocumentSession& session, QObject* parent) : QObject(parent), session_(session) {
    connect(&session_, &DocumentSession::assessmentChanged, this, &ArenaSearch::dropStale);
}

ArenaSearch::~ArenaSearch() {
    stop_.request_stop();
}

QString ArenaSearch::obstacle() const {
    const auto assessment = session_.assessment();
    if (!assessment) return tr("There is no network yet.");
    const ArenaPlan& arena = assessment->memory.arena;
    if (arena.arena_bytes == arena.lower_bound_bytes)
        return tr("The arena is the least possible already: it holds no more than is live at one step.");
    return {};
}

void ArenaSearch::start() {
    if (running_ || !obstacle().isEmpty()) return;
    const auto assessment = session_.assessment();
    searched_ = arenaBuffers(assessment->memory.live);
    plan_.reset();
    running_ = true;
    stop_ = std::stop_source();
    ExactOptions options;
    options.time_limit = kTimeLimit;
    options.stop = stop_.get_token();
    runInBackground(
        session_.workbench().pool(), this,
        [buffers = searched_, options, alignment = memoryRulesOf(session_.assessmentContext()).alignment] {
            return planArenaExactly(buffers, alignment, options);
        },
        [this, number = ++newest_](Result<ExactPlan> found) {
            if (number != newest_) return;
            running_ = false;
            // Sizes that the greedy planner took are none that the search refuses.
            if (found) plan_ = std::move(*found);
            Q_EMIT finished();
            Q_EMIT changed();
        });
    Q_EMIT started();
    Q_EMIT changed();
}

void ArenaSearch::stop() {
    stop_.request_stop();
}

MemoryPlan ArenaSearch::bestPlan() const {
    const auto assessment = session_.assessment();
    if (!assessment) return {};
    MemoryPlan best = assessment->memory;
    if (const ExactPlan* found = plan()) best.arena = found->plan;
    return best;
}

bool ArenaSearch::isStale() const {
    const auto assessment = session_.assessment();
    return !assessment || !sameBuffers(searched_, arenaBuffers(assessment->memory.live));
}

const ExactPlan* ArenaSearch::plan() const {
    return plan_ && !isStale() ? &*plan_ : nullptr;
}

void ArenaSearch::dropStale() {
    if (!isStale()) return;
    searched_.clear();
    plan_.reset();
    if (running_) {
        ++newest_;
        running_ = false;
        stop_.request_stop();
        Q_EMIT finished();
    }
    Q_EMIT changed();
}

}  // namespace bw::ui
