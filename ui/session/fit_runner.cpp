// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/fit_runner.h"

#include <QPointer>

#include "session/background.h"

namespace bw::ui {

FitRunner::FitRunner(DocumentSession& session, QObject* parent) : QObject(parent), session_(session) {
    connect(&session_, &DocumentSession::networkChanged, this, &FitRunner::checkStale);
    connect(&session_, &DocumentSession::settingsChanged, this, &FitRunner::checkStale);
    connect(&session_, &DocumentSession::documentReplaced, this, [this] {
        stop_.request_stop();
        result_.reset();
        Q_EMIT staleChanged();
    });
}

FitRunner::~FitRunner() {
    stop_.request_stop();
}

bool FitRunner::start(const Budgets& budgets, const FitOptions& options) {
    const auto assessment = session_.assessment();
    if (running_ || !assessment || !assessment->network.sharesWith(session_.network())) return false;
    AssessmentContext context = session_.assessmentContext();
    context.budgets = budgets;
    network_ = assessment->network;
    target_id_ = context.target.id;
    memory_profile_ = context.memory_profile;
    precision_ = context.precision;
    result_.reset();
    running_ = true;
    was_stale_ = false;
    stop_ = std::stop_source();
    // The worker may outlive this object, but not the program's event loop.
    FitWatcher watcher;
    watcher.progressed = [guard = QPointer<FitRunner>(this), last = -1.0](const FitProgress& progress) mutable {
        if (progress.share >= last && progress.share < last + 0.01) return;
        last = progress.share;
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [guard, progress] {
                if (guard) Q_EMIT guard->progressed(progress.share, progress.evaluations, progress.harm.value_or(-1));
            },
            Qt::QueuedConnection);
    };
    runInBackground(
        session_.workbench().pool(), this,
        [assessment, context = std::move(context), options, watcher = std::move(watcher), stop = stop_.get_token()] {
            return fitToBudgets(*assessment, context, options, watcher, stop);
        },
        [this](Result<FitResult> result) {
            running_ = false;
            result_ = std::move(result);
            Q_EMIT finished();
        });
    Q_EMIT started();
    return true;
}

void FitRunner::stop() {
    stop_.request_stop();
}

bool FitRunner::isStale() const {
    const Document& document = session_.document();
    return !session_.settledNetwork().sharesWith(network_) || document.target_id != target_id_ ||
           document.memory_profile != memory_profile_ || document.precision != precision_;
}

void FitRunner::checkStale() {
    if (isStale() == was_stale_) return;
    was_stale_ = isStale();
    Q_EMIT staleChanged();
}

}  // namespace bw::ui
