// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/inherit/channel_matching.h"

#include <algorithm>
#include <map>

namespace bw {

ChannelMatching::ChannelMatching(const TrainedNetwork& from, const FlowingForm& to,
                                 const std::vector<std::optional<NumberSource>>& sources)
    : from_(from), to_(to) {
    for (const ChannelFlow::Segment& segment : to.flow.segments())
        before_.emplace_back(static_cast<size_t>(segment.size));
    const std::vector<std::vector<double>> importances = from.importances();
    const OperatorGraph& old = from.form().form.graph;
    const OperatorGraph& graph = to.form.graph;
    for (size_t i = 0; i < std::min(old.inputs.size(), graph.inputs.size()); ++i)
        match(graph.inputs[i], old.inputs[i], importances);
    for (size_t i = 0; i < sources.size(); ++i) {
        if (sources[i]) match(to.at(i).outputs.front(), sources[i]->output, importances);
    }
}

void ChannelMatching::add(const ChannelPlace& place, const ChannelPlace& old) {
    auto& known = before_[static_cast<size_t>(place.segment)][static_cast<size_t>(place.index)];
    if (std::find(known.begin(), known.end(), old) == known.end()) known.push_back(old);
}

void ChannelMatching::match(TensorId tensor, TensorId old_tensor, const std::vector<std::vector<double>>& importances) {
    const std::vector<int32_t> segments = to_.flow.segmentsOf(tensor);
    const std::vector<int32_t> old_segments = from_.form().flow.segmentsOf(old_tensor);
    // Where an edit changed what hangs together, only the order of the channels tells which is which.
    if (segments.size() != old_segments.size()) return matchByOrder(tensor, old_tensor);
    for (size_t i = 0; i < segments.size(); ++i) {
        const ChannelFlow::Segment& old = from_.form().flow.segments()[static_cast<size_t>(old_segments[i])];
        const int64_t size = to_.flow.segments()[static_cast<size_t>(segments[i])].size;
        const std::vector<int32_t> kept = keptChannels(old, importances[static_cast<size_t>(old_segments[i])], size);
        for (size_t k = 0; k < std::min(kept.size(), static_cast<size_t>(size)); ++k)
            add({segments[i], static_cast<int32_t>(k)}, {old_segments[i], kept[k]});
    }
}

void ChannelMatching::matchByOrder(TensorId tensor, TensorId old_tensor) {
    const auto places = to_.flow.places(tensor);
    const auto old_places = from_.form().flow.places(old_tensor);
    for (size_t i = 0; i < std::min(places.size(), old_places.size()); ++i)
        add(places[i], old_places[i]);
}

PositionMap ChannelMatching::positions(TensorId tensor, int64_t size, TensorId old_tensor, int64_t old_size) const {
    PositionMap map(static_cast<size_t>(size), -1);
    const auto places = to_.flow.places(tensor);
    const auto old_places = from_.form().flow.places(old_tensor);
    bool any = false;
    if (static_cast<int64_t>(places.size()) == size && static_cast<int64_t>(old_places.size()) == old_size) {
        const auto positionsOf = [](std::span<const ChannelPlace> all) {
            std::map<std::pair<int32_t, int32_t>, std::vector<int64_t>> positions;
            for (size_t i = 0; i < all.size(); ++i)
                positions[{all[i].segment, all[i].index}].push_back(static_cast<int64_t>(i));
            return positions;
        };
        const auto old_positions = positionsOf(old_places);
        for (const auto& [place, repeats] : positionsOf(places)) {
            for (const ChannelPlace& old : before({place.first, place.second})) {
                const auto found = old_positions.find({old.segment, old.index});
                if (found == old_positions.end()) continue;
                any = true;
                // A flattened map of another size has its repeats spread over those that were.
                for (size_t r = 0; r < repeats.size(); ++r)
                    map[static_cast<size_t>(repeats[r])] = found->second[r * found->second.size() / repeats.size()];
                break;
            }
        }
    }
    if (any) return map;
    for (int64_t i = 0; i < std::min(size, old_size); ++i)
        map[static_cast<size_t>(i)] = i;
    return map;
}

bool ChannelMatching::comesFromBefore(TensorId tensor) const {
    const auto places = to_.flow.places(tensor);
    return std::any_of(places.begin(), places.end(), [&](const ChannelPlace& place) { return !before(place).empty(); });
}

}  // namespace bw
