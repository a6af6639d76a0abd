// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/result.h"

namespace bw {

/// What is wrong with a data set, each with file and place. The set is used without the items concerned. Of very many
/// the first are kept and the rest counted.
class DataProblems {
public:
    static constexpr size_t kKept = 1000;

    void add(Error error) {
        if (items_.size() < kKept) items_.push_back(std::move(error));
        ++count_;
    }
    void add(ErrorCode code, std::string file, std::string place, std::string message, std::string remedy = {}) {
        add(Error{code, std::move(message), std::move(file), std::move(place), std::move(remedy)});
    }
    void append(const DataProblems& other) {
        for (const Error& error : other.items_)
            add(error);
        count_ += other.count_ - static_cast<int64_t>(other.items_.size());
    }

    const std::vector<Error>& items() const { return items_; }
    int64_t count() const { return count_; }
    bool empty() const { return count_ == 0; }

private:
    std::vector<Error> items_;
    int64_t count_ = 0;
};

}  // namespace bw
