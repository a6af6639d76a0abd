// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/train/trainer.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <numbers>
#include <thread>
#include <utility>

#include "base/sha256.h"
#include "base/text.h"
#include "io/network_json.h"
#include "learn/train/batch_loader.h"
#include "learn/train/checkpoint.h"
#include "learn/train/judge_session.h"

namespace bw {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kTakenBack = 3;
constexpr int kBatchOfRate = 32;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

class Training {
public:
    Training(const FittedNetwork& network, std::shared_ptr<const DataSet> set, const TrainOptions& options,
             const TrainControl& control)
        : network_(network), set_(std::move(set)), options_(options), control_(control) {}

    Result<void> prepare() {
        if (options_.epochs < 1 || options_.batch < 1 || !(options_.learning_rate > 0)) {
            return fail(ErrorCode::InvalidArgument, "epochs, batch and learning rate must be above zero");
        }
        if (set_->size(DataSplit::Train) < 1 || set_->size(DataSplit::Validation) < 1) {
            return fail(ErrorCode::InvalidArgument, "the data set needs samples to train with and samples to judge by",
                        set_->info().name);
        }
        auto task = makeTrainTask(network_.network, network_.lowered, *set_, options_.seed);
        if (!task) return tl::unexpected(task.error());
        task_ = std::move(*task);
        auto form = trainForm(network_.network, network_.lowered, options_.batch);
        if (!form) return tl::unexpected(form.error());
        task_->mark(*form);
        auto session = openSession(options_, set_->info().task);
        if (!session) return tl::unexpected(session.error());
        session_ = std::move(*session);
        const auto added = session_->add(*form);
        if (!added) return tl::unexpected(added.error());
        return {};
    }

    Result<TrainResult> run(std::span<const NamedTensor> start) {
        session_->setWeights(0, start);
        if (auto resumed = resume(); !resumed) return tl::unexpected(resumed.error());
        while (done_.history.size() < static_cast<size_t>(options_.epochs) && !endsEarly() && !holds()) {
            const auto before = session_->state();
            auto epoch = oneEpoch();
            if (!epoch && epoch.error().code == ErrorCode::Unsupported && taken_back_ < kTakenBack && diverged_) {
                ++taken_back_;
                diverged_ = false;
                done_.rate_factor /= 2;
                warnings_.push_back("Epoch " + std::to_string(done_.history.size() + 1) +
                                    ": the loss was no number; taken back at half the learning rate");
                if (auto restored = session_->restore(before); !restored) return tl::unexpected(restored.error());
                continue;
            }
            if (!epoch) return tl::unexpected(epoch.error());
            keep(std::move(*epoch));
        }
        return result();
    }

    Result<TrainMetrics> judge() {
        BatchOptions options = batchOptions(DataSplit::Validation);
        options.shuffle = false;
        options.whole_batches = false;
        options.keep_samples = true;
        BatchLoader loader(set_, *task_, options);
        answers_.clear();
        const int64_t size = set_->size(DataSplit::Validation);
        const int64_t spacing = std::max<int64_t>(1, size / kShownAnswers);
        int64_t position = 0;
        auto metrics = judgeSession(
            *session_, 0, loader, *task_, [this] { return goOn(); },
            [&](const auto& truth, const TrainAnswer& answer) {
                if (position++ % spacing == 0) answers_.push_back({truth, answer});
            });
        done_.skipped += loader.skipped();
        return metrics;
    }

    TrainSession& session() { return *session_; }

private:
    BatchOptions batchOptions(DataSplit split) const {
        const Shape& input = network_.lowered.graph.shape(network_.lowered.graph.inputs.at(0));
        BatchOptions options;
        options.split = split;
        options.batch = options_.batch;
        options.width = static_cast<int>(input.width());
        options.height = static_cast<int>(input.height());
        options.augment = options_.augment;
        options.seed = options_.seed;
        return options;
    }

