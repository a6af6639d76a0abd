// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>

#include "base/random.h"
#include "graph/operator.h"

namespace bw {

/// Kinds of architecture that networks are drawn from.
enum class NetworkFamily : uint8_t {
    InvertedBottleneck,  ///< MobileNetV2, V3.
    FusedBottleneck,     ///< EfficientNetV2: the first stages fused.
    Separable,           ///< MobileNetV1.
    Residual,            ///< ResNet, ResNeXt.
    Plain,               ///< VGG: 3 x 3 convolutions and pooling.
    Branching,           ///< GoogLeNet: branches and concatenation.
    DenselyConnected,    ///< DenseNet.
    Shuffle,             ///< ShuffleNetV2.
    Dense,               ///< AlexNet: few convolutions, wide dense layers.
    Attention,           ///< Bottlenecks and attention.
    Detector,            ///< Bottlenecks and residual blocks with heads at several scales.
    Segmentation,        ///< The same with a decoder.
    Mixed,               ///< Blocks of all of the above in one network.
};
inline constexpr int kNetworkFamilyCount = 13;
/// "inverted-bottleneck", "residual" ...
std::string_view networkFamilyId(NetworkFamily family);

/// Draws a network for measuring a parametric accelerator: a stem, three to six stages of the family's blocks with
/// channels around those of real networks, aligned and not, and a head. Every network is valid.
OperatorGraph sampleNetwork(Random& random, NetworkFamily family);

/// Half of the draws are Mixed, the other families share the rest.
NetworkFamily sampleFamily(Random& random);

/// A network of a family so drawn.
OperatorGraph sampleNetwork(Random& random);

}  // namespace bw
