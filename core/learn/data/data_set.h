// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "base/result.h"
#include "learn/data/data_problems.h"
#include "learn/data/data_sample.h"

namespace bw {

/// What is known of a data set before any picture is read.
struct DataInfo {
    std::string name;    ///< "presence", or the folder's name.
    std::string format;  ///< Id of its format or of the built-in set.
    LearnTask task = LearnTask::Classification;
    std::vector<std::string> classes;
};

/// Labelled pictures by number. Sample i of a split is the same, bit for bit, whenever it is asked for; all functions
/// may be called from several threads at once. Pictures are read or drawn when asked for.
class DataSet {
public:
    explicit DataSet(DataInfo info) : info_(std::move(info)) {}
    virtual ~DataSet() = default;
    DataSet(const DataSet&) = delete;
    DataSet& operator=(const DataSet&) = delete;

    const DataInfo& info() const { return info_; }
    virtual int64_t size(DataSplit split) const = 0;
    /// The sample at `index` in [0, size(split)). Errors name the file, and the pixel or field in it.
    virtual Result<std::shared_ptr<const DataSample>> load(DataSplit split, int64_t index) const = 0;
    /// The file that the sample comes from, or its number in a built-in set.
    virtual std::string nameOf(DataSplit split, int64_t index) const = 0;
    /// What was found wrong when the set was opened; items concerned are left out.
    virtual const DataProblems& problems() const;

private:
    DataInfo info_;
};

}  // namespace bw
