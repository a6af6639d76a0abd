// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fit/harm.h"

#include <algorithm>
#include <cmath>

namespace bw {
namespace {

constexpr double kDepthwiseHarm = 0.13;
constexpr double kLeastShare = 1.0 / 256;

double plane(const Shape& shape) {
    double elements = 1;
    for (int axis = 2; axis < shape.rank(); ++axis)
        elements *= static_cast<double>(shape[axis]);
    return elements;
}

bool isWindowed(const Operator& op) {
    return op.type == OpType::Conv2d && op.groups == 1 && op.window.kernel_h * op.window.kernel_w > 1;
}

/// A standard k x k convolution as the depthwise and the 1 x 1 convolution that it could be.
double separated(const Operator& op, const OperatorGraph& graph, bool expands) {
    const Shape& in = graph.shape(op.inputs.front());
    const Shape& out = graph.shape(op.outputs.front());
    const double taps = op.window.kernel_h * op.window.kernel_w;
    const auto inputs = static_cast<double>(in.channels());
    const auto outputs = static_cast<double>(op.out_channels);
    // An IBN expands at the size of its input, then looks around.
    if (expands) return plane(in) * inputs * outputs + plane(out) * taps * outputs;
    return plane(out) * (taps * inputs + inputs * outputs);
}

/// True for a block that looks around with standard convolutions.
bool isStandard(const LoweredNetwork& lowered, size_t position) {
    const BlockSpan& span = lowered.blocks[position];
    for (int32_t i = span.first_operator; i < span.first_operator + span.operator_count; ++i) {
        if (isWindowed(lowered.graph.operators[static_cast<size_t>(i)])) return true;
    }
    return false;
}

}  // namespace

double harmOfShare(double share) {
    const double x = -0.5 * std::log2(std::clamp(share, kLeastShare, 1.0));
    return (2 * x + x * x) / 3;
}

double separableMacs(const Block& block, const LoweredNetwork& lowered, size_t position) {
    const BlockSpan& span = lowered.blocks[position];
    const bool fused_ibn = block.kind->id == "fused_ibn";
    double macs = 0;
    for (int32_t i = span.first_operator; i < span.first_operator + span.operator_count; ++i) {
        const Operator& op = lowered.graph.operators[static_cast<size_t>(i)];
        macs += isWindowed(op) ? separated(op, lowered.graph, fused_ibn) : static_cast<double>(op.macs);
    }
    return macs;
}

HarmScale::HarmScale(const Network& network, const LoweredNetwork& lowered) {
    for (size_t i = 0; i < network.size(); ++i) {
        const double macs = separableMacs(network.at(i), lowered, i);
        if (macs > 0) before_.push_back({network.at(i).id, macs, isStandard(lowered, i)});
    }
}

double HarmScale::harm(const Network& network, const LoweredNetwork& lowered) const {
    if (before_.empty()) return 0;
    double sum = 0;
    for (const Capacity& before : before_) {
        const int position = network.positionOf(before.block);
        if (position < 0) {
            sum += harmOfShare(kLeastShare);
            continue;
        }
        const auto at = static_cast<size_t>(position);
        sum += harmOfShare(separableMacs(network.at(at), lowered, at) / before.macs);
        if (before.standard && !isStandard(lowered, at)) sum += kDepthwiseHarm;
    }
    return sum / static_cast<double>(before_.size());
}

}  // namespace bw
