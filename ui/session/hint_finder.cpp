// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/hint_finder.h"

#include "session/background.h"

namespace bw::ui {
namespace {

/// Long enough that a drag or a held spin button does not start a search for each step.
constexpr int kRestMilliseconds = 200;

}  // namespace

HintFinder::HintFinder(DocumentSession& session, QObject* parent) : QObject(parent), session_(session) {
    rest_.setSingleShot(true);
    rest_.setInterval(kRestMilliseconds);
    connect(&rest_, &QTimer::timeout, this, &HintFinder::search);
    connect(&session_, &DocumentSession::assessmentChanged, this, &HintFinder::restart);
}

HintFinder::~HintFinder() {
    stop_.request_stop();
}

void HintFinder::restart() {
    stop_.request_stop();
    ++newest_;
    searching_ = session_.assessment() != nullptr;
    if (!hints_.empty() || !searching_) {
        hints_.clear();
        Q_EMIT hintsChanged();
    }
    rest_.start();
}

void HintFinder::search() {
    const auto assessment = session_.assessment();
    if (!assessment || session_.isPreviewing()) return;
    stop_ = std::stop_source();
    runInBackground(
        session_.workbench().pool(), this,
        [assessment, context = session_.assessmentContext(), stop = stop_.get_token()] {
            return ruleHints(*assessment, context, stop);
        },
        [this, number = newest_](std::vector<Hint> hints) {
            if (number != newest_) return;
            searching_ = false;
            hints_ = std::move(hints);
            Q_EMIT hintsChanged();
        });
}

}  // namespace bw::ui
