// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/side_assessor.h"

#include <algorithm>

#include "session/background.h"
#include "text/wording.h"

namespace bw::ui {

SideAssessor::SideAssessor(Workbench& workbench, QObject* parent) : QObject(parent), workbench_(workbench) {
    connect(&workbench_, &Workbench::estimatorChanged, this, [this](const QString& id) {
        const bool ours = std::any_of(requests_.begin(), requests_.end(),
                                      [&](const SideRequest& request) { return toQt(request.target_id) == id; });
        if (ours) start();
    });
}

SideAssessor::Job SideAssessor::jobFor(const SideRequest& request) {
    Job job;
    job.request = request;
    const TargetProfile* target = workbench_.target(request.target_id);
    if (target == nullptr) {
        job.outcome.error = Error{ErrorCode::NotFound,
                                  "the target " + request.target_id + " is not installed",
                                  {},
                                  {},
                                  "choose another target"};
        job.wanted = false;
        return job;
    }
    workbench_.requestEstimator(request.target_id);
    job.context.target = *target;
    job.context.estimator = workbench_.estimator(request.target_id);
    // A target that does not run the network's format is compared in its own.
    job.context.precision =
        target->npu.supports(request.precision) ? request.precision : target->npu.measuredPrecision();
    job.outcome.precision = job.context.precision;
    const auto state = workbench_.estimatorState(request.target_id);
    job.outcome.estimator_loads =
        state == Workbench::EstimatorState::Loading || state == Workbench::EstimatorState::Waiting;
    for (const Job& known : known_) {
        const bool same = known.request.network.sharesWith(request.network) && known.context.target == *target &&
                          known.context.estimator == job.context.estimator &&
                          known.context.precision == job.context.precision && known.outcome.assessment != nullptr;
        if (!same) continue;
        job.outcome.assessment = known.outcome.assessment;
        job.wanted = false;
    }
    return job;
}

std::vector<SideAssessor::Job> SideAssessor::work(std::vector<Job> jobs) {
    for (Job& job : jobs) {
        if (!job.wanted) continue;
        job.wanted = false;
        auto assessment = assess(job.request.network, job.context);
        if (assessment) {
            job.outcome.assessment = std::make_shared<const Assessment>(std::move(*assessment));
        } else {
            job.outcome.error = assessment.error();
        }
    }
    return jobs;
}

void SideAssessor::request(std::vector<SideRequest> requests) {
    requests_ = std::move(requests);
    start();
}

void SideAssessor::start() {
    if (running_) {
        again_ = true;
        return;
    }
    std::vector<Job> jobs;
    jobs.reserve(requests_.size());
    for (const SideRequest& request : requests_)
        jobs.push_back(jobFor(request));
    const bool any = std::any_of(jobs.begin(), jobs.end(), [](const Job& job) { return job.wanted; });
    if (!any) {
        finish(std::move(jobs));
        return;
    }
    running_ = true;
    runInBackground(
        workbench_.pool(), this, [jobs = std::move(jobs)]() mutable { return work(std::move(jobs)); },
        [this](std::vector<Job> done) {
            running_ = false;
            finish(std::move(done));
        });
}

void SideAssessor::finish(std::vector<Job> jobs) {
    known_ = std::move(jobs);
    if (again_) {
        again_ = false;
        start();
        return;
    }
    outcomes_.clear();
    for (const Job& job : known_)
        outcomes_.push_back(job.outcome);
    Q_EMIT changed();
}

}  // namespace bw::ui
