// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/verify_output.h"

#include <algorithm>
#include <cstdio>

#include "base/text.h"
#include "verify/verify_words.h"

namespace bw::cli {
namespace {

using nlohmann::json;
constexpr int kNameWidth = 36;
constexpr int kTypeWidth = 20;
constexpr int kTimeWidth = 14;

json errorJson(const Error& error) {
    return {{"message", error.message}, {"place", error.place}, {"remedy", error.remedy}};
}

json peerJson(const PeerReport& peer) {
    json value = {{"tool", peer.peer->id}, {"notes", peer.notes}};
    if (peer.error) value["error"] = errorJson(*peer.error);
    if (!peer.result) return value;
    const PeerResult& result = *peer.result;
    value["name"] = result.tool;
    value["version"] = result.version;
    value["latency_ms"] = result.latency_ms;
    value["runs_ms"] = result.runs_ms;
    value["other_ms"] = peer.other_ms;
    value["quantized"] = result.quantized;
    value["output_shapes"] = json::array();
    for (const PeerOutput& output : result.outputs)
        value["output_shapes"].push_back(output.shape);
    if (result.cycles) value["cycles"] = *result.cycles;
    if (result.sram_bytes) value["sram_bytes"] = *result.sram_bytes;
    return value;
}

json agreementJson(const VerifyReport& report, const Agreement& agreement) {
    return {{"first", report.peers[agreement.first].peer->id},
            {"second", report.peers[agreement.second].peer->id},
            {"same_shapes", agreement.same_shapes},
            {"worst_relative", agreement.worst},
            {"other_labels", agreement.other_labels},
            {"quantized", agreement.quantized},
            {"agrees", agreement.holds()}};
}

json operatorJson(const Assessment& a, const VerifyReport& report, size_t index) {
    json value = {{"name", report.operator_names[index]},
                  {"op", opTypeId(a.lowered.graph.operators[index].type)},
                  {"estimate_ms", nullptr}};
    if (!a.operators.empty() && a.operators[index].known) value["estimate_ms"] = a.operators[index].latency_ms;
    for (const PeerReport& peer : report.peers) {
        if (!peer.result || !peer.operators[index]) continue;
        const PeerOperator& op = *peer.operators[index];
        json& entry = value["in"][std::string(peer.peer->id)];
        entry = {{"type", op.type}, {"latency_ms", op.latency_ms}};
        if (op.cycles) {
            entry["cycles"] = *op.cycles;
            entry["on_accelerator"] = op.on_accelerator;
        }
        if (op.sram_bytes) entry["sram_bytes"] = *op.sram_bytes;
    }
    return value;
}

std::string cell(const std::string& text, int width) {
    std::string line(static_cast<size_t>(width) + 1, '\0');
    const int length = std::snprintf(line.data(), line.size(), "%-*s", width, elide(text, width - 1U).c_str());
    line.resize(static_cast<size_t>(std::min(length, width)));
    return line;
}

}  // namespace

std::string peerIds() {
    std::string ids;
    for (const Peer& peer : peers())
        ids += (ids.empty() ? "" : ", ") + std::string(peer.id);
    return ids;
}

json verifyJson(const OpenedForTarget& opened, const Assessment& assessment, const VerifyReport& report,
                const std::string& file) {
    json value = {{"file", file},
                  {"target", opened.context.target.id},
                  {"agrees", report.holds()},
                  {"estimate_ms", nullptr},
                  {"estimate_sram_bytes", assessment.totals.sram_bytes},
                  {"tools", json::array()},
                  {"agreements", json::array()},
                  {"operators", json::array()}};
    if (assessment.totals.latency_ms) {
        value["estimate_ms"] = *assessment.totals.latency_ms;
        value["estimate_low_ms"] = *assessment.totals.latency_low_ms;
        value["estimate_high_ms"] = *assessment.totals.latency_high_ms;
    }
    for (const PeerReport& peer : report.peers)
        value["tools"].push_back(peerJson(peer));
    for (const Agreement& agreement : report.agreements)
        value["agreements"].push_back(agreementJson(report, agreement));
    for (size_t i = 0; i < report.operator_names.size(); ++i)
        value["operators"].push_back(operatorJson(assessment, report, i));
    return value;
}

std::string verifyText(const OpenedForTarget& opened, const Assessment& assessment, const VerifyReport& report) {
    std::string text = "Estimate for " + opened.context.target.name + ": ";
    if (assessment.totals.latency_ms) {
        text += formatMilliseconds(*assessment.totals.latency_ms) + " (" +
                formatMilliseconds(*assessment.totals.latency_low_ms) + " to " +
                formatMilliseconds(*assessment.totals.latency_high_ms) + "), SRAM " +
                formatBytes(assessment.totals.sram_bytes) + "\n";
    } else {
        text += "none\n";
    }
    for (const PeerReport& peer : report.peers) {
        text += peerWords(peer) + "\n";
        for (const std::string& note : peer.notes)
            text += "  note: " + note + "\n";
    }
    for (const Agreement& agreement : report.agreements)
        text += agreementWords(report, agreement) + "\n";
    std::vector<const PeerReport*> timed;
    for (const PeerReport& peer : report.peers) {
        if (peer.result && !peer.result->operators.empty()) timed.push_back(&peer);
    }
    if (timed.empty()) return text;
    text += "\n" + cell("OPERATOR", kNameWidth) + cell("TYPE", kTypeWidth) + cell("ESTIMATE", kTimeWidth);
    for (const PeerReport* peer : timed)
        text += cell(std::string(peer->peer->label), kTimeWidth);
    text += "\n";
    for (size_t i = 0; i < report.operator_names.size(); ++i) {
        const bool known = !assessment.operators.empty() && assessment.operators[i].known;
        text += cell(report.operator_names[i], kNameWidth) +
                cell(std::string(opTypeId(assessment.lowered.graph.operators[i].type)), kTypeWidth) +
                cell(known ? formatMilliseconds(assessment.operators[i].latency_ms) : "unknown", kTimeWidth);
        for (const PeerReport* peer : timed)
            text += cell(peer->operators[i] ? formatMilliseconds(peer->operators[i]->latency_ms) : "-", kTimeWidth);
        text += "\n";
    }
    return text;
}

}  // namespace bw::cli
