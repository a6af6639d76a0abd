// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lowering/graph_view.h"

namespace bw {

GraphView::GraphView(const OperatorGraph& graph)
    : graph_(graph),
      readers_(graph.tensors.size()),
      network_output_(graph.tensors.size(), false),
      claimed_(graph.operators.size(), false) {
    for (size_t i = 0; i < graph.operators.size(); ++i) {
        for (const TensorId tensor : graph.operators[i].inputs) {
            auto& list = readers_[static_cast<size_t>(tensor)];
            if (list.empty() || list.back() != static_cast<int>(i)) list.push_back(static_cast<int>(i));
        }
    }
    for (const TensorId tensor : graph.outputs)
        network_output_[static_cast<size_t>(tensor)] = true;
}

int GraphView::soleReader(int index) const {
    const Operator& producer = op(index);
    if (producer.outputs.size() != 1) return -1;
    const TensorId tensor = producer.outputs.front();
    if (isNetworkOutput(tensor) || readers(tensor).size() != 1) return -1;
    return readers(tensor).front();
}

}  // namespace bw
