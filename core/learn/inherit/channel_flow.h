// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "graph/operator.h"

namespace bw {

/// One channel: its number within a run of channels that are cut together.
struct ChannelPlace {
    int32_t segment = 0;
    int32_t index = 0;
    bool operator==(const ChannelPlace&) const = default;
};

/// Which channels of a graph's tensors are the same ones.
///
/// Convolutions and Dense begin channels; additions, gates and the like make channels of several origins one, depthwise
/// convolutions, pooling and normalisation hand them on, concatenations put them side by side, a flattening repeats
/// each. Runs of channels that have all of that in common are segments: keeping some channels of a segment and dropping
/// the others is possible throughout the graph. A grouped convolution begins and ends segments with its groups.
class ChannelFlow {
public:
    struct Segment {
        int64_t size = 0;
        /// The order of its channels has a meaning (classes, a picture's colours, places that a reshape shifts), so
        /// that only the last ones may be dropped.
        bool ordered = false;
    };

    /// Every operator must have one output, as those of a TrainForm have.
    explicit ChannelFlow(const OperatorGraph& graph);

    std::span<const Segment> segments() const { return segments_; }
    /// By position along axis(): the channel there; a repeated one comes up several times.
    std::span<const ChannelPlace> places(TensorId tensor) const { return layouts_[static_cast<size_t>(tensor)].places; }
    /// The axis that carries channels.
    int axis(TensorId tensor) const { return layouts_[static_cast<size_t>(tensor)].axis; }
    /// The segments of a tensor in the order in which they begin.
    std::vector<int32_t> segmentsOf(TensorId tensor) const;

private:
    struct Layout {
        int axis = 0;
        std::vector<ChannelPlace> places;
    };
    class Builder;

    std::vector<Segment> segments_;
    std::vector<Layout> layouts_;  ///< By tensor.
};

}  // namespace bw
