// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fit/cut_ideas.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "rewrite/rewrite.h"

namespace bw {
namespace {

std::string nameOf(const Network& network, BlockId id) {
    return elide(network.find(id)->name, 60);
}

/// "192", or "3.5".
std::string valueOf(double value) {
    return formatNumber(std::round(value * 100) / 100);
}

std::string titleOf(const Network& network, const FitGene& gene, int32_t option) {
    const std::string name = nameOf(network, gene.block);
    const std::string now = valueOf(gene.options[static_cast<size_t>(option)]);
    const std::string before = valueOf(gene.options.front());
    const std::string& kind = network.find(gene.block)->kind->id;
    switch (gene.freedom) {
        case Freedom::Width:
            return name + ": " + now + " instead of " + before + " channels";
        case Freedom::Expansion:
            return name + ": expansion " + now + " instead of " + before;
        case Freedom::Kernel:
            return name + ": kernel " + now + " instead of " + before;
        case Freedom::Input:
            return "Input " + now + " instead of " + before + " high";
        case Freedom::Fusion:
            return (kind == "ibn" ? "Fuse " : "Unfuse ") + name;
        case Freedom::Conversion:
            break;
    }
    return name + (kind == "conv" ? ": depthwise separable" : ": standard convolution");
}

/// The next smaller option, and those nearest to three quarters and a half of what is there.
std::vector<int32_t> stepsOf(const FitGene& gene) {
    std::vector<int32_t> steps = {1};
    for (const double share : {0.75, 0.5}) {
        int32_t nearest = 1;
        for (size_t i = 1; i < gene.options.size(); ++i) {
            const double wanted = gene.options.front() * share;
            if (std::fabs(gene.options[i] - wanted) < std::fabs(gene.options[static_cast<size_t>(nearest)] - wanted)) {
                nearest = static_cast<int32_t>(i);
            }
        }
        if (nearest != steps.back()) steps.push_back(nearest);
    }
    return steps;
}

class Ideas {
public:
    Ideas(const Assessment& current, const AssessmentContext& context, const FitSpace& space)
        : current_(current), context_(context), space_(space) {}

    void add(Cut cut) { ideas.push_back({decision_, std::move(cut)}); }
    void addGenes(const std::vector<size_t>& genes);
    void addScaling();
    void addStandardWithFewerChannels(const std::vector<size_t>& genes);
    void addEarlierStrides();
    void addRuntimes();
    void addReordering();

    std::vector<CutIdea> ideas;

private:
    void addDesign(const FitDesign& design, Cut::Reach reach, std::string title, BlockId block) {
        add({.reach = reach, .title = std::move(title), .commands = space_.commands(design), .blocks = {block}});
    }

