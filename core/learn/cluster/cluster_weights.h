// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <vector>

#include "graph/network.h"
#include "io/safetensors.h"

namespace bw {

/// How weights are clustered.
struct ClusterOptions {
    int colours = 16;             ///< Of each layer's palette.
    int weight_bits = 8;          ///< Of a weight as it is stored, and of a colour.
    int64_t least_weights = 256;  ///< Layers of fewer weights stay: their palette would weigh too much.
};

/// Weights of a network in palettes.
struct ClusteredWeights {
    struct Layer {
        std::string key;  ///< As TrainForm calls the operator.
        int64_t weights = 0;
        int64_t colours = 0;        ///< 0: it stays as it is.
        int64_t plain_bytes = 0;    ///< Weights x bits.
        int64_t palette_bytes = 0;  ///< Weights x index bits + colours x bits.
        int64_t coded_bytes = 0;    ///< The same with indices of their entropy: the least a lossless coder needs.
        double error = 0;           ///< Root of the squared error relative to that of the weights.
    };
    std::vector<Layer> layers;
    std::vector<NamedTensor> numbers;  ///< All that were given, with weights replaced by their colours.

    Layer total() const;
};

/// One palette for each kernel; biases and normalisation stay. Kernels are clustered as they were trained; folding
/// normalisation in at deployment scales whole output channels, which formats with a scale for each of them hold
/// beside the palette. InvalidArgument where the numbers are not the network's; errors of lower() and trainForm().
Result<ClusteredWeights> clusterWeights(const Network& network, std::span<const NamedTensor> numbers,
                                        const ClusterOptions& options);

}  // namespace bw
