// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/cut_finder.h"

#include "session/background.h"

namespace bw::ui {
namespace {

/// Long enough that a drag or a held spin button does not start a search for each step.
constexpr int kRestMilliseconds = 250;

}  // namespace

CutFinder::CutFinder(DocumentSession& session, QObject* parent) : QObject(parent), session_(session) {
    rest_.setSingleShot(true);
    rest_.setInterval(kRestMilliseconds);
    connect(&rest_, &QTimer::timeout, this, &CutFinder::search);
    connect(&session_, &DocumentSession::assessmentChanged, this, &CutFinder::restart);
}

CutFinder::~CutFinder() {
    stop_.request_stop();
}

void CutFinder::setWanted(bool wanted) {
    wanted_ = wanted;
    if (wanted_ && stale_) restart();
}

bool CutFinder::isCurrent() const {
    const Document& now = session_.document();
    return now.network.sharesWith(searched_.network) && now.target_id == searched_.target_id &&
           now.precision == searched_.precision && now.budgets == searched_.budgets &&
           now.memory_profile == searched_.memory_profile && session_.assessmentContext().estimator == estimator_;
}

void CutFinder::restart() {
    if (session_.isPreviewing() || (!stale_ && isCurrent())) return;
    stop_.request_stop();
    ++newest_;
    stale_ = true;
    searching_ = wanted_ && session_.assessment() != nullptr;
    if (!wanted_) return;
    Q_EMIT cutsChanged();
    rest_.start();
}

void CutFinder::search() {
    const auto assessment = session_.assessment();
    if (!assessment || session_.isPreviewing()) return;
    stop_ = std::stop_source();
    stale_ = false;
    searched_ = session_.document();
    estimator_ = session_.assessmentContext().estimator;
    runInBackground(
        session_.workbench().pool(), this,
        [assessment, context = session_.assessmentContext(), stop = stop_.get_token()] {
            return cutsHere(*assessment, context, stop);
        },
        [this, number = newest_](std::vector<Cut> cuts) {
            if (number != newest_) return;
            searching_ = false;
            cuts_ = std::move(cuts);
            Q_EMIT cutsChanged();
        });
}

}  // namespace bw::ui
