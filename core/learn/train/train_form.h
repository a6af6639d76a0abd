// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "graph/network.h"
#include "lowering/lower.h"

namespace bw {

/// A lowered network as it is trained: batch normalisation stands behind the convolutions that deployment folds it
/// into, clips are operators of their own, decisions at the end (softmax, sigmoid, arg max) are gone, and the batch is
/// wider than one.
struct TrainForm {
    OperatorGraph graph;
    /// By operator: what its numbers are called, "ibn_3/expand:1x1" for a kernel; empty where it has none. Equal keys
    /// in two networks mean the same numbers, sliced where one of them is smaller: what supernets rest upon.
    std::vector<std::string> keys;
    std::vector<int32_t> sources;  ///< By operator: that of the lowered network which it came from.
    /// Detection: which outputs give offsets of boxes and which give scores, in the order of the anchors.
    std::vector<int32_t> box_outputs;
    std::vector<int32_t> score_outputs;
};

/// The operator type that stands for batch normalisation in a TrainForm: Normalize of this detail.
inline constexpr const char* kTrainedNorm = "batch_trained";

/// Prepares a network for batches of `batch` inputs. Where no convolution has batch normalisation, as in imported
/// networks, which hold it folded, all get some that give a map which others read. Unsupported, with the block, where
/// an operator cannot be trained.
Result<TrainForm> trainForm(const Network& network, const LoweredNetwork& lowered, int64_t batch);

}  // namespace bw
