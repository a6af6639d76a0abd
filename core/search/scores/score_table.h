// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "base/result.h"
#include "search/network/accuracy_score.h"
#include "search/scores/torch_measure.h"

namespace bw {

/// One way to score networks, as lists and menus show it.
struct ScoreInfo {
    std::string_view id;
    std::string_view label;
    std::string_view doc;
    bool needs_torch = false;  ///< Runs the network with the LibTorch module: milliseconds instead of microseconds.
};

/// All scores; the first is the default of searches.
std::span<const ScoreInfo> scoreInfos();

/// Null where there is no such score.
const ScoreInfo* findScore(std::string_view id);

/// The score of that id for a search that begins with `network`. NotFound where there is none; Unavailable, with the
/// reason, where it needs the LibTorch module and that is absent. The first score that needs it opens the module, which
/// takes about half a second.
Result<std::shared_ptr<const AccuracyScore>> makeScore(std::string_view id, const Network& network,
                                                       const LoweredNetwork& lowered,
                                                       const ScoreSettings& settings = {});

}  // namespace bw
