// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/train/batch_loader.h"

#include <algorithm>
#include <chrono>
#include <numeric>
#include <utility>

namespace bw {
namespace {

constexpr size_t kAhead = 4;
/// Samples after one that cannot be loaded which are tried in its place.
constexpr int64_t kTries = 50;

std::vector<int64_t> orderOf(int64_t size, const BatchOptions& options) {
    std::vector<int64_t> order(static_cast<size_t>(size));
    std::iota(order.begin(), order.end(), int64_t{0});
    if (options.shuffle) {
        Random random(augmentSeed(options.seed, options.epoch, -1));
        for (size_t i = order.size(); i > 1; --i)
            std::swap(order[i - 1], order[random.below(i)]);
    }
    if (options.limit > 0 && options.limit < size) order.resize(static_cast<size_t>(options.limit));
    return order;
}

}  // namespace

BatchLoader::BatchLoader(std::shared_ptr<const DataSet> set, const TrainTask& task, const BatchOptions& options)
    : set_(std::move(set)), task_(task), options_(options), order_(orderOf(set_->size(options.split), options)) {
    const auto size = static_cast<int64_t>(order_.size());
    const bool pads = !options_.whole_batches || size < options_.batch;
    batches_ = (size + (pads ? options_.batch - 1 : 0)) / options_.batch;
    thread_ = std::jthread([this](const std::stop_token& stop) { prepare(stop); });
}

BatchLoader::~BatchLoader() {
    thread_.request_stop();
    changed_.notify_all();
}

Result<std::shared_ptr<const DataSample>> BatchLoader::load(int64_t position) const {
    const auto size = static_cast<int64_t>(order_.size());
    Result<std::shared_ptr<const DataSample>> sample =
        set_->load(options_.split, order_[static_cast<size_t>(position)]);
    for (int64_t next = 1; !sample && next <= std::min(kTries, size - 1); ++next) {
        {
            const std::lock_guard lock(mutex_);
            ++skipped_;
        }
        sample = set_->load(options_.split, order_[static_cast<size_t>((position + next) % size)]);
    }
    return sample;
}

Result<LoadedBatch> BatchLoader::make(int64_t index) const {
    const auto size = static_cast<int64_t>(order_.size());
    const auto area = static_cast<size_t>(options_.width) * static_cast<size_t>(options_.height);
    LoadedBatch loaded;
    loaded.batch.images.resize(static_cast<size_t>(options_.batch) * 3 * area);
    for (int i = 0; i < options_.batch; ++i) {
        const int64_t position = index * options_.batch + i;
        const bool padding = position >= size;
        const auto sample = load(padding ? position % size : position);
        if (!sample) return tl::unexpected(sample.error());
        const int64_t number = order_[static_cast<size_t>(position % size)];
        Random random(augmentSeed(options_.seed, options_.epoch, number));
        const DataSample scaled = options_.split == DataSplit::Train
                                      ? augmented(**sample, options_.width, options_.height, options_.augment, random)
                                      : resized(**sample, options_.width, options_.height);
        toFloats(scaled.image, loaded.batch.images.data() + static_cast<size_t>(i) * 3 * area);
        task_.encode(scaled, loaded.batch);
        if (options_.keep_samples && !padding) loaded.samples.push_back(*sample);
    }
    return loaded;
}

void BatchLoader::prepare(const std::stop_token& stop) {
    for (int64_t index = 0; index < batches_ && !stop.stop_requested(); ++index) {
        Result<LoadedBatch> loaded = make(index);
        std::unique_lock lock(mutex_);
        changed_.wait(lock, stop, [this] { return ready_.size() < kAhead; });
        ready_.push_back(std::move(loaded));
        changed_.notify_all();
    }
}

Result<std::optional<LoadedBatch>> BatchLoader::next() {
    if (taken_ == batches_) return std::optional<LoadedBatch>();
    const auto before = std::chrono::steady_clock::now();
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !ready_.empty(); });
    Result<LoadedBatch> loaded = std::move(ready_.front());
    ready_.pop_front();
    lock.unlock();
    changed_.notify_all();
    ++taken_;
    waited_s_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - before).count();
    if (!loaded) return tl::unexpected(loaded.error());
    return std::optional<LoadedBatch>(std::move(*loaded));
}

int64_t BatchLoader::skipped() const {
    const std::lock_guard lock(mutex_);
    return skipped_;
}

}  // namespace bw
