// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <memory>
#include <optional>
#include <stop_token>

#include "fit/fit_solver.h"
#include "session/document_session.h"

namespace bw::ui {

/// Fits the session's network into budgets on a worker. One run at a time; an edit meanwhile leaves the run alone, but
/// its result then belongs to an older network, see isStale().
class FitRunner : public QObject {
    Q_OBJECT

public:
    explicit FitRunner(DocumentSession& session, QObject* parent = nullptr);
    ~FitRunner() override;

    /// False without an assessment, or while a run is on.
    bool start(const Budgets& budgets, const FitOptions& options);
    /// Ends the run soon; the best answers so far are its result.
    void stop();
    bool isRunning() const { return running_; }

    /// Of the last finished run.
    const std::optional<Result<FitResult>>& result() const { return result_; }
    /// True where the network or what it is assessed for has changed since the run began.
    bool isStale() const;

Q_SIGNALS:
    void started();
    /// From 0 to 1; the harm of the best design so far is negative until there is one.
    void progressed(double share, qint64 designs, double harm);
    void finished();
    void staleChanged();

private:
    void checkStale();

    DocumentSession& session_;
    std::optional<Result<FitResult>> result_;
    std::stop_source stop_;
    Network network_;  ///< Of the run.
    std::string target_id_;
    std::string memory_profile_;
    Precision precision_ = Precision::Int8;
    bool running_ = false;
    bool was_stale_ = false;
};

}  // namespace bw::ui
