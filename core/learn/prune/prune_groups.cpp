// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/prune/prune_groups.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "base/text.h"
#include "rewrite/rewrite.h"
#include "space/option_grid.h"
#include "space/search_space.h"

namespace bw {
namespace {

constexpr double kLeastShare = 0.25;

SpaceOptions widthsAndExpansions(int64_t multiple) {
    SpaceOptions options = SpaceOptions::none();
    options[DecisionKind::Width] = true;
    options[DecisionKind::Expansion] = true;
    options.multiple = multiple;
    options.least_width = kLeastShare;
    options.most_width = 1;
    options.most_expansion = 0;
    return options;
}

/// The tensor that a block gives; that of its first kernel where `inside`. -1 where the form has no such.
TensorId tensorOf(const FlowingForm& form, BlockId block, bool inside) {
    TensorId found = -1;
    for (const Operator& op : form.form.graph.operators) {
        if (op.block != block) continue;
        if (inside && KernelView::exists(op)) return op.outputs.front();
        if (!inside) found = op.outputs.front();
    }
    return found;
}

/// By segment: kernels that read it.
std::vector<int64_t> readersOf(const FlowingForm& form) {
    std::vector<int64_t> readers(form.flow.segments().size(), 0);
    for (const Operator& op : form.form.graph.operators) {
        if (!KernelView::exists(op) || op.type == OpType::DepthwiseConv2d) continue;
        for (const int32_t segment : form.flow.segmentsOf(op.inputs.front()))
            ++readers[static_cast<size_t>(segment)];
    }
    return readers;
}

}  // namespace

double PruneGroups::lost(const PruneGroup& group, int option) {
    constexpr double kLeast = 1e-6;  // Of nothing at all, that many channels less is still worse.
    return -static_cast<double>(group.readers) * std::log(std::max(kLeast, group.kept[static_cast<size_t>(option)]));
}

void PruneGroups::addGroup(PruneGroup group, const TrainedNetwork& trained,
                           const std::vector<std::vector<double>>& importances, TensorId tensor) {
    const FlowingForm& form = trained.form();
    const std::vector<int32_t> segments = form.flow.segmentsOf(tensor);
    double all = 0;
    for (const int32_t segment : segments) {
        group.readers = std::max(group.readers, readers_[static_cast<size_t>(segment)]);
        for (const double importance : importances[static_cast<size_t>(segment)])
            all += importance;
    }
    if (group.readers == 0) return;
    for (const int64_t count : group.options) {
        double kept = 0;
        for (const int32_t id : segments) {
            const ChannelFlow::Segment& segment = form.flow.segments()[static_cast<size_t>(id)];
            const std::vector<double>& of = importances[static_cast<size_t>(id)];
            // Segments of grouped convolutions shrink alike.
            for (const int32_t channel : keptChannels(segment, of, segment.size * count / group.options.front()))
                kept += of[static_cast<size_t>(channel)];
        }
        group.kept.push_back(all > 0 ? kept / all
                                     : static_cast<double>(count) / static_cast<double>(group.options.front()));
    }
    groups_.push_back(std::move(group));
}

Result<PruneGroups> PruneGroups::make(const Network& network, const LoweredNetwork& lowered,
                                      const TargetProfile& target, std::span<const NamedTensor> numbers,
                                      int64_t multiple, std::stop_token stop) {
    auto form = FlowingForm::make(network);
    if (!form) return tl::unexpected(form.error());
    const TrainedNetwork trained(std::move(*form), numbers);
    if (auto whole = trained.requireAll(network); !whole) return tl::unexpected(whole.error());
    const auto space = SearchSpace::make(network, lowered, target, widthsAndExpansions(multiple), std::move(stop));
    if (!space) return tl::unexpected(space.error());
    const std::vector<std::vector<double>> importances = trained.importances();
    PruneGroups result(network, lowered);
    result.stays_ = space->kept();
    result.readers_ = readersOf(trained.form());
    for (const SpaceDecision& decision : space->decisions()) {
        const Block& block = *network.find(decision.block);
        PruneGroup group;
        group.block = block.id;
        const bool inside = decision.kind == DecisionKind::Expansion;
        group.name = inside ? block.name + " inside" : decision.name;
        group.parameter = inside ? "expansion" : "channels";
        const TensorId tensor = tensorOf(trained.form(), block.id, inside);
        if (tensor < 0) continue;
        std::vector<double> counts = decision.values;
        if (inside) {
            const auto now = static_cast<int64_t>(trained.form().flow.places(tensor).size());
            counts = widthOptions(now, space->multiple(), 1, kLeastShare, 1);
        }
        for (const double count : counts)
            group.options.insert(group.options.begin(), static_cast<int64_t>(count));
        result.addGroup(std::move(group), trained, importances, tensor);
    }
    return result;
}

Result<std::string> PruneGroups::command(const PruneChoice& choice) const {
    std::vector<ChannelClasses::Request> requests;
    std::map<BlockId, int64_t> inside;
    std::string words;
    for (size_t g = 0; g < groups_.size(); ++g) {
        const int64_t count = groups_[g].options[static_cast<size_t>(choice[g])];
        if (groups_[g].parameter == "expansion") {
            inside[groups_[g].block] = count;
        } else if (choice[g] > 0) {
            requests.push_back({{groups_[g].block, 0}, count});
            words += " " + quoteName(network_.find(groups_[g].block)->name) + ".channels=" + std::to_string(count);
        }
    }
    const auto solution = classes_.solve(requests);
    if (!solution) return tl::unexpected(solution.error());
    for (const auto& [id, count] : inside) {
        const Block& block = *network_.find(id);
        const auto in =
            static_cast<double>(solution->channels[static_cast<size_t>(classes_.classOf(block.inputs.front()))]);
        const double expansion = block.attributes.number("expansion", 1);
        if (std::llround(in * expansion) == count) continue;
        words += " " + quoteName(block.name) + ".expansion=" + formatNumber(static_cast<double>(count) / in);
    }
    return words.empty() ? words : "set" + words;
}

}  // namespace bw
