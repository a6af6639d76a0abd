// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/adaptive_sampling.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <tuple>

#include "graph/operator_builder.h"

namespace bw {
namespace {

bool canVary(const Kernel& kernel) {
    const bool has_channels = kernel.type == OpType::Conv2d || kernel.type == OpType::DepthwiseConv2d ||
                              kernel.type == OpType::TransposedConv2d || kernel.type == OpType::Dense;
    // Dense layers over tokens are left to whole networks.
    return has_channels && kernel.groups <= std::max<int64_t>(1, kernel.in_c) &&
           (kernel.type != OpType::Dense || kernel.out_h * kernel.out_w == 1);
}

auto shapeOf(const Kernel& k) {
    return std::tuple(k.type, k.activation, k.in_h, k.in_w, k.in_c, k.out_h, k.out_w, k.out_c, k.kernel_h, k.kernel_w,
                      k.stride_h, k.stride_w, k.dilation_h, k.dilation_w, k.groups);
}

int64_t drawChannels(int64_t channels, const AdaptiveSamplingOptions& options, Random& random) {
    const double low = options.least_channels * static_cast<double>(channels);
    const double high = options.most_channels * static_cast<double>(channels);
    return std::max<int64_t>(1, std::llround(low + random.uniform() * (high - low)));
}

/// A variant of `kernel` in its surroundings; nothing where the builder refuses it.
std::optional<OperatorGraph> variant(const Kernel& kernel, const AdaptiveSamplingOptions& options, Random& random) {
    const int64_t groups = kernel.type == OpType::DepthwiseConv2d ? 1 : std::max<int64_t>(1, kernel.groups);
    const int64_t in_c = drawChannels(std::max<int64_t>(1, kernel.in_c / groups), options, random) * groups;
    const int64_t out_c = drawChannels(std::max<int64_t>(1, kernel.out_c / groups), options, random) * groups;
    OperatorGraph graph;
    OperatorBuilder builder(graph);
    ConvSpec spec;
    spec.out_channels = in_c;
    spec.activation = Activation::Relu6;
    TensorId x = builder.addInput(Shape{1, std::max<int64_t>(1, in_c / 2), kernel.in_h, kernel.in_w}, "input");
    auto result = builder.conv(x, spec);
    if (!result) return std::nullopt;
    spec.activation = kernel.activation;
    spec.out_channels = out_c;
    spec.groups = groups;
    spec.window = {kernel.kernel_h, kernel.kernel_w,   kernel.stride_h,
                   kernel.stride_w, kernel.dilation_h, kernel.dilation_w};
    switch (kernel.type) {
        case OpType::DepthwiseConv2d:
            result = builder.depthwise(*result, spec);
            break;
        case OpType::TransposedConv2d:
            result = builder.transposedConv(*result, spec, 0, 0);
            break;
        case OpType::Dense: {
            const std::array<int64_t, 2> flat = {1, -1};
            result = builder.reshape(*result, flat);
            if (result) result = builder.dense(*result, out_c, kernel.bias_elements > 0, kernel.activation);
            break;
        }
        default:
            result = builder.conv(*result, spec);
            break;
    }
    if (result && builder.shape(*result).rank() == 4) {
        ConvSpec after;
        after.out_channels = std::max<int64_t>(1, out_c / 2);
        result = builder.conv(*result, after);
    }
    if (!result) return std::nullopt;
    graph.outputs = {*result};
    return graph;
}

}  // namespace

std::vector<OperatorGraph> networksAround(std::span<const KernelError> kernels, const AdaptiveSamplingOptions& options,
                                          Random& random) {
    std::vector<KernelError> worst;
    for (const KernelError& kernel : kernels) {
        if (kernel.error > options.error_limit && canVary(kernel.kernel)) worst.push_back(kernel);
    }
    std::stable_sort(worst.begin(), worst.end(), [](const KernelError& a, const KernelError& b) {
        return std::tuple(-a.error, shapeOf(a.kernel)) < std::tuple(-b.error, shapeOf(b.kernel));
    });
    std::vector<OperatorGraph> networks;
    std::vector<Kernel> done;
    for (const KernelError& its : worst) {
        const bool known = std::any_of(done.begin(), done.end(),
                                       [&](const Kernel& kernel) { return shapeOf(kernel) == shapeOf(its.kernel); });
        if (known) continue;
        done.push_back(its.kernel);
        for (int i = 0; i < options.samples_of_kernel && networks.size() < options.most_networks; ++i) {
            if (auto network = variant(its.kernel, options, random)) networks.push_back(*std::move(network));
        }
        if (networks.size() >= options.most_networks) break;
    }
    return networks;
}

}  // namespace bw
