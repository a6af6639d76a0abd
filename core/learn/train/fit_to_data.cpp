// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/train/fit_to_data.h"

#include <algorithm>
#include <utility>

#include "learn/train/detection_layout.h"
#include "rewrite/rewrite.h"

namespace bw {
namespace {

class Fitter {
public:
    Fitter(Network network, LoweredNetwork lowered) : fitted_{std::move(network), std::move(lowered), {}} {}

    Result<FittedNetwork> fit(const DataInfo& data, int width, int height) {
        if (auto ok = fitInput(width, height); !ok) return tl::unexpected(ok.error());
        const auto classes = static_cast<int64_t>(data.classes.size());
        const auto ok = data.task == LearnTask::Detection ? fitHeads(classes) : fitLast(classes, data.task);
        if (!ok) return tl::unexpected(ok.error());
        return std::move(fitted_);
    }

private:
    Result<void> edit(const std::string& command) {
        auto outcome = applyEdit(fitted_.network, command, {1, &fitted_.lowered, fitted_.lowered.precision});
        if (!outcome) return tl::unexpected(outcome.error());
        fitted_.network = std::move(outcome->network);
        fitted_.lowered = std::move(outcome->lowered);
        fitted_.changes.insert(fitted_.changes.end(), outcome->changes.begin(), outcome->changes.end());
        return {};
    }

    Result<void> set(const Block& block, const std::string& parameter, const std::string& value) {
        return edit("set " + quoteName(block.name) + "." + parameter + "=" + value);
    }

    Result<void> fitInput(int width, int height) {
        const OperatorGraph& graph = fitted_.lowered.graph;
        if (graph.inputs.size() != 1) {
            return fail(ErrorCode::Unsupported,
                        "training needs a network of one input; this one has " + std::to_string(graph.inputs.size()));
        }
        const Shape& shape = graph.shape(graph.inputs.front());
        if (shape.rank() != 4 || shape[0] != 1 || shape[1] != 3) {
            return fail(ErrorCode::Unsupported,
                        "training needs pictures of three channels, 1x3xHxW; the network reads " + shape.text());
        }
        if (width <= 0 || height <= 0 || (shape.width() == width && shape.height() == height)) return {};
        return edit("input_size " + std::to_string(height) + "x" + std::to_string(width));
    }

    Result<void> fitHeads(int64_t classes) {
        const auto layout = detectionLayout(fitted_.network, fitted_.lowered);
        if (!layout) return tl::unexpected(layout.error());
        for (const auto* heads : {&layout->box_heads, &layout->score_heads}) {
            for (const BlockId id : *heads) {
                const Block block = *fitted_.network.find(id);
                if (block.attributes.text("layout") != "transpose_reshape") {
                    if (auto ok = set(block, "layout", "transpose_reshape"); !ok) return ok;
                }
                if (heads == &layout->box_heads || block.attributes.integer("values") == classes + 1) continue;
                if (auto ok = set(block, "values", std::to_string(classes + 1)); !ok) return ok;
            }
        }
        return {};
    }

    /// The last block with channels of its own before what only decides, pools or reshapes.
    Result<const Block*> lastLayer() const {
        if (fitted_.network.outputs().size() != 1) {
            return fail(ErrorCode::Unsupported, "this task needs a network of one output; this one has " +
                                                    std::to_string(fitted_.network.outputs().size()));
        }
        const Block* block = fitted_.network.find(fitted_.network.outputs().front().block);
        for (;;) {
            const std::string& kind = block->kind->id;
            if (kind == "dense" || kind == "conv" || kind == "transposed_conv" || kind == "segmentation_head") {
                return block;
            }
            static constexpr const char* kPassing[] = {"softmax", "activation", "global_pool", "avg_pool", "reshape",
                                                       "reduce",  "arg_max",    "quantize",    "resize"};
            const bool passes = std::any_of(std::begin(kPassing), std::end(kPassing),
                                            [&](const char* passing) { return kind == passing; });
            if (!passes || block->inputs.size() != 1) {
                return fail(ErrorCode::Unsupported, "the network ends in a block whose number of classes cannot be set",
                            block->name, "let it end in a Dense, a convolution or a segmentation head");
            }
            block = fitted_.network.find(block->inputs.front().block);
        }
    }

    Result<void> fitLast(int64_t classes, LearnTask task) {
        const auto last = lastLayer();
        if (!last) return tl::unexpected(last.error());
        const Block block = **last;
        const bool head = block.kind->id == "segmentation_head";
        if (head && task != LearnTask::Segmentation) {
            return fail(ErrorCode::Unsupported, "the network tells pixels apart; the set labels whole pictures",
                        block.name);
        }
        const std::string parameter = head ? "classes" : "channels";
        if (block.attributes.integer(parameter) == classes) return {};
        return set(block, parameter, std::to_string(classes));
    }

    FittedNetwork fitted_;
};

}  // namespace

const char* suitableSet(const Network& network) {
    const auto holds = [&](const char* kind) {
        return std::any_of(network.blocks().begin(), network.blocks().end(),
                           [kind](const BlockPtr& block) { return block->kind->id == kind; });
    };
    if (holds("detection_head")) return "presence";
    return holds("segmentation_head") ? "rooms" : "porch";
}

Result<FittedNetwork> fitToData(const Network& network, const DataInfo& data, int width, int height) {
    auto lowered = lower(network);
    if (!lowered) return tl::unexpected(lowered.error());
    return Fitter(network, std::move(*lowered)).fit(data, width, height);
}

}  // namespace bw
