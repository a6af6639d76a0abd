// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "fit/fit_space.h"
#include "rewrite/rewrite.h"

namespace bw {

const FitSpace::Base& FitSpace::baseOf(const FitDesign& design) const {
    return bases_[input_gene_ < 0 ? 0 : static_cast<size_t>(design[static_cast<size_t>(input_gene_)])];
}

double FitSpace::option(const FitDesign& design, int gene) const {
    const auto at = static_cast<size_t>(gene);
    return genes_[at].options[static_cast<size_t>(design[at])];
}

Result<ChannelClasses::Solution> FitSpace::channelsOf(const Base& base, const FitDesign& design) const {
    std::vector<ChannelClasses::Request> requests;
    for (size_t g = 0; g < genes_.size(); ++g) {
        if (genes_[g].freedom != Freedom::Width || design[g] == 0) continue;
        requests.push_back({{genes_[g].block, 0}, static_cast<int64_t>(option(design, static_cast<int>(g)))});
    }
    return base.classes->solve(requests);
}

void FitSpace::followInside(Block& block, const FitDesign& design, const Inside& inside, int64_t old_in,
                            int64_t new_in) const {
    Attributes& a = block.attributes;
    double ratio = static_cast<double>(new_in) / static_cast<double>(old_in);
    if (const ParamSpec* spec = block.kind->param("expansion")) {
        const double old = a.number("expansion", 1);
        const bool smaller = inside.expansion >= 0 && design[static_cast<size_t>(inside.expansion)] > 0;
        const double wanted = smaller ? option(design, inside.expansion) : old;
        if (smaller || new_in != old_in) {
            const auto most = static_cast<double>(std::llround(static_cast<double>(old_in) * old));
            const double inner = std::min(most, static_cast<double>(snap(static_cast<double>(new_in) * wanted)));
            const double expansion = std::clamp(inner / static_cast<double>(new_in), spec->min, spec->max);
            a.set("expansion", expansion);
            ratio *= expansion / old;
        }
    }
    const auto follow = [&](std::string_view parameter, double by) {
        const int64_t old = a.integer(parameter);
        if (old <= 0 || by >= 1) return;
        a.set(parameter, std::min(old, snap(static_cast<double>(old) * by)));
    };
    follow("squeeze", ratio);
    if (a.integer("groups", 1) == 1) follow("mid_channels", static_cast<double>(new_in) / static_cast<double>(old_in));
}

Result<Network> FitSpace::build(const FitDesign& design) const {
    const Base& base = baseOf(design);
    const auto solution = channelsOf(base, design);
    if (!solution) return tl::unexpected(solution.error());
    NetworkDraft draft(base.network);
    for (const ChannelClasses::Change& change : solution->changes)
        draft.edit(change.block)->attributes.set(change.parameter, change.value);
    for (const Inside& inside : insides_) {
        const Block& before = *base.network.find(inside.block);
        const int32_t in = base.classes->classOf(before.inputs.front());
        const int64_t old_in = base.classes->channels(in);
        const int64_t new_in = solution->channels[static_cast<size_t>(in)];
        const auto chosen = [&](int gene) { return gene >= 0 && design[static_cast<size_t>(gene)] > 0; };
        const bool converts = chosen(inside.conversion);
        if (new_in == old_in && !converts && !chosen(inside.expansion) && !chosen(inside.kernel)) continue;
        Block& block = *draft.edit(inside.block);
        if (converts) {
            block.kind = inside.kind;
            block.attributes = inside.attributes;
            const int32_t out = base.classes->classOf({inside.block, 0});
            if (block.kind->param("channels") != nullptr) {
                block.attributes.set("channels", solution->channels[static_cast<size_t>(out)]);
            }
        }
        if (chosen(inside.kernel)) {
            block.attributes.set("kernel", static_cast<int64_t>(option(design, inside.kernel)));
        }
        followInside(block, design, inside, old_in, new_in);
    }
    return draft.commit();
}

std::vector<std::string> FitSpace::commands(const FitDesign& design) const {
    const Network& network = bases_.front().network;
    std::vector<std::string> commands;
    if (!baseOf(design).command.empty()) commands.push_back(baseOf(design).command);
    for (const char* verb : {"fuse", "unfuse", "to_standard", "to_depthwise"}) {
        std::vector<BlockId> blocks;
        for (const Inside& inside : insides_) {
            const bool converts = inside.conversion >= 0 && design[static_cast<size_t>(inside.conversion)] > 0;
            if (converts && inside.verb == verb) blocks.push_back(inside.block);
        }
        if (!blocks.empty()) commands.push_back(editCommand(verb, network, blocks));
    }
    FitDesign converted = design;
    for (size_t g = 0; g < genes_.size(); ++g) {
        const Freedom freedom = genes_[g].freedom;
        if (freedom == Freedom::Width || freedom == Freedom::Expansion || freedom == Freedom::Kernel) converted[g] = 0;
    }
    const auto start = build(converted);
    const auto goal = build(design);
    if (!start || !goal) return commands;
    std::string words;
    for (const BlockPtr& block : goal->blocks()) {
        const Block& before = *start->find(block->id);
        for (const char* parameter : {"channels", "expansion", "kernel", "mid_channels", "squeeze"}) {
            const Value* now = block->attributes.find(parameter);
            const Value* then = before.attributes.find(parameter);
            if (now == nullptr || (then != nullptr && *then == *now)) continue;
            words += " " + quoteName(block->name) + "." + parameter + "=" + valueText(*now);
        }
    }
    if (!words.empty()) commands.push_back("set" + words);
    return commands;
}

}  // namespace bw
