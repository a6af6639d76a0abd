// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "study/run_study.h"

namespace bw {

/// Keeps finished trainings of a study in a folder, one JSON file each.
class RunStore {
public:
    /// An empty folder keeps nothing. `plan` tells trainings of other options or networks apart.
    RunStore(std::string folder, const StudyPlan& plan);

    /// Absent where the training is not finished, or was one of another network or with other options.
    std::optional<StudyRun> find(size_t network, uint64_t seed) const;
    Result<void> keep(const StudyRun& run) const;
    /// Where its checkpoint lies; empty where nothing is kept.
    std::string checkpointOf(size_t network, uint64_t seed) const;
    /// Where its weights lie; empty where nothing is kept.
    std::string weightsOf(size_t network, uint64_t seed) const;

private:
    std::string stem(size_t network, uint64_t seed) const;
    std::string identity(size_t network) const;

    std::string folder_;
    const StudyPlan& plan_;
};

}  // namespace bw
