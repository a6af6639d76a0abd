// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "rewrite/scale_channels.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/text.h"

namespace bw {
namespace {

bool isOwn(const Block& block) {
    return block.kind->channel_rule == ChannelRule::Own && !block.inputs.empty();
}

/// By class: why it stays as it is, from what the network promises to its reader.
std::vector<std::string> promisedWidths(const Network& network, const ChannelClasses& classes) {
    std::vector<std::string> reasons(static_cast<size_t>(classes.count()));
    const std::vector<bool> gives_output = givesOutput(network);
    for (size_t i = 0; i < network.size(); ++i) {
        if (!gives_output[i]) continue;
        reasons[static_cast<size_t>(classes.classOf({network.at(i).id, 0}))] =
            "'" + elide(network.at(i).name, 60) + "' gives the network's output";
    }
    return reasons;
}

/// The counts that the blocks in scope ask for; what cannot change is noted in the plan.
std::vector<ChannelClasses::Request> requestsFor(EditPlan& plan, const Network& network, const ChannelClasses& classes,
                                                 const Widening& widening, std::vector<std::string> reasons) {
    reasons = classes.reasonsAgainst(std::move(reasons));
    std::vector<ChannelClasses::Request> requests;
    for (size_t i = 0; i < network.size(); ++i) {
        const Block& block = network.at(i);
        if (!widening.in_scope[i] || !isOwn(block)) continue;
        const int32_t cls = classes.classOf({block.id, 0});
        if (classes.derived(cls)) continue;
        const int64_t old = classes.channels(cls);
        const int64_t target = nearestMultiple(static_cast<double>(old) * widening.ratio,
                                               std::lcm(widening.multiple, classes.divisor(cls)));
        if (target == old || target > kMaxDimension) continue;
        if (widening.ratio < 1 && target > old) {
            plan.changes.push_back(elide(block.name, 60) + " keeps " + std::to_string(old) +
                                   " channels: the nearest multiple is more, " + std::to_string(target));
            continue;
        }
        const std::string& reason = reasons[static_cast<size_t>(cls)];
        if (reason.empty()) {
            requests.push_back({{block.id, 0}, target});
        } else {
            plan.changes.push_back(elide(block.name, 60) + " keeps " + std::to_string(old) + " channels: " + reason);
        }
    }
    return requests;
}

/// Channels inside a block whose input gets `in_channels`: the attributes that count or multiply them.
void widenInside(EditPlan& plan, const Block& block, int64_t old_in, int64_t in_channels, const Widening& widening) {
    const Attributes& a = block.attributes;
    double inside_ratio = static_cast<double>(in_channels) / static_cast<double>(old_in);
    if (const ParamSpec* spec = block.kind->param("expansion")) {
        const double wanted = static_cast<double>(in_channels) * a.number("expansion");
        const int64_t inner = nearestMultiple(wanted, widening.multiple);
        const double expansion = static_cast<double>(inner) / static_cast<double>(in_channels);
        const bool legal = expansion >= spec->min && expansion <= spec->max;
        if (std::llround(wanted) % widening.multiple != 0 && legal) {
            setAttribute(plan, block, "expansion", expansion, std::to_string(inner) + " channels inside");
            inside_ratio *= expansion / a.number("expansion");
        }
    }
    const auto widenCount = [&](std::string_view parameter, double ratio, int64_t multiple) {
        const int64_t old = a.integer(parameter);
        if (old <= 0) return;
        const int64_t target = nearestMultiple(static_cast<double>(old) * ratio, multiple);
        if (target == old || static_cast<double>(target) > block.kind->param(parameter)->max) return;
        setAttribute(plan, block, parameter, target);
    };
    widenCount("mid_channels", widening.ratio, std::lcm(widening.multiple, a.integer("groups", 1)));
    widenCount("squeeze", inside_ratio, widening.multiple);
}

}  // namespace

std::vector<bool> givesOutput(const Network& network) {
    std::vector<bool> gives(network.size(), false);
    for (const Port& port : network.outputs())
        gives[static_cast<size_t>(network.positionOf(port.block))] = true;
    for (size_t i = network.size(); i-- > 0;) {
        const Block& block = network.at(i);
        if (!gives[i] || isOwn(block) || block.kind->group == KindGroup::Head) continue;
        for (const Port& input : block.inputs)
            gives[static_cast<size_t>(network.positionOf(input.block))] = true;
    }
    return gives;
}

namespace {

/// One try, checked by lowering; leaves the reasons alone.
Result<void> tryWidening(EditPlan& plan, const Network& network, const ChannelClasses& classes,
                         const Widening& widening, const std::vector<std::string>& reasons) {
    const auto solution = classes.solve(requestsFor(plan, network, classes, widening, reasons));
    if (!solution) return tl::unexpected(solution.error());
    applyChannelChanges(plan, network, solution->changes);
    for (size_t i = 0; i < network.size(); ++i) {
        const Block& block = network.at(i);
        if (!widening.in_scope[i] || block.frozen || block.inputs.empty()) continue;
        const int32_t in = classes.classOf(block.inputs.front());
        widenInside(plan, block, classes.channels(in), solution->channels[static_cast<size_t>(in)], widening);
    }
    const auto result = plan.draft.commit();
    if (!result) return tl::unexpected(result.error());
    if (const auto lowered = lower(*result); !lowered) return tl::unexpected(lowered.error());
    return {};
}

/// Keeps what the block that failed reads and gives, or the nearest before it that is not kept yet: shapes can pass
/// through blocks that no class follows. False where all of that is kept already.
bool keepAround(const Network& network, const ChannelClasses& classes, const Error& error,
                std::vector<std::string>& reasons) {
    const Block* failed = network.findByName(error.place);
    if (failed == nullptr) return false;
    std::vector<bool> seen(network.size(), false);
    std::vector<const Block*> front = {failed};
    bool news = false;
    const auto keep = [&](Port port) {
        std::string& reason = reasons[static_cast<size_t>(classes.classOf(port))];
        if (!reason.empty()) return;
        reason = "'" + elide(failed->name, 60) + "' cannot follow";
        news = true;
    };
    keep({failed->id, 0});
    while (!front.empty() && !news) {
        std::vector<const Block*> before;
        for (const Block* block : front) {
            for (const Port& port : block->inputs) {
                keep(port);
                const auto position = static_cast<size_t>(network.positionOf(port.block));
                if (seen[position]) continue;
                seen[position] = true;
                before.push_back(&network.at(position));
            }
        }
        front = std::move(before);
    }
    return news;
}

}  // namespace

Result<void> widen(EditPlan& plan, const Network& network, const EditContext& context, const Widening& widening) {
    constexpr int kMaxTries = 100;
    const auto lowered = LoweredView::of(network, context);
    if (!lowered) return tl::unexpected(lowered.error());
    const ChannelClasses classes(network, **lowered);
    std::vector<std::string> reasons = promisedWidths(network, classes);
    // A part that cannot follow, such as a shuffle with fixed sizes, must not keep the rest from changing.
    for (int tries = 0;; ++tries) {
        EditPlan trial = plan;
        const auto ok = tryWidening(trial, network, classes, widening, reasons);
        if (ok) {
            plan = std::move(trial);
            return {};
        }
        if (tries == kMaxTries || !keepAround(network, classes, ok.error(), reasons)) return ok;
    }
}

}  // namespace bw
