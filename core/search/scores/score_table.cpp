// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/scores/score_table.h"

#include <algorithm>
#include <string>
#include <vector>

#include "estimate/score_backend.h"
#include "estimate/torch_module.h"
#include "search/scores/combined_score.h"
#include "search/scores/torch_score.h"

namespace bw {

std::span<const ScoreInfo> scoreInfos() {
    static const std::vector<ScoreInfo> infos = [] {
        std::vector<ScoreInfo> list;
        for (const CheapScore& score : cheapScores())
            list.push_back({score.id, score.label, score.doc, false});
        list.push_back({kCombinedId, kCombinedLabel, kCombinedDoc, true});
        for (const TorchScore& score : kTorchScores)
            list.push_back({score.id, score.label, score.doc, true});
        return list;
    }();
    return infos;
}

const ScoreInfo* findScore(std::string_view id) {
    const auto infos = scoreInfos();
    const auto it = std::find_if(infos.begin(), infos.end(), [id](const ScoreInfo& info) { return info.id == id; });
    return it == infos.end() ? nullptr : &*it;
}

Result<std::shared_ptr<const AccuracyScore>> makeScore(std::string_view id, const Network& network,
                                                       const LoweredNetwork& lowered, const ScoreSettings& settings) {
    if (auto cheap = makeCheapScore(id, network, lowered)) return cheap;
    if (findScore(id) == nullptr) {
        std::string known;
        for (const ScoreInfo& info : scoreInfos())
            known += (known.empty() ? "" : ", ") + std::string(info.id);
        return fail(ErrorCode::NotFound, "there is no score '" + std::string(id) + "'", {}, "take one of " + known);
    }
    const auto backend = openScoreBackend();
    if (!backend) return tl::unexpected(backend.error());
    if (id == kCombinedId) return makeCombinedScore(**backend, network, lowered, settings);
    const auto* const it = std::find_if(kTorchScores.begin(), kTorchScores.end(),
                                        [id](const TorchScore& score) { return score.id == id; });
    return makeTorchScore(**backend, static_cast<size_t>(it - kTorchScores.begin()), settings);
}

}  // namespace bw
