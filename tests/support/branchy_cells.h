// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <set>
#include <vector>

#include "base/random.h"
#include "graph/operator_builder.h"
#include "support/mobilenets.h"

namespace bw::support {

/// Readers-of lists of a Watts-Strogatz graph WS(k, p) made directed by node number, as randomly wired networks use it
/// (Xie et al., arXiv 1904.01569): a ring of n nodes, each joined to its k nearest; each edge of a node to its i-th
/// neighbour clockwise is rewired with probability p to another node, without loops or double edges.
inline std::vector<std::vector<int>> wattsStrogatz(int nodes, int neighbours, double rewiring, Random& random) {
    std::vector<std::set<int>> joined(static_cast<size_t>(nodes));
    const auto join = [&](int a, int b) {
        joined[static_cast<size_t>(a)].insert(b);
        joined[static_cast<size_t>(b)].insert(a);
    };
    for (int i = 1; i <= neighbours / 2; ++i) {
        for (int v = 0; v < nodes; ++v)
            join(v, (v + i) % nodes);
    }
    for (int i = 1; i <= neighbours / 2; ++i) {
        for (int v = 0; v < nodes; ++v) {
            const int old = (v + i) % nodes;
            if (random.uniform() >= rewiring || !joined[static_cast<size_t>(v)].contains(old)) continue;
            const int other = static_cast<int>(random.below(static_cast<uint64_t>(nodes)));
            if (other == v || joined[static_cast<size_t>(v)].contains(other)) continue;
            joined[static_cast<size_t>(v)].erase(old);
            joined[static_cast<size_t>(old)].erase(v);
            join(v, other);
        }
    }
    std::vector<std::vector<int>> inputs(static_cast<size_t>(nodes));
    for (int v = 0; v < nodes; ++v) {
        for (const int w : joined[static_cast<size_t>(v)]) {
            if (w < v) inputs[static_cast<size_t>(v)].push_back(w);
        }
    }
    return inputs;
}

/// The same network with its operators in breadth-first order (Kahn's algorithm), as converters that sort anew leave
/// it.
inline OperatorGraph breadthFirst(const OperatorGraph& graph) {
    const size_t count = graph.operators.size();
    std::vector<int> missing(count);
    std::vector<std::vector<size_t>> readers(count);
    for (size_t i = 0; i < count; ++i) {
        for (const TensorId input : graph.operators[i].inputs) {
            const int32_t producer = graph.tensors[static_cast<size_t>(input)].producer;
            if (producer < 0) continue;
            ++missing[i];
            readers[static_cast<size_t>(producer)].push_back(i);
        }
    }
    std::vector<size_t> queue;
    for (size_t i = 0; i < count; ++i) {
        if (missing[i] == 0) queue.push_back(i);
    }
    for (size_t at = 0; at < queue.size(); ++at) {
        for (const size_t reader : readers[queue[at]]) {
            if (--missing[reader] == 0) queue.push_back(reader);
        }
    }
    OperatorGraph sorted = graph;
    for (size_t i = 0; i < count; ++i) {
        sorted.operators[i] = graph.operators[queue[i]];
        for (const TensorId output : sorted.operators[i].outputs)
            sorted.tensors[static_cast<size_t>(output)].producer = static_cast<int32_t>(i);
    }
    return sorted;
}

/// One stage of a randomly wired network: each node adds up its inputs, each times a weight,
/// applies ReLU and a separable 3 x 3 convolution;
/// nodes without inputs read the stage's input at stride 2, the results nobody reads are averaged (added) at the end.
/// Operators are in the order of node numbers, as a converter writes them.
inline OperatorGraph randWireCell(uint64_t seed, int nodes = 32, int64_t channels = 78, int64_t size = 28) {
    Random random(seed);
    const auto inputs = wattsStrogatz(nodes, 4, 0.75, random);
    OperatorGraph graph;
    OperatorBuilder build(graph);
    const TensorId image = build.addInput({1, channels / 2, size * 2, size * 2}, "x");
    std::vector<TensorId> results;
    std::vector<bool> read(static_cast<size_t>(nodes));
    // A weighted sum: each input times its weight, then added up.
    const auto sum = [&](std::vector<TensorId> terms) {
        for (TensorId& term : terms)
            term = must(build.elementwise(OpType::Mul, std::array{term}));
        TensorId total = terms.front();
        for (size_t i = 1; i < terms.size(); ++i)
            total = must(build.elementwise(OpType::Add, std::array{total, terms[i]}));
        return total;
    };
    for (const auto& list : inputs) {
        TensorId x = image;
        std::vector<TensorId> terms;
        for (const int v : list) {
            terms.push_back(results[static_cast<size_t>(v)]);
            read[static_cast<size_t>(v)] = true;
        }
        if (!terms.empty()) x = sum(terms);
        x = must(build.depthwise(x, convSpec(0, 3, terms.empty() ? 2 : 1, Activation::None)));
        results.push_back(must(build.conv(x, convSpec(channels, 1, 1, Activation::Relu))));
    }
    std::vector<TensorId> last;
    for (size_t v = 0; v < results.size(); ++v) {
        if (!read[v]) last.push_back(results[v]);
    }
    graph.outputs = {sum(last)};
    return graph;
}

/// A cell in the manner of SwiftNet (Cheng et al., arXiv 1906.08305; the paper prints no wiring): nodes of 1 x 1
/// convolutions, separable 3 x 3 convolutions and poolings of different widths, each joining up to three earlier ones
/// by concatenation; the results nobody reads are concatenated.
inline OperatorGraph swiftNetCell(uint64_t seed, int nodes = 20, int64_t size = 28) {
    Random random(seed);
    OperatorGraph graph;
    OperatorBuilder build(graph);
    const TensorId image = build.addInput({1, 32, size, size}, "x");
    std::vector<TensorId> results;
    std::vector<bool> read(static_cast<size_t>(nodes));
    for (int v = 0; v < nodes; ++v) {
        std::set<int> from;
        const int count = v == 0 ? 0 : static_cast<int>(random.between(1, std::min(v, 3)));
        while (static_cast<int>(from.size()) < count && random.uniform() < 0.9)
            from.insert(static_cast<int>(random.below(static_cast<uint64_t>(v))));
        std::vector<TensorId> joined;
        for (const int w : from) {
            joined.push_back(results[static_cast<size_t>(w)]);
            read[static_cast<size_t>(w)] = true;
        }
        if (joined.empty()) joined.push_back(image);
        TensorId x = joined.size() == 1 ? joined.front() : must(build.concat(joined, 1));
        const int64_t channels = 8 * random.between(1, 6);
        if (random.uniform() < 0.5) x = must(build.depthwise(x, convSpec(0, 3, 1, Activation::None)));
        results.push_back(must(build.conv(x, convSpec(channels, 1, 1, Activation::Relu))));
    }
    std::vector<TensorId> last;
    for (size_t v = 0; v < results.size(); ++v) {
        if (!read[v]) last.push_back(results[v]);
    }
    graph.outputs = {last.size() == 1 ? last.front() : must(build.concat(last, 1))};
    return graph;
}

}  // namespace bw::support
