// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "graph/operator.h"

namespace bw {

/// How a network is prepared for a score.
struct ScoreFormOptions {
    int64_t batch = 16;
    bool normalised = true;  ///< Batch normalisation behind every convolution that gives a map.
    bool shortcuts = true;   ///< False: a sum gives its latest operand alone.
    bool rectified = false;  ///< Every non-linearity is a ReLU.
};

/// A network taken apart so that each thing a score looks at is the output of an operator.
struct ScoreForm {
    /// What an operator's output is.
    struct Role {
        bool pre_activation = false;  ///< What a non-linearity reads.
        bool before_norm = false;     ///< What batch normalisation reads.
        bool features = false;        ///< A map that a block with convolutions gives.
    };
    OperatorGraph graph;      ///< Without clips inside operators; outputs are those of the last layers with weights.
    std::vector<Role> roles;  ///< By operator.
};

/// Drops what comes after the last layers with weights, splits clips off, puts batch normalisation in, which lowering
/// holds folded, and widens the batch. Throws NotExecutable for networks without such layers or without a batch axis.
ScoreForm scoreForm(const OperatorGraph& graph, const ScoreFormOptions& options);

}  // namespace bw
