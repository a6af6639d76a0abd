// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fit/fit_space.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "assess/problems.h"
#include "base/text.h"
#include "fit/fit_grid.h"
#include "rewrite/rewrite.h"
#include "rewrite/scale_channels.h"

namespace bw {
namespace {

constexpr size_t kMaxKept = 12;

/// By class: why a fit leaves it alone; empty where it may change it.
std::vector<std::string> reasonsToStay(const Network& network, const ChannelClasses& classes) {
    std::vector<std::string> reasons(static_cast<size_t>(classes.count()));
    const std::vector<bool> gives_output = givesOutput(network);
    for (size_t i = 0; i < network.size(); ++i) {
        const Block& block = network.at(i);
        if (gives_output[i]) {
            reasons[static_cast<size_t>(classes.classOf({block.id, 0}))] =
                "'" + elide(block.name, 60) + "' gives the network's output";
        }
        if (!block.frozen) continue;
        // Trained weights would no longer match another number of inputs.
        for (const Port& input : block.inputs) {
            reasons[static_cast<size_t>(classes.classOf(input))] = "'" + elide(block.name, 60) + "' is frozen";
        }
    }
    return classes.reasonsAgainst(std::move(reasons));
}

const Block* imageInput(const Network& network) {
    for (const BlockPtr& block : network.blocks()) {
        if (block->kind->group != KindGroup::Input) continue;
        return block->attributes.list("shape").size() == 4 ? block.get() : nullptr;
    }
    return nullptr;
}

bool sameOutputs(const LoweredNetwork& a, const LoweredNetwork& b, bool sizes_may_differ) {
    if (a.graph.outputs.size() != b.graph.outputs.size()) return false;
    for (size_t i = 0; i < a.graph.outputs.size(); ++i) {
        const Shape& before = a.graph.shape(a.graph.outputs[i]);
        const Shape& after = b.graph.shape(b.graph.outputs[i]);
        const bool same =
            sizes_may_differ ? before.rank() == after.rank() && before.channels() == after.channels() : before == after;
        if (!same) return false;
    }
    return true;
}

}  // namespace

Result<FitSpace> FitSpace::make(const Network& network, const LoweredNetwork& lowered, const TargetProfile& target,
                                const Freedoms& freedoms, int64_t multiple, std::stop_token stop) {
    if (network.empty()) return fail(ErrorCode::InvalidArgument, "there is no network to fit");
    if (!freedoms.any()) {
        return fail(ErrorCode::InvalidArgument, "nothing may change", "--allow", "allow at least one freedom: width");
    }
    if (multiple < 0 || multiple > kMaxDimension) {
        return fail(ErrorCode::InvalidArgument, "the channel multiple must be from 1 on", "--multiple");
    }
    FitSpace space;
    space.multiple_ = multiple > 0 ? multiple : channelMultiple(target);
    space.bases_.push_back({network, std::make_shared<ChannelClasses>(network, lowered), {}});
    if (freedoms[Freedom::Input]) space.addInputGene(lowered);
    if (freedoms[Freedom::Width]) space.addWidthGenes();
    space.addInsides(lowered, freedoms);
    space.dropRefused(lowered, stop);
    if (stop.stop_requested()) return fail(ErrorCode::Cancelled, "stopped");
    return space;
}

void FitSpace::keep(const std::string& line) {
    if (kept_.size() < kMaxKept && std::find(kept_.begin(), kept_.end(), line) == kept_.end()) kept_.push_back(line);
}

int64_t FitSpace::snap(double wanted) const {
    const int64_t step = wanted >= static_cast<double>(multiple_) ? multiple_ : std::min<int64_t>(multiple_, 8);
    return std::max<int64_t>(1, std::llround(wanted / static_cast<double>(step))) * step;
}

void FitSpace::addInputGene(const LoweredNetwork& lowered) {
    const Network network = bases_.front().network;
    const Block* input = imageInput(network);
    if (input == nullptr) return keep("the input stays: it is no picture");
    if (input->frozen) return keep("the input stays: '" + elide(input->name, 60) + "' is frozen");
    const std::vector<int64_t>& shape = input->attributes.list("shape");
    FitGene gene{Freedom::Input, input->id, {static_cast<double>(shape[2])}};
    std::string refusal = "it is too small to shrink";
    for (const auto& [height, width] : smallerInputs(shape[2], shape[3])) {
        const std::string command =
            "input_size " + std::to_string(height) + "x" + std::to_string(width) + " " + quoteName(input->name);
        auto edited = applyEdit(network, command, {multiple_, &lowered});
        if (!edited) {
            refusal = edited.error().message;
            continue;
        }
        if (!sameOutputs(lowered, edited->lowered, true)) {
            refusal = "the outputs would change";
            continue;
        }
        gene.options.push_back(static_cast<double>(height));
        bases_.push_back(
            {edited->network, std::make_shared<ChannelClasses>(edited->network, edited->lowered), command});
    }
    if (gene.options.size() < 2) return keep("the input keeps its size: " + refusal);
    input_gene_ = static_cast<int>(genes_.size());
    genes_.push_back(std::move(gene));
}

void FitSpace::addWidthGenes() {
    const Network& network = bases_.front().network;
    const ChannelClasses& classes = *bases_.front().classes;
    const std::vector<std::string> reasons = reasonsToStay(network, classes);
    std::set<int32_t> seen;
    for (const BlockPtr& block : network.blocks()) {
        if (block->kind->channel_rule != ChannelRule::Own || block->inputs.empty()) continue;
        const int32_t cls = classes.classOf({block->id, 0});
        if (!seen.insert(cls).second || classes.derived(cls)) continue;
        const int64_t channels = classes.channels(cls);
        const std::string& reason = reasons[static_cast<size_t>(cls)];
        if (!reason.empty()) {
            keep(elide(block->name, 60) + " keeps its " + std::to_string(channels) + " channels: " + reason);
            continue;
        }
        FitGene gene{Freedom::Width, block->id, smallerWidths(channels, multiple_, classes.divisor(cls))};
        if (gene.options.size() > 1) genes_.push_back(std::move(gene));
    }
}

void FitSpace::addConversion(Inside& inside, const Block& block, const LoweredNetwork& lowered,
                             const Freedoms& freedoms) {
    const std::string& kind = block.kind->id;
    std::string verb;
    Freedom freedom = Freedom::Conversion;
    if (kind == "ibn" || kind == "fused_ibn") {
        verb = kind == "ibn" ? "fuse" : "unfuse";
        freedom = Freedom::Fusion;
        if (block.attributes.integer("kernel", 3) < 2) return;
    } else if (kind == "depthwise_separable" || kind == "depthwise_conv") {
        verb = "to_standard";
    } else if (kind == "conv" && !block.inputs.empty()) {
        verb = "to_depthwise";
        // Of three colours a depthwise convolution sees little.
        const Network& network = bases_.front().network;
        const auto from = static_cast<size_t>(network.positionOf(block.inputs.front().block));
        if (lowered.outputShape(from).channels() < 8) return;
    }
    if (verb.empty() || !freedoms[freedom]) return;
    const Network& network = bases_.front().network;
    const auto edited = applyEdit(network, verb + " " + quoteName(block.name), {multiple_, &lowered});
    // A residual of a depthwise-separable block would become a block of its own.
    if (!edited || edited->network.size() != network.size()) return;
    const Block& converted = *edited->network.find(block.id);
    inside.verb = verb;
    inside.kind = converted.kind;
    inside.attributes = converted.attributes;
    inside.conversion = static_cast<int>(genes_.size());
    genes_.push_back({freedom, block.id, {0, 1}});
}

void FitSpace::addInsides(const LoweredNetwork& lowered, const Freedoms& freedoms) {
    const Network network = bases_.front().network;
    for (const BlockPtr& block : network.blocks()) {
        if (block->inputs.empty()) continue;
        if (block->frozen) {
            keep("'" + elide(block->name, 60) + "' is frozen");
            continue;
        }
        Inside inside;
        inside.block = block->id;
        const auto addGene = [&](Freedom freedom, std::vector<double> options) {
            if (!freedoms[freedom] || options.size() < 2) return -1;
            genes_.push_back({freedom, block->id, std::move(options)});
            return static_cast<int>(genes_.size()) - 1;
        };
        const Attributes& a = block->attributes;
        if (block->kind->param("expansion") != nullptr) {
            inside.expansion = addGene(Freedom::Expansion, smallerExpansions(a.number("expansion", 1)));
        }
        const bool square = a.integer("kernel_w") == 0 || a.integer("kernel_w") == a.integer("kernel");
        if (block->kind->param("kernel") != nullptr && square && block->kind->group != KindGroup::Pooling) {
            inside.kernel = addGene(Freedom::Kernel, smallerKernels(a.integer("kernel")));
        }
        addConversion(inside, *block, lowered, freedoms);
        insides_.push_back(std::move(inside));
    }
}

bool FitSpace::keepsInterface(const FitDesign& design, const LoweredNetwork& lowered) const {
    const auto network = build(design);
    if (!network) return false;
    const auto result = lower(*network);
    if (!result || !sameOutputs(lowered, *result, false)) return false;
    // No map changes its size inside either: an explicit padding does not follow its kernel.
    for (size_t i = 0; i < network->size(); ++i) {
        const Shape& before = lowered.outputShape(i);
        const Shape& after = result->outputShape(i);
        if (before.rank() != after.rank()) return false;
        if (before.rank() == 4 && (before[2] != after[2] || before[3] != after[3])) return false;
    }
    return true;
}

void FitSpace::dropRefused(const LoweredNetwork& lowered, const std::stop_token& stop) {
    FitDesign smallest = origin();
    FitDesign middle = origin();
    for (size_t g = 0; g < genes_.size(); ++g) {
        if (static_cast<int>(g) == input_gene_) continue;
        smallest[g] = static_cast<int32_t>(genes_[g].options.size()) - 1;
        middle[g] = (smallest[g] + 1) / 2;
    }
    // Where all work together, each works alone.
    if (keepsInterface(smallest, lowered) && keepsInterface(middle, lowered)) return;
    for (size_t g = 0; g < genes_.size() && !stop.stop_requested(); ++g) {
        if (static_cast<int>(g) == input_gene_) continue;
        FitGene& gene = genes_[g];
        FitDesign design = origin();
        const auto works = [&](size_t option) {
            design[g] = static_cast<int32_t>(option);
            return keepsInterface(design, lowered);
        };
        // Where the smallest and a middle one work, all between do, but for sums and shares that divide.
        const size_t last = gene.options.size() - 1;
        if (works(last) && works((last + 1) / 2)) continue;
        std::vector<double> kept = {gene.options.front()};
        for (size_t option = 1; option <= last; ++option) {
            if (works(option)) kept.push_back(gene.options[option]);
        }
        gene.options = std::move(kept);
    }
}

double FitSpace::log10Size() const {
    double sum = 0;
    for (const FitGene& gene : genes_)
        sum += std::log10(static_cast<double>(gene.options.size()));
    return sum;
}

FitDesign FitSpace::nearest(const Network& scaled) const {
    FitDesign design = origin();
    for (size_t g = 0; g < genes_.size(); ++g) {
        const Block* block = scaled.find(genes_[g].block);
        if (block == nullptr || genes_[g].freedom != Freedom::Width) continue;
        const std::vector<double>& options = genes_[g].options;
        const auto wanted = static_cast<double>(block->channels());
        // Options fall: the first that is not wider.
        const auto it = std::find_if(options.begin(), options.end(), [&](double value) { return value <= wanted; });
        design[g] = static_cast<int32_t>(it == options.end() ? options.size() - 1 : it - options.begin());
    }
    return design;
}

}  // namespace bw
