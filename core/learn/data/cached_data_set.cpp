// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/data/cached_data_set.h"

namespace bw {

CachedDataSet::CachedDataSet(std::shared_ptr<const DataSet> source, int64_t budget_bytes)
    : DataSet(source->info()), source_(std::move(source)), budget_bytes_(budget_bytes) {}

Result<std::shared_ptr<const DataSample>> CachedDataSet::load(DataSplit split, int64_t index) const {
    const Key key{split, index};
    {
        const std::lock_guard lock(mutex_);
        if (const auto found = entries_.find(key); found != entries_.end()) {
            order_.splice(order_.end(), order_, found->second.order);
            return found->second.sample;
        }
    }
    auto sample = source_->load(split, index);
    if (sample) keep(key, *sample);
    return sample;
}

void CachedDataSet::keep(const Key& key, std::shared_ptr<const DataSample> sample) const {
    const int64_t bytes = sample->bytes();
    if (bytes > budget_bytes_) return;
    const std::lock_guard lock(mutex_);
    if (entries_.contains(key)) return;
    while (bytes_ + bytes > budget_bytes_) {
        const auto oldest = entries_.find(order_.front());
        bytes_ -= oldest->second.sample->bytes();
        entries_.erase(oldest);
        order_.pop_front();
    }
    order_.push_back(key);
    entries_.emplace(key, Entry{std::move(sample), std::prev(order_.end())});
    bytes_ += bytes;
}

int64_t CachedDataSet::cachedBytes() const {
    const std::lock_guard lock(mutex_);
    return bytes_;
}

}  // namespace bw
