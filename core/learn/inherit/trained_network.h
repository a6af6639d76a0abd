// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "io/safetensors.h"
#include "learn/inherit/channel_flow.h"
#include "learn/inherit/kernel_view.h"
#include "learn/train/train_form.h"

namespace bw {

/// A network in training form with the channels that run through it.
struct FlowingForm {
    TrainForm form;
    ChannelFlow flow;
    std::unordered_map<std::string, size_t> operators;  ///< By key.
    std::vector<std::string> blocks;                    ///< By operator: the name of its block.

    /// Errors are those of lower() and trainForm().
    static Result<FlowingForm> make(const Network& network);

    const Operator& at(size_t index) const { return form.graph.operators[index]; }
    /// The batch normalisation directly behind a kernel; -1 where there is none.
    int normOf(size_t kernel) const;
    /// True where the operator is one.
    bool isNormOfKernel(size_t index) const;
};

/// Kernels that a network has and those of them that are there.
struct KernelCount {
    int64_t found = 0, all = 0;
};

/// A FlowingForm with its numbers, which must outlive it.
class TrainedNetwork {
public:
    TrainedNetwork(FlowingForm form, std::span<const NamedTensor> numbers);

    const FlowingForm& form() const { return form_; }
    /// Null where there is none of that name.
    const NamedTensor* find(const std::string& name) const;
    /// The kernel of an operator; null where it is missing or has another size.
    const NamedTensor* kernel(size_t index) const;
    /// Numbers by channel, such as those of a bias; empty where there are none or not `size`.
    std::span<const float> perChannel(const std::string& name, size_t size) const;
    /// How many of the operators with kernels have them here.
    KernelCount kernels() const;
    /// InvalidArgument, for people, where a kernel of `network`, of which this is made, has no numbers.
    Result<void> requireAll(const Network& network) const;

    /// By segment and channel: what the operators that read the channel make of it, as the sum of the absolute weights
    /// (L1 norm; the order in which Once-for-All, 1908.09791, and structured pruning keep channels). Depthwise
    /// convolutions hand channels on and do not count. Zero where nothing reads it.
    std::vector<std::vector<double>> importances() const;

private:
    FlowingForm form_;
    std::unordered_map<std::string_view, const NamedTensor*> numbers_;
};

/// The `count` channels to keep of a segment, in their order: the most important ones, the first ones where the order
/// has a meaning. Equal importances keep the earlier channel.
std::vector<int32_t> keptChannels(const ChannelFlow::Segment& segment, std::span<const double> importances,
                                  int64_t count);

}  // namespace bw
