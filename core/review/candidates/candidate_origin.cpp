// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/candidates/candidate_origin.h"

#include <limits>

#include "review/diff/diff_words.h"
#include "review/diff/edit_script.h"
#include "review/diff/network_distance.h"

namespace bw {
namespace {

constexpr size_t kMostWords = 6;

const OriginReference* nearestTo(const Network& network, std::span<const OriginReference> references) {
    const OriginReference* nearest = nullptr;
    int least = std::numeric_limits<int>::max();
    for (const OriginReference& reference : references) {
        const int distance = distanceTo(reference.network, network);
        if (distance >= least) continue;
        least = distance;
        nearest = &reference;
    }
    return nearest;
}

}  // namespace

std::string originOf(const Network& network, std::span<const OriginReference> references) {
    const OriginReference* from = nearestTo(network, references);
    if (from == nullptr) return {};
    if (isSameDesign(from->network, network)) return "as " + from->name;
    const auto script = findEditScript(from->network, network);
    if (!script || script->steps.empty()) return "from " + from->name;
    std::string text;
    const Network* before = &from->network;
    for (size_t i = 0; i < script->steps.size(); ++i) {
        if (i == kMostWords) {
            text += "; and " + std::to_string(script->steps.size() - i) + " more";
            break;
        }
        const ScriptStep& step = script->steps[i];
        text += (text.empty() ? "" : "; ") + wordsOf(*before, step.network, step.command);
        before = &step.network;
    }
    return text + " (from " + from->name + ")";
}

}  // namespace bw
