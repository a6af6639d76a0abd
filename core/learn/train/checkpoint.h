// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "learn/train/trainer.h"

namespace bw {

/// A training between two epochs.
struct Checkpoint {
    std::string identity;  ///< Of network, data and options: another training does not go on from it.
    std::vector<TrainEpoch> history;
    int best_epoch = 0;
    double seconds = 0;
    double rate_factor = 1;  ///< Below 1 where steps had to be taken back.
    int64_t skipped = 0;
    std::vector<NamedTensor> state;  ///< Of the session.
    std::vector<NamedTensor> best;   ///< Weights of the best epoch.
};

/// Writes it in one piece: a safetensors file whose tensor "history" holds the bytes of a JSON text, one a number.
/// IoFailure names what the system
/// said; the file that was there stays.
Result<void> saveCheckpoint(const std::string& path, const Checkpoint& checkpoint);
/// InvalidFile where it is damaged.
Result<Checkpoint> loadCheckpoint(const std::string& path);

/// Numbers in a safetensors file, as others read it too.
Result<void> saveNumbers(const std::string& path, const std::vector<NamedTensor>& numbers);
Result<std::vector<NamedTensor>> loadNumbers(const std::string& path);

}  // namespace bw
