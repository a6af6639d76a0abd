// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/cluster/cluster_weights.h"

#include <cmath>
#include <unordered_map>
#include <utility>

#include "learn/cluster/weight_palette.h"
#include "learn/inherit/trained_network.h"

namespace bw {
namespace {

int64_t bytesOf(double bits) {
    return static_cast<int64_t>(std::ceil(bits / 8 - 1e-9));
}

ClusteredWeights::Layer clustered(NamedTensor& kernel, const ClusterOptions& options) {
    ClusteredWeights::Layer layer;
    layer.key = kernel.name;
    layer.weights = static_cast<int64_t>(kernel.values.size());
    const auto weights = static_cast<double>(layer.weights);
    layer.plain_bytes = layer.palette_bytes = layer.coded_bytes = bytesOf(weights * options.weight_bits);
    if (layer.weights < options.least_weights) return layer;
    const WeightPalette palette = paletteOf(kernel.values, options.colours);
    const double table = static_cast<double>(palette.colours.size()) * options.weight_bits;
    layer.colours = static_cast<int64_t>(palette.colours.size());
    layer.palette_bytes = bytesOf(weights * palette.indexBits() + table);
    layer.coded_bytes = bytesOf(weights * palette.entropy() + table);
    double squares = 0;
    for (size_t i = 0; i < kernel.values.size(); ++i) {
        squares += static_cast<double>(kernel.values[i]) * kernel.values[i];
        kernel.values[i] = palette.colours[static_cast<size_t>(palette.indices[i])];
    }
    layer.error = squares > 0 ? std::sqrt(palette.squared_error / squares) : 0;
    return layer;
}

}  // namespace

ClusteredWeights::Layer ClusteredWeights::total() const {
    Layer sum;
    for (const Layer& layer : layers) {
        sum.weights += layer.weights;
        sum.plain_bytes += layer.plain_bytes;
        sum.palette_bytes += layer.palette_bytes;
        sum.coded_bytes += layer.coded_bytes;
    }
    return sum;
}

Result<ClusteredWeights> clusterWeights(const Network& network, std::span<const NamedTensor> numbers,
                                        const ClusterOptions& options) {
    if (options.colours < 2 || options.colours > 65536 || options.weight_bits < 1 || options.weight_bits > 32) {
        return fail(ErrorCode::InvalidArgument, "a palette has from 2 to 65,536 colours of 1 to 32 bits", "--colours");
    }
    auto form = FlowingForm::make(network);
    if (!form) return tl::unexpected(form.error());
    const TrainedNetwork trained(std::move(*form), numbers);
    if (auto whole = trained.requireAll(network); !whole) return tl::unexpected(whole.error());
    ClusteredWeights result;
    result.numbers.assign(numbers.begin(), numbers.end());
    std::unordered_map<std::string, NamedTensor*> by_name;
    for (NamedTensor& one : result.numbers)
        by_name.emplace(one.name, &one);
    const TrainForm& keys = trained.form().form;
    for (size_t i = 0; i < keys.keys.size(); ++i) {
        if (trained.kernel(i) != nullptr) result.layers.push_back(clustered(*by_name.at(keys.keys[i]), options));
    }
    return result;
}

}  // namespace bw
