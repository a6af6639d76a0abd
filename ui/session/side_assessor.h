// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <memory>
#include <optional>
#include <vector>

#include "assess/assessment.h"
#include "session/workbench.h"

namespace bw::ui {

/// A network on a target that is looked at beside the document's own.
struct SideRequest {
    Network network;
    Precision precision = Precision::Int8;
    std::string target_id;
};

/// What came of a request.
struct SideOutcome {
    std::shared_ptr<const Assessment> assessment;  ///< Null while it is computed, and on errors.
    Precision precision = Precision::Int8;  ///< Of the assessment: the target's own where it lacks the asked one.
    std::optional<Error> error;
    bool estimator_loads = false;  ///< The assessment has no latency yet.
};

/// Assesses several networks or targets on a worker for panels that compare them. The newest request wins; estimators
/// that still load are waited for.
class SideAssessor : public QObject {
    Q_OBJECT

public:
    explicit SideAssessor(Workbench& workbench, QObject* parent = nullptr);

    /// changed() follows. What is asked for again as it was is not computed again.
    void request(std::vector<SideRequest> requests);
    /// In the order of the last request.
    const std::vector<SideOutcome>& outcomes() const { return outcomes_; }
    bool isBusy() const { return running_; }

Q_SIGNALS:
    void changed();

private:
    struct Job {
        SideRequest request;
        AssessmentContext context;
        SideOutcome outcome;
        bool wanted = true;  ///< Still to be computed.
    };
    static std::vector<Job> work(std::vector<Job> jobs);
    Job jobFor(const SideRequest& request);
    void start();
    void finish(std::vector<Job> jobs);

    Workbench& workbench_;
    std::vector<SideRequest> requests_;
    std::vector<Job> known_;  ///< As last computed, for those asked for again.
    std::vector<SideOutcome> outcomes_;
    bool running_ = false;
    bool again_ = false;
};

}  // namespace bw::ui
