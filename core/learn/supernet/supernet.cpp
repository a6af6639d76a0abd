// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/supernet/supernet.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

#include "learn/train/judge_session.h"

namespace bw {
namespace {

/// Random genomes may make no network; so often another one is drawn.
constexpr int kTries = 50;

/// Leaves the session when it goes out of sight.
class Visit {
public:
    Visit(TrainSession& session, int network) : session_(&session), network_(network) {}
    ~Visit() {
        if (session_) session_->remove(network_);
    }
    Visit(Visit&& other) noexcept : session_(std::exchange(other.session_, nullptr)), network_(other.network_) {}
    Visit& operator=(Visit&&) = delete;
    int network() const { return network_; }

private:
    TrainSession* session_;
    int network_;
};

}  // namespace

Result<std::unique_ptr<Supernet>> Supernet::make(SearchSpace space, std::shared_ptr<const DataSet> set,
                                                 const SupernetOptions& options) {
    std::unique_ptr<Supernet> supernet(new Supernet(std::move(space), std::move(set), options));
    if (auto ready = supernet->prepare(); !ready) return tl::unexpected(ready.error());
    return supernet;
}

Result<void> Supernet::prepare() {
    if (space_.decisions().empty()) {
        return fail(ErrorCode::InvalidArgument, "a space of one network needs no supernet", space_.network().name());
    }
    const auto fitted = fitToData(space_.network(), set_->info(), options_.width, options_.height);
    if (!fitted) return tl::unexpected(fitted.error());
    const Shape& input = fitted->lowered.graph.shape(fitted->lowered.graph.inputs.at(0));
    options_.width = static_cast<int>(input.width());
    options_.height = static_cast<int>(input.height());
    auto task = makeTrainTask(fitted->network, fitted->lowered, *set_, options_.train.seed);
    if (!task) return tl::unexpected(task.error());
    task_ = std::move(*task);
    auto session = openSession(options_.train, set_->info().task);
    if (!session) return tl::unexpected(session.error());
    session_ = std::move(*session);
    // Every kind of every block at its largest, so that weights have their full size from the beginning.
    Random random(options_.train.seed);
    for (int i = 0; i < 4; ++i) {
        const auto network = space_.build(extreme(true, random));
        if (!network) continue;
        const auto entered = enter(*network);
        if (!entered) return tl::unexpected(entered.error());
        session_->remove(*entered);
    }
    return {};
}

BatchOptions Supernet::batchOptions(DataSplit split) const {
    BatchOptions options;
    options.split = split;
    options.batch = options_.train.batch;
    options.width = options_.width;
    options.height = options_.height;
    options.augment = options_.train.augment;
    options.seed = options_.train.seed;
    return options;
}

Genome Supernet::extreme(bool largest, Random& random) const {
    Genome genome;
    for (const SpaceDecision& decision : space_.decisions()) {
        const auto last = static_cast<int32_t>(decision.options.size()) - 1;
        if (!decision.ordered) {
            genome.push_back(static_cast<int32_t>(random.below(decision.options.size())));
        } else {
            genome.push_back(largest ? last : 0);
        }
    }
    return genome;
}

Genome Supernet::drawn(Random& random) const {
    Genome genome;
    for (int i = 0; i < kTries; ++i) {
        genome.clear();
        for (const SpaceDecision& decision : space_.decisions())
            genome.push_back(static_cast<int32_t>(random.below(decision.options.size())));
        if (space_.build(genome)) return genome;
    }
    return space_.origin();
}

Result<int> Supernet::enter(const Network& network) {
    const auto fitted = fitToData(network, set_->info(), options_.width, options_.height);
    if (!fitted) return tl::unexpected(fitted.error());
    auto form = trainForm(fitted->network, fitted->lowered, options_.train.batch);
    if (!form) return tl::unexpected(form.error());
    task_->mark(*form);
    return session_->add(*form);
}

Result<double> Supernet::step(std::span<const Genome> genomes, const TrainBatch& batch, double learning_rate) {
    std::vector<Visit> visits;
    std::vector<int> networks;
    for (const Genome& genome : genomes) {
        const auto network = space_.build(genome);
        if (!network) return tl::unexpected(network.error());
        const auto entered = enter(*network);
        if (!entered) return tl::unexpected(entered.error());
        visits.emplace_back(*session_, *entered);
        networks.push_back(*entered);
    }
    return session_->step(networks, batch, learning_rate);
}

Result<void> Supernet::train(const TrainControl& control) {
    const TrainOptions& train = options_.train;
    Random random(augmentSeed(train.seed, 0, 1));
    const auto started = std::chrono::steady_clock::now();
    for (int epoch = 1; epoch <= train.epochs; ++epoch) {
        BatchOptions options = batchOptions(DataSplit::Train);
        options.epoch = epoch;
        BatchLoader loader(set_, *task_, options);
        double sum = 0;
        for (int64_t at = 0; at < loader.batches(); ++at) {
            if (auto going = mayGoOn(control); !going) return going;
            const auto batch = loader.next();
            if (!batch) return tl::unexpected(batch.error());
            std::vector<Genome> genomes = {extreme(true, random), extreme(false, random)};
            for (Genome& genome : genomes) {
                if (!space_.build(genome)) genome = space_.origin();
            }
            for (int i = 0; i < options_.random_paths; ++i)
                genomes.push_back(drawn(random));
            const double rate = learningRate(train, (epoch - 1) * loader.batches() + at, loader.batches());
            const auto loss = step(genomes, (*batch)->batch, rate);
            if (!loss) return tl::unexpected(loss.error());
            if (!std::isfinite(*loss)) return tl::unexpected(lossIsNoNumber("the supernet's loss", epoch, at + 1));
            sum += *loss;
            if (!control.progress) continue;
            const double done = (epoch - 1) + static_cast<double>(at + 1) / static_cast<double>(loader.batches());
            const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
            control.progress({epoch,
                              train.epochs,
                              at + 1,
                              loader.batches(),
                              sum / static_cast<double>(at + 1),
                              seconds * (train.epochs - done) / done,
                              nullptr,
                              nullptr,
                              nullptr,
                              {}});
        }
        losses_.push_back(sum / static_cast<double>(std::max<int64_t>(1, loader.batches())));
    }
    return {};
}

Result<void> Supernet::calibrate(int network) {
    if (calibration_.empty()) {
        BatchOptions options = batchOptions(DataSplit::Train);
        options.augment = AugmentOptions::none();
        options.limit = std::max<int64_t>(1, options_.calibration_batches) * options.batch;
        BatchLoader loader(set_, *task_, options);
        for (;;) {
            auto batch = loader.next();
            if (!batch) return tl::unexpected(batch.error());
            if (!*batch) break;
            calibration_.push_back(std::move((*batch)->batch));
        }
    }
    session_->forgetStatistics(network);
    for (const TrainBatch& batch : calibration_) {
        if (auto done = session_->calibrate(network, batch.images); !done) return done;
    }
    return {};
}

Result<TrainMetrics> Supernet::judge(const Network& network, const std::stop_token& stop) {
    const auto entered = enter(network);
    if (!entered) return tl::unexpected(entered.error());
    const Visit visit(*session_, *entered);
    if (options_.calibration_batches > 0) {
        if (auto done = calibrate(*entered); !done) return tl::unexpected(done.error());
    }
    BatchOptions options = batchOptions(DataSplit::Validation);
    options.shuffle = false;
    options.whole_batches = false;
    options.keep_samples = true;
    options.limit = options_.judged;
    BatchLoader loader(set_, *task_, options);
    const TrainControl control{stop, nullptr, {}};
    return judgeSession(*session_, *entered, loader, *task_, [&control] { return mayGoOn(control); });
}

Result<std::vector<NamedTensor>> Supernet::weights(const Network& network) {
    const auto entered = enter(network);
    if (!entered) return tl::unexpected(entered.error());
    const Visit visit(*session_, *entered);
    if (auto done = calibrate(*entered); !done) return tl::unexpected(done.error());
    return session_->weights(*entered);
}

}  // namespace bw
