// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QThreadPool>
#include <QTimer>
#include <stop_token>

#include "search/advice/light_search.h"
#include "session/search_library.h"
#include "session/suggestion_finder.h"

namespace bw::ui {

/// Keeps the suggestions fresh without being asked: after an edit it searches on one core at low priority, sleeps
/// after half a minute without improvement, and gives way to a search that was asked for.
class LightSearcher : public QObject {
    Q_OBJECT

public:
    LightSearcher(DocumentSession& session, SearchLibrary& library, SuggestionFinder& finder,
                  QObject* parent = nullptr);
    ~LightSearcher() override;

    bool isEnabled() const { return enabled_; }
    void setEnabled(bool enabled);
    /// True while it works, false while it sleeps or waits for an edit to settle.
    bool isRunning() const { return running_; }
    /// Rated for the present network.
    int64_t evaluations() const { return evaluations_; }
    /// For tests: half a minute is long.
    void setQuietSeconds(double seconds) { quiet_seconds_ = seconds; }

Q_SIGNALS:
    /// It began, heard of something better, or went to sleep.
    void changed();

private:
    bool isForPresent() const;
    void restart();
    void start();
    void stop();
    void setRunning(bool running);

    DocumentSession& session_;
    SearchLibrary& library_;
    SuggestionFinder& finder_;
    QThreadPool pool_;  ///< One thread, whose priority is low.
    QTimer rest_;
    std::stop_source stop_;
    /// What it works or worked on; without an estimator there was nothing.
    Network network_;
    AssessmentContext context_;
    uint64_t newest_ = 0;
    int64_t evaluations_ = 0;
    double quiet_seconds_ = 30;
    bool enabled_ = true;
    bool running_ = false;
};

}  // namespace bw::ui
