// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "learn/inherit/trained_network.h"

namespace bw {

/// Numbers by output channel behind a kernel.
struct NormNumbers {
    std::vector<float> scale, shift, mean, variance;
    bool empty() const { return scale.empty(); }
};

/// What a kernel of the edited network takes its numbers from.
struct NumberSource {
    KernelView view;
    std::span<const float> values;  ///< Of the old network, or of `made`.
    std::vector<float> made;
    std::vector<float> bias;  ///< By output; empty where there is none.
    NormNumbers norm;
    TensorId input = 0, output = 0;  ///< Of the old network: whose channels the view's are.
    bool composed = false;
    bool windowed = false;  ///< The window, or what the kernel connects, is not what it was.
};

/// By operator of the edited network: where its kernel comes from; nothing where it has none or is new.
///
/// That is the operator of the same key, else one of the same part of the same block whose window differs. Where a
/// block changed its kind: a convolution becomes the product of the pointwise and the depthwise one that it replaces
/// (or the other way around, the nearest product), a depthwise one the diagonal of a standard one.
std::vector<std::optional<NumberSource>> numberSources(const TrainedNetwork& from, const FlowingForm& to);

}  // namespace bw