    const Assessment& current_;
    const AssessmentContext& context_;
    const FitSpace& space_;
    int decision_ = 0;
};

void Ideas::addGenes(const std::vector<size_t>& genes) {
    for (const size_t g : genes) {
        const FitGene& gene = space_.genes()[g];
        ++decision_;
        for (const int32_t option : stepsOf(gene)) {
            FitDesign design = space_.origin();
            design[g] = option;
            const bool input = gene.freedom == Freedom::Input;
            addDesign(design, input ? Cut::Reach::Network : Cut::Reach::Block, titleOf(current_.network, gene, option),
                      gene.block);
        }
    }
}

void Ideas::addScaling() {
    ++decision_;
    for (int hundredths = 95; hundredths >= 30; hundredths -= 5) {
        const std::string ratio = formatNumber(hundredths / 100.0);
        add({.reach = Cut::Reach::Network,
             .title = "All channels scaled by " + ratio,
             .commands = {"scale " + ratio + " --multiple " + std::to_string(space_.multiple())}});
    }
}

/// k x k depthwise and 1 x 1 as one k x k convolution: pays in bytes only together with fewer channels.
void Ideas::addStandardWithFewerChannels(const std::vector<size_t>& genes) {
    for (const size_t g : genes) {
        const FitGene& gene = space_.genes()[g];
        if (gene.freedom != Freedom::Conversion || current_.network.find(gene.block)->kind->id == "conv") continue;
        ++decision_;
        for (size_t w = 0; w < space_.genes().size(); ++w) {
            const FitGene& width = space_.genes()[w];
            if (width.freedom != Freedom::Width || width.block != gene.block) continue;
            for (const int32_t option : stepsOf(width)) {
                FitDesign design = space_.origin();
                design[g] = 1;
                design[w] = option;
                addDesign(design, Cut::Reach::Block,
                          nameOf(current_.network, gene.block) + ": standard convolution with " +
                              valueOf(width.options[static_cast<size_t>(option)]) + " channels",
                          gene.block);
            }
        }
    }
}

/// A block that halves the map, and the block before it that could halve it in its stead.
void Ideas::addEarlierStrides() {
    const Network& network = current_.network;
    const auto canStride = [](const Block& block) {
        return !block.frozen && block.kind->param("stride") != nullptr && !block.attributes.flag("residual") &&
               block.attributes.integer("stride_w") <= 1 && block.kind->group != KindGroup::Pooling &&
               block.attributes.integer("kernel", 3) > 1;
    };
    const auto readers = network.consumers();
    for (size_t i = 0; i < network.size(); ++i) {
        const Block& late = network.at(i);
        if (!canStride(late) || late.attributes.integer("stride", 1) != 2) continue;
        const Block* at = &late;
        ++decision_;
        // Back along a chain without branches; residual blocks pass the smaller map on.
        for (int hops = 0; hops < 8; ++hops) {
            if (at->inputs.size() != 1) break;
            const int position = network.positionOf(at->inputs.front().block);
            const Block& before = network.at(static_cast<size_t>(position));
            if (readers[static_cast<size_t>(position)].size() != 1 || before.inputs.empty()) break;
            at = &before;
            if (!canStride(before) || before.attributes.integer("stride", 1) != 1) {
                if (before.attributes.integer("stride", 1) != 1) break;
                continue;
            }
            add({.reach = Cut::Reach::Block,
                 .title = "Stride 2 in " + nameOf(network, before.id) + " instead of " + nameOf(network, late.id),
                 .commands = {"set " + quoteName(before.name) + ".stride=2 " + quoteName(late.name) + ".stride=1"},
                 .blocks = {before.id, late.id}});
        }
    }
}

void Ideas::addRuntimes() {
    const std::string now = context_.memory_profile.empty() ? context_.target.memoryProfile() : context_.memory_profile;
    for (const MemoryProfile& profile : memoryProfiles()) {
        if (profile.id == now) continue;
        ++decision_;
        add({.reach = Cut::Reach::Runtime,
             .title = "Where the runtime allows: " + std::string(profile.name),
             .memory_profile = std::string(profile.id)});
    }
}

/// Branches in another order compute the same. The edit itself looks for the best one.
void Ideas::addReordering() {
    const Rewrite* reorder = findRewrite("reorder");
    if (reorder == nullptr || !reorder->check(current_.network, {})) return;
    ++decision_;
    add({.reach = Cut::Reach::Block,
         .title = "Run branches in the order with the lowest peak",
         .commands = {"reorder"}});
}

/// How much a block has to do with the bytes: its activations at their most and its parameters, each as a share.
double weightOf(const Assessment& current, BlockId block) {
    const int position = current.network.positionOf(block);
    if (position < 0) return 0;
    const BlockFigures& figures = current.blocks[static_cast<size_t>(position)];
    const auto share = [](int64_t part, int64_t whole) {
        return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole) : 0.0;
    };
    return share(figures.live_bytes, current.totals.peak_activation_bytes) +
           share(figures.parameter_bytes, current.totals.parameter_bytes);
}

}  // namespace

std::vector<CutIdea> cutIdeas(const Assessment& current, const AssessmentContext& context, const FitSpace& space,
                              size_t most) {
    std::vector<size_t> genes(space.genes().size());
    std::vector<double> weights(genes.size());
    for (size_t g = 0; g < genes.size(); ++g) {
        genes[g] = g;
        weights[g] = weightOf(current, space.genes()[g].block);
        if (static_cast<int>(g) == space.inputGene()) weights[g] = 10;
    }
    std::stable_sort(genes.begin(), genes.end(), [&](size_t a, size_t b) { return weights[a] > weights[b]; });
    Ideas ideas(current, context, space);
    ideas.addScaling();
    ideas.addRuntimes();
    ideas.addReordering();
    genes.resize(std::min(genes.size(), most / 4));
    ideas.addGenes(genes);
    ideas.addEarlierStrides();
    ideas.addStandardWithFewerChannels(genes);
    ideas.ideas.resize(std::min(ideas.ideas.size(), most));
    return std::move(ideas.ideas);
}

}  // namespace bw
