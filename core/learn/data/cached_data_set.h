// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <list>
#include <map>
#include <mutex>

#include "learn/data/data_set.h"

namespace bw {

/// Keeps the samples of another set that were used last, within a budget of memory. Drawing or decoding happens outside
/// the lock, so that threads wait only for the book-keeping.
class CachedDataSet : public DataSet {
public:
    CachedDataSet(std::shared_ptr<const DataSet> source, int64_t budget_bytes);

    int64_t size(DataSplit split) const override { return source_->size(split); }
    Result<std::shared_ptr<const DataSample>> load(DataSplit split, int64_t index) const override;
    std::string nameOf(DataSplit split, int64_t index) const override { return source_->nameOf(split, index); }
    const DataProblems& problems() const override { return source_->problems(); }

    /// Bytes of the samples that are kept now; never above the budget.
    int64_t cachedBytes() const;

private:
    using Key = std::pair<DataSplit, int64_t>;
    struct Entry {
        std::shared_ptr<const DataSample> sample;
        std::list<Key>::iterator order;
    };
    void keep(const Key& key, std::shared_ptr<const DataSample> sample) const;

    std::shared_ptr<const DataSet> source_;
    int64_t budget_bytes_;
    mutable std::mutex mutex_;
    mutable std::map<Key, Entry> entries_;
    mutable std::list<Key> order_;  ///< Least recently used first.
    mutable int64_t bytes_ = 0;
};

}  // namespace bw
