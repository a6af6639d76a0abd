// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/assessor.h"

#include <QElapsedTimer>
#include <algorithm>

#include "session/background.h"

namespace bw::ui {
namespace {

constexpr double kCheapMilliseconds = 10;

bool sameBaseline(const Document& a, const Document& b) {
    return a.baseline && b.baseline && a.baseline->sharesWith(*b.baseline) && a.target_id == b.target_id &&
           a.precision == b.precision && a.memory_profile == b.memory_profile;
}

}  // namespace

Assessor::Assessor(Workbench& workbench, QObject* parent) : QObject(parent), workbench_(workbench) {}

Assessor::Outcome Assessor::work(Job job) {
    Outcome outcome;
    outcome.error = job.refusal;
    if (!job.refusal) {
        QElapsedTimer timer;
        timer.start();
        auto current = assess(job.document.network, job.context);
        outcome.milliseconds = static_cast<double>(timer.nsecsElapsed()) / 1e6;
        if (current) {
            outcome.current = std::make_shared<const Assessment>(std::move(*current));
        } else {
            outcome.error = current.error();
        }
        outcome.baseline = job.known_baseline;
        if (!outcome.baseline && job.document.baseline) {
            auto baseline = assess(*job.document.baseline, job.context);
            if (baseline) outcome.baseline = std::make_shared<const Assessment>(std::move(*baseline));
        }
    }
    outcome.job = std::move(job);
    return outcome;
}

Assessor::Job Assessor::jobFor(const Document& document) {
    Job job;
    job.document = document;
    const TargetProfile* target = workbench_.target(document.target_id);
    if (target == nullptr) {
        job.refusal = Error{ErrorCode::NotFound,
                            "the target " + document.target_id + " is not installed",
                            {},
                            {},
                            "choose another target"};
        return job;
    }
    workbench_.requestEstimator(document.target_id);
    job.context.target = *target;
    job.context.estimator = workbench_.estimator(document.target_id);
    job.context.precision = document.precision;
    job.context.budgets = effectiveBudgets(document, target);
    job.context.memory_profile = document.memory_profile;
    if (sameBaseline(document, document_) && job.context.estimator == context_.estimator) {
        job.known_baseline = baseline_;
    }
    return job;
}

bool Assessor::isCheap(const Job& job) const {
    size_t blocks = job.document.network.size();
    if (job.document.baseline && !job.known_baseline) blocks += job.document.baseline->size();
    return milliseconds_per_block_ * static_cast<double>(blocks) <= kCheapMilliseconds;
}

void Assessor::request(const Document& document) {
    Job job = jobFor(document);
    if (running_) {
        waiting_ = std::move(job);
    } else if (isCheap(job)) {
        finish(work(std::move(job)));
    } else {
        start(std::move(job));
    }
}

void Assessor::start(Job job) {
    running_ = true;
    Q_EMIT busyChanged();
    runInBackground(
        workbench_.pool(), this, [job = std::move(job)]() mutable { return work(std::move(job)); },
        [this](Outcome outcome) {
            running_ = false;
            if (waiting_) {
                // Show the older result too where the newer one takes as long: a drag stays alive.
                Job next = std::move(*waiting_);
                waiting_.reset();
                finish(std::move(outcome));
                if (!running_) start(std::move(next));
                return;
            }
            finish(std::move(outcome));
            Q_EMIT busyChanged();
        });
}

void Assessor::finish(Outcome outcome) {
    const size_t blocks = std::max<size_t>(outcome.job.document.network.size(), 1);
    milliseconds_per_block_ = 0.5 * (milliseconds_per_block_ + outcome.milliseconds / static_cast<double>(blocks));
    current_ = std::move(outcome.current);
    baseline_ = std::move(outcome.baseline);
    error_ = std::move(outcome.error);
    context_ = std::move(outcome.job.context);
    document_ = std::move(outcome.job.document);
    Q_EMIT assessed();
}

Budgets effectiveBudgets(const Document& document, const TargetProfile* target) {
    Budgets budgets = document.budgets;
    if (target == nullptr) return budgets;
    if (!budgets.latency_ms) budgets.latency_ms = target->budgets.latency_ms;
    if (!budgets.parameter_bytes) budgets.parameter_bytes = target->budgets.parameter_bytes;
    if (!budgets.peak_activation_bytes) budgets.peak_activation_bytes = target->budgets.peak_bytes;
    return budgets;
}

}  // namespace bw::ui
