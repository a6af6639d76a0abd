// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/train/detection_layout.h"

#include <algorithm>

namespace bw {
namespace {

/// Heads behind one output, in the order in which their rows come.
Result<std::vector<BlockId>> headsBehind(const Network& network, Port output) {
    const Block* block = network.find(output.block);
    if (block->kind->id == "detection_head") return std::vector<BlockId>{block->id};
    if (block->kind->id == "concat") {
        std::vector<BlockId> heads;
        for (const Port& input : block->inputs) {
            auto behind = headsBehind(network, input);
            if (!behind) return behind;
            heads.insert(heads.end(), behind->begin(), behind->end());
        }
        return heads;
    }
    const bool passes = block->kind->id == "softmax" || block->kind->id == "activation";
    if (passes && block->inputs.size() == 1) return headsBehind(network, block->inputs.front());
    return fail(ErrorCode::Unsupported, "detection needs detection heads at the end of the network", block->name);
}

bool saysBoxes(const Network& network, const std::vector<BlockId>& heads) {
    return std::all_of(heads.begin(), heads.end(),
                       [&](BlockId id) { return network.find(id)->attributes.integer("values") == 4; });
}

/// Where boxes and scores have four values each, names tell.
bool namedBoxes(const Network& network, const std::vector<BlockId>& heads) {
    const std::string& name = network.find(heads.front())->name;
    return name.find("box") != std::string::npos || name.find("loc") != std::string::npos ||
           name.find("reg") != std::string::npos;
}

AnchorMap mapOf(const Network& network, const LoweredNetwork& lowered, BlockId head) {
    const Block& block = *network.find(head);
    const int64_t anchors = block.attributes.integer("anchors");
    const Port source = block.inputs.front();
    const auto position = static_cast<size_t>(network.positionOf(source.block));
    const Shape& map = lowered.graph.shape(lowered.blocks[position].outputs[static_cast<size_t>(source.output)]);
    return {map.height(), map.width(), anchors};
}

}  // namespace

Result<DetectionLayout> detectionLayout(const Network& network, const LoweredNetwork& lowered) {
    std::vector<std::vector<BlockId>> groups;
    for (const Port& output : network.outputs()) {
        auto heads = headsBehind(network, output);
        if (!heads) return tl::unexpected(heads.error());
        groups.push_back(std::move(*heads));
    }
    DetectionLayout layout;
    const bool ambiguous =
        std::all_of(groups.begin(), groups.end(), [&](const auto& group) { return saysBoxes(network, group); });
    for (size_t i = 0; i < groups.size(); ++i) {
        const bool boxes = ambiguous ? namedBoxes(network, groups[i]) : saysBoxes(network, groups[i]);
        auto& heads = boxes ? layout.box_heads : layout.score_heads;
        heads.insert(heads.end(), groups[i].begin(), groups[i].end());
        (boxes ? layout.box_outputs : layout.score_outputs).push_back(static_cast<int32_t>(i));
    }
    if (layout.box_heads.empty() || layout.box_heads.size() != layout.score_heads.size()) {
        return fail(ErrorCode::Unsupported,
                    "detection needs as many heads for boxes (4 values) as for scores; there are " +
                        std::to_string(layout.box_heads.size()) + " and " + std::to_string(layout.score_heads.size()));
    }
    for (size_t i = 0; i < layout.box_heads.size(); ++i) {
        const AnchorMap boxes = mapOf(network, lowered, layout.box_heads[i]);
        const AnchorMap scores = mapOf(network, lowered, layout.score_heads[i]);
        if (boxes.height != scores.height || boxes.width != scores.width || boxes.anchors != scores.anchors) {
            return fail(ErrorCode::Unsupported,
                        "it looks at another map, or has other anchors, than the boxes of '" +
                            network.find(layout.box_heads[i])->name + "'",
                        network.find(layout.score_heads[i])->name);
        }
        layout.maps.push_back(boxes);
    }
    return layout;
}

}  // namespace bw
