// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/strategies/builtin_strategies.h"

#include <array>

namespace bw {

std::span<const StrategyInfo> strategies() {
    static const std::array kStrategies = {nsga2Strategy(),       surrogateStrategy(), agingEvolutionStrategy(),
                                           localSearchStrategy(), reinforceStrategy(), randomStrategy()};
    return kStrategies;
}

Result<const StrategyInfo*> findStrategy(std::string_view id) {
    std::string names;
    for (const StrategyInfo& info : strategies()) {
        if (info.id == id) return &info;
        names += (names.empty() ? "" : ", ") + std::string(info.id);
    }
    return fail(ErrorCode::NotFound, "there is no strategy \"" + std::string(id) + "\"", {}, "take one of " + names);
}

}  // namespace bw
