// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "graph/network.h"
#include "graph/operator.h"

namespace bw {

/// An operator graph with readers of each tensor, as patterns look at it.
class GraphView {
public:
    explicit GraphView(const OperatorGraph& graph);

    const OperatorGraph& graph() const { return graph_; }
    const Operator& op(int index) const { return graph_.operators[static_cast<size_t>(index)]; }
    const Shape& shape(TensorId tensor) const { return graph_.shape(tensor); }
    const Shape& outputShape(int index) const { return shape(op(index).outputs.front()); }
    const std::vector<int>& readers(TensorId tensor) const { return readers_[static_cast<size_t>(tensor)]; }
    bool isNetworkOutput(TensorId tensor) const { return network_output_[static_cast<size_t>(tensor)]; }

    /// The one operator that reads the result of `index`; -1 where there are more, none, or the network gives it.
    int soleReader(int index) const;
    bool isClaimed(int index) const { return claimed_[static_cast<size_t>(index)]; }
    void claim(int index) { claimed_[static_cast<size_t>(index)] = true; }

private:
    const OperatorGraph& graph_;
    std::vector<std::vector<int>> readers_;
    std::vector<bool> network_output_;
    std::vector<bool> claimed_;
};

/// A proposal: these operators may be this block.
struct Match {
    const BlockKind* kind = nullptr;
    Attributes attributes;
    std::vector<int> operators;  ///< In the order in which the kind lowers.
    std::vector<TensorId> inputs;
};

}  // namespace bw
