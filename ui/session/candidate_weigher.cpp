// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/candidate_weigher.h"

#include <algorithm>

#include "session/background.h"

namespace bw::ui {
namespace {

/// Small enough that the first figures show at once, large enough that the window is not redrawn for each.
constexpr size_t kBatch = 8;

bool weighAlike(const AssessmentContext& a, const AssessmentContext& b) {
    return a.target == b.target && a.estimator == b.estimator && a.precision == b.precision &&
           a.memory_profile == b.memory_profile;
}

}  // namespace

CandidateWeigher::CandidateWeigher(DocumentSession& session, QObject* parent) : QObject(parent), session_(session) {}

CandidateWeigher::~CandidateWeigher() {
    cancel();
}

void CandidateWeigher::cancel() {
    if (stop_) stop_->store(true);
    stop_.reset();
}

const CandidateWeigher::Weight* CandidateWeigher::find(const Network& network) const {
    const auto found = std::find_if(known_.begin(), known_.end(),
                                    [&](const Weight& weight) { return weight.network.sharesWith(network); });
    return found == known_.end() ? nullptr : &*found;
}

void CandidateWeigher::request(std::vector<Network> networks) {
    if (!weighAlike(context_, session_.assessmentContext())) {
        cancel();
        known_.clear();
        context_ = session_.assessmentContext();
    }
    wanted_ = std::move(networks);
    std::erase_if(known_, [this](const Weight& weight) {
        return std::none_of(wanted_.begin(), wanted_.end(),
                            [&](const Network& network) { return network.sharesWith(weight.network); });
    });
    start();
}

void CandidateWeigher::start() {
    // Without an assessment there is nothing to weigh by: the target is not installed.
    if (stop_ || context_.target.id.empty() || context_.target.id != session_.document().target_id) return;
    std::vector<Weight> batch;
    for (const Network& network : wanted_) {
        if (batch.size() < kBatch && find(network) == nullptr) batch.push_back({network});
    }
    if (batch.empty()) return;
    stop_ = std::make_shared<std::atomic<bool>>(false);
    runInBackground(
        session_.workbench().pool(), this,
        [batch = std::move(batch), context = context_, stop = stop_]() mutable {
            for (Weight& weight : batch) {
                if (stop->load()) break;
                auto costs = weighNetwork(weight.network, context);
                if (costs)
                    weight.costs = std::move(*costs);
                else
                    weight.error = costs.error();
            }
            return batch;
        },
        [this, stop = stop_](std::vector<Weight> done) {
            if (stop->load()) return;
            stop_.reset();
            known_.insert(known_.end(), std::make_move_iterator(done.begin()), std::make_move_iterator(done.end()));
            Q_EMIT changed();
            start();
        });
}

}  // namespace bw::ui
