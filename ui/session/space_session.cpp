// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/space_session.h"

#include <QPointer>
#include <algorithm>

#include "session/background.h"

namespace bw::ui {
namespace {

/// The kind that a decision's name tells: "ibn_3.channels", "scale:stage2", "input_size".
bool isOpen(const SpaceOptions& options, const SearchSpace& space, const std::string& decision) {
    const auto index = space.find(decision);
    if (!index) return true;
    const DecisionKind kind = space.decisions()[*index].kind;
    const bool by_class = options.grain == WidthGrain::Class;
    if (kind == DecisionKind::Scale) return options[DecisionKind::Width] && !by_class;
    return options[kind] && (kind != DecisionKind::Width || by_class);
}

}  // namespace

/// What a run gives.
struct SpaceSession::Outcome {
    Result<Curation> curation;
    std::vector<std::string> absent;  ///< Own options of decisions that there are not any more.
};

SpaceSession::SpaceSession(DocumentSession& session, QObject* parent) : QObject(parent), session_(session) {
    connect(&session_, &DocumentSession::networkChanged, this, &SpaceSession::checkStale);
    connect(&session_, &DocumentSession::settingsChanged, this, &SpaceSession::checkStale);
    connect(&session_, &DocumentSession::assessmentChanged, this, &SpaceSession::checkStale);
    connect(&session_, &DocumentSession::documentReplaced, this, &SpaceSession::forget);
}

SpaceSession::~SpaceSession() {
    stop_.request_stop();
}

void SpaceSession::setOptions(const SpaceOptions& options) {
    if (options == options_) return;
    options_ = options;
    if (curation_)
        std::erase_if(own_, [&](const OwnOptions& own) { return !isOpen(options_, curation_->space, own.decision); });
    tell();
}

const OwnOptions* SpaceSession::ownOf(const std::string& decision) const {
    const auto it =
        std::find_if(own_.begin(), own_.end(), [&](const OwnOptions& own) { return own.decision == decision; });
    return it == own_.end() ? nullptr : &*it;
}

void SpaceSession::setOwn(const std::string& decision, std::vector<std::string> options) {
    if (!options.empty() && ownOf(decision) == nullptr && curation_) {
        for (const CuratedAxis& axis : curation_->axes) {
            if (axis.decision == decision) automatic_[decision] = axis;
        }
    }
    std::erase_if(own_, [&](const OwnOptions& own) { return own.decision == decision; });
    if (!options.empty()) own_.push_back({decision, std::move(options)});
    std::sort(own_.begin(), own_.end(),
              [](const OwnOptions& a, const OwnOptions& b) { return a.decision < b.decision; });
    tell();
}

void SpaceSession::clearOwn() {
    if (own_.empty()) return;
    own_.clear();
    tell();
}

const CuratedAxis* SpaceSession::automaticAxis(const std::string& decision) const {
    const auto it = automatic_.find(decision);
    return it == automatic_.end() ? nullptr : &it->second;
}

QString SpaceSession::obstacle() const {
    if (session_.network().empty()) return tr("Open a network first.");
    if (session_.assessmentContext().estimator == nullptr || !session_.assessment())
        return tr("Curation needs latencies: wait for the estimator, or choose a target that has one.");
    if (session_.isPreviewing()) return tr("End the preview first.");
    const bool any = std::any_of(options_.open.begin(), options_.open.end(), [](bool open) { return open; });
    return any ? QString() : tr("Open at least one kind of decisions.");
}

bool SpaceSession::curate() {
    const auto assessment = session_.assessment();
    if (running_ || !obstacle().isEmpty() || !assessment->network.sharesWith(session_.network())) return false;
    running_ = true;
    error_.reset();
    stop_ = std::stop_source();
    running_for_ = {assessment, session_.assessmentContext(), {}};
    running_for_.options.space = options_;
    running_for_.options.own = own_;
    // The worker may outlive this object, but not the program's event loop.
    auto told = [guard = QPointer<SpaceSession>(this), last = -1.0](double share) mutable {
        if (share >= last && share < last + 0.01) return;
        last = share;
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [guard, share] {
                if (guard) Q_EMIT guard->progressed(share);
            },
            Qt::QueuedConnection);
    };
    runInBackground(
        session_.workbench().pool(), this,
        [asked = running_for_, told = std::move(told), stop = stop_.get_token()] {
            return work(*asked.assessment, asked.context, asked.options, stop, told);
        },
        [this](Outcome outcome) { take(std::move(outcome)); });
    Q_EMIT started();
    tell();
    return true;
}

SpaceSession::Outcome SpaceSession::work(const Assessment& assessment, const AssessmentContext& context,
                                         CurationOptions options, const std::stop_token& stop,
                                         const std::function<void(double)>& progressed) {
    std::vector<std::string> absent;
    if (!options.own.empty()) {
        const auto space =
            SearchSpace::make(assessment.network, assessment.lowered, context.target, options.space, stop);
        std::erase_if(options.own, [&](const OwnOptions& own) {
            const bool gone = space && !space->find(own.decision);
            if (gone) absent.push_back(own.decision);
            return gone;
        });
    }
    return {bw::curate(assessment.network, assessment.lowered, context, options, stop, progressed), std::move(absent)};
}

void SpaceSession::take(Outcome outcome) {
    running_ = false;
    const bool wanted = running_for_.assessment != nullptr;
    if (wanted && outcome.curation) {
        std::erase_if(own_, [&](const OwnOptions& own) {
            return std::find(outcome.absent.begin(), outcome.absent.end(), own.decision) != outcome.absent.end();
        });
        curation_ = std::make_shared<const Curation>(*std::move(outcome.curation));
        curated_for_ = running_for_;
        std::erase_if(curated_for_.options.own, [&](const OwnOptions& own) { return ownOf(own.decision) == nullptr; });
    } else if (wanted && outcome.curation.error().code != ErrorCode::Cancelled) {
        error_ = outcome.curation.error();
    }
    running_for_ = {};
    Q_EMIT finished();
    tell();
}

void SpaceSession::stop() {
    stop_.request_stop();
}

bool SpaceSession::isStale() const {
    if (!curation_) return false;
    const AssessmentContext& then = curated_for_.context;
    const AssessmentContext& now = session_.assessmentContext();
    return !session_.settledNetwork().sharesWith(curated_for_.assessment->network) || now.target.id != then.target.id ||
           now.precision != then.precision || now.estimator != then.estimator ||
           !(curated_for_.options.space == options_) || curated_for_.options.own != own_;
}

void SpaceSession::checkStale() {
    if (isStale() != was_stale_) tell();
}

void SpaceSession::tell() {
    was_stale_ = isStale();
    Q_EMIT changed();
}

void SpaceSession::forget() {
    stop_.request_stop();
    own_.clear();
    automatic_.clear();
    curation_.reset();
    running_for_ = {};
    curated_for_ = {};
    error_.reset();
    trajectory_.clear();
    Q_EMIT trajectoryChanged();
    tell();
}

void SpaceSession::setTrajectory(std::vector<TrajectoryPoint> trajectory) {
    trajectory_ = std::move(trajectory);
    Q_EMIT trajectoryChanged();
}

}  // namespace bw::ui
