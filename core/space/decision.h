// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "graph/network.h"

namespace bw {

/// What a decision of a network is about.
enum class DecisionKind : uint8_t {
    Input,         ///< Height and width that the network reads.
    OutputStride,  ///< How coarse the coarsest map is.
    Scale,         ///< Depth multiplier of the model or of one stage.
    Width,         ///< Channels of one channel class.
    Expansion,     ///< Of one block.
    Kernel,        ///< Of one block.
    Fusion,        ///< IBN or fused IBN.
    Conversion,    ///< Depthwise-separable or standard.
    Squeeze,       ///< Squeeze-excite off or on.
    Depth          ///< A block left out, as it is, or repeated.
};
inline constexpr std::array kDecisionKinds = {DecisionKind::Input,  DecisionKind::OutputStride, DecisionKind::Scale,
                                              DecisionKind::Width,  DecisionKind::Expansion,    DecisionKind::Kernel,
                                              DecisionKind::Fusion, DecisionKind::Conversion,   DecisionKind::Squeeze,
                                              DecisionKind::Depth};
/// "input", "output_stride", "scale", "width", "expansion", "kernel", "fusion", "conversion", "squeeze", "depth".
std::string_view decisionKindId(DecisionKind kind);
/// The error lists the names.
Result<DecisionKind> parseDecisionKind(std::string_view id);

/// An option for each decision.
using Genome = std::vector<int32_t>;

/// One decision with its legal options.
struct SpaceDecision {
    DecisionKind kind = DecisionKind::Width;
    BlockId block = kNoBlock;  ///< Whose it is: the first block of a channel class; the input; kNoBlock for others.
    std::string stage;         ///< Of a Scale for one stage.
    std::string name;          ///< Unique: "ibn_3.channels", "ibn_3.kind", "scale:stage2", "input_size".
    std::vector<std::string> options;  ///< As people read them: "32", "fused_ibn", "skip", "224x224".
    /// Heights, strides, ratios, channels, expansions, kernels; 0 and 1 for kinds and squeeze-excite; copies for depth.
    std::vector<double> values;
    double now = 0;       ///< The value of the network as it is, whether or not it is among the options.
    bool ordered = true;  ///< Options rise in size; false for kinds.
    double weight = 1;    ///< How much cost is at stake, beside the other decisions; curation measures it.

    /// The option with this value; -1 where there is none.
    int32_t indexOf(double value) const;
    /// The option nearest to a value, the lesser of two.
    int32_t nearestTo(double value) const;
    /// The option that leaves the network as it is, or else the next larger one: on a curated grid it costs no more,
    /// and nothing is lost. The largest where none is larger.
    int32_t present() const;
    /// The option that leaves `network` as it is, as people read it, whether or not it is among the options.
    std::string presentText(const Network& network) const;
};

}  // namespace bw
