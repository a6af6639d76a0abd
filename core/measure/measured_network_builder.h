// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

#include "measure/imported_measurements.h"

namespace bw {

/// Fits the rows of a measurement file into networks, one row after the other.
class MeasuredNetworkBuilder {
public:
    /// Model files are looked for in `directory`; what does not fit is added to `problems`.
    MeasuredNetworkBuilder(std::string directory, RowProblems& problems)
        : directory_(std::move(directory)), problems_(problems) {}

    void add(const MeasurementRow& row);
    /// Everything that was added; call it once.
    std::vector<ImportedNetwork> take();

private:
    void addModel(const MeasurementRow& row);
    void addBlock(const MeasurementRow& row);
    void begin(const MeasurementRow& row);
    void finish();
    /// The tensors that the row's block reads; nothing where a problem was added.
    std::optional<std::vector<TensorId>> inputsOf(const MeasurementRow& row);
    bool outputsAgree(const MeasurementRow& row, const Shape& output);
    /// True where `key` was not seen before; else the repetition is a problem.
    bool isNew(const std::string& key, const MeasurementRow& row, std::optional<double> time);

    struct Seen {
        int64_t line = 0;
        std::optional<double> time;
    };

    std::string directory_;
    RowProblems& problems_;
    std::vector<ImportedNetwork> networks_;
    std::map<std::string, int64_t> ids_;  ///< First line of each network.
    std::map<std::string, Seen> seen_;    ///< What stands where, for repetitions.

    bool open_ = false;                   ///< The last network takes more rows.
    bool broken_ = false;                 ///< A row of it is wrong: those behind it cannot be fitted.
    std::string open_id_;                 ///< Its id in the file; empty for a row that stands alone.
    std::string open_key_;                ///< What it consists of.
    std::vector<TensorId> open_outputs_;  ///< By row.
    std::vector<TensorId> open_inputs_;   ///< Of the network.
};

}  // namespace bw
