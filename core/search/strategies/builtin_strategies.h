// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "search/strategies/strategy.h"

namespace bw {

// One row of the table each; the function stands in the file of the same name.
StrategyInfo agingEvolutionStrategy();
StrategyInfo localSearchStrategy();
StrategyInfo nsga2Strategy();
StrategyInfo randomStrategy();
StrategyInfo reinforceStrategy();
StrategyInfo surrogateStrategy();

}  // namespace bw
