// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/random.h"
#include "graph/named_network.h"
#include "graph/operator.h"

namespace bw {

/// A network to measure.
struct PlannedNetwork {
    std::string id;
    OperatorGraph graph;
};

/// Networks to learn a processor from, endlessly: those of the sampler, real networks with other widths, input sizes
/// and blocks, and chains of the operators that both lack. Equal seeds give equal networks in equal order.
class HostPlan {
public:
    /// `real` may be empty; only variants of it are drawn, none of it.
    HostPlan(std::vector<NamedNetwork> real, uint64_t seed);

    PlannedNetwork next();
    /// As next(), but never a chain of rare operators: what the estimator is judged on.
    PlannedNetwork nextToCheck();

private:
    OperatorGraph draw(std::string& kind, bool with_rare);
    PlannedNetwork drawAffordable(bool with_rare);

    std::vector<NamedNetwork> real_;
    Random random_;
    int64_t count_ = 0;
};

/// A real network after random edits: another width, another input size, other blocks. Where no edit is possible, a
/// sampled network.
OperatorGraph variantOf(const Network& network, Random& random);

/// A chain of operators that networks of convolutions seldom hold: gathers, normalisations, reductions, functions.
OperatorGraph rareOperators(Random& random);

/// Pads both ends of convolutions alike where that keeps their output size, as networks made with PyTorch do.
void padEvenly(OperatorGraph& graph);

}  // namespace bw
