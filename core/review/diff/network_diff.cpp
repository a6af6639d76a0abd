// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/diff/network_diff.h"

#include <algorithm>
#include <utility>

#include "assess/count_network.h"
#include "review/diff/diff_words.h"
#include "review/diff/edit_script.h"

namespace bw {
namespace {

/// True where both read from matched blocks, port by port.
bool readsAlike(const Network& a, const Block& x, const Network& b, const Block& y, const BlockMatch& match) {
    return std::equal(x.inputs.begin(), x.inputs.end(), y.inputs.begin(), y.inputs.end(), [&](Port p, Port q) {
        return p.output == q.output && match.of_a[static_cast<size_t>(a.positionOf(p.block))] == b.positionOf(q.block);
    });
}

std::optional<BlockChange> changeOfBlock(const Network& a, const Block& x, const Network& b, const Block& y,
                                         const BlockMatch& match) {
    BlockChange change{x.name, y.name, x.kind->label, y.kind->label, {}, !readsAlike(a, x, b, y, match)};
    for (const auto& [name, value] : x.attributes.entries()) {
        const Value* other = y.attributes.find(name);
        if (other != nullptr && *other != value)
            change.parameters.push_back({name, valueText(value), valueText(*other)});
    }
    const bool same = x.kind == y.kind && change.parameters.empty() && !change.rewired && x.name == y.name &&
                      x.precision == y.precision && x.stage == y.stage;
    return same ? std::nullopt : std::optional(std::move(change));
}

void describeBlocks(const Network& a, const Network& b, NetworkDiff& diff) {
    for (size_t i = 0; i < a.size(); ++i) {
        const int other = diff.match.of_a[i];
        if (other < 0) {
            diff.removed.push_back(a.at(i).name);
            continue;
        }
        if (auto change = changeOfBlock(a, a.at(i), b, b.at(static_cast<size_t>(other)), diff.match))
            diff.changed.push_back(*std::move(change));
    }
    for (size_t j = 0; j < b.size(); ++j) {
        if (diff.match.of_b[j] < 0) diff.added.push_back(b.at(j).name);
    }
}

bool differsBeyondWiring(const Block& x, const Block& y) {
    Block rewired = x;
    rewired.inputs = y.inputs;
    return !(rewired == y);
}

/// Blocks that differ between two steps, by name. Where blocks come or go, their neighbours are joined otherwise; that
/// alone does not count.
std::vector<std::string> touchedBlocks(const Network& before, const Network& after) {
    std::vector<std::string> names;
    const bool same_blocks =
        before.size() == after.size() && std::all_of(after.blocks().begin(), after.blocks().end(),
                                                     [&](const BlockPtr& b) { return before.find(b->id) != nullptr; });
    for (const BlockPtr& block : after.blocks()) {
        const Block* old = before.find(block->id);
        const bool differs = old == nullptr || (old != block.get() &&
                                                (same_blocks ? !(*old == *block) : differsBeyondWiring(*old, *block)));
        if (differs) names.push_back(block->name);
    }
    for (const BlockPtr& block : before.blocks()) {
        if (after.find(block->id) == nullptr) names.push_back(block->name);
    }
    return names;
}

}  // namespace

CostChange changeOf(const Totals& before, const Totals& after) {
    CostChange change;
    if (before.latency_ms && after.latency_ms) change.latency_ms = *after.latency_ms - *before.latency_ms;
    change.macs = after.macs - before.macs;
    change.parameters = after.parameters - before.parameters;
    change.peak_activation_bytes = after.peak_activation_bytes - before.peak_activation_bytes;
    return change;
}

Result<NetworkDiff> diffNetworks(const Network& a, const Network& b, const AssessmentContext& context) {
    const auto of_a = assess(a, context), of_b = assess(b, context);
    if (!of_a) return tl::unexpected(of_a.error());
    if (!of_b) return tl::unexpected(of_b.error());
    return diffNetworks(*of_a, *of_b, context);
}

Result<NetworkDiff> diffNetworks(const Assessment& of_a, const Assessment& of_b, const AssessmentContext& context) {
    const Network &a = of_a.network, &b = of_b.network;
    NetworkDiff diff;
    diff.match = matchBlocks(a, b);
    describeBlocks(a, b, diff);
    EditContext edits;
    edits.precision = context.precision;
    edits.memory = memoryRulesOf(context);
    const auto script = findEditScript(a, b, edits);
    if (!script) return tl::unexpected(script.error());
    const bool is_shortest = script->cut_short || script->steps.size() <= 1;
    const auto shortest = is_shortest ? script : findEditScript(a, b, edits, ScriptStyle::Shortest);
    if (!shortest) return tl::unexpected(shortest.error());
    for (const ScriptStep& step : shortest->steps)
        diff.script.push_back(step.command);
    diff.a = of_a.totals;
    diff.b = of_b.totals;
    const Network* before = &a;
    Totals totals_before = diff.a;
    for (const ScriptStep& step : script->steps) {
        auto totals = countNetwork(step.network, context);
        if (!totals) return tl::unexpected(totals.error());
        diff.lines.push_back({wordsOf(*before, step.network, step.command), step.command,
                              touchedBlocks(*before, step.network), changeOf(totals_before, *totals)});
        totals_before = *std::move(totals);
        before = &step.network;
    }
    return diff;
}

}  // namespace bw
