// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "target/alignment.h"

#include <algorithm>

#include "base/checked.h"
#include "target/parametric_npu.h"

namespace bw {

ChannelAlignment alignChannels(int64_t channels, int64_t step) {
    ChannelAlignment result;
    result.channels = channels;
    result.step = step;
    result.next = roundUp(channels, step);
    result.previous = std::max(step, channels / step * step);
    result.idle_fraction = 1.0 - static_cast<double>(channels) / static_cast<double>(result.next);
    return result;
}

KernelAlignment alignmentOf(const Kernel& kernel, const TargetProfile& target) {
    KernelAlignment result;
    const bool depthwise = kernel.type == OpType::DepthwiseConv2d;
    result.applies = depthwise || kernel.type == OpType::Conv2d || kernel.type == OpType::TransposedConv2d ||
                     kernel.type == OpType::Dense;
    if (!result.applies) return result;
    const ChannelSteps& steps = target.channel_steps;
    // The lanes serve one group at a time.
    const int64_t groups = depthwise ? 1 : std::max<int64_t>(1, kernel.groups);
    result.output = alignChannels(ceilDiv(kernel.out_c, groups), depthwise ? steps.depthwise : steps.output);
    result.input = depthwise ? result.output : alignChannels(ceilDiv(kernel.in_c, groups), steps.input);
    const KernelCycles cycles = kernelCycles(kernel, target.npu, {});
    if (cycles.mac > 0) {
        const double offered = cycles.mac * static_cast<double>(target.npu.macsPerCycle());
        result.idle_lanes = std::clamp(1.0 - static_cast<double>(kernel.macs) / offered, 0.0, 1.0);
    }
    return result;
}

double fusionCrossoverChannels(int32_t kernel, const NpuParameters& npu) {
    const double taps = static_cast<double>(kernel) * kernel;
    return taps / (taps - 1.0) * static_cast<double>(npu.input_lanes * npu.depthwise_cycles) /
           static_cast<double>(npu.depthwise_taps);
}

double fusionMargin(int32_t kernel, int64_t input_channels, const NpuParameters& npu) {
    return fusionCrossoverChannels(kernel, npu) - static_cast<double>(input_channels);
}

}  // namespace bw
