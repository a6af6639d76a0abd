// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/trainer.h"

#include <QFile>
#include <atomic>
#include <mutex>
#include <stop_token>
#include <utility>

#include "learn/data/cached_data_set.h"
#include "learn/train/checkpoint.h"
#include "session/background.h"
#include "text/wording.h"

namespace bw::ui {
namespace {

constexpr int64_t kCacheBytes = int64_t{512} << 20;
constexpr int kTickMilliseconds = 200;

/// What a training that did not come to its end has in its checkpoint; null where there is none to read.
std::shared_ptr<TrainResult> resultSoFar(const std::string& path) {
    if (!QFile::exists(toQt(path))) return nullptr;
    auto checkpoint = loadCheckpoint(path);
    if (!checkpoint || checkpoint->history.empty()) return nullptr;
    auto result = std::make_shared<TrainResult>();
    for (const TrainEpoch& epoch : checkpoint->history) {
        if (epoch.epoch == checkpoint->best_epoch) result->metrics = epoch.metrics;
    }
    result->history = std::move(checkpoint->history);
    result->weights = std::move(checkpoint->best);
    result->best_epoch = checkpoint->best_epoch;
    result->seconds = checkpoint->seconds;
    result->skipped = checkpoint->skipped;
    return result;
}

}  // namespace

/// What the worker and the window share.
struct Trainer::Shared {
    std::stop_source stop;
    std::atomic<bool> pause = false;
    std::mutex mutex;
    TrainingView view;
    bool new_epoch = false;  ///< Since the last look: history and answers are fresh.
};

struct Trainer::Outcome {
    std::shared_ptr<TrainResult> result;
    std::optional<Error> error;
};

Trainer::Trainer(const QString& folder, QObject* parent) : QObject(parent), shelf_(folder) {
    pool_.setMaxThreadCount(1);
    // Numbers of threads that LibTorch sets must not outlive a training in a thread that serves others later.
    pool_.setExpiryTimeout(0);
    tick_.setInterval(kTickMilliseconds);
    connect(&tick_, &QTimer::timeout, this, &Trainer::poll);
}

Trainer::~Trainer() {
    if (shared_) shared_->stop.request_stop();
    pool_.waitForDone();
    shelf_.release();
}

void Trainer::start(const TrainingOrder& order) {
    if (isActive()) return;
    order_ = order;
    const auto id = shelf_.begin(order);
    // A full disk does not forbid training; only going on later.
    run(id ? *id : QString());
    if (id) return;
    Error error = id.error();
    error.message = toUtf8(tr("this training cannot be resumed later: %1").arg(toQt(error.message)));
    Q_EMIT failed(error);
}

void Trainer::resume(const KeptTraining& training) {
    if (isActive()) return;
    if (!shelf_.hold(training.id)) {
        Q_EMIT failed({ErrorCode::Unavailable, toUtf8(tr("another window goes on with this training")), {}, {}, {}});
        return;
    }
    order_ = training.order;
    run(training.id);
}

void Trainer::run(const QString& id) {
    id_ = id;
    view_ = {};
    result_.reset();
    whole_ = false;
    shared_ = std::make_shared<Shared>();
    TrainOptions options = order_.options;
    options.checkpoint = id.isEmpty() ? std::string() : toUtf8(shelf_.checkpointOf(id));
    const auto hear = [shared = shared_, checkpoint = options.checkpoint](const TrainProgress& progress) {
        const bool new_epoch = progress.history->size() > shared->view.history.size();
        std::vector<AnswerTile> answers;
        if (new_epoch) {
            answers = drawAnswers(*progress.answers, shared->view.data);
            if (!checkpoint.empty())
                TrainingShelf::noteEpochs(toQt(checkpoint), static_cast<int>(progress.history->size()));
        }
        const std::lock_guard lock(shared->mutex);
        TrainingView& view = shared->view;
        view.epoch = std::min(progress.epoch, progress.epochs);
        view.step = progress.step;
        view.steps = progress.steps;
        view.loss = progress.loss;
        view.remaining_s = progress.remaining_s;
        view.device = progress.device;
        view.warnings = *progress.warnings;
        if (!new_epoch) return;
        view.history = *progress.history;
        // A training that goes on has no pictures of the epochs before.
        if (!answers.empty()) view.answers = std::move(answers);
        shared->new_epoch = true;
    };
    auto work = [shared = shared_, order = order_, options, hear]() -> Outcome {
        const auto set = openDataSet(order.source);
        if (!set) return {nullptr, set.error()};
        const auto fitted = fitToData(order.network, (*set)->info(), order.width, order.height);
        if (!fitted) return {nullptr, fitted.error()};
        {
            const std::lock_guard lock(shared->mutex);
            shared->view.data = (*set)->info();
            shared->view.changes = fitted->changes;
            shared->view.ready = true;
        }
        const auto cached = std::make_shared<const CachedDataSet>(*set, kCacheBytes);
        auto result = trainNetwork(*fitted, cached, options, {}, {shared->stop.get_token(), &shared->pause, hear});
        if (!result) return {resultSoFar(options.checkpoint), result.error()};
        if (!options.checkpoint.empty())
            TrainingShelf::noteEpochs(toQt(options.checkpoint), static_cast<int>(result->history.size()));
        return {std::make_shared<TrainResult>(std::move(*result)), std::nullopt};
    };
    runInBackground(pool_, this, std::move(work), [this](Outcome outcome) { end(std::move(outcome)); });
    tick_.start();
    setState(State::Preparing);
}

void Trainer::pause() {
    if (state_ != State::Running && state_ != State::Preparing) return;
    shared_->pause = true;
    setState(State::Paused);
}

void Trainer::goOn() {
    if (state_ != State::Paused) return;
    shared_->pause = false;
    setState(view_.epoch > 0 ? State::Running : State::Preparing);
}

void Trainer::stop() {
    if (!isActive() || state_ == State::Stopping) return;
    shared_->stop.request_stop();
    setState(State::Stopping);
}

void Trainer::setState(State state) {
    state_ = state;
    Q_EMIT stateChanged();
}

void Trainer::poll() {
    bool new_epoch = false;
    {
        const std::lock_guard lock(shared_->mutex);
        const TrainingView& now = shared_->view;
        new_epoch = std::exchange(shared_->new_epoch, false);
        if (new_epoch) {
            view_ = now;
        } else {
            view_.data = now.data;
            view_.changes = now.changes;
            view_.ready = now.ready;
            view_.epoch = now.epoch;
            view_.step = now.step;
            view_.steps = now.steps;
            view_.loss = now.loss;
            view_.remaining_s = now.remaining_s;
            view_.device = now.device;
            if (now.epoch > 0) view_.warnings = now.warnings;
        }
    }
    if (state_ == State::Preparing && view_.epoch > 0) setState(State::Running);
    Q_EMIT progressed();
    if (new_epoch) Q_EMIT epochEnded();
}

void Trainer::end(Outcome outcome) {
    poll();
    tick_.stop();
    whole_ = !outcome.error;
    result_ = outcome.result;
    if (result_) {
        view_.history = result_->history;
        if (whole_) view_.warnings = result_->warnings;
        if (whole_) view_.device = result_->device;
    }
    shelf_.release();
    setState(State::Idle);
    Q_EMIT finished(outcome.error);
}

std::optional<KeptTraining> Trainer::unfinished() const {
    if (isActive()) return std::nullopt;
    // One that has just come to its end is in sight already.
    return shelf_.newest(whole_ ? id_ : QString());
}

void Trainer::discard(const KeptTraining& training) {
    shelf_.remove(training.id);
    Q_EMIT stateChanged();
}

void Trainer::saveWeights(const QString& path) {
    if (!result_) return;
    runInBackground(
        pool_, this, [result = result_, path = toUtf8(path)] { return saveNumbers(path, result->weights); },
        [this, path, id = id_, whole = whole_](const Result<void>& written) {
            if (!written) {
                Q_EMIT failed(written.error());
                return;
            }
            // Nothing is lost any more.
            if (whole && !id.isEmpty()) shelf_.remove(id);
            Q_EMIT saved(path);
        });
}

}  // namespace bw::ui
