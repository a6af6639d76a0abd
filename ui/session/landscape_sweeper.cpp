// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/landscape_sweeper.h"

#include <QPointer>

#include "session/background.h"

namespace bw::ui {
namespace {

/// Long enough that walking through a list of decisions does not start a sweep for each.
constexpr int kRestMilliseconds = 120;

}  // namespace

LandscapeSweeper::LandscapeSweeper(DocumentSession& session, SpaceSession& space, QObject* parent)
    : QObject(parent), session_(session), space_(space) {
    rest_.setSingleShot(true);
    rest_.setInterval(kRestMilliseconds);
    connect(&rest_, &QTimer::timeout, this, &LandscapeSweeper::begin);
    connect(&session_, &DocumentSession::assessmentChanged, this, &LandscapeSweeper::restart);
    connect(&space_, &SpaceSession::changed, this, &LandscapeSweeper::restart);
    connect(&session_, &DocumentSession::documentReplaced, this, [this] {
        decisions_.clear();
        sweep_.reset();
        swept_ = {};
        stop();
    });
}

LandscapeSweeper::~LandscapeSweeper() {
    stop_.request_stop();
}

void LandscapeSweeper::setWanted(bool wanted) {
    wanted_ = wanted;
    restart();
}

void LandscapeSweeper::setDecisions(std::vector<std::string> decisions) {
    decisions_ = std::move(decisions);
    restart();
}

void LandscapeSweeper::stop() {
    rest_.stop();
    stop_.request_stop();
    ++newest_;
    running_ = false;
    error_.reset();
    Q_EMIT changed();
}

bool LandscapeSweeper::isCurrent() const {
    return swept_.assessment && swept_.assessment->network.sharesWith(session_.settledNetwork()) &&
           swept_.curation == space_.curation() && swept_.estimator == session_.assessmentContext().estimator &&
           swept_.decisions == decisions_;
}

void LandscapeSweeper::restart() {
    if (!wanted_ || decisions_.empty() || !space_.curation() || session_.isPreviewing() || isCurrent()) return;
    rest_.start();
}

void LandscapeSweeper::begin() {
    const auto assessment = session_.assessment();
    const auto curation = space_.curation();
    const AssessmentContext context = session_.assessmentContext();
    if (!assessment || !curation || context.estimator == nullptr || session_.isPreviewing()) return;
    // A later assessment is on its way and begins again.
    if (!assessment->network.sharesWith(session_.network())) return;
    stop_.request_stop();
    stop_ = std::stop_source();
    running_ = true;
    error_.reset();
    swept_ = {assessment, curation, context.estimator, decisions_};
    auto told = [guard = QPointer<LandscapeSweeper>(this), last = -1.0, number = ++newest_](double share) mutable {
        if (share < last + 0.02 && share < 1) return;
        last = share;
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [guard, share, number] {
                if (guard && guard->newest_ == number) Q_EMIT guard->progressed(share);
            },
            Qt::QueuedConnection);
    };
    runInBackground(
        session_.workbench().pool(), this,
        [swept = swept_, context, options = space_.options(), told = std::move(told), stop = stop_.get_token()] {
            return sweepLandscape(swept.assessment->network, swept.assessment->lowered, context, options,
                                  swept.curation->space, swept.decisions, stop, told);
        },
        [this, number = newest_](Result<LandscapeSweep> sweep) {
            if (number != newest_) return;
            running_ = false;
            if (sweep) {
                sweep_ = std::make_shared<const LandscapeSweep>(*std::move(sweep));
            } else if (sweep.error().code != ErrorCode::Cancelled) {
                sweep_.reset();
                error_ = sweep.error();
            }
            Q_EMIT changed();
        });
    Q_EMIT started();
    Q_EMIT changed();
}

}  // namespace bw::ui
