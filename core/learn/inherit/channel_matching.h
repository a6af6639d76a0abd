// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "learn/inherit/number_sources.h"

namespace bw {

/// By position along a tensor's channels: the position before the edit; -1 for a channel that was not there.
using PositionMap = std::vector<int64_t>;

/// Which channels of an edited network were which before.
class ChannelMatching {
public:
    ChannelMatching(const TrainedNetwork& from, const FlowingForm& to,
                    const std::vector<std::optional<NumberSource>>& sources);

    /// For a tensor and the one that it was before, of these numbers of channels as a kernel counts them. Where nothing
    /// of it was there (a new layer stands before it), positions stay what they are.
    PositionMap positions(TensorId tensor, int64_t size, TensorId old_tensor, int64_t old_size) const;
    /// True where a channel of the tensor was there before.
    bool comesFromBefore(TensorId tensor) const;

private:
    void match(TensorId tensor, TensorId old_tensor, const std::vector<std::vector<double>>& importances);
    void matchByOrder(TensorId tensor, TensorId old_tensor);
    void add(const ChannelPlace& place, const ChannelPlace& old);
    const std::vector<ChannelPlace>& before(const ChannelPlace& place) const {
        return before_[static_cast<size_t>(place.segment)][static_cast<size_t>(place.index)];
    }

    const TrainedNetwork& from_;
    const FlowingForm& to_;
    /// By segment and channel of the edited network: the channels that it was, of several origins perhaps.
    std::vector<std::vector<std::vector<ChannelPlace>>> before_;
};

}  // namespace bw