    /// Of everything that decides what numbers come out.
    std::string identity() const {
        const AugmentOptions& a = options_.augment;
        std::string text = networkToJson(network_.network).dump() + set_->info().name + set_->info().format;
        for (const int64_t count :
             {set_->size(DataSplit::Train), set_->size(DataSplit::Validation), int64_t{options_.epochs},
              int64_t{options_.batch}, static_cast<int64_t>(options_.seed), int64_t{options_.optimizer.adaptive}})
            text += " " + std::to_string(count);
        for (const double number :
             {options_.learning_rate, options_.label_smoothing, options_.optimizer.momentum,
              options_.optimizer.weight_decay, options_.optimizer.clip_norm, options_.optimizer.average_decay, a.flip,
              a.zoom, a.shift, a.aspect, a.brightness, a.contrast, a.saturation, a.hue})
            text += " " + formatNumber(number);
        return sha256Hex(text);
    }

    Result<void> resume() {
        done_.identity = identity();
        std::error_code error;
        if (options_.checkpoint.empty() || !std::filesystem::exists(options_.checkpoint, error)) return {};
        auto checkpoint = loadCheckpoint(options_.checkpoint);
        if (!checkpoint) return tl::unexpected(checkpoint.error());
        if (checkpoint->identity != done_.identity) {
            Error other{ErrorCode::InvalidFile,
                        "it is the checkpoint of another training: network, data or options differ",
                        options_.checkpoint,
                        {},
                        "name another file, or remove this one to begin anew"};
            return tl::unexpected(std::move(other));
        }
        if (auto restored = session_->restore(checkpoint->state); !restored) return restored;
        checkpoint->state.clear();
        done_ = std::move(*checkpoint);
        return {};
    }

    bool endsEarly() const {
        return options_.patience > 0 && done_.best_epoch > 0 &&
               static_cast<int>(done_.history.size()) - done_.best_epoch >= options_.patience;
    }

    bool holds() const {
        return options_.hold_after > 0 && done_.history.size() >= static_cast<size_t>(options_.hold_after);
    }

    /// Time spent in pauses is none of training.
    Result<void> goOn() {
        const auto start = Clock::now();
        const auto going = mayGoOn(control_);
        paused_s_ += secondsSince(start);
        return going;
    }

    Result<TrainEpoch> oneEpoch() {
        const auto start = Clock::now();
        paused_s_ = 0;
        const auto number = static_cast<int>(done_.history.size()) + 1;
        BatchOptions options = batchOptions(DataSplit::Train);
        options.epoch = number;
        BatchLoader loader(set_, *task_, options);
        double sum = 0;
        TrainEpoch epoch;
        epoch.epoch = number;
        const int64_t steps = loader.batches();
        for (int64_t step = 0; step < steps; ++step) {
            if (auto going = goOn(); !going) return tl::unexpected(going.error());
            const auto batch = loader.next();
            if (!batch) return tl::unexpected(batch.error());
            epoch.learning_rate = done_.rate_factor * learningRate(options_, (number - 1) * steps + step, steps);
            const std::array<int, 1> network = {0};
            const auto loss = session_->step(network, (*batch)->batch, epoch.learning_rate);
            if (!loss) return tl::unexpected(loss.error());
            if (!std::isfinite(*loss)) {
                diverged_ = true;
                return tl::unexpected(lossIsNoNumber("the loss", number, step + 1));
            }
            sum += *loss;
            tell(number, step + 1, steps, sum / static_cast<double>(step + 1), secondsSince(start) - paused_s_);
        }
        epoch.loss = sum / static_cast<double>(std::max<int64_t>(1, steps));
        epoch.waited_s = loader.waited_s();
        done_.skipped += loader.skipped();
        epoch.judged = number % std::max(1, options_.judge_every) == 0 || number == options_.epochs ||
                       number == options_.hold_after;
        if (epoch.judged) {
            const auto judging = Clock::now();
            auto metrics = judge();
            if (!metrics) return tl::unexpected(metrics.error());
            epoch.metrics = std::move(*metrics);
            epoch.judge_s = secondsSince(judging);
        }
        epoch.seconds = secondsSince(start) - paused_s_;
        return epoch;
    }

