// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verify/verify_words.h"

#include <algorithm>
#include <cstdio>

#include "base/text.h"

namespace bw {

std::string peerWords(const PeerReport& peer) {
    std::string line = std::string(peer.peer->label) + ": ";
    if (peer.error) return line + peer.error->text();
    const PeerResult& result = *peer.result;
    if (result.cycles) {
        const auto on_accelerator = std::count_if(result.operators.begin(), result.operators.end(),
                                                  [](const PeerOperator& op) { return op.on_accelerator; });
        line += formatMilliseconds(result.latency_ms) + ", " + groupDigits(*result.cycles) + " cycles, SRAM " +
                formatBytes(result.sram_bytes.value_or(0)) + ", " + std::to_string(on_accelerator) + " of " +
                std::to_string(result.operators.size()) + " operators on the accelerator";
    } else {
        line += result.version + ", " + formatMilliseconds(result.latency_ms) + ", median of " +
                std::to_string(result.runs_ms.size()) + " runs on this machine" +
                (result.quantized ? ", in integers" : "");
    }
    return line;
}

std::string agreementWords(const VerifyReport& report, const Agreement& agreement) {
    char worst[32];
    std::snprintf(worst, sizeof worst, "%.2g", agreement.worst);
    const std::string pair = std::string(report.peers[agreement.first].peer->label) + " and " +
                             std::string(report.peers[agreement.second].peer->label);
    if (!agreement.same_shapes) return pair + ": outputs of different shapes";
    const char* verdict = agreement.quantized ? ": outputs not judged, one computes in integers"
                          : agreement.holds() ? ": outputs agree"
                                              : ": outputs DIFFER";
    std::string line = pair + verdict + " (greatest difference " + worst + " of the greatest value";
    if (agreement.other_labels > 0) line += "; " + formatNumber(agreement.other_labels * 100) + " % of classes differ";
    return line + ")";
}

}  // namespace bw
