// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"

namespace bw {

/// Version of everything in this header; the module and the program must agree on it.
inline constexpr uint32_t kRegressorBackendVersion = 2;

/// An ensemble of equal multi-layer perceptrons: inputs -> hidden (SiLU), `layers` hidden layers, one output each.
/// Parameters are one flat list: member by member, layer by layer, weights row-major [out][in], then biases [out].
struct EnsembleShape {
    int32_t inputs = 0;
    int32_t hidden = 0;
    int32_t layers = 0;  ///< Hidden layers, at least 1.
    int32_t members = 0;

    /// Parameters of one member and of all.
    int64_t memberParameters() const {
        const int64_t h = hidden;
        return (int64_t{inputs} + 1) * h + (layers - 1) * (h + 1) * h + h + 1;
    }
    int64_t parameters() const { return memberParameters() * members; }
    bool operator==(const EnsembleShape&) const = default;
};

/// Rows evaluated at a time, always: a shorter batch is padded, so that a row's value depends on no other row.
inline constexpr int kEvaluationRows = 64;

/// A loaded ensemble. `predict` may be called from several threads at once.
class Ensemble {
public:
    virtual ~Ensemble() = default;
    /// `rows` holds n x inputs numbers; `out` receives n x members.
    virtual Result<void> predict(std::span<const float> rows, std::span<float> out) const = 0;
};

/// Rows to learn from. Rows of one group (a network) lie side by side and groups count up from 0.
struct TrainingRows {
    std::vector<float> features;    ///< n x inputs, normalised.
    std::vector<float> target;      ///< n: log(measured / guess).
    std::vector<float> log_guess;   ///< n: log of the guess that `target` refers to.
    std::vector<float> row_weight;  ///< n: weight of the row in the loss, mean about 1.
    std::vector<int32_t> group;     ///< n: network the row belongs to.
    std::vector<int32_t> left_out;  ///< n: member that must not see the row, the same for a whole group; -1: none.
};

struct TrainingOptions {
    uint64_t seed = 1;
    int epochs = 100;
    int batch_rows = 256;         ///< Whole groups are drawn until a batch holds this many rows.
    double learning_rate = 3e-3;  ///< Peak; falls to nothing by a cosine.
    double weight_decay = 1e-4;
    double huber_delta = 0.1;
    double group_weight = 1.0;  ///< Weight of the error of a group's sum beside that of its rows.
};

/// What the LibTorch module does for the estimator. One object per process; safe to call from any thread.
class RegressorBackend {
public:
    virtual ~RegressorBackend() = default;
    /// "LibTorch 1.13.1".
    virtual std::string version() const = 0;
    virtual Result<std::unique_ptr<Ensemble>> load(const EnsembleShape& shape,
                                                   std::span<const float> parameters) const = 0;
    /// Trains every member from its own initial weights and order of batches, all drawn from bw::Random(seed), on one
    /// thread, so that equal input gives equal parameters on one machine. `progress` hears fractions in [0, 1].
    virtual Result<std::vector<float>> train(const EnsembleShape& shape, const TrainingRows& rows,
                                             const TrainingOptions& options,
                                             const std::function<void(double)>& progress,
                                             const std::atomic<bool>* stop) const = 0;
};

/// Name and type of the function that the module exports; gives null where the versions differ.
inline constexpr const char* kRegressorBackendSymbol = "bwRegressorBackend";
using RegressorBackendFactory = const RegressorBackend* (*)(uint32_t version);

}  // namespace bw