    void tell(int epoch, int64_t step, int64_t steps, double loss, double seconds) const {
        if (!control_.progress) return;
        const double share = static_cast<double>(step) / static_cast<double>(steps);
        const double each =
            done_.history.empty() ? seconds / share : done_.seconds / static_cast<double>(done_.history.size());
        const double left = (static_cast<double>(options_.epochs - epoch) + 1 - share) * each;
        control_.progress({epoch, options_.epochs, step, steps, loss, left, &done_.history, &answers_, &warnings_,
                           session_->device()});
    }

    void keep(TrainEpoch epoch) {
        done_.seconds += epoch.seconds;
        double before = -1;
        for (const TrainEpoch& other : done_.history) {
            if (other.epoch == done_.best_epoch) before = other.metrics.main();
        }
        const bool best = epoch.judged && epoch.metrics.main() >= before;
        done_.history.push_back(std::move(epoch));
        if (best) {
            done_.best_epoch = done_.history.back().epoch;
            done_.best = session_->weights(0);
        }
        if (!options_.checkpoint.empty()) {
            done_.state = session_->state();
            if (auto saved = saveCheckpoint(options_.checkpoint, done_); !saved)
                warnings_.push_back("The checkpoint could not be written: " + saved.error().text());
            done_.state.clear();
        }
        const TrainEpoch& last = done_.history.back();
        tell(last.epoch + 1, 1, 1'000'000, last.loss, 0);
    }

    Result<TrainResult> result() {
        TrainResult result;
        for (const TrainEpoch& epoch : done_.history) {
            if (epoch.epoch == done_.best_epoch) result.metrics = epoch.metrics;
        }
        result.history = std::move(done_.history);
        result.weights = std::move(done_.best);
        result.best_epoch = done_.best_epoch;
        result.device = session_->device();
        result.seconds = done_.seconds;
        result.skipped = done_.skipped;
        result.answers = std::move(answers_);
        result.warnings = std::move(warnings_);
        return result;
    }

    const FittedNetwork& network_;
    std::shared_ptr<const DataSet> set_;
    const TrainOptions& options_;
    const TrainControl& control_;
    std::unique_ptr<TrainTask> task_;
    std::unique_ptr<TrainSession> session_;
    Checkpoint done_;
    std::vector<ShownAnswer> answers_;
    std::vector<std::string> warnings_;
    double paused_s_ = 0;  ///< In this epoch.
    int taken_back_ = 0;
    bool diverged_ = false;
};

}  // namespace

Result<void> mayGoOn(const TrainControl& control) {
    while (control.pause && control.pause->load() && !control.stop.stop_requested())
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    if (control.stop.stop_requested()) return fail(ErrorCode::Cancelled, "training was stopped");
    return {};
}

double learningRate(const TrainOptions& options, int64_t step, int64_t steps_per_epoch) {
    const double all = static_cast<double>(steps_per_epoch) * options.epochs;
    const double warm = std::min(static_cast<double>(steps_per_epoch), all / 10);
    const double highest = options.learning_rate * options.batch / kBatchOfRate;
    const auto at = static_cast<double>(step);
    if (at < warm) return highest * (at + 1) / warm;
    return highest * 0.5 * (1 + std::cos(std::numbers::pi * (at - warm) / std::max(1.0, all - warm)));
}

Result<TrainResult> trainNetwork(const FittedNetwork& network, const std::shared_ptr<const DataSet>& set,
                                 const TrainOptions& options, std::span<const NamedTensor> start,
                                 const TrainControl& control) {
    Training training(network, set, options, control);
    if (auto ready = training.prepare(); !ready) return tl::unexpected(ready.error());
    return training.run(start);
}

Result<TrainMetrics> judgeNetwork(const FittedNetwork& network, const std::shared_ptr<const DataSet>& set,
                                  std::span<const NamedTensor> weights, const TrainOptions& options,
                                  const TrainControl& control) {
    Training training(network, set, options, control);
    if (auto ready = training.prepare(); !ready) return tl::unexpected(ready.error());
    if (training.session().setWeights(0, weights) == 0) {
        return fail(ErrorCode::InvalidFile, "none of the numbers belongs to this network");
    }
    return training.judge();
}

}  // namespace bw
