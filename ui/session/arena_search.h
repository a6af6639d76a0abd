// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>

#include "memory/exact_planner.h"
#include "session/document_session.h"

namespace bw::ui {

/// Looks on a worker for the smallest arena of the present network's buffers, until it is proved, stopped or a minute
/// has passed. What was found holds as long as the buffers stay as they are.
class ArenaSearch : public QObject {
    Q_OBJECT

public:
    static constexpr std::chrono::seconds kTimeLimit{60};

    explicit ArenaSearch(DocumentSession& session, QObject* parent = nullptr);
    ~ArenaSearch() override;

    /// Begins; does nothing while it runs or where obstacle() says why it cannot.
    void start();
    /// Ends early and keeps the best plan so far.
    void stop();
    bool isRunning() const { return running_; }
    /// Why there is nothing to search; empty where a search can begin.
    QString obstacle() const;
    /// For the buffers of the session's assessment; null where none was searched.
    const ExactPlan* plan() const;
    /// The assessment's memory with the best arena known.
    MemoryPlan bestPlan() const;

Q_SIGNALS:
    void started();
    void finished();
    /// A search began or ended, or its plan no longer holds.
    void changed();

private:
    bool isStale() const;
    void dropStale();

    DocumentSession& session_;
    std::vector<ArenaBuffer> searched_;
    std::optional<ExactPlan> plan_;
    std::stop_source stop_;
    uint64_t newest_ = 0;
    bool running_ = false;
};

}  // namespace bw::ui
