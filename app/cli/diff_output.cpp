// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/diff_output.h"

#include "base/number_text.h"
#include "cli/estimate_output.h"

namespace bw::cli {
namespace {

using nlohmann::json;

constexpr size_t kColumn = 14;

json changeJson(const CostChange& change) {
    return {{"latency_ms", change.latency_ms ? json(*change.latency_ms) : json(nullptr)},
            {"macs", change.macs},
            {"parameters", change.parameters},
            {"peak_activation_bytes", change.peak_activation_bytes}};
}

json blockChangeJson(const BlockChange& block) {
    json parameters = json::array();
    for (const ParameterChange& change : block.parameters)
        parameters.push_back({{"parameter", change.parameter}, {"from", change.from}, {"to", change.to}});
    return {{"a", block.name_a},      {"b", block.name_b},        {"kind_a", block.kind_a},
            {"kind_b", block.kind_b}, {"rewired", block.rewired}, {"parameters", std::move(parameters)}};
}

std::string right(const std::string& text) {
    return text.size() < kColumn ? std::string(kColumn - text.size(), ' ') + text : " " + text;
}

std::string row(const CostChange& change, const std::string& words) {
    return right(change.latency_ms ? signedText(*change.latency_ms, 4) : "unknown") +
           right(signedCount(change.parameters)) + right(signedCount(change.peak_activation_bytes)) + "  " + words +
           "\n";
}

}  // namespace

json diffJson(const NetworkDiff& diff) {
    json lines = json::array();
    for (const DiffLine& line : diff.lines) {
        json value = changeJson(line.change);
        value["words"] = line.words;
        value["command"] = line.command;
        value["blocks"] = line.blocks;
        lines.push_back(std::move(value));
    }
    json changed = json::array();
    for (const BlockChange& block : diff.changed)
        changed.push_back(blockChangeJson(block));
    return {{"a", {{"totals", totalsJson(diff.a)}}},
            {"b", {{"totals", totalsJson(diff.b)}}},
            {"change", changeJson(changeOf(diff.a, diff.b))},
            {"lines", std::move(lines)},
            {"script", diff.script},
            {"added", diff.added},
            {"removed", diff.removed},
            {"changed", std::move(changed)}};
}

std::string diffText(const NetworkDiff& diff) {
    if (diff.lines.empty()) return "no difference\n";
    std::string text = right("ms") + right("parameters") + right("peak, B") + "\n";
    for (const DiffLine& line : diff.lines)
        text += row(line.change, line.words);
    text += row(changeOf(diff.a, diff.b), "in all");
    return text + "\n" + changeText(diff.a, diff.b);
}

}  // namespace bw::cli
