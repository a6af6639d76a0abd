// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <atomic>
#include <memory>
#include <optional>
#include <vector>

#include "review/candidates/candidate_costs.h"
#include "session/document_session.h"

namespace bw::ui {

/// Weighs networks for what the document is assessed for, a few at a time on a worker. What is known is kept until the
/// target, its estimator, the number format or the memory rules change; then the work in hand is dropped.
class CandidateWeigher : public QObject {
    Q_OBJECT

public:
    /// One network and what came of it; neither while it waits.
    struct Weight {
        Network network;
        std::optional<CandidateCosts> costs = {};
        std::optional<Error> error = {};
    };

    explicit CandidateWeigher(DocumentSession& session, QObject* parent = nullptr);
    ~CandidateWeigher() override;

    /// These alone are of interest from now on; changed() follows as they become known.
    void request(std::vector<Network> networks);
    /// Null where nothing is known of it yet.
    const Weight* find(const Network& network) const;
    bool isBusy() const { return stop_ != nullptr; }

Q_SIGNALS:
    void changed();

private:
    void start();
    void cancel();

    DocumentSession& session_;
    AssessmentContext context_;
    std::vector<Network> wanted_;
    std::vector<Weight> known_;
    std::shared_ptr<std::atomic<bool>> stop_;  ///< Of the batch in hand; null without one.
};

}  // namespace bw::ui
